//! From the words of any source to a role.

use windward_core::{
    date::{PartialDate, Precision},
    record::{Role, RoleEnd},
};

use crate::{
    date::{Order, When, range, when},
    error::ImportError,
    incoming::{Gathering, Place, Tone, describe},
    language, limits,
    text::{clean, clean_line, fold, quote},
};

/// A role as a source words it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Words<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) organisation: Option<&'a str>,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
    /// Both dates in one text.
    pub(crate) period: Option<&'a str>,
    /// ‘yes’ in one of many languages: it goes on.
    pub(crate) current: Option<&'a str>,
    pub(crate) note: Option<&'a str>,
}

/// How a source means its dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) order: Order,
    /// No end means that the role goes on; otherwise that the end is not known.
    pub(crate) open_ended: bool,
    /// Never keeps more than the month: the source knows no days, so a spreadsheet must have added them.
    pub(crate) months: bool,
}

impl Dates {
    pub(crate) fn read(self, text: Option<&str>) -> When {
        let coarser = |date: PartialDate| match date.precision() {
            Precision::Day if self.months => {
                let first = date.first_day();
                PartialDate::month(first.year(), first.month()).unwrap_or(date)
            }
            _ => date,
        };
        match when(text.unwrap_or_default(), self.order) {
            When::On(date) => When::On(coarser(date)),
            other => other,
        }
    }
}

/// Takes in one role, or says why not. Whatever had to be guessed or left out is noticed.
pub(crate) fn gather(
    gathering: &mut Gathering,
    place: Place,
    words: Words<'_>,
    dates: Dates,
) -> Result<(), ImportError> {
    let (title, title_cut) = clean_line(words.title.unwrap_or_default(), limits::WORDS);
    let (organisation, organisation_cut) =
        clean_line(words.organisation.unwrap_or_default(), limits::WORDS);
    let (note, note_cut) = clean(words.note.unwrap_or_default(), limits::NOTE);
    let Some(title) = title else {
        let what = organisation.or(note).unwrap_or_default();
        return gathering.skip(place, &what, "It has no title.");
    };

    let (start, end) = read_dates(words, dates);
    let mut role = Role {
        title,
        organisation,
        from: start.date(),
        to: match (end, words.current.map(fold)) {
            (When::On(date) | When::Roughly(date), _) => RoleEnd::On(date),
            (When::Now, _) => RoleEnd::Ongoing,
            (_, Some(current)) if language::is_yes(&current) || language::is_now(&current) => {
                RoleEnd::Ongoing
            }
            (When::Blank, None) if dates.open_ended => RoleEnd::Ongoing,
            _ => RoleEnd::Unknown,
        },
        note,
        ..Role::default()
    };
    // ‘Present’ as a beginning says nothing of when.
    if start == When::Now {
        role.from = None;
    }

    let what = describe(&role.clone().into());
    let (from, to) = (role.from, role.to);
    if !gathering.found(place.clone(), role.into())? {
        return Ok(());
    }
    let mut look = |text: String| gathering.notice(Tone::Look, Some(place.clone()), text);
    for (cut, which) in [
        (title_cut, "title"),
        (organisation_cut, "organisation"),
        (note_cut, "description"),
    ] {
        if cut {
            look(format!("‘{what}’: the {which} is very long and was cut."));
        }
    }
    for (read, text, which) in [
        (start, words.from.or(words.period), "beginning"),
        (end, words.to.or(words.period), "end"),
    ] {
        let text = quote(text.unwrap_or_default());
        match read {
            When::Unread => look(format!(
                "‘{what}’: the {which} ‘{text}’ is no date that could be read, so the role comes without it."
            )),
            When::Roughly(year) => look(format!(
                "‘{what}’: of the {which} ‘{text}’ only the year {year} was read."
            )),
            When::Now if which == "beginning" => {
                look(format!(
                    "‘{what}’: the beginning ‘{text}’ is no date, so the role comes without it."
                ));
            }
            _ => {}
        }
    }
    if let (Some(from), RoleEnd::On(to)) = (from, to)
        && to.last_day() < from.first_day()
    {
        look(format!(
            "‘{what}’ ends before it begins; it is kept as it stands."
        ));
    }
    Ok(())
}

fn read_dates(words: Words<'_>, dates: Dates) -> (When, When) {
    if words.from.is_none()
        && words.to.is_none()
        && let Some(period) = words.period
    {
        return range(period, dates.order).unwrap_or((When::Unread, When::Unread));
    }
    // Some write ‘2019 - 2021’ where the beginning belongs.
    if words.to.is_none()
        && let Some(both) = words.from
        && dates.read(words.from).date().is_none()
        && let Some((from, to)) = range(both, dates.order)
    {
        return (from, to);
    }
    (dates.read(words.from), dates.read(words.to))
}

#[cfg(test)]
mod tests {
    use windward_core::record::Content;

    use super::*;
    use crate::incoming::{Importer, Incoming};

