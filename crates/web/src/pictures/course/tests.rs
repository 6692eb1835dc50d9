//! Whether a course can be read, whatever it is.

use jiff::civil::date;
use windward_core::{
    date::PartialDate,
    framework::PRODUCT,
    id::CountedIds,
    record::{Act, Entry, Placement, Record, Role, RoleEnd, Stored},
    views::{course, facts::Facts},
};

use super::{labels::overlap, *};

const TODAY: jiff::civil::Date = date(2026, 11, 22);

/// Roles on rungs by their height, each from a day until the next one; the last goes on.
fn record(framework: &Framework, roles: &[(usize, PartialDate)]) -> Record {
    let mut ids = CountedIds::default();
    let mut act = Act::new(&mut ids, jiff::Timestamp::UNIX_EPOCH);
    for (index, (height, from)) in roles.iter().enumerate() {
        let rung = &framework.rungs[*height];
        act.add(Role {
            title: rung.name.clone(),
            from: Some(*from),
            to: match roles.get(index + 1) {
                Some((_, next)) => RoleEnd::On(*next),
                None => RoleEnd::Ongoing,
            },
            placement: Placement::Rung {
                id: rung.id.clone(),
                framework: framework.hash,
            },
            ..Role::default()
        });
    }
    folded(act.into_entries())
}

fn folded(entries: Vec<Entry>) -> Record {
    Record::fold(entries.into_iter().map(|entry| Stored {
        seq: 1,
        received_at: jiff::Timestamp::UNIX_EPOCH,
        imported: false,
        entry,
    }))
}

fn year(year: i16) -> PartialDate {
    PartialDate::year(year).unwrap()
}

/// Every label of a course, in each of its drawings: on the sheet, apart from the others, and off every line.
fn is_clear(framework: &Framework, record: &Record, what: &str) {
    let facts = Facts::of(record, framework, TODAY);
    let course = course::course(&facts);
    for (sheet, hide_bands) in [
        (&WIDE, false),
        (&WIDE, true),
        (&NARROW, false),
        (&NARROW, true),
    ] {
        let picture = Picture {
            framework,
            course: &course,
            held: facts.held,
            whose: "you",
            hide_bands,
            id: "t",
        };
        let layout = layout(&picture, sheet);
        let mut lines: Vec<Area> = Vec::new();
        for (_, way) in been(&picture, sheet, layout.last_year) {
            lines.extend(taken(&way));
        }
        for goal in &layout.goals {
            lines.extend(taken(&ahead(layout.you.unwrap(), *goal)));
        }
        let labels: Vec<&Label> = layout.labels.iter().chain(&layout.rungs).collect();
        for (index, label) in labels.iter().enumerate() {
            let covered = label.covers(sheet);
            let whose = format!("{} {what}: {label:?}", sheet.name);
            assert!(
                covered[0] >= 0.0 && covered[1] <= sheet.width + 1.0,
                "{whose}"
            );
            for other in &labels[index + 1..] {
                assert!(!label.touches(other, sheet), "{whose} and {other:?}");
            }
            for line in &lines {
                assert!(!overlap(covered, *line), "{whose} over {line:?}");
            }
        }
    }
}

#[test]
fn labels_stay_on_the_sheet_apart_and_off_the_lines() {
    let framework = Framework::parse(PRODUCT).unwrap();
    for height in 0..framework.rungs.len() {
        for since in 1985..2027 {
            let record = record(&framework, &[(height, year(since))]);
            is_clear(&framework, &record, &format!("{height} since {since}"));
        }
    }
    let day = |year: i16, month: i8| PartialDate::day(date(year, month, 1));
    let careers: [(&str, &[(usize, PartialDate)]); 7] = [
        (
            "step by step",
            &[(0, day(2018, 8)), (1, day(2020, 4)), (2, day(2023, 10))],
        ),
        (
            "fast",
            &[
                (0, day(2022, 1)),
                (1, day(2023, 1)),
                (2, day(2024, 1)),
                (3, day(2025, 1)),
                (4, day(2026, 1)),
            ],
        ),
        (
            "promoted just now",
            &[(1, day(2019, 1)), (2, day(2026, 10))],
        ),
        ("a step down", &[(3, day(2015, 1)), (2, day(2022, 6))]),
        (
            "a step down just now",
            &[(1, day(2010, 1)), (3, day(2014, 1)), (2, day(2026, 9))],
        ),
        ("high at once", &[(1, day(2008, 1)), (4, day(2010, 6))]),
        (
            "up and down",
            &[
                (2, day(2012, 1)),
                (1, day(2016, 1)),
                (2, day(2019, 1)),
                (4, day(2024, 1)),
            ],
        ),
    ];
    for (what, roles) in careers {
        is_clear(&framework, &record(&framework, roles), what);
    }
}

#[test]
fn the_sample_reads_well_on_a_phone_too() {
    let framework = Framework::parse(PRODUCT).unwrap();
    let mut ids = CountedIds::default();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let entries = windward_core::sample::entries(framework.hash, TODAY, now, &mut ids);
    is_clear(&framework, &folded(entries), "the sample");
}
