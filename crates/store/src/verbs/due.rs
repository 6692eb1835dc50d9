//! Days on which something is due.

use jiff::civil::Date;
use windward_core::views::due::Class;

use super::{columns, hold, rows};
use crate::{
    connection::{Asked, Connection, one, values},
    due::{DueRow, DueRows, MAX_DUE},
    error::StoreError,
    ids::PersonKey,
    sql,
};

/// Puts them in the place of those that are there, unless those are of a later entry.
pub(crate) async fn put_due<C: Connection>(
    db: &mut C,
    person: PersonKey,
    due: &DueRows,
) -> Result<(), StoreError> {
    if hold(db, person).await?.is_none() {
        return Err(StoreError::NoSuchPerson);
    }
    let there = self::due(db, person).await?.unwrap_or_default();
    db.run_all(&changes(person, due, Some(there.seq), &there.rows)?)
        .await
        .map(drop)
}

/// What puts them in the place of those that are there, of the entry `seq`, unless that is a later one. Rows that did not
/// change are not written.
pub(super) fn changes<'a>(
    person: PersonKey,
    due: &'a DueRows,
    seq: Option<u64>,
    there: &'a [DueRow],
) -> Result<Vec<Asked<'a>>, StoreError> {
    if due.rows.len() > MAX_DUE {
        return Err(StoreError::TooLarge {
            what: "what is due",
            limit: "1,000 days",
        });
    }
    if seq.is_some_and(|seq| seq > due.seq) {
        return Ok(Vec::new());
    }
    let (dkey, tenant, id) = columns(person);
    let of_old = there
        .iter()
        .filter(|row| !due.rows.iter().any(|it| it.id == row.id));
    let gone = of_old.map(|row| {
        let key = values![dkey, tenant, id, &row.id];
        (&sql::DROP_DUE, key.to_vec())
    });
    let of_new = due.rows.iter().filter(|row| !there.contains(row));
    let new = of_new.map(|row| {
        let (day, class) = (number(row.day), row.class.word());
        let values = values![dkey, tenant, id, &row.id, day, class];
        (&sql::PUT_DUE, values.to_vec())
    });
    let head = values![dkey, tenant, id, due.seq].to_vec();
    let head = [(&sql::PUT_DUE_HEAD, head)];
    Ok(gone.chain(new).chain(head).collect())
}

pub(crate) async fn due<C: Connection>(
    db: &mut C,
    person: PersonKey,
) -> Result<Option<DueRows>, StoreError> {
    let (dkey, tenant, id) = columns(person);
    let key = values![dkey, tenant, id];
    let Some(seq) = one(db, &sql::DUE_HEAD, key, rows::seq).await? else {
        return Ok(None);
    };
    let rows = db.all(&sql::DUE, key, row).await?;
    Ok(Some(DueRows { seq, rows }))
}

/// The columns of `sql::DUE`.
pub(super) fn row(row: &crate::connection::Cells<'_>) -> Result<DueRow, StoreError> {
    let id = row.bytes(0)?.try_into();
    Ok(DueRow {
        id: id.map_err(|_| StoreError::Malformed("an id of other than 16 bytes"))?,
        day: day(row.number(1)?).ok_or(StoreError::Malformed("a day that is none"))?,
        class: Class::named(row.text(2)?).ok_or(StoreError::Malformed("an unknown class"))?,
    })
}

/// A day as a number that is ordered as days are, and read by people too: 20261122.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn day(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_as_it_is_written() {
        let of = |text: &str| text.parse::<Date>().unwrap();
        for text in ["2026-11-22", "2024-02-29", "1999-12-31"] {
            assert_eq!(day(number(of(text))), Some(of(text)));
        }
        assert_eq!(number(of("2026-11-22")), 20_261_122);
        for wrong in [0, -1, 20_261_301, 20_260_230, i64::MAX] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
