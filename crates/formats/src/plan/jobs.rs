//! New jobs of people one knows, as an import finds them.

use jiff::{Timestamp, civil::Date};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::{ActId, ItemId, NewIds},
    record::{Change, Contact, Content, Entry, Item, Moment, MomentKind},
};

use super::{Choice, Choices, Difference, Line, Plan, Verdict, entries::entry};

/// New jobs that one import notes. Whoever brings in a network after years finds hundreds, and writes to none of them.
pub const MOST_JOBS: usize = 50;

/// Somebody who works elsewhere, or as something else, than the record said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Who.
    pub person: ItemId,
    /// What they are called.
    pub name: String,
    /// What they do now: ‘CPO, Babbage & Co’.
    pub what: String,
}

impl Line {
    /// The new job that it tells of, if it does: where the record said one, and the file says another.
    fn job(&self) -> Option<NewJob> {
        let Content::Contact(it) = &self.content else {
            return None;
        };
        let (Verdict::Changed { item, fields } | Verdict::Asked { item, fields, .. }) =
            &self.verdict
        else {
            return None;
        };
        let moved = |it: &Difference| {
            let of_work = it.field == "organisation" || it.field == "title";
            of_work && it.mine.is_some() && it.theirs.is_some()
        };
        fields.iter().any(moved).then(|| NewJob {
            person: *item,
            name: it.name.clone(),
            what: work(it),
        })
    }
}

fn work(it: &Contact) -> String {
    let parts = [&it.title, &it.organisation];
    let parts: Vec<&str> = parts.into_iter().filter_map(|it| it.as_deref()).collect();
    parts.join(", ")
}

impl Plan {
    /// The new jobs that the file tells of, [`MOST_JOBS`] at most.
    #[must_use]
    pub fn new_jobs(&self) -> Vec<NewJob> {
        let jobs = self.lines.iter().filter_map(Line::job);
        jobs.take(MOST_JOBS).collect()
    }

    /// The entries that note them as moments, for those whose rows are taken as the file has them. Of the act of the
    /// import, so that taking it back takes them back.
    pub fn job_entries(
        &self,
        choices: &Choices,
        act: ActId,
        ids: &mut dyn NewIds,
        (today, now): (Date, Timestamp),
    ) -> Vec<Entry> {
        let lines = self.lines.iter().enumerate();
        let taken = lines.filter(|(index, line)| {
            let chosen = choices.get(index).copied();
            chosen.unwrap_or(line.choices()[0]) == Choice::File
        });
        let jobs = taken.filter_map(|(_, line)| line.job()).take(MOST_JOBS);
        let moment = |job: NewJob| {
            let moment = Moment {
                of: job.person,
                kind: MomentKind::NewJob,
                what: job.what,
                on: PartialDate::day(today),
                answered: None,
                unknown: Map::new(),
            };
            let (id, content) = (ids.item(), moment.into());
            let put = Change::Put(Box::new(Item { id, content }));
            entry(ids.entry(), act, None, now, put)
        };
        jobs.map(moment).collect()
    }
}
