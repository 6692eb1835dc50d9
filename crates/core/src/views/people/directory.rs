//! Everybody in order, and who fits what is typed: arranged once for a record, then asked at every key that is hit.
//!
//! What can be looked for stands in one text, a line a person: a search is one walk over it, many bytes at a time,
//! and 30,000 people are two or three megabytes.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use jiff::{civil::Date, tz::TimeZone};
use memchr::memmem;

use super::identity::{fold_into, folded};
use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Cadence, Contact, Content, Conversation, Of, ReachKind, Record, TagCadence, Touch},
};

/// The people of a record on a day, in the order of their names.
#[derive(Debug)]
pub struct Directory {
    /// The day they are looked at.
    pub day: Date,
    people: Vec<Person>,
    /// A line for each of them: line feed, name, tab, what else can be looked for; a space before every word.
    text: String,
    /// Where the line of each begins.
    lines: Vec<usize>,
    place: HashMap<ItemId, usize>,
    into: HashMap<ItemId, ItemId>,
    tags: Vec<Tag>,
    rhythms: HashMap<String, Of2<Cadence>>,
}

/// Something said in one item, and which one.
type Of2<T> = (ItemId, T);

/// What lists need of somebody, without their contact.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who it is.
    pub id: ItemId,
    /// When one was in touch last, by a touch or a conversation that was held.
    pub last: Option<PartialDate>,
    /// When one last gave something.
    pub helped: Option<PartialDate>,
    /// The rhythm that holds: their own, else the shortest of their tags.
    pub cadence: Option<Cadence>,
    /// The tag that the rhythm is of, where it is not their own.
    pub by_tag: Option<String>,
    /// The day on which it is time again.
    pub due: Option<Date>,
    /// Touches, in the order of their making.
    pub touches: Vec<ItemId>,
    /// Conversations that were held, in the order of their making.
    pub conversations: Vec<ItemId>,
    tags: Vec<usize>,
    communities: Vec<ItemId>,
}

/// A tag, and how many people have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// As it was written first.
    pub name: String,
    /// How many people.
    pub count: usize,
    /// Its rhythm, where it has one.
    pub cadence: Option<Cadence>,
}

/// Whom to show. What is empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter<'q> {
    /// Words, each the beginning of one that somebody is told by.
    pub text: &'q str,
    /// A tag they must have.
    pub tag: Option<&'q str>,
    /// A community they must be of.
    pub community: Option<ItemId>,
    /// Only those for whom it is time.
    pub due: bool,
}

impl Filter<'_> {
    /// Words that are looked for; what comes after is left out.
    pub const MOST_WORDS: usize = 8;
}

impl Directory {
    /// Arranges the people of a record as they stand, with what had happened by the end of `day`.
    #[must_use]
    pub fn of(record: &Record, day: Date) -> Self {
        Self::of_those(record, day, |_| true)
    }

    /// The same with some of them only: those that `wanted` says.
    #[must_use]
    pub fn of_those(record: &Record, day: Date, wanted: impl Fn(&Of<'_, Contact>) -> bool) -> Self {
        let mut contacts: Vec<(String, Of<'_, Contact>)> = Vec::new();
        let mut touches: Vec<Of<'_, Touch>> = Vec::new();
        let mut held: Vec<Of<'_, Conversation>> = Vec::new();
        let mut rhythms: HashMap<String, (u64, Of2<Cadence>)> = HashMap::new();
        for (id, thread) in record.threads() {
            let revision = thread.last();
            match &revision.content {
                Some(Content::Contact(it)) => {
                    let of = Of { id, revision, it };
                    if wanted(&of) {
                        let mut key = String::new();
                        fold_into(&it.name, &mut key);
                        contacts.push((key, of));
                    }
                }
                Some(Content::Touch(it)) if !it.on.is_after(day) => {
                    touches.push(Of { id, revision, it });
                }
                Some(Content::Conversation(it)) if it.held && !it.on.is_after(day) => {
                    held.push(Of { id, revision, it });
                }
                Some(Content::TagCadence(TagCadence { tag, cadence, .. })) => {
                    let said = (revision.seq, (id, *cadence));
                    let stands = rhythms.entry(folded(tag)).or_insert(said);
                    if stands.0 < said.0 {
                        *stands = said;
                    }
                }
                _ => {}
            }
        }
        contacts.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.id.cmp(&other.id)));
        let mut all = Self {
            day,
            people: Vec::with_capacity(contacts.len()),
            text: String::with_capacity(contacts.len() * 96),
            lines: Vec::with_capacity(contacts.len()),
            place: HashMap::with_capacity(contacts.len()),
            into: HashMap::new(),
            tags: Vec::new(),
            rhythms: rhythms
                .into_iter()
                .map(|(tag, (_, of))| (tag, of))
                .collect(),
        };
        let mut tags = BTreeMap::new();
        for (key, of) in &contacts {
            all.take(key, *of, &mut tags);
        }
        all.remember(&touches);
        all.talked(&held);
        for (person, (_, of)) in all.people.iter_mut().zip(&contacts) {
            person.due = due(
                person,
                of.revision.recorded_at.to_zoned(TimeZone::UTC).date(),
            );
        }
        all
    }

