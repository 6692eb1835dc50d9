//! Spells, time in product and the line, with everything that real careers do.

use crate::writer::{TODAY, Writer, product, rung};
use windward_core::{
    record::{Destination, Record},
    views::{
        course::{Course, course},
        facts::Facts,
        routes::{destinations, ways},
    },
};

fn read<T>(writer: &Writer, day: jiff::civil::Date, read: impl Fn(&Course<'_>) -> T) -> T {
    let framework = product();
    let record = writer.record();
    let facts = Facts::of(&record, &framework, day);
    read(&course(&facts))
}

/// The line as rungs with their months.
fn line(writer: &Writer) -> Vec<String> {
    read(writer, TODAY, |course| {
        let months = |days: u32| (days * 1200 + 18_262) / 36_525;
        course
            .line
            .iter()
            .map(|it| format!("{} {}", it.rung.id, months(it.to - it.from)))
            .collect()
    })
}

#[test]
fn overlapping_roles_count_once_and_the_higher_rung_shows() {
    let mut writer = Writer::default();
    writer
        .role("pm", "2018-01", "2022-01")
        .role("senior", "2020-01", "2021-01");
    assert_eq!(line(&writer), ["pm 24", "senior 12", "pm 12"]);
    assert_eq!(read(&writer, TODAY, |course| course.months_in_product), 48);
}

#[test]
fn a_break_is_told_and_adds_no_time() {
    let mut writer = Writer::default();
    writer
        .role("pm", "2018-01", "2019-01")
        .role("pm", "2020-01", "2021-01");
    assert_eq!(line(&writer), ["pm 24"]);
    let breaks = read(&writer, TODAY, |course| course.breaks.len());
    assert_eq!(breaks, 1);
    let mut close = Writer::default();
    close
        .role("pm", "2018-01", "2019-01")
        .role("pm", "2019-02", "2021-01");
    assert_eq!(
        read(&close, TODAY, |course| course.breaks.len()),
        0,
        "a month between is no break"
    );
}

#[test]
fn years_only_join_without_overlap_or_hole() {
    let mut writer = Writer::default();
    writer
        .role("associate", "2015", "2017")
        .role("pm", "2017", "2019");
    assert_eq!(line(&writer), ["associate 24", "pm 24"]);
    assert!(read(&writer, TODAY, |course| course
        .spells
        .iter()
        .all(|it| it.rough)));
    assert_eq!(read(&writer, TODAY, |course| course.breaks.len()), 0);
}

#[test]
fn a_return_to_a_lower_rung_is_legal() {
    let mut writer = Writer::default();
    writer
        .role("senior", "2016-01", "2018-01")
        .role("pm", "2018-01", "2020-01")
        .role("senior", "2020-01", "ongoing");
    let rungs: Vec<String> = line(&writer)
        .iter()
        .map(|it| it.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(rungs, ["senior", "pm", "senior"]);
    // Both spells on the rung count: two years, and from January 2020 to November 2026.
    assert_eq!(
        read(&writer, TODAY, |course| course.months_on_rung),
        24 + 82
    );
}

#[test]
fn time_outside_product_is_kept_and_not_counted() {
    let mut writer = Writer::default();
    writer
        .role("", "2012-01", "2016-01")
        .role("pm", "2016-01", "2018-01");
    assert_eq!(
        read(&writer, TODAY, |course| (
            course.spells.len(),
            course.months_in_product
        )),
        (2, 24)
    );
}

#[test]
fn what_has_no_usable_date_is_listed_apart() {
    let mut writer = Writer::default();
    writer
        .role("pm", "", "ongoing")
        .role("pm", "2016-01", "unknown")
        .role("senior", "2020-01", "2018-01");
    read(&writer, TODAY, |course| {
        assert_eq!(course.undated.len(), 2);
        assert!(course.spells[0].reversed);
        assert_eq!(course.spells[0].months(), 0);
        assert!(course.line.is_empty());
    });
}

#[test]
fn as_of_a_day_in_the_past_the_future_has_not_happened() {
    let mut writer = Writer::default();
    writer
        .role("pm", "2018-01", "2020-01")
        .role("senior", "2020-01", "ongoing");
    let then = jiff::civil::date(2019, 1, 15);
    read(&writer, then, |course| {
        assert_eq!(course.spells.len(), 1);
        assert!(course.spells[0].ongoing, "it had not ended by then");
        assert_eq!(course.months_in_product, 12);
        assert_eq!(course.open[0].standing.rung.id.as_str(), "senior");
    });
}

#[test]
fn an_empty_record_has_an_empty_course() {
    let framework = product();
    let record = Record::default();
    let facts = Facts::of(&record, &framework, TODAY);
    let course = course(&facts);
    assert!(course.line.is_empty() && course.spells.is_empty());
    assert_eq!(course.months_in_product, 0);
}

#[test]
fn routes_lead_over_real_moves_shortest_first() {
    let framework = product();
    let record = Writer::default().role("pm", "2022", "ongoing").record();
    let facts = Facts::of(&record, &framework, TODAY);
    let routes: Vec<Vec<&str>> = ways(&facts, rung(&framework, "executive"))
        .iter()
        .map(|way| way.steps.iter().map(|step| step.rung.id.as_str()).collect())
        .collect();
    assert!(
        routes.contains(&vec!["senior", "director", "executive"]),
        "{routes:?}"
    );
    assert!(
        routes.contains(&vec!["senior", "principal", "director", "executive"]),
        "{routes:?}"
    );
    assert!(routes.is_sorted_by_key(Vec::len));
    assert!(
        routes
            .iter()
            .all(|route| route.last() == Some(&"executive"))
    );
}

#[test]
fn a_destination_of_another_ladder_is_kept_without_a_way() {
    let framework = product();
    let mut writer = Writer::default();
    writer.role("pm", "2022", "ongoing").put(Destination {
        rung: Some(windward_core::framework::RungId::new("admiral")),
        role: None,
        by: None,
        why: None,
        on: "2026-01-01".parse().unwrap(),
        framework: framework.hash,
        unknown: serde_json::Map::new(),
    });
    let record = writer.record();
    let facts = Facts::of(&record, &framework, TODAY);
    let destined = destinations(&facts);
    assert_eq!(destined.len(), 1);
    assert!(destined[0].rung.is_none() && destined[0].routes.is_empty());
}
