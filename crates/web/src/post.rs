//! What the runner of mail asks of records: what is due, and where the results of an update go.

use jiff::{Timestamp, civil::Date};
use windward_core::{
    date::PartialDate,
    record::{Act, Outcome, Update, UpdateState},
    views::{
        due::{DueId, Matter, dated},
        facts::Facts,
        today::asking,
    },
};
use windward_post::{DigestLine, Digests, Office, Posted};
use windward_store::{Instance, Journal, LetterState, PersonKey, PersonStore};

use crate::{
    book::{Book, Frameworks},
    edge::{self, FreshIds},
};

/// The records of an instance, as the runner sees them while nobody is signed in. The one that the key file opens is
/// read; of others it is known that something is due on a day, and nothing else.
#[derive(Debug)]
pub struct Records {
    instance: Instance,
    frameworks: Frameworks,
}

impl Records {
    /// Those of an instance.
    #[must_use]
    pub fn of(instance: Instance) -> Self {
        Self {
            instance,
            frameworks: Frameworks::new(),
        }
    }

    async fn book(&self, owner: &PersonStore, now: Timestamp) -> Result<Book, String> {
        let book = Book::open(&self.instance, owner, &self.frameworks, now).await;
        book.map_err(|error| error.to_string())
    }

    async fn days(&self, person: PersonKey, until: Date) -> Result<Vec<DigestLine>, String> {
        let due = self.instance.journal().due(person).await;
        let due = due.map_err(|error| error.to_string())?.unwrap_or_default();
        let days = due
            .rows
            .iter()
            .map(|row| row.day)
            .filter(|day| *day <= until);
        let line = |day| DigestLine {
            day: Some(day),
            what: None,
        };
        Ok(days.map(line).collect())
    }
}

impl Digests for Records {
    async fn due(
        &self,
        person: PersonKey,
        until: Date,
        words: bool,
        now: Timestamp,
    ) -> Result<Vec<DigestLine>, String> {
        match self.instance.owner() {
            Some(owner) if owner.person() == person => {
                Ok(lines(&self.book(&owner, now).await?, until, words))
            }
            _ => self.days(person, until).await,
        }
    }

    fn noted_for(&self) -> Option<PersonKey> {
        self.instance.owner().map(|owner| owner.person())
    }

    async fn settled(&self, office: &Office, now: Timestamp) -> Result<(), String> {
        let Some(owner) = self.instance.owner() else {
            return Ok(());
        };
        let book = self.book(&owner, now).await?;
        note_results(&owner, &book, office, now).await.map(drop)
    }
}

/// Notes in a record what became of the letters of its updates: where its owner alone opens it, when they look. `true` if
/// there was something new.
pub(crate) async fn note_results(
    store: &PersonStore,
    book: &Book,
    office: &Office,
    now: Timestamp,
) -> Result<bool, String> {
    let letters = office.letters(store.person()).await;
    let letters = letters.map_err(|error| error.to_string())?;
    let entries = {
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, now);
        for of in book.record.all::<Update>() {
            if let Some(update) = noted(of.it, of.id.0, &letters, book) {
                act.put(of.id, Some(of.revision.entry_id), update);
            }
        }
        act.into_entries()
    };
    if entries.is_empty() {
        return Ok(false);
    }
    // Whoever changed it meanwhile was first; the next round finds it as it is then.
    match store.append(entries, None).await {
        Ok(_) => Ok(true),
        Err(windward_store::StoreError::Conflict(_)) => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}

/// What is due for whom the book is of. What belongs to the board or to a setback is private in any mail.
fn lines(book: &Book, until: Date, words: bool) -> Vec<DigestLine> {
    let facts = book.facts();
    let quiet = facts.aside.quiet(facts.day).is_some();
    if quiet && facts.aside.slow(facts.day).is_none() {
        return Vec::new();
    }
    let today = asking(facts);
    let mut all = today.clone();
    let coming = dated(facts).into_iter().filter(|it| it.day <= until);
    all.extend(
        coming
            .map(|it| it.due)
            .filter(|due| !today.iter().any(|it| it.id == due.id)),
    );
    let line = |due: windward_core::views::due::Due| DigestLine {
        day: due.day,
        what: Some(due.what).filter(|_| words && !is_private(facts, due.id)),
    };
    all.into_iter().map(line).collect()
}

/// Whether a thing that is due is of the board or of a setback: it has no words outside the record.
pub(crate) fn is_private(facts: &Facts<'_>, id: DueId) -> bool {
    let action = id.item.and_then(|id| facts.growth.action(id));
    let private = matches!(
        id.matter,
        Matter::Seat | Matter::BoardReview | Matter::Approach | Matter::StayOrGo
    );
    private || action.is_some_and(|of| of.it.setback.is_some())
}

/// The update with what became of its copies, if something is new.
fn noted(update: &Update, id: uuid::Uuid, letters: &[Posted], book: &Book) -> Option<Update> {
    if !matches!(update.state, UpdateState::Sent { .. }) {
        return None;
    }
    let mut noted = update.clone();
    let mut news = false;
    for recipient in &mut noted.to {
        let address = recipient.address.as_deref().unwrap_or_default();
        if recipient.outcome != Outcome::Waiting || address.is_empty() {
            continue;
        }
        let to = |it: &&Posted| {
            it.about == id
                && it
                    .to
                    .as_ref()
                    .is_some_and(|it| it.address().eq_ignore_ascii_case(address))
        };
        let Some(letter) = letters.iter().find(to) else {
            continue;
        };
        recipient.outcome = match letter.state {
            LetterState::Sent => Outcome::Sent,
            LetterState::Refused if letter.tries > 1 => Outcome::Failed,
            LetterState::Refused => Outcome::Refused,
            LetterState::Waiting | LetterState::Sending | LetterState::Unclear => continue,
        };
        recipient.said.clone_from(&letter.said);
        let zone = edge::zone(&book.record);
        let day = letter.changed_at.to_zoned(zone).date();
        recipient.on = Some(PartialDate::day(day));
        news = true;
    }
    news.then_some(noted)
}
