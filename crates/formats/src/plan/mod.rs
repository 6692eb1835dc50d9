//! What an import would do to a record, before it does it.
//!
//! An imported item remembers its [`Origin`](windward_core::record::Origin): which importer, what it is known by
//! there, and what the file said last. Importing again compares three ways, field by field:
//!
//! - only the file has changed: the file's value is taken ([`Verdict::Changed`]);
//! - only the record has: the record's stays ([`Verdict::KeptYours`]);
//! - both have, and differently: the person is asked ([`Verdict::Asked`]);
//! - neither, or both in the same way: nothing happens ([`Verdict::Same`]).
//!
//! An item that was entered by hand, or came from elsewhere, has no last value to compare with: only what it lacks
//! is filled in, so nothing that stands is overwritten unasked.
//!
//! **Removed or undone?** An item that was withdrawn by hand stays away; one that went with the undo of an import
//! comes back. They are told apart by the act of the withdrawal: the act that undoes `a` is always [`undoing`]`(a)`,
//! so a withdrawal whose act undoes an earlier act of the same item is an undo, and every other one is a decision.

mod compare;
mod entries;
mod fields;
mod jobs;
mod lists;
mod matching;
mod people;
mod undo;

use jiff::civil::Date;
use serde_json::{Map, Value};
use windward_core::{
    id::{EntryId, ItemId},
    order::InOrder,
    record::{Contact, Content, Kind, Record},
};

pub use self::{
    compare::Difference,
    entries::{Choice, Choices},
    jobs::{MOST_JOBS, NewJob},
    undo::{Undo, undo, undoing},
};
use self::{
    compare::{Compared, compare},
    matching::{How, Match, matches},
};
use crate::incoming::{
    Found, Importer, Incoming, Notice, Place, Skipped, Tally, Tone, counted, describe,
};

/// What an import would do, line by line. Nothing is written before [`Plan::entries`] is appended.
///
/// There are as many lines as rows were found: `lines`, `skipped` and the ignored rows of `files` together are the
/// rows of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Which reader understood the file.
    pub importer: Importer,
    /// The file's name.
    pub label: String,
    /// What happens to each row, in the order of the file. A line is named by its index in choices.
    pub lines: Vec<Line>,
    /// The rows that could not be read.
    pub skipped: Vec<Skipped>,
    /// What else there is to say, most important first.
    pub notices: Vec<Notice>,
    /// Every file in it that has rows, and how many.
    pub files: Vec<Tally>,
    /// Connections counted, where the file has them.
    pub connections: Option<usize>,
}

/// What happens to one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where it stands.
    pub place: Place,
    /// What the file says.
    pub content: Content,
    /// What happens.
    pub verdict: Verdict,
    key: String,
    draft: Draft,
}

/// What happens to a row, unless the person chooses otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is new; `again`, where the undo of an earlier import had taken it away.
    Added {
        /// Whether it was here before.
        again: bool,
    },
    /// The file says something else than last time (or more than the record), and nothing here stands against it.
    Changed {
        /// What it changes.
        item: ItemId,
        /// How.
        fields: Vec<Difference>,
    },
    /// Nothing is different.
    Same {
        /// What it is the same as.
        item: ItemId,
    },
    /// Only the record has changed since the last import: it stays as it is.
    KeptYours {
        /// What stays.
        item: ItemId,
        /// Where it differs from the file.
        fields: Vec<Difference>,
    },
    /// Both have changed. Nothing is done before the person has chosen.
    Asked {
        /// What it is about.
        item: ItemId,
        /// The fields to choose, both values side by side.
        fields: Vec<Difference>,
        /// Fields that come along from the file either way, as nothing here stands against them.
        also: Vec<Difference>,
    },
    /// It is here already, from another source, and the file adds nothing to it.
    Already {
        /// What it is.
        item: ItemId,
        /// The other source: the word of an importer.
        importer: String,
        /// Where the two differ.
        fields: Vec<Difference>,
    },
    /// It was removed by hand, so it stays removed.
    Removed {
        /// What was removed.
        item: ItemId,
    },
}

