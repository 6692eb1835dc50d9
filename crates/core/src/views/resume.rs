//! A résumé out of a record: what could stand in it, what does, and how it is worded.
//!
//! Roles and what a career rests on stand in it unless they were left out; evidence, praise and training courses only
//! where they were chosen. The note on a role is one’s own: it stands in it where one says so, or where it still reads
//! as it came with a file, for then it was written to be read by others. Whatever is confidential stands in it in words of its own or not at all: choosing it says
//! that it may be told, not that what the record says of it may be.

use jiff::civil::Date;

use crate::{
    date::PartialDate,
    framework::SkillId,
    id::ItemId,
    order::InOrder,
    record::{Evidence, Kind, Of, Outline, Praise, Resume, Role, RoleEnd, Told, Training},
    views::{background::background, facts::Facts, words::sentence},
};

/// What a résumé says, or could say.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// What it was kept with, if it was.
    pub kept: Option<Of<'a, Resume>>,
    /// Whose it is.
    pub name: Option<&'a str>,
    /// The roles, latest first.
    pub jobs: Vec<Job<'a>>,
    /// Evidence of a time in which no role stands in it, latest first.
    pub elsewhere: Vec<Piece<'a>>,
    /// What a career rests on beside its roles, kind by kind.
    pub parts: Vec<Part>,
    /// Skills that evidence in it shows and no list names, by name.
    pub shown: Vec<&'a str>,
    /// The day that it speaks of.
    pub day: Date,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// The role.
    pub of: Of<'a, Role>,
    /// Whether it stands in it.
    pub stands: bool,
    /// Words of its own.
    pub own_words: Option<&'a str>,
    /// Whether it says the note that the record has on the role.
    pub note_stands: bool,
    /// Evidence of its time, latest first.
    pub pieces: Vec<Piece<'a>>,
}

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// The evidence.
    pub of: Of<'a, Evidence>,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Words of its own.
    pub own_words: Option<&'a str>,
}

/// Items of one kind.
#[derive(Debug, Clone)]
pub struct Part {
    /// The kind.
    pub outline: &'static Outline,
    /// The items, latest first.
    pub items: Vec<Item>,
}

/// One item, whatever its kind.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Whether it stands in it.
    pub stands: bool,
    /// What it says.
    pub told: Told,
    /// Whether it came from a file of theirs, so that its words are not one's own note.
    pub came_in: bool,
}

impl<'a> Job<'a> {
    /// What it says of the role: words of its own, else the note where that stands.
    #[must_use]
    pub fn words(&self) -> Option<&'a str> {
        let note = self.of.it.note.as_deref();
        self.own_words.or(note.filter(|_| self.note_stands))
    }
}

/// What marks a line of a text as a point of a list.
const POINT: &str = "- ";

/// A text, and the points that it ends with: the lines that begin with a dash.
#[must_use]
pub fn with_points(text: &str) -> (&str, Vec<&str>) {
    let text = text.trim_end();
    let mut points: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (before, line) = rest.rsplit_once('\n').unwrap_or(("", rest));
        let Some(point) = line.strip_prefix(POINT) else {
            break;
        };
        points.push(point.trim());
        rest = before;
    }
    points.reverse();
    (rest.trim_end(), points)
}

impl Piece<'_> {
    /// Whether it stands in it: chosen, and in words of its own where it is confidential.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.chosen && !self.wants_words()
    }

    /// Whether it is confidential and has no words of its own.
    #[must_use]
    pub fn wants_words(&self) -> bool {
        self.of.it.confidential && self.own_words.is_none()
    }

    /// What it says: words of its own, or what was done and what came of it.
    #[must_use]
    pub fn words(&self) -> String {
        if let Some(words) = self.own_words {
            return words.to_owned();
        }
        let it = self.of.it;
        let figure = it.figure.as_ref().map(ToString::to_string);
        let parts = [Some(it.what.clone()), it.so_what.clone(), figure];
        let parts = parts
            .into_iter()
            .flatten()
            .filter(|it| !it.trim().is_empty());
        let parts: Vec<String> = parts.map(|it| sentence(it.trim())).collect();
        parts.join(" ")
    }
}