    fn take(&mut self, key: &str, of: Of<'_, Contact>, tags: &mut BTreeMap<String, usize>) {
        let it = of.it;
        self.lines.push(self.text.len());
        self.text.push_str("\n ");
        self.text.push_str(key);
        if let Some(nickname) = &it.nickname {
            self.text.push(' ');
            fold_into(nickname, &mut self.text);
        }
        self.text.push('\t');
        let emails = it.reach.iter().filter(|it| it.kind == ReachKind::Email);
        let emails = emails.map(|it| it.value.as_str());
        let others = [&it.organisation, &it.title, &it.how_known];
        let others = others.into_iter().filter_map(|it| it.as_deref());
        for more in others
            .chain(it.tags.iter().map(String::as_str))
            .chain(emails)
        {
            self.text.push(' ');
            fold_into(more, &mut self.text);
        }
        let mut mine = Vec::with_capacity(it.tags.len());
        let mut by_tag: Option<(Cadence, String)> = None;
        for tag in &it.tags {
            let key = folded(tag);
            let rhythm = self.rhythms.get(&key).map(|(_, cadence)| *cadence);
            let at = *tags.entry(key).or_insert_with(|| {
                self.tags.push(Tag {
                    name: tag.clone(),
                    count: 0,
                    cadence: rhythm,
                });
                self.tags.len() - 1
            });
            if mine.contains(&at) {
                continue;
            }
            self.tags[at].count += 1;
            mine.push(at);
            let shorter = |cadence: Cadence| {
                let months = cadence.months()?;
                let now = by_tag.as_ref().and_then(|(it, _)| it.months());
                now.is_none_or(|now| months < now).then_some(cadence)
            };
            if let Some(cadence) = rhythm.and_then(shorter) {
                by_tag = Some((cadence, tag.clone()));
            }
        }
        let (cadence, by_tag) = match (it.cadence, by_tag) {
            (None, Some((cadence, tag))) => (Some(cadence), Some(tag)),
            (own, _) => (own, None),
        };
        for merged in &it.merged {
            self.into.insert(*merged, of.id);
        }
        self.place.insert(of.id, self.people.len());
        self.people.push(Person {
            id: of.id,
            last: None,
            helped: None,
            cadence,
            by_tag,
            due: None,
            touches: Vec::new(),
            conversations: Vec::new(),
            tags: mine,
            communities: it.communities.clone(),
        });
    }

