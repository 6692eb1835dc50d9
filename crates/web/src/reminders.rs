//! What is due as a calendar has it: by days alone, or in words.

use jiff::Timestamp;
use windward_core::views::due::{Dated, dated};
use windward_formats::calendar::{Reminder, calendar, uid};
use windward_store::{DueRow, PersonStore};

use crate::{book::Book, post::is_private};

/// The calendar in words, for whoever may read the record; what belongs to the board or to a setback has none.
#[must_use]
pub fn in_words(book: &Book, store: &PersonStore, now: Timestamp) -> String {
    let reminders: Vec<Reminder> = dated(book.facts())
        .into_iter()
        .map(|Dated { day, due }| {
            let id = store.due_id(due.id);
            // A calendar lies outside of the record, whatever it may say.
            if is_private(book.facts(), due.id) {
                return Reminder::private(id, day);
            }
            Reminder {
                uid: uid(id),
                day,
                summary: due.what,
                description: Some(due.why),
            }
        })
        .collect();
    calendar(&reminders, now)
}

/// The calendar of days, which says nothing else.
#[must_use]
pub fn by_day(rows: &[DueRow], now: Timestamp) -> String {
    let reminders: Vec<Reminder> = rows
        .iter()
        .map(|row| Reminder::private(row.id, row.day))
        .collect();
    calendar(&reminders, now)
}
