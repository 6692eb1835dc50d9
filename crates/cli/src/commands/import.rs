//! `windward import`: the past in, from whatever file it lies in.

mod told;

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::{Args, ValueEnum};
use windward_core::{
    id::NewIds,
    record::{Content, Placement},
};
use windward_formats::{
    Choice, Choices, Incoming, Line, Plan, Verdict, limits, plan, read, read_brag, read_text,
    read_with_people,
};
use windward_web::edge::{self, FreshIds};

use self::told::{MOST_PEOPLE, answer, tell};
use crate::{
    files::read_file,
    home::Home,
    progress::Progress,
    screen::{self, DIM, PLAIN, Screen, hint},
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
        let beginning = home.beginning()?;
        let book = beginning.book()?;
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
        let act = (!self.dry_run && !entries.is_empty()).then_some(act);
        if act.is_some() {
            let desk = beginning.desk()?;
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
