//! `windward import`: the past in, from whatever file it lies in.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::{Args, ValueEnum, builder::styling::Style};
use serde_json::{Value, json};
use windward_core::{
    id::{ActId, NewIds},
    record::{Content, Placement},
};
use windward_formats::{
    Choice, Choices, Difference, Importer, Incoming, Line, Place, Plan, Tone, Verdict, describe,
    limits, plan, read, read_brag, read_text, read_with_people,
};
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home, read_file},
    progress::Progress,
    screen::{self, BOLD, Cell, DIM, OPEN, PLAIN, Screen, hint},
    stop::Stop,
    words::count,
};

/// Bring in a LinkedIn export, a JSON Resume, a table of roles, a brag document, or roles as text
///
/// Roles come in, and education, certificates, courses, projects, volunteering, awards, skills and recommendations
/// where the file has them; `docs/import.md` says what is read from which file. Says what is new, what is changed and what is skipped, with file, line and reason. What was changed both here
/// and in the file stays as it is unless `--decide` says otherwise. The same file twice changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file; ‘-’ for text on standard input, one role a line (‘Senior PM, Acme, 2019 to now’)
    file: PathBuf,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    /// What to take where both have changed
    #[arg(long, value_enum, default_value = "leave")]
    decide: Decide,
    /// Note new jobs of people you know as moments, so that Today asks for a line to each
    #[arg(long)]
    jobs: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Decide {
    /// Nothing for now, but for what is missing of people; it is asked again next time
    Leave,
    /// What the file says
    File,
    /// What your record says
    Mine,
}

impl Import {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        // Refused before a data directory is made for it.
        let incoming = incoming(&self.file)?;
        self.take(home, incoming)
    }

    /// The same for a file that is a brag document, whatever it looks like.
    pub(crate) fn run_brag(self, home: &Home) -> Result<()> {
        let bytes = if self.file.as_os_str() == "-" {
            hint("Type a bullet a line; Ctrl+D ends.");
            let mut bytes = Vec::new();
            let most = limits::TABLE as u64 + 1;
            io::stdin().lock().take(most).read_to_end(&mut bytes)?;
            bytes
        } else {
            read_file(&self.file, limits::TABLE)?
        };
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        let incoming = read_brag(&name.to_string_lossy(), &bytes);
        self.take(
            home,
            incoming.map_err(|error| Stop::refused(error.to_string()))?,
        )
    }

    /// The same for the people in a file and nothing else.
    pub(crate) fn run_people(self, home: &Home) -> Result<()> {
        let _progress = Progress::on("Reading the file");
        let bytes = read_file(&self.file, limits::FILE)?;
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        let incoming = read_with_people(&name.to_string_lossy(), &bytes);
        let incoming = incoming.map_err(|error| Stop::refused(error.to_string()))?;
        drop(bytes);
        self.take(home, incoming.only_people())
    }

    fn take(self, home: &Home, incoming: Incoming) -> Result<()> {
        let desk = (!self.dry_run)
            .then(|| home.open(Begin::Make))
            .transpose()?;
        let book = desk
            .as_ref()
            .map_or_else(|| home.book(), crate::home::Desk::book)?;
        let plan = plan(incoming, &book.record, book.today);
        let mut ids = FreshIds;
        let act = ids.act();
        let (choices, now) = (self.choices(&plan), edge::now());
        let mut entries = plan.entries(&choices, act, &mut ids, now);
        let mut jobs = 0;
        if self.jobs {
            let moments = plan.job_entries(&choices, act, &mut ids, (book.today, now));
            jobs = moments.len();
            entries.extend(moments);
        }
        let desk = desk.filter(|_| !entries.is_empty());
        let act = desk.as_ref().map(|_| act);
        if let Some(desk) = desk {
            let _progress = Progress::on("Writing");
            desk.append_entries(entries, Some(book.record.seq()))?;
        }
        if self.json {
            return screen::json(&answer(&plan, act, jobs));
        }
        let mut screen = Screen::new();
        tell(&mut screen, &plan);
        self.tell_jobs(&mut screen, &plan, jobs);
        screen.gap();
        match act {
            None if self.dry_run => screen.line("Nothing was written."),
            None => screen.line("There is nothing to bring in."),
            Some(act) => {
                screen.line(format_args!("Done. To take it back: `windward undo {act}`"));
                next(&mut screen, &plan);
            }
        }
        Ok(screen.show()?)
    }

    /// Who works elsewhere now, as it seems, and whether that is noted.
    fn tell_jobs(&self, screen: &mut Screen, plan: &Plan, noted: usize) {
        let found = plan.new_jobs();
        if found.is_empty() {
            return;
        }
        screen.heading("New jobs, as it seems");
        for job in found.iter().take(MOST_PEOPLE) {
            screen.paragraph(2, PLAIN, &format!("{}: {}", job.name, job.what));
        }
        if found.len() > MOST_PEOPLE {
            let more = found.len() - MOST_PEOPLE;
            screen.paragraph(2, DIM, &format!("and {more} more"));
        }
        let says = match (self.jobs, noted) {
            (false, _) => "`--jobs` notes them as moments, so that Today asks for a line to each: of those whose row comes in as in the file.".to_owned(),
            (true, 0) => "None of them is noted as a moment: their rows stay as they are until `--decide file` takes them as in the file.".to_owned(),
            (true, _) if self.dry_run => {
                format!("{} would be noted as a moment.", count(noted, "one", "of them"))
            }
            (true, _) => format!(
                "{} as moments: Today asks for a line to each.",
                count(noted, "is noted", "are noted")
            ),
        };
        screen.paragraph(2, DIM, &says);
    }

    fn choices(&self, plan: &Plan) -> Choices {
        let choice = match self.decide {
            // What is missing of somebody comes in all the same.
            Decide::Leave => return Choices::new(),
            Decide::File => Choice::File,
            Decide::Mine => Choice::Mine,
        };
        let asked = plan.lines.iter().enumerate();
        let asked = asked.filter(|(_, line)| matches!(line.verdict, Verdict::Asked { .. }));
        asked.map(|(index, _)| (index, choice)).collect()
    }
}

