//! Opportunities from the command line: written down with a posting, read, moved on, weighed, compared, taken away.

use serde_json::Value;

use crate::shell::Shell;

fn json(shell: &mut Shell, typed: &str) -> Value {
    serde_json::from_str(&shell.done(typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

fn refused(shell: &mut Shell, typed: &str) -> String {
    let output = shell.command(typed).output().expect("it runs");
    assert!(!output.status.success(), "{typed}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_role_is_considered_from_its_posting_to_the_table() {
    let mut shell = Shell::new();
    shell.done("role add --title 'Senior Product Manager' --from 2022 --rung senior");
    shell.write(
        "posting.txt",
        "- Own the P&L of ticketing\n- Mentor product managers\n- Keep bees\n",
    );
    let says = shell.done(
        "opportunity add 'Principal Product Manager' --at 'Fjord Rail' --posting posting.txt --on 2026-01-05",
    );
    assert!(says.contains("Its posting names 4 things"), "{says}");
    shell.done("opportunity add 'Head of Pricing' --inside");
    assert!(refused(&mut shell, "opportunity add ' '").contains("what the role is called"));

    let shown = shell.done("opportunity show fjord");
    assert!(shown.contains("‘P&L’: Own the P&L of ticketing"), "{shown}");
    shell.done("opportunity correct fjord 3 product-sense");
    let said = json(
        &mut shell,
        "opportunity correct fjord 1 business --not --json",
    );
    assert_eq!(
        (&said["what"], &said["asks"]),
        (&"skill.business".into(), &false.into())
    );
    assert!(refused(&mut shell, "opportunity correct fjord 9 vision").contains("3 lines"));
    let shown = json(&mut shell, "opportunity show fjord --json");
    let asks: Vec<&str> = shown["asks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["what"].as_str())
        .collect();
    assert!(asks.contains(&"skill.product-sense"), "{asks:?}");
    assert!(!asks.contains(&"skill.business"), "{asks:?}");
    assert_eq!(shown["rung"], "principal");

    assert!(refused(&mut shell, "opportunity stage fjord hired").contains("interviewing"));
    shell.done(
        "opportunity stage fjord offer --on 2026-02-01 --terms 'Four days' --answer-by 2026-02-10 --next 'Ask about the team' --by 2026-02-05",
    );
    let all = json(&mut shell, "opportunity list --json");
    assert_eq!(all[0]["stage"], "offer");
    assert_eq!(all[0]["offer"]["answer_by"], "2026-02-10");
    let today = shell.done("today --all");
    assert!(today.contains("Ask about the team"), "{today}");

    shell.done("opportunity weigh fjord 'Small teams' 5 --matters most --says 'Seven people'");
    shell.done("opportunity weigh pricing small 2");
    shell.done("opportunity weigh fjord Pay 2 --matters little");
    shell.done("opportunity weigh pricing pay 4");
    assert!(refused(&mut shell, "opportunity weigh pricing pay 6").contains("5 what I want"));
    let two = json(&mut shell, "opportunity compare fjord pricing --json");
    assert_eq!(two["points"]["one"], 9);
    assert_eq!(two["points"]["other"], 2);
    assert_eq!(two["lines"][0]["speaks_for"], "one");
    let said = shell.done("opportunity compare fjord pricing");
    assert!(said.contains("It hangs on ‘Small teams’"), "{said}");
    assert!(refused(&mut shell, "opportunity compare fjord fjord").contains("name two"));

    let forgot = shell.done("opportunity forget pay");
    assert!(
        forgot.contains("‘Pay’ is not compared any more"),
        "{forgot}"
    );
    let two = json(&mut shell, "opportunity compare fjord pricing --json");
    assert_eq!(two["points"]["other"], 0);
    let moved = json(&mut shell, "opportunity stage pricing lost --json");
    assert_eq!(moved["stage"], "lost");
    let accepted = shell.done("opportunity stage fjord accepted");
    assert!(accepted.contains("`windward role add`"), "{accepted}");

    shell.done("opportunity export history.csv");
    let table = shell.read("history.csv");
    assert!(
        table.contains("Principal Product Manager,Fjord Rail,outside"),
        "{table}"
    );
    assert!(!table.contains("Keep bees"));
}
