//! What was done is told to programs as to people: `--json` on commands that write.

use serde_json::{Value, json};

use crate::{career::career, shell::Shell};

/// What a command tells programs.
fn told(shell: &mut Shell, typed: &str) -> Value {
    let typed = format!("{typed} --json");
    serde_json::from_str(&shell.done(&typed)).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

fn id(told: &Value) -> &str {
    told["item"]
        .as_str()
        .unwrap_or_else(|| panic!("no item in {told}"))
}

#[test]
fn of_talks_promises_agreements_and_allies() {
    let mut shell = career();
    let with = told(&mut shell, "talk with 'Ines Duarte' --relation manager");
    assert_eq!(with["relation"], "manager");
    let again = told(&mut shell, "talk with 'Ines Duarte' --every 3");
    assert_eq!(id(&with), id(&again), "the same name changes it");
    let list = told(&mut shell, "talk list");
    assert_eq!(list[0]["item"], with["item"]);
    let line = told(&mut shell, "talk add The budget");
    assert_eq!(
        (&line["line"], &line["with"]),
        (&json!("The budget"), &Value::Null)
    );
    assert_eq!(
        told(&mut shell, "talk list")[0]["notes"][0]["item"],
        line["item"]
    );

    let mine = told(
        &mut shell,
        "promise add 'A one-pager' --with 'Ines Duarte' --due 2199",
    );
    assert_eq!(
        (&mine["owner"], &mine["due"]),
        (&json!("mine"), &json!("2199"))
    );
    let broken = told(&mut shell, "promise broken pager --why 'No time'");
    assert_eq!(id(&broken), id(&mine));
    assert_eq!(
        (&broken["state"], &broken["why"]),
        (&json!("broken"), &json!("No time"))
    );
    told(&mut shell, "promise add 'An introduction' --theirs");
    assert_eq!(
        told(&mut shell, "promise kept introduction")["state"],
        "kept"
    );
    told(&mut shell, "promise add 'A lunch'");
    assert_eq!(told(&mut shell, "promise let-go lunch")["state"], "let-go");

    let agreed = told(
        &mut shell,
        "agreement add 'Principal' --term 'Leads two teams' --decider Ada",
    );
    let shown = told(&mut shell, "agreement shown 1 two");
    assert_eq!(
        (id(&shown), &shown["term"]),
        (id(&agreed), &json!("Leads two teams"))
    );
    assert!(shown["shown"].is_string(), "{shown}");
    assert_eq!(
        told(&mut shell, "agreement answer 1 Ada agreed")["answer"],
        "agreed"
    );
    assert_eq!(
        told(&mut shell, "agreement change 1 --term 'Hires one'")["new_version"],
        true
    );
    assert_eq!(
        told(&mut shell, "agreement change 1 --note 'By letter'")["new_version"],
        false
    );
    assert!(told(&mut shell, "agreement end 1")["ended"].is_string());

    let ally = told(
        &mut shell,
        "ally put Ada --knows seen --step 'Show her the plan'",
    );
    assert_eq!(told(&mut shell, "ally list")[0]["item"], ally["item"]);
    let done = told(&mut shell, "ally done Ada");
    assert_eq!(
        (id(&done), &done["done"]),
        (id(&ally), &json!("Show her the plan"))
    );
}

#[test]
fn of_board_people_and_quiet() {
    let mut shell = career();
    let seat = told(&mut shell, "board seat Pricing --who 'Marit Solberg'");
    assert_eq!(seat["new_person"], true);
    let again = told(
        &mut shell,
        "board seat pricing --who 'Marit Solberg' --knows",
    );
    assert_eq!((id(&again), &again["person"]), (id(&seat), &seat["person"]));
    assert_eq!(again["new_person"], false);
    let noticed = told(&mut shell, "board notice 'Agnes Mbeki' --for 'your talk'");
    let asked = told(&mut shell, "board step 'Agnes Mbeki' asked 'Why per seat?'");
    assert_eq!(id(&asked), id(&noticed));
    assert!(asked["touch"].is_string(), "{asked}");
    for (typed, kind) in [
        ("board ask 'Agnes Mbeki' 'Why?'", "question"),
        ("board give 'Agnes Mbeki' 'An article'", "gift"),
        ("board learned 'Agnes Mbeki' 'Fences'", "lesson"),
    ] {
        let kept = told(&mut shell, typed);
        assert_eq!(
            (&kept["kind"], &kept["person"]),
            (&json!(kind), &noticed["person"]),
            "{typed}"
        );
    }
    assert_eq!(told(&mut shell, "board rest pricing")["resting"], true);
    assert_eq!(
        told(&mut shell, "people export all.vcf"),
        json!({ "file": "all.vcf", "people": 2 })
    );
    assert_eq!(
        told(&mut shell, "quiet --over"),
        json!({ "quiet_until": null })
    );
    let soon = jiff::Zoned::now()
        .date()
        .saturating_add(jiff::Span::new().days(30));
    let quiet = told(&mut shell, &format!("quiet --until {soon}"));
    assert_eq!(quiet["quiet_until"], soon.to_string());
    assert_eq!(id(&told(&mut shell, "quiet --over")), id(&quiet));
}

#[test]
fn of_updates() {
    let mut shell = career();
    shell.write(
        "people.csv",
        "Name,Email,Tags\r\nInes Duarte,ines@example.org,stakeholder\r\n",
    );
    shell.done("people import people.csv");
    let draft = told(&mut shell, "update draft --month 2026-01");
    shell.write("note.md", "Hello [name]\n");
    let changed = told(
        &mut shell,
        "update change 1 --tag stakeholder --text note.md --subject January --from me@example.org",
    );
    assert_eq!((id(&changed), &changed["people"]), (id(&draft), &json!(1)));
    assert_eq!(changed["subject"], "January");
    let out = told(&mut shell, "update export 1 note.eml --sent --anyway");
    assert_eq!(
        (&out["file"], &out["noted_as_sent"]),
        (&json!("note.eml"), &json!(true))
    );
    assert!(
        out["doubts"][0].as_str().unwrap().contains("[name]"),
        "{out}"
    );
    assert!(shell.has("note.eml"));
    let again = told(&mut shell, "update export 1 again.txt --as text");
    assert_eq!(again["noted_as_sent"], false);
    let refused = shell.command("update export 1 --json").output().unwrap();
    assert_eq!(
        refused.status.code(),
        Some(2),
        "the note itself goes to standard output"
    );
}

#[test]
fn of_what_is_tried_to_be_done_and_taken_back() {
    let mut shell = career();
    let belief = told(&mut shell, "hypothesis add 'leading would suit me'");
    assert_eq!((id(&belief).len(), &belief["number"]), (36, &json!(1)));
    let overruled = told(&mut shell, "hypothesis overrule 1 holds --reason 'I know'");
    assert_eq!(
        (id(&overruled), &overruled["overruled"]),
        (id(&belief), &json!("holds"))
    );
    let tried = told(&mut shell, "experiment add 'Lead the guild' --hypothesis 1");
    assert_eq!(
        told(&mut shell, "experiment start 1 --to 2199")["to"],
        "2199"
    );
    let pulse = told(&mut shell, "experiment pulse 1 --energy 4");
    assert_eq!(
        told(&mut shell, "experiment pulse 1 --energy 5")["item"],
        pulse["item"]
    );
    let decided = told(&mut shell, "experiment decide 1 keep");
    assert_eq!(
        (id(&decided), &decided["choice"]),
        (id(&tried), &json!("keep"))
    );
    let act = decided["act"].as_str().unwrap();
    let undone = told(&mut shell, &format!("undo {act}"));
    assert_eq!(undone["restored"], 1);
    assert_eq!(told(&mut shell, "undo"), json!([]), "nothing was imported");

    assert_eq!(told(&mut shell, "plateau time 30")["months"], 30);
    assert_eq!(
        told(&mut shell, "plateau settle 2199")["settled_until"],
        "2199"
    );
    assert_eq!(
        told(&mut shell, "plateau settle no-longer")["settled_until"],
        Value::Null
    );
    let ways = told(&mut shell, "plateau");
    let all = ways["ways_out"].as_array().unwrap().iter();
    let mut all = all.flat_map(|way| way["proposals"].as_array().unwrap());
    let key = all.next().unwrap()["key"].as_str().unwrap();
    assert_eq!(told(&mut shell, &format!("plateau take {key}"))["key"], key);

    shell.write("shop.toml", crate::shell::SHOP);
    assert_eq!(
        told(&mut shell, "ladder use shop.toml --dry-run")["written"],
        false
    );

    let to_do = told(&mut shell, "todo add 'Ask Ada'");
    assert!(told(&mut shell, "todo later 'Ask Ada'")["put_off"].is_string());
    let done = told(&mut shell, "todo done 'Ask Ada'");
    assert_eq!(id(&done), id(&to_do));
    assert!(
        done["done"].is_string() && done["dropped"].is_null(),
        "{done}"
    );
    told(&mut shell, "todo add 'Ask Bo'");
    assert!(told(&mut shell, "todo drop Bo")["dropped"].is_string());
    let book = told(&mut shell, "takeaway add 'Fences'");
    assert_eq!(
        id(&told(&mut shell, "takeaway add Fences 'Good ones'")),
        id(&book)
    );
    let rated = told(&mut shell, "rate research 4");
    assert_eq!(rated["proficiency"], 4);
    assert_eq!(id(&told(&mut shell, "rate research 3")), id(&rated));
    let role = told(&mut shell, "role add --title 'Baker' --from 2001 --to 2002");
    assert!(role["reading"].is_object(), "{role}");
    let placed = told(&mut shell, "role place 1 outside");
    assert!(
        placed["item"].is_string()
            && placed["placement"].is_string() | placed["placement"].is_object(),
        "{placed}"
    );
    let confirmed = told(&mut shell, "role confirm");
    assert!(confirmed["placed"].is_array(), "{confirmed}");
    shell.done("log 'Shipped it'");
    let list = told(&mut shell, "evidence list");
    let piece = list.to_string();
    assert!(piece.contains("Shipped it"), "{piece}");
    assert_eq!(
        told(&mut shell, "opportunity export all.csv")["opportunities"],
        0
    );
    assert_eq!(
        told(&mut shell, "backup all.windward")["file"],
        "all.windward"
    );
}