/// Everything that could stand in a résumé, with what does.
#[must_use]
pub fn all<'a>(facts: &Facts<'a>) -> Sheet<'a> {
    let kept = kept(facts);
    let none = Resume::default();
    let choices = kept.map_or(&none, |of| of.it);
    let own_words = |id: ItemId| kept.and_then(|of| of.it.words(id));
    let mut jobs: Vec<Job<'a>> = facts
        .roles
        .iter()
        .map(|of| Job {
            of: *of,
            stands: !choices.left_out.contains(&of.id),
            own_words: own_words(of.id),
            note_stands: choices.noted.contains(&of.id)
                || came_with_it(of.it) && !choices.unnoted.contains(&of.id),
            pieces: Vec::new(),
        })
        .collect();
    // They come by their beginning; one that goes on is the latest of its kind.
    jobs.reverse();
    jobs.order_by_key(|job| std::cmp::Reverse(end(job.of.it, facts.day)));
    let mut elsewhere = Vec::new();
    for of in &facts.evidence {
        let piece = Piece {
            of: *of,
            chosen: choices.chosen.contains(&of.id),
            own_words: own_words(of.id),
        };
        let day = of.it.on.first_day();
        let during = |job: &&mut Job<'a>| {
            let from = job.of.it.from.map(PartialDate::first_day);
            job.stands && from.is_some_and(|from| from <= day) && day <= end(job.of.it, facts.day)
        };
        match jobs.iter_mut().find(during) {
            Some(job) => job.pieces.push(piece),
            None => elsewhere.push(piece),
        }
    }
    let mut sheet = Sheet {
        kept,
        name: facts.profile.and_then(|of| of.it.name.as_deref()),
        jobs,
        elsewhere,
        parts: parts(facts, choices),
        shown: Vec::new(),
        day: facts.day,
    };
    sheet.shown = shown(facts, &sheet);
    sheet
}

/// What stands in a résumé.
#[must_use]
pub fn sheet<'a>(facts: &Facts<'a>) -> Sheet<'a> {
    let mut sheet = all(facts);
    sheet.jobs.retain(|it| it.stands);
    for job in &mut sheet.jobs {
        job.pieces.retain(Piece::stands);
    }
    sheet.elsewhere.retain(Piece::stands);
    for part in &mut sheet.parts {
        part.items.retain(|it| it.stands);
    }
    sheet.parts.retain(|it| !it.items.is_empty());
    sheet
}

impl Sheet<'_> {
    /// Whether there is nothing yet that a résumé could be made of.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.elsewhere.is_empty() && self.parts.is_empty()
    }

    /// Confidential pieces that were chosen and wait for words of their own.
    pub fn unworded(&self) -> impl Iterator<Item = &Piece<'_>> {
        let pieces = self.jobs.iter().flat_map(|it| &it.pieces);
        let pieces = pieces.chain(&self.elsewhere);
        pieces.filter(|it| it.chosen && it.wants_words())
    }
}

/// The résumé that was kept last.
#[must_use]
pub fn kept<'a>(facts: &Facts<'a>) -> Option<Of<'a, Resume>> {
    let all = facts.record.all::<Resume>();
    all.max_by_key(|of| of.revision.recorded_at)
}

/// Whether items of a kind stand in a résumé only where they were chosen.
#[must_use]
pub fn is_chosen(kind: &str) -> bool {
    [Evidence::KIND, Praise::KIND, Training::KIND].contains(&kind)
}

/// Whether the note on a role reads as it came with a file.
fn came_with_it(role: &Role) -> bool {
    let came = role.origin.as_ref().and_then(|it| it.values.get("note"));
    let came = came.and_then(|it| it.as_str());
    came.is_some() && came == role.note.as_deref()
}

/// The last day of a role, as far as it is known; one that goes on, or ended nobody knows when, covers today.
fn end(role: &Role, today: Date) -> Date {
    match role.to {
        RoleEnd::On(date) => date.last_day(),
        RoleEnd::Ongoing => Date::MAX,
        RoleEnd::Unknown => role.from.map_or(today, PartialDate::last_day),
    }
}

fn parts(facts: &Facts<'_>, choices: &Resume) -> Vec<Part> {
    let groups = background(facts.record).into_iter();
    let parts = groups.map(|group| {
        let kind = group.outline.kind;
        let items = group.items.into_iter().map(|it| Item {
            id: it.id,
            stands: if is_chosen(kind) {
                choices.chosen.contains(&it.id)
            } else {
                !choices.left_out.contains(&it.id)
            },
            came_in: it.told.fields.contains_key("origin"),
            told: it.told,
        });
        Part {
            outline: group.outline,
            items: items.collect(),
        }
    });
    parts.collect()
}

/// The skills that evidence in it shows, as the framework calls them, but for those that are listed.
fn shown<'a>(facts: &Facts<'a>, sheet: &Sheet<'a>) -> Vec<&'a str> {
    let standing = sheet.jobs.iter().filter(|it| it.stands);
    let pieces = standing.flat_map(|it| &it.pieces).chain(&sheet.elsewhere);
    let skills = pieces
        .filter(|it| it.stands())
        .flat_map(|it| &it.of.it.skills);
    let mut ids: Vec<&SkillId> = skills.map(|it| &it.skill).collect();
    ids.sort();
    ids.dedup();
    let listed = |name: &str| {
        let parts = sheet
            .parts
            .iter()
            .filter(|it| it.outline.kind == "listed-skill");
        let mut items = parts.flat_map(|it| &it.items).filter(|it| it.stands);
        items.any(|it| it.told.title().eq_ignore_ascii_case(name))
    };
    let names = ids.into_iter().filter_map(|id| facts.framework.skill(id));
    let mut names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
    names.retain(|name| !listed(name));
    names.sort_unstable();
    names
}
