//! Records made by hand, for tests of views.

use jiff::{Timestamp, civil::Date};
use serde_json::Map;
use windward_core::{
    framework::{
        ExpectationId, Framework, FrameworkHash, PRODUCT, Proficiency, Rung, RungId, SkillId,
    },
    id::{CountedIds, ItemId, NewIds},
    record::{
        Audience, Author, Change, Claim, ClaimState, Content, Entry, Evidence, Item, Placement,
        Rating, Record, Role, Shown, Stored, View,
    },
};

/// The shipped ladder.
pub(crate) fn product() -> Framework {
    Framework::parse(PRODUCT).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A rung of it.
pub(crate) fn rung<'a>(framework: &'a Framework, id: &str) -> &'a Rung {
    framework
        .rung(&RungId::new(id))
        .expect("a rung of the ladder")
}

/// The day on which tests read.
pub(crate) const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// A record being written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    ids: CountedIds,
    entries: Vec<Stored>,
}

impl Writer {
    pub(crate) fn put(&mut self, content: impl Into<Content>) -> &mut Self {
        self.by(Author::Owner, content)
    }

    /// The same, for what others are to name.
    pub(crate) fn add(&mut self, content: impl Into<Content>) -> ItemId {
        let id = self.ids.item();
        self.write(id, Author::Owner, content.into());
        id
    }

    pub(crate) fn by(&mut self, author: Author, content: impl Into<Content>) -> &mut Self {
        let id = self.ids.item();
        self.write(id, author, content.into());
        self
    }

    fn write(&mut self, id: ItemId, author: Author, content: Content) {
        let item = Item { id, content };
        self.entries.push(Stored {
            seq: self.entries.len() as u64 + 1,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry: Entry {
                entry_id: self.ids.entry(),
                act: self.ids.act(),
                revises: None,
                recorded_at: Timestamp::UNIX_EPOCH,
                author,
                audience: Audience::Owner,
                change: Change::Put(Box::new(item)),
                unknown: Map::new(),
            },
        });
    }

    /// Puts an item again.
    pub(crate) fn again(&mut self, id: ItemId, content: impl Into<Content>) -> &mut Self {
        let stands = |it: &&Stored| matches!(&it.entry.change, Change::Put(item) if item.id == id);
        let before = self.entries.iter().rev().find(stands);
        let revises = before.map(|it| it.entry.entry_id);
        self.put(content);
        let last = &mut self.entries.last_mut().expect("an entry").entry;
        last.revises = revises;
        if let Change::Put(item) = &mut last.change {
            item.id = id;
        }
        self
    }

    /// Withdraws an item.
    pub(crate) fn withdraw(&mut self, id: ItemId) -> &mut Self {
        let before = self
            .entries
            .iter()
            .rev()
            .find(|it| matches!(&it.entry.change, Change::Put(item) if item.id == id));
        let mut stored = before.expect("it was put").clone();
        stored.seq = self.entries.len() as u64 + 1;
        stored.entry.revises = Some(stored.entry.entry_id);
        stored.entry.entry_id = self.ids.entry();
        stored.entry.act = self.ids.act();
        stored.entry.change = Change::Withdraw(id);
        self.entries.push(stored);
        self
    }

    /// A role; `rung` empty is outside product, `to` as stored.
    pub(crate) fn role(&mut self, rung: &str, from: &str, to: &str) -> &mut Self {
        let placement = if rung.is_empty() {
            Placement::Outside
        } else {
            Placement::Rung {
                id: RungId::new(rung),
                framework: FrameworkHash::of(PRODUCT),
            }
        };
        self.put(Role {
            title: format!("{rung} since {from}"),
            from: (!from.is_empty()).then(|| from.parse().expect("a date")),
            to: to.parse().expect("an end"),
            placement,
            ..Role::default()
        })
    }

    pub(crate) fn rate(&mut self, skill: &str, level: u8, on: &str) -> &mut Self {
        self.put(rating(skill, level, on, View::Own))
    }

    pub(crate) fn claim(&mut self, id: &str, state: ClaimState, on: &str) -> &mut Self {
        self.put(Claim {
            expectation: ExpectationId::new(id),
            state,
            view: View::Own,
            on: on.parse().expect("a date"),
            note: None,
            framework: FrameworkHash::of(PRODUCT),
            unknown: Map::new(),
        })
    }

    pub(crate) fn did(&mut self, on: &str, skills: &[(&str, u8)], duties: &[&str]) -> &mut Self {
        let shown = skills.iter().map(|(skill, level)| Shown {
            skill: SkillId::new(*skill),
            proficiency: Proficiency::new(*level).expect("1 to 5"),
        });
        self.put(Evidence {
            skills: shown.collect(),
            responsibilities: duties.iter().map(|id| ExpectationId::new(*id)).collect(),
            ..Evidence::line(
                "Something",
                on.parse().expect("a date"),
                FrameworkHash::of(PRODUCT),
            )
        })
    }

    pub(crate) fn record(&self) -> Record {
        Record::fold(self.entries.clone())
    }
}

/// A rating in somebody's view.
pub(crate) fn rating(skill: &str, level: u8, on: &str, view: View) -> Rating {
    Rating {
        skill: SkillId::new(skill),
        proficiency: Proficiency::new(level).expect("1 to 5"),
        view,
        by: None,
        on: on.parse().expect("a date"),
        note: None,
        framework: FrameworkHash::of(PRODUCT),
        unknown: Map::new(),
    }
}