fn incoming(path: &Path) -> Result<Incoming> {
    let _progress = Progress::on("Reading the file");
    let incoming = if path.as_os_str() == "-" {
        hint("Type a role a line; Ctrl+D ends.");
        let mut text = String::new();
        let most = limits::PASTED as u64 + 1;
        io::stdin().lock().take(most).read_to_string(&mut text)?;
        read_text(&text)
    } else {
        let bytes = read_file(path, limits::FILE)?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        read(&name.to_string_lossy(), &bytes)
    };
    incoming.map_err(|error| Stop::refused(error.to_string()))
}

/// What there is to do with what came.
fn next(screen: &mut Screen, plan: &Plan) {
    let added = || {
        let lines = plan.lines.iter();
        lines.filter(|it| matches!(it.verdict, Verdict::Added { .. }))
    };
    let open = added().filter(|it| is_open(it)).count();
    if open > 0 {
        screen.line(format_args!(
            "{} to be placed on the ladder: `windward role list` shows how each title is read,",
            count(open, "role waits", "roles wait")
        ));
        screen.line("`windward role confirm` takes the sure readings, and `windward course` draws what comes of it.");
    }
    let evidence = added().filter(|it| matches!(it.content, Content::Evidence(_)));
    if evidence.count() > 0 {
        screen.line("`windward evidence list --drafts` shows which of it wants a minute.");
    }
    let people = added().filter(|it| matches!(it.content, Content::Contact(_)));
    if people.count() > 0 {
        screen.line(
            "`windward people list` shows them, `windward people merge` who may be there twice.",
        );
    }
    if plan.connections.is_some()
        && plan
            .lines
            .iter()
            .all(|it| !matches!(it.content, Content::Contact(_)))
    {
        screen.line("The connections in it come in by `windward people import` and the same file.");
    }
    let beside = added().filter(|it| it.content.is_background()).count();
    if beside > 0 {
        screen.line(format_args!(
            "{} not a role: `windward background` lists them.",
            count(beside, "item is", "items are")
        ));
    }
}

/// Whether a line brings a role that nobody has placed yet.
fn is_open(line: &Line) -> bool {
    let added = matches!(line.verdict, Verdict::Added { .. });
    added && matches!(&line.content, Content::Role(role) if role.placement == Placement::Open)
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Added { again: false } => "new",
        Verdict::Added { again: true } => "new, again after an undo",
        Verdict::Changed { .. } => "changed",
        Verdict::Same { .. } => "the same",
        Verdict::KeptYours { .. } => "kept as you have it",
        Verdict::Asked { .. } => "for you to decide",
        Verdict::Already { .. } => "here from another source",
        Verdict::Removed { .. } => "removed by you before",
    }
}

/// The verdict as the counts call it.
fn key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Added { .. } => "added",
        Verdict::Changed { .. } => "changed",
        Verdict::Same { .. } => "same",
        Verdict::KeptYours { .. } => "kept_yours",
        Verdict::Asked { .. } => "asked",
        Verdict::Already { .. } => "already",
        Verdict::Removed { .. } => "removed",
    }
}

fn differences(verdict: &Verdict) -> Vec<&Difference> {
    match verdict {
        Verdict::Changed { fields, .. }
        | Verdict::KeptYours { fields, .. }
        | Verdict::Already { fields, .. } => fields.iter().collect(),
        Verdict::Asked { fields, also, .. } => fields.iter().chain(also).collect(),
        Verdict::Added { .. } | Verdict::Same { .. } | Verdict::Removed { .. } => Vec::new(),
    }
}