    const DATES: Dates = Dates {
        order: Order::MonthFirst,
        open_ended: true,
        months: false,
    };

    fn read(rows: &[Words<'_>], dates: Dates) -> Incoming {
        let mut gathering = Gathering::new(Importer::Table, "roles.csv");
        for words in rows {
            gather(&mut gathering, Place::of("roles.csv"), *words, dates).unwrap();
        }
        gathering.finish("")
    }

    fn one(words: Words<'_>, dates: Dates) -> (Role, String, Vec<String>) {
        let mut incoming = read(&[words], dates);
        let found = incoming.found.remove(0);
        let Content::Role(role) = found.content else {
            panic!("a role")
        };
        let notices = incoming.notices.into_iter().map(|it| it.text).collect();
        (role, found.key, notices)
    }

    const PM: Words<'static> = Words {
        title: Some(" Product\n Manager "),
        organisation: Some("Acme"),
        from: Some("Nov 2019"),
        to: None,
        period: None,
        current: None,
        note: None,
    };

    #[test]
    fn an_end_is_a_date_or_goes_on_or_is_not_known() {
        let to = |to, current, open_ended| {
            let words = Words { to, current, ..PM };
            one(
                words,
                Dates {
                    open_ended,
                    ..DATES
                },
            )
            .0
            .to
            .to_string()
        };
        assert_eq!(to(Some("Mar 2021"), None, true), "2021-03");
        assert_eq!(to(Some("heute"), None, false), "ongoing");
        assert_eq!(to(None, None, true), "ongoing");
        assert_eq!(to(None, None, false), "unknown");
        assert_eq!(to(None, Some("Ja"), false), "ongoing");
        assert_eq!(to(None, Some("no"), true), "unknown");
        assert_eq!(to(Some("a while"), None, true), "unknown");
    }

    #[test]
    fn both_dates_in_one_cell_are_read() {
        let period = Words {
            from: None,
            period: Some("2019 – 2021"),
            ..PM
        };
        let in_from = Words {
            from: Some("2019 – 2021"),
            ..PM
        };
        for words in [period, in_from] {
            let (role, _, notices) = one(words, DATES);
            assert_eq!(
                describe(&role.into()),
                "Product Manager, Acme, 2019 to 2021"
            );
            assert_eq!(notices, [""; 0]);
        }
    }

    #[test]
    fn what_is_odd_is_kept_and_said() {
        let backwards = Words {
            to: Some("Oct 2019"),
            ..PM
        };
        assert_eq!(
            one(backwards, DATES).2,
            [
                "‘Product Manager, Acme, 2019-11 to 2019-10’ ends before it begins; it is kept as it stands."
            ]
        );
        let unread = Words {
            from: Some("long ago"),
            ..PM
        };
        let (role, _, notices) = one(unread, DATES);
        assert_eq!(role.from, None);
        assert!(notices[0].contains("the beginning ‘long ago’ is no date"));
        // Within one month nothing says which came first.
        let same = Words {
            to: Some("Nov 2019"),
            ..PM
        };
        assert_eq!(one(same, DATES).2, [""; 0]);
    }

    #[test]
    fn a_source_that_knows_months_keeps_months() {
        let resaved = Words {
            from: Some("11/1/2019"),
            ..PM
        };
        let months = Dates {
            months: true,
            ..DATES
        };
        assert_eq!(one(resaved, months).0.from.unwrap().to_string(), "2019-11");
        assert_eq!(
            one(resaved, DATES).0.from.unwrap().to_string(),
            "2019-11-01"
        );
    }

    #[test]
    fn a_key_survives_case_spaces_and_the_end_but_tells_spells_apart() {
        let key = |words| one(words, DATES).1;
        let shouted = Words {
            title: Some("PRODUCT  MANAGER"),
            organisation: Some("acmé"),
            to: Some("2021"),
            ..PM
        };
        assert_eq!(key(PM), key(shouted));
        let second = Words {
            from: Some("2022"),
            ..PM
        };
        assert_ne!(key(PM), key(second));
    }

    #[test]
    fn rows_with_one_key_are_the_same_row_or_two_roles() {
        let undated = Words { from: None, ..PM };
        let ended = Words {
            to: Some("2021"),
            ..undated
        };
        let incoming = read(&[undated, undated, ended], DATES);
        let keys: Vec<&str> = incoming.found.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "acme | product manager | ?",
                "acme | product manager | ? #2"
            ]
        );
        assert_eq!(incoming.skipped[0].reason, "The same as roles.csv.");
        assert_eq!(incoming.rows, 3);
    }

    #[test]
    fn a_row_without_a_title_is_skipped() {
        let untitled = Words {
            title: Some(" "),
            ..PM
        };
        let incoming = read(&[untitled], DATES);
        assert_eq!((incoming.rows, incoming.found.len()), (1, 0));
        assert_eq!(incoming.skipped[0].what, "Acme");
        assert_eq!(incoming.notices[0].tone, Tone::Alarm);
    }
}