/// What it takes to make an entry of a line.
#[derive(Debug, Clone, PartialEq, Default)]
struct Draft {
    /// The item to revise; none for a new one.
    item: Option<(ItemId, EntryId)>,
    /// The item's fields as they stand; nothing for a new one.
    standing: Map<String, Value>,
    /// Fields to take from the file.
    there: Vec<Difference>,
    /// Fields to take from the file if the person says so.
    both: Vec<Difference>,
    /// Whether the item only looks like the row, so that adding a second one is a choice.
    alike: bool,
}

/// How many rows each verdict has. Together they are all rows of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is named after its verdict")]
pub struct Counts {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub kept_yours: usize,
    pub asked: usize,
    pub already: usize,
    pub removed: usize,
    pub skipped: usize,
    pub ignored: usize,
}

impl Counts {
    /// Each number with what a page calls it, those that are not nothing.
    pub fn parts(self) -> impl Iterator<Item = (usize, &'static str)> {
        let parts = [
            (self.added, "new"),
            (self.changed, "changed"),
            (self.asked, "for you to decide"),
            (self.same, "the same"),
            (self.kept_yours, "kept as you have it"),
            (self.already, "here from another source"),
            (self.removed, "removed by you before"),
            (self.skipped, "skipped"),
            (self.ignored, "only counted"),
        ];
        parts.into_iter().filter(|(number, _)| *number > 0)
    }

    /// All rows of the file.
    #[must_use]
    pub const fn rows(self) -> usize {
        self.added
            + self.changed
            + self.same
            + self.kept_yours
            + self.asked
            + self.already
            + self.removed
            + self.skipped
            + self.ignored
    }
}

impl Plan {
    /// How many rows each verdict has.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts_where(|_| true)
    }

    /// How many rows each verdict has in one of [`Self::files`].
    #[must_use]
    pub fn counts_of(&self, file: &str) -> Counts {
        self.counts_where(|it| it == file)
    }

    fn counts_where(&self, file: impl Fn(&str) -> bool) -> Counts {
        let skipped = self.skipped.iter().filter(|it| file(&it.place.file));
        let files = self.files.iter().filter(|it| file(&it.file));
        let mut counts = Counts {
            skipped: skipped.count(),
            ignored: files.map(|it| it.ignored).sum(),
            ..Counts::default()
        };
        for line in self.lines.iter().filter(|it| file(&it.place.file)) {
            *match line.verdict {
                Verdict::Added { .. } => &mut counts.added,
                Verdict::Changed { .. } => &mut counts.changed,
                Verdict::Same { .. } => &mut counts.same,
                Verdict::KeptYours { .. } => &mut counts.kept_yours,
                Verdict::Asked { .. } => &mut counts.asked,
                Verdict::Already { .. } => &mut counts.already,
                Verdict::Removed { .. } => &mut counts.removed,
            } += 1;
        }
        counts
    }

    /// Whether it brings people one knows, and nothing else.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        let mut lines = self.lines.iter();
        !self.lines.is_empty() && lines.all(|it| matches!(it.content, Content::Contact(_)))
    }

    /// Whether there is nothing to do and nothing to ask: the file says what the record knows.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let counts = self.counts();
        counts.added + counts.changed + counts.asked == 0
    }
}

