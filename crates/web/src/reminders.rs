//! What is due as a calendar has it: by days alone, or in words.

use jiff::Timestamp;
use windward_core::views::due::{Dated, dated};
use windward_formats::calendar::{Reminder, calendar, uid};
use windward_store::{DueRow, PersonStore};

use crate::book::Book;

/// The calendar in words, for whoever may read the record.
#[must_use]
pub fn in_words(book: &Book, store: &PersonStore, now: Timestamp) -> String {
    let reminders: Vec<Reminder> = dated(book.facts())
        .into_iter()
        .map(|Dated { day, due }| Reminder {
            uid: uid(store.due_id(due.id)),
            day,
            summary: due.what,
            description: Some(due.why),
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
