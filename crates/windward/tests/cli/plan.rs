//! Planning: asking, pinning, refusing, keeping.

use serde_json::Value;

use crate::shell::Shell;

/// The sample record, whose person has two destinations.
fn demo() -> Shell {
    let mut shell = Shell::new();
    shell.done("demo");
    shell
}

fn plan(shell: &mut Shell, options: &str) -> Value {
    let answer = shell.done(&format!("plan {options} --json"));
    serde_json::from_str(&answer).unwrap()
}

fn ids(plan: &Value) -> Vec<String> {
    let plays = plan["plays"].as_array().unwrap().iter();
    plays
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_plan_for_programs_holds_what_it_says() {
    let mut shell = demo();
    let plan = plan(&mut shell, "--hours 5 --weeks 26");
    assert_eq!(plan["asked"]["hours_a_week"], 5);
    let weeks = plan["weeks"].as_array().unwrap();
    assert_eq!(weeks.len(), 26);
    for week in weeks {
        let hours = week["running"].as_u64().unwrap() + week["plays"].as_u64().unwrap();
        assert!(hours <= 5, "{week}");
    }
    let plays = plan["plays"].as_array().unwrap();
    for play in plays {
        let (first, last) = (
            play["first_week"].as_u64().unwrap(),
            play["last_week"].as_u64().unwrap(),
        );
        assert!(1 <= first && first <= last && last <= 26, "{play}");
        let rate = play["hours_a_week"].as_u64().unwrap();
        let by_week = play["hours_by_week"].as_array().unwrap().iter();
        assert!(
            by_week.clone().all(|hours| hours.as_u64().unwrap() <= rate),
            "{play}"
        );
        let (pinned, serves) = (
            play["pinned"].as_bool().unwrap(),
            play["serves"].as_array().unwrap(),
        );
        assert!(
            pinned || !serves.is_empty() || play["reason"].as_str().unwrap().contains("before"),
            "{play}"
        );
    }
    let reach = &plan["reach"];
    assert!(reach["weight"].as_u64() <= reach["bound"].as_u64());
    assert_eq!(reach["proven_optimal"], reach["weight"] == reach["bound"]);
    let worked = plan["expectations"].as_array().unwrap().iter();
    let worked = worked.filter(|it| it["planned_steps"].as_u64() > Some(0));
    assert!(worked.count() > 0, "{plan}");
}

#[test]
fn what_is_tried_out_is_kept_only_when_asked() {
    let mut shell = demo();
    let before = ids(&plan(&mut shell, ""));
    let tried = ids(&plan(&mut shell, &format!("--refuse {}", before[0])));
    assert!(!tried.contains(&before[0]));
    assert_eq!(ids(&plan(&mut shell, "")), before, "nothing was kept");
    plan(&mut shell, "--keep");
    let kept = plan(&mut shell, &format!("--refuse {} --keep", before[0]));
    assert_eq!(kept["changed"]["gone"][0]["play"], before[0].as_str());
    assert_eq!(ids(&plan(&mut shell, "")), tried);
    let freed = plan(&mut shell, &format!("--free {}", before[0]));
    assert_eq!(ids(&freed), before);
    let pinned = plan(&mut shell, "--pin vision-unasked");
    assert!(
        ids(&pinned)
            .iter()
            .any(|id| id == "vision-unasked-strategy")
    );
}

#[test]
fn a_play_that_is_taken_runs_and_is_planned_no_more() {
    let mut shell = demo();
    let first = ids(&plan(&mut shell, "")).swap_remove(0);
    let taken = plan(&mut shell, &format!("--take {first} --as action"));
    let running = taken["running"].as_array().unwrap();
    assert!(
        running
            .iter()
            .any(|it| it["play"] == first.as_str() && it["kind"] == "action")
    );
    assert!(!ids(&taken).contains(&first));
    let second = ids(&taken).swap_remove(0);
    let taken = plan(&mut shell, &format!("--take {second}"));
    let running = taken["running"].as_array().unwrap();
    assert!(
        running
            .iter()
            .any(|it| it["play"] == second.as_str() && it["kind"] == "experiment")
    );
    shell.done("export record.jsonl");
    assert!(shell.read("record.jsonl").contains(&second));
}

#[test]
fn a_plan_for_people_says_what_when_and_why() {
    let mut shell = demo();
    let told = shell.done("plan");
    for text in [
        "5 hours a week for 13 weeks from ",
        "\nNow\n",
        "Chosen because it serves ",
        "First step: ",
        "How far this goes",
        "Hours week by week: ",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
}

#[test]
fn what_cannot_be_planned_is_said() {
    let mut shell = demo();
    shell.forget();
    for typed in [
        "plan --hours 0",
        "plan --weeks 60",
        "plan --setting home",
        "plan --pin nothing-like-it",
        "plan --pin portfolio-inventory --refuse portfolio-inventory",
    ] {
        shell.run(typed);
    }
    insta::assert_snapshot!(shell.story());
}