/// People told row by row; nobody reads thousands, and `--json` has them all.
const MOST_PEOPLE: usize = 20;

/// The preview: how many of what, then row by row, then what else there is to say.
fn tell(screen: &mut Screen, plan: &Plan) {
    let counts = plan.counts();
    let there = counts.parts();
    let there: Vec<String> = there
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    screen.heading(&match plan.importer {
        Importer::Text => plan.label.clone(),
        other => format!("{}, a {}", plan.label, other.label()),
    });
    screen.line(format_args!(
        "{}: {}",
        count(counts.rows(), "row", "rows"),
        there.join(", ")
    ));
    screen.gap();
    let mut rows = Vec::new();
    let mut people = 0;
    for line in &plan.lines {
        people += usize::from(matches!(line.content, Content::Contact(_)));
        if matches!(line.content, Content::Contact(_)) && people > MOST_PEOPLE {
            continue;
        }
        let style = match line.verdict {
            Verdict::Added { .. } | Verdict::Changed { .. } => BOLD,
            Verdict::Asked { .. } => OPEN,
            _ => PLAIN,
        };
        rows.push(row(
            word(&line.verdict),
            style,
            &line.place,
            &describe(&line.content),
        ));
        rows.extend(
            differences(&line.verdict)
                .into_iter()
                .map(|it| below(difference(it))),
        );
    }
    if people > MOST_PEOPLE {
        rows.push(below(format!(
            "and {} more",
            count(people - MOST_PEOPLE, "person", "people")
        )));
    }
    for skipped in &plan.skipped {
        rows.push(row("skipped", OPEN, &skipped.place, &skipped.what));
        rows.push(below(skipped.reason.clone()));
    }
    screen.table(&rows);
    if !plan.notices.is_empty() {
        screen.gap();
    }
    for notice in &plan.notices {
        let place = notice.place.as_ref();
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let style = if notice.tone == Tone::Aside {
            DIM
        } else {
            OPEN
        };
        screen.paragraph(0, style, &format!("{}{place}", notice.text));
    }
}

fn row(verdict: &str, style: Style, place: &Place, what: &str) -> Vec<Cell> {
    vec![
        Cell::new(verdict, style),
        Cell::new(place.to_string(), DIM),
        what.into(),
    ]
}

fn below(what: String) -> Vec<Cell> {
    vec!["".into(), "".into(), Cell::new(what, DIM)]
}

/// ‘organisation: here ‘Acme’, in the file ‘Acme Ltd’’.
fn difference(it: &Difference) -> String {
    let quoted = |text: String| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            format!("‘{text}’")
        }
    };
    format!(
        "{}: here {}, in the file {}",
        it.label,
        quoted(it.mine_text()),
        quoted(it.theirs_text())
    )
}

fn answer(plan: &Plan, act: Option<ActId>, jobs: usize) -> Value {
    let counts = plan.counts();
    let lines = plan.lines.iter().map(|line| {
        let differences = differences(&line.verdict)
            .into_iter()
            .map(|it| json!({ "field": it.field, "mine": it.mine, "theirs": it.theirs }));
        json!({
            "file": line.place.file,
            "line": line.place.line,
            "kind": line.content.kind(),
            "what": describe(&line.content),
            "verdict": key(&line.verdict),
            "differences": differences.collect::<Vec<_>>(),
        })
    });
    let skipped = plan.skipped.iter().map(|it| {
        json!({ "file": it.place.file, "line": it.place.line, "what": it.what, "reason": it.reason })
    });
    let notices = plan.notices.iter().map(|it| {
        json!({
            "tone": match it.tone { Tone::Alarm => "alarm", Tone::Look => "look", Tone::Aside => "aside" },
            "place": it.place.as_ref().map(ToString::to_string),
            "text": it.text,
        })
    });
    let new_jobs = plan
        .new_jobs()
        .into_iter()
        .map(|it| json!({ "person": it.person, "name": it.name, "what": it.what }));
    let files = plan
        .files
        .iter()
        .map(|it| json!({ "file": it.file, "read": it.read, "ignored": it.ignored }));
    json!({
        "file": plan.label,
        "importer": plan.importer.word(),
        "written": act.is_some(),
        "act": act,
        "counts": {
            "rows": counts.rows(),
            "added": counts.added,
            "changed": counts.changed,
            "asked": counts.asked,
            "same": counts.same,
            "kept_yours": counts.kept_yours,
            "already": counts.already,
            "removed": counts.removed,
            "skipped": counts.skipped,
            "ignored": counts.ignored,
        },
        "lines": lines.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
        "notices": notices.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "connections": plan.connections,
        "new_jobs": new_jobs.collect::<Vec<_>>(),
        "jobs_noted": jobs,
    })
}
