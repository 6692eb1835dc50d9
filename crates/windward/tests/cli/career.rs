//! A career by hand: roles, ratings, and what is made of them.

use insta::assert_snapshot;
use serde_json::Value;

use crate::shell::Shell;

/// Two jobs in product after one outside, with a break, and some ratings; all dates fixed.
pub(crate) fn career() -> Shell {
    let mut shell = Shell::with_shop();
    for typed in [
        "role add --title 'Shop Assistant' --organisation 'Corner Bakery' --from 2015 --to 2017-03 --rung outside",
        "role add --title 'Assistant Product Manager' --organisation 'Corner Bakery' --from 2017-03 --to 2019-06 --rung junior",
        "role add --title 'Product Manager' --organisation 'Mill & Co' --from 2020-01-15 --rung pm",
        "rate research leading --on 2025-10-02 --note 'Two shops, three products'",
        "rate pricing 3 --on 2025-10-02",
        "rate pricing prac --view manager --by 'Ada Brandt' --on 2025-11-20",
    ] {
        shell.done(typed);
    }
    shell
}

#[test]
fn a_career_by_hand() {
    let mut shell = career();
    shell.run("role list");
    shell.run("rate research 3 --on 2025-10-02");
    assert_snapshot!(shell.story());
}

#[test]
fn standing() {
    let mut shell = career();
    shell.forget();
    shell.run("standing --as-of 2026-06-30");
    shell.run("standing --as-of 2026-06-30 --rung master --why");
    shell.run("standing --as-of 2018");
    assert_snapshot!(shell.story());
}

#[test]
fn course() {
    let mut shell = career();
    shell.forget();
    shell.run("course --as-of 2026-06-30");
    shell.run("course --as-of 2016");
    assert_snapshot!(shell.story());
}

#[test]
fn answers_for_programs() {
    let mut shell = career();
    shell.forget();
    shell.run("standing --as-of 2026-06-30 --json");
    shell.run("course --as-of 2026-06-30 --json");
    shell.run("role list --json");
    assert_snapshot!(shell.story());
}

#[test]
fn the_day_without_a_date_is_today() {
    let mut shell = career();
    let answer: Value = serde_json::from_str(&shell.run("standing --json")).unwrap();
    let today = jiff::Zoned::now()
        .with_time_zone(jiff::tz::TimeZone::UTC)
        .date();
    assert_eq!(answer["as_of"], today.to_string());
}

#[test]
fn titles_are_read_and_confirmed() {
    let mut shell = Shell::with_shop();
    shell.run("role add --title PM --from 2020 --to unknown");
    shell.run("role add --title Baker --from 2018 --to 2020 --rung outside");
    shell.run("role list");
    shell.run("role confirm");
    shell.run("role place 2 Master");
    shell.run("role list");
    shell.run("role confirm 1 2");
    shell.run("role confirm");
    shell.run("role place 3 junior");
    assert_snapshot!(shell.story());
}

#[test]
fn what_cannot_be_meant_is_said() {
    let mut shell = career();
    shell.forget();
    for typed in [
        "rate reserch 3",
        "rate research 6",
        "rate research 3 --on 2190",
        "rate research 3 --by Ada",
        "rate research 3 --on yesterday",
        "role add --title ' '",
        "role add --title PM --from 03/2019",
        "role add --title PM --rung m",
        "standing --as-of 2190-01",
        "standing --rung boss",
    ] {
        shell.run(typed);
    }
    shell.move_to("nothing-here");
    shell.run("standing");
    shell.run("course --json");
    shell.run("rate revenue 3");
    shell.run("role add --title PM --rung boss");
    assert!(
        !shell.has("nothing-here"),
        "what is not understood begins no record"
    );
    assert_snapshot!(shell.story());
}

#[test]
fn the_sample_goes_into_an_empty_directory_only() {
    let mut shell = Shell::new();
    shell.done("demo");
    shell.run("demo");
    assert_snapshot!(shell.story());
    let answer: Value = serde_json::from_str(&shell.run("standing --json")).unwrap();
    assert_eq!(answer["held"]["rung"], "senior");
    assert!(answer["rung"]["expectations"].as_array().unwrap().len() > 10);
}
