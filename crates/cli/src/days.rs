//! Days as they are typed, against today.

use anyhow::Result;
use jiff::civil::Date;
use windward_core::{date::PartialDate, views::due::latest};

use crate::stop::Stop;

/// The day that ‘as of’ a date means: the end of it, but not later than today.
pub(crate) fn as_of(date: Option<PartialDate>, today: Date) -> Result<Date> {
    let Some(date) = date else {
        return Ok(today);
    };
    let date = that_was(
        Some(date),
        today,
        &format!("give a day up to today, {today}"),
    )?;
    Ok(date.last_day().min(today))
}

/// When something happened: the date that was typed, or today. For one that is still to come, what to do instead.
pub(crate) fn that_was(
    typed: Option<PartialDate>,
    today: Date,
    instead: &str,
) -> Result<PartialDate> {
    let date = typed.unwrap_or(PartialDate::day(today));
    if date.is_after(today) {
        return Err(Stop::usage(format!("{date} is still to come; {instead}")));
    }
    Ok(date)
}

/// A day on which something comes back: after today, and within a year.
pub(crate) fn to_come(typed: PartialDate, today: Date) -> Result<Date> {
    let day = typed.first_day();
    if day <= today || day > latest(today) {
        return Err(Stop::usage(format!(
            "{typed} is no day within the year to come; give one after {today}"
        )));
    }
    Ok(day)
}