    fn remember(&mut self, touches: &[Of<'_, Touch>]) {
        for of in touches {
            let mut places: Vec<usize> =
                of.it.with.iter().filter_map(|id| self.place(*id)).collect();
            // Two who were merged since may have been met together.
            places.sort_unstable();
            places.dedup();
            for place in places {
                let person = &mut self.people[place];
                person.touches.push(of.id);
                let on = Some(of.it.on);
                person.last = person.last.max(on);
                if of.it.gave.is_some() {
                    person.helped = person.helped.max(on);
                }
            }
        }
    }

    fn talked(&mut self, held: &[Of<'_, Conversation>]) {
        for of in held {
            if let Some(place) = of.it.contact.and_then(|id| self.place(id)) {
                let person = &mut self.people[place];
                person.conversations.push(of.id);
                person.last = person.last.max(Some(of.it.on));
            }
        }
    }

    /// Everybody, in the order of their names.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The contact that an id means: itself, or the one it was merged into.
    #[must_use]
    pub fn resolve(&self, id: ItemId) -> Option<ItemId> {
        self.place(id).map(|place| self.people[place].id)
    }

    /// Somebody by their id, or by the id of one that was merged into them.
    #[must_use]
    pub fn person(&self, id: ItemId) -> Option<&Person> {
        self.place(id).map(|place| &self.people[place])
    }

    fn place(&self, id: ItemId) -> Option<usize> {
        let mut id = id;
        // Chains are as long as merges followed upon each other; each lists those before it, so one step is the rule.
        for _ in 0..=self.into.len() {
            if let Some(place) = self.place.get(&id) {
                return Some(*place);
            }
            id = *self.into.get(&id)?;
        }
        None
    }

    /// Tags in the order of their names.
    #[must_use]
    pub fn tags(&self) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.tags.iter().collect();
        tags.sort_by_cached_key(|it| folded(&it.name));
        tags
    }

    /// The rhythm of a tag, and the item that says so.
    #[must_use]
    pub fn rhythm(&self, tag: &str) -> Option<(ItemId, Cadence)> {
        self.rhythms.get(&folded(tag)).copied()
    }

    /// Those for whom it is time, longest due first.
    #[must_use]
    pub fn due(&self) -> Vec<&Person> {
        let mut due: Vec<&Person> = self
            .people
            .iter()
            .filter(|it| it.is_due(self.day))
            .collect();
        due.order_by_key(|it| it.due);
        due
    }

    /// Who fits a filter: those whose name does first, each in the order of names.
    #[must_use]
    pub fn find(&self, filter: &Filter<'_>) -> Vec<&Person> {
        let tag = match filter.tag.map(folded) {
            None => None,
            Some(tag) => match self.tags.iter().position(|it| folded(&it.name) == tag) {
                Some(at) => Some(at),
                None => return Vec::new(),
            },
        };
        let fits = |person: &&Person| {
            tag.is_none_or(|tag| person.tags.contains(&tag))
                && filter
                    .community
                    .is_none_or(|it| person.communities.contains(&it))
                && (!filter.due || person.is_due(self.day))
        };
        let typed = folded(filter.text);
        let words = typed.split(' ').filter(|it| !it.is_empty());
        let words: Vec<String> = words
            .take(Filter::MOST_WORDS)
            .map(|it| format!(" {it}"))
            .collect();
        if words.is_empty() {
            return self.people.iter().filter(fits).collect();
        }
        let (mut by_name, mut by_more) = (Vec::new(), Vec::new());
        self.walk(&words, |place, in_name| {
            let person = &self.people[place];
            if fits(&person) {
                if in_name { &mut by_name } else { &mut by_more }.push(person);
            }
        });
        by_name.append(&mut by_more);
        by_name
    }

    /// Hands out everybody in whose line all words are, and whether all of them are in the name.
    fn walk(&self, words: &[String], mut hand_out: impl FnMut(usize, bool)) {
        // The longest word is in the fewest lines.
        let Some(rarest) = words.iter().max_by_key(|it| it.len()) else {
            return;
        };
        let finder = memmem::Finder::new(rarest);
        let (mut from, mut place) = (0, 0);
        while let Some(found) = finder.find(&self.text.as_bytes()[from..]) {
            let at = from + found;
            while self.lines.get(place + 1).is_some_and(|next| *next <= at) {
                place += 1;
            }
            let end = self
                .lines
                .get(place + 1)
                .copied()
                .unwrap_or(self.text.len());
            let line = &self.text[self.lines[place]..end];
            if words
                .iter()
                .all(|it| it == rarest || line.contains(it.as_str()))
            {
                let name = line.split('\t').next().unwrap_or(line);
                hand_out(place, words.iter().all(|it| name.contains(it.as_str())));
            }
            from = end;
        }
    }
}

impl Person {
    /// Whether it is time to be in touch.
    #[must_use]
    pub fn is_due(&self, day: Date) -> bool {
        self.due.is_some_and(|due| due <= day)
    }

    /// The day of every touch and of every conversation that was held, in no order.
    pub fn days(&self, record: &Record) -> impl Iterator<Item = PartialDate> {
        let touches = self.touches.iter();
        let touches = touches.filter_map(|id| record.get::<Touch>(*id));
        let held = self.conversations.iter();
        let held = held.filter_map(|id| record.get::<Conversation>(*id));
        touches.map(|of| of.it.on).chain(held.map(|of| of.it.on))
    }
}

/// When it is time again: a rhythm after one was last in touch, else after they were written down as they stand. So setting a
/// rhythm for many does not make all of them due at once.
fn due(person: &Person, written: Date) -> Option<Date> {
    let from = person.last.map_or(written, PartialDate::last_day);
    person.cadence?.next(from)
}