/// Compares what a file says with what a record says on the day `today`, which only decides what lies in the future.
///
/// The same file planned again after its entries were appended is settled.
#[must_use]
pub fn plan(incoming: Incoming, record: &Record, today: Date) -> Plan {
    let mut matches = matches(&incoming, record);
    let mut notices = incoming.notices;
    let ahead = incoming
        .found
        .iter()
        .filter(|it| is_ahead(&it.content, today));
    for found in ahead {
        let text = format!(
            "‘{}’ has a date that is still to come; it is kept as it stands.",
            describe(&found.content)
        );
        let (tone, place) = (Tone::Look, Some(found.place.clone()));
        notices.push(Notice { tone, place, text });
    }
    let lines: Vec<Line> = incoming
        .found
        .into_iter()
        .enumerate()
        .map(|(index, found)| line(found, matches.of_rows.remove(&index)))
        .collect();
    // A table or a text may be about anything; an export of these is the whole.
    let whole = matches!(
        incoming.importer,
        Importer::LinkedIn | Importer::JsonResume | Importer::HrOpen
    );
    let (people, gone): (Vec<_>, Vec<_>) = matches
        .gone
        .iter()
        .partition(|it| it.kind() == Contact::KIND);
    if whole && !people.is_empty() {
        let text = format!(
            "{} with an earlier import and are no longer in the file; they stay here as they are.",
            counted(people.len(), "person came", "people came")
        );
        let (tone, place) = (Tone::Aside, None);
        notices.push(Notice { tone, place, text });
    }
    for content in gone.into_iter().filter(|_| whole) {
        let what = describe(content);
        let text = format!(
            "‘{what}’ came with an earlier import and is no longer in the file; it stays here as it is."
        );
        let (tone, place) = (Tone::Aside, None);
        notices.push(Notice { tone, place, text });
    }
    let removed = |line: &&Line| matches!(line.verdict, Verdict::Removed { .. });
    match lines.iter().filter(removed).count() {
        0 => {}
        count => notices.push(Notice {
            tone: Tone::Aside,
            place: None,
            text: format!(
                "{} removed here by hand and so not brought back; choose otherwise where that is wrong.",
                counted(count, "row was", "rows were")
            ),
        }),
    }
    notices.order_by_key(|notice| notice.tone);
    Plan {
        importer: incoming.importer,
        label: incoming.label,
        lines,
        skipped: incoming.skipped,
        notices,
        files: incoming.files,
        connections: incoming.connections,
    }
}

fn is_ahead(content: &Content, today: Date) -> bool {
    content.outline().is_some_and(|outline| {
        if outline.from.is_none() && outline.to.is_none() {
            return false;
        }
        let fields = content.fields();
        let dates = [outline.from, outline.to].map(|name| outline.date(&fields, name));
        dates.into_iter().flatten().any(|it| it.is_after(today))
    })
}

fn line(found: Found, matched: Option<Match>) -> Line {
    let Found {
        place,
        key,
        content,
    } = found;
    let (verdict, draft) = match matched {
        None => (Verdict::Added { again: false }, Draft::default()),
        Some(matched) => judge(content.kind(), matched, &fields::imported(&content)),
    };
    Line {
        place,
        content,
        verdict,
        key,
        draft,
    }
}

fn judge(kind: &str, matched: Match, theirs: &Map<String, Value>) -> (Verdict, Draft) {
    let Match {
        item,
        revises,
        how,
        standing,
        origin,
        second,
    } = matched;
    let mut draft = Draft {
        item: Some((item, revises)),
        standing,
        alike: matches!(how, How::Alike | How::Elsewhere),
        ..Draft::default()
    };
    if second {
        return (Verdict::Same { item }, draft);
    }
    let base = match how {
        How::Known | How::Undone | How::Removed | How::Merged => {
            origin.as_ref().map(|it| &it.values)
        }
        How::Alike | How::Elsewhere | How::Single => None,
    };
    let Compared { there, here, both } = compare(kind, base, &draft.standing, theirs);
    let verdict = match how {
        How::Removed | How::Undone => {
            // Whatever it was when it went, it comes back as the file has it.
            draft.there = [there, here, both].concat();
            match how {
                How::Undone => Verdict::Added { again: true },
                _ => Verdict::Removed { item },
            }
        }
        // There is one profile, and no question is asked about what it is filled with.
        How::Elsewhere | How::Single if there.is_empty() => {
            let fields = [both, here].concat();
            match (how, origin) {
                (How::Elsewhere, Some(origin)) => Verdict::Already {
                    item,
                    importer: origin.importer,
                    fields,
                },
                _ if fields.is_empty() => Verdict::Same { item },
                _ => Verdict::KeptYours { item, fields },
            }
        }
        // What went into another is no question: the other stands, and takes what is new.
        How::Merged if there.is_empty() => Verdict::Same { item },
        How::Known | How::Alike if !both.is_empty() => {
            draft.there.clone_from(&there);
            draft.both.clone_from(&both);
            Verdict::Asked {
                item,
                fields: both,
                also: there,
            }
        }
        _ if !there.is_empty() => {
            draft.there.clone_from(&there);
            Verdict::Changed {
                item,
                fields: there,
            }
        }
        _ if here.is_empty() => Verdict::Same { item },
        _ => Verdict::KeptYours { item, fields: here },
    };
    (verdict, draft)
}
