//! Importing again, next year and after changes on either side, and taking an import back.

use jiff::Timestamp;
use windward_core::{
    id::{ActId, EntryId, ItemId, NewIds},
    record::{Audience, Author, Change, Content, Entry, Item, Placement, Role},
};
use windward_formats::{Choice, Choices, describe, read, read_text, undo, undoing};

use crate::files::{Desk, export, fixture, packed, plan_text, positions};

pub(crate) const PM: &str = "Acme,Product Manager,Ran it,Nov 2019,";
const LEAD: &str = "Brook,Lead PM,,Jan 2015,Oct 2019";

impl Desk {
    /// A revision or an addition by hand; gives its act.
    pub(crate) fn put(&mut self, role: Role, revises: Option<&str>) -> ActId {
        let of = revises.map(|title| self.role(title));
        let act = self.ids.act();
        let entry = Entry {
            entry_id: self.ids.entry(),
            act,
            revises: of.as_ref().map(|it| it.2),
            recorded_at: Timestamp::UNIX_EPOCH,
            author: Author::Owner,
            audience: Audience::Owner,
            change: Change::Put(Box::new(Item {
                id: of.map_or_else(|| self.ids.item(), |it| it.0),
                content: role.into(),
            })),
            unknown: serde_json::Map::new(),
        };
        self.append(vec![entry]);
        act
    }

    fn role(&self, title: &str) -> (ItemId, Role, EntryId) {
        let mut of = self.record.all::<Role>().filter(|it| it.it.title == title);
        let of = of.next().unwrap_or_else(|| panic!("no role ‘{title}’"));
        (of.id, of.it.clone(), of.revision.entry_id)
    }

    pub(crate) fn edit(&mut self, title: &str, edit: impl Fn(&mut Role)) {
        let mut role = self.role(title).1;
        edit(&mut role);
        self.put(role, Some(title));
    }

    fn remove(&mut self, title: &str) {
        let (id, _, revises) = self.role(title);
        self.withdraw(id, revises);
    }

    pub(crate) fn withdraw(&mut self, id: ItemId, revises: EntryId) {
        let entry = Entry {
            entry_id: self.ids.entry(),
            act: self.ids.act(),
            revises: Some(revises),
            recorded_at: Timestamp::UNIX_EPOCH,
            author: Author::Owner,
            audience: Audience::Owner,
            change: Change::Withdraw(id),
            unknown: serde_json::Map::new(),
        };
        self.append(vec![entry]);
    }

    pub(crate) fn undo(&mut self, act: ActId) -> windward_formats::Undo {
        let undo = undo(&self.record, act, &mut self.ids, Timestamp::UNIX_EPOCH);
        self.append(undo.entries.clone());
        undo
    }

    fn roles(&self) -> Vec<String> {
        self.record
            .all::<Role>()
            .map(|it| describe(&it.it.clone().into()))
            .collect()
    }

    fn preview(&self, rows: &[&str]) -> Vec<String> {
        plan_text(&self.plan(positions(rows)))
    }

    fn choose(&mut self, rows: &[&str], choice: Choice) {
        self.import(positions(rows), &Choices::from([(0, choice)]));
    }
}

#[test]
fn the_same_archive_twice_changes_nothing() {
    let mut desk = Desk::default();
    let incoming = read("x.zip", &packed(&export(true, &[]))).unwrap();
    let (plan, _) = desk.import(incoming.clone(), &Choices::new());
    assert_eq!((plan.counts().added, plan.counts().skipped), (22, 3));
    let (again, _) = desk.import(incoming.clone(), &Choices::new());
    assert!(again.is_settled());
    assert_eq!((again.counts().same, again.counts().skipped), (22, 3));
    assert_eq!(desk.record.seq(), 22);
    // Nor does its table alone, saved as a spreadsheet would.
    let crlf = String::from_utf8(fixture("linkedin/full/Positions.csv"))
        .unwrap()
        .replace('\n', "\r\n");
    let alone = desk.plan(read("Positions.csv", crlf.as_bytes()).unwrap());
    let same = plan_text(&alone)
        .iter()
        .filter(|it| it.ends_with(": same"))
        .count();
    assert_eq!((same, alone.is_settled()), (8, true));
}

#[test]
fn an_end_filled_in_later_changes_the_role_that_is_there() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM, LEAD]);
    desk.edit("Product Manager", |role| {
        role.placement = Placement::Outside;
    });
    let ended = ["Acme,Product Manager,Ran it,Nov 2019,Mar 2024", LEAD];
    assert_eq!(
        desk.preview(&ended),
        [
            "Product Manager, Acme, 2019-11 to 2024-03: changed until ‘ongoing’ → ‘2024-03’",
            "Lead PM, Brook, 2015-01 to 2019-10: same"
        ]
    );
    desk.import_csv(&ended);
    assert_eq!(desk.role("Product Manager").1.placement, Placement::Outside);
    assert!(desk.plan(positions(&ended)).is_settled());
}

#[test]
fn what_was_changed_here_stays() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM]);
    desk.edit("Product Manager", |role| {
        role.note = Some("Ran it well".to_owned());
    });
    assert_eq!(
        desk.preview(&[PM]),
        ["Product Manager, Acme, 2019-11 to now: kept yours note ‘Ran it well’ → ‘Ran it’"]
    );
    desk.import_csv(&[PM]);
    assert_eq!(
        desk.role("Product Manager").1.note.as_deref(),
        Some("Ran it well")
    );
}

#[test]
fn what_was_changed_on_both_sides_is_asked_and_the_answer_is_kept() {
    let changed = ["Acme,Product Manager,Ran it for years,Nov 2019,2024"];
    let start = || {
        let mut desk = Desk::default();
        desk.import_csv(&[PM]);
        desk.edit("Product Manager", |role| {
            role.note = Some("Ran it well".to_owned());
        });
        desk
    };
    let mut desk = start();
    let asked = "Product Manager, Acme, 2019-11 to 2024: asked note ‘Ran it well’ → ‘Ran it for years’; also until ‘ongoing’ → ‘2024’";
    assert_eq!(desk.preview(&changed), [asked]);
    // Without an answer nothing is written, and it is asked again.
    let seq = desk.record.seq();
    desk.import_csv(&changed);
    assert_eq!(desk.record.seq(), seq);
    assert_eq!(desk.preview(&changed), [asked]);

    desk.choose(&changed, Choice::Mine);
    let role = desk.role("Product Manager").1;
    assert_eq!(
        (role.note.as_deref(), role.to.to_string().as_str()),
        (Some("Ran it well"), "2024")
    );
    assert!(desk.plan(positions(&changed)).is_settled());

    let mut desk = start();
    desk.choose(&changed, Choice::File);
    assert_eq!(
        desk.role("Product Manager").1.note.as_deref(),
        Some("Ran it for years")
    );
    assert!(desk.plan(positions(&changed)).is_settled());
}

#[test]
fn a_change_declined_once_is_not_offered_again() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM]);
    let ended = ["Acme,Product Manager,Ran it,Nov 2019,2024"];
    desk.choose(&ended, Choice::Mine);
    assert_eq!(desk.role("Product Manager").1.to.to_string(), "ongoing");
    assert!(desk.plan(positions(&ended)).is_settled());
    // Until the file changes again, and then both have.
    assert!(
        desk.preview(&["Acme,Product Manager,Ran it,Nov 2019,2025"])[0].contains("asked until")
    );
}

#[test]
fn a_title_or_a_date_put_right_at_the_source_is_no_second_role() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM, LEAD]);
    for (row, wanted) in [
        (
            "Acme,Group Product Manager,Ran it,Nov 2019,",
            "changed title ‘Product Manager’ → ‘Group Product Manager’",
        ),
        (
            "Acme,Product Manager,Ran it,Mar 2020,",
            "changed from ‘2019-11’ → ‘2020-03’",
        ),
        (
            "Acme Group,Product Manager,Ran it,Nov 2019,",
            "changed organisation ‘Acme’ → ‘Acme Group’",
        ),
        // Two of the three, but years later: another spell.
        ("Acme,Product Manager,Ran it,Nov 2023,", "added"),
    ] {
        let preview = desk.preview(&[row, LEAD]);
        assert!(preview[0].ends_with(wanted), "{preview:?}");
    }
    // While the old row is in the file, the new one is a new role.
    assert!(desk.preview(&["Acme,Group Product Manager,,Nov 2019,", PM])[0].ends_with("added"));
    let renamed = ["Acme,Group Product Manager,Ran it,Nov 2019,", LEAD];
    desk.import_csv(&renamed);
    assert_eq!(desk.roles().len(), 2);
    assert!(desk.plan(positions(&renamed)).is_settled());
}

#[test]
fn two_spells_in_the_same_job_stay_two() {
    let rows = ["Acme,PM,,Jan 2021,", "Acme,PM,,Jan 2015,Dec 2017"];
    let mut desk = Desk::default();
    desk.import_csv(&rows);
    assert_eq!(desk.roles().len(), 2);
    assert!(desk.plan(positions(&[rows[1], rows[0]])).is_settled());
}

#[test]
fn removed_by_hand_stays_away_and_undone_comes_back() {
    let mut desk = Desk::default();
    let (_, act) = desk.import_csv(&[PM, LEAD]);
    desk.remove("Lead PM");
    assert_eq!(
        desk.preview(&[PM, LEAD]),
        [
            "Product Manager, Acme, 2019-11 to now: same",
            "Lead PM, Brook, 2015-01 to 2019-10: removed by hand"
        ]
    );
    let undone = desk.undo(act);
    assert_eq!((undone.withdrawn.len(), undone.kept.len()), (1, 0));
    assert_eq!(desk.roles(), [""; 0]);
    assert_eq!(
        desk.preview(&[PM, LEAD]),
        [
            "Product Manager, Acme, 2019-11 to now: added again",
            "Lead PM, Brook, 2015-01 to 2019-10: removed by hand"
        ]
    );
    desk.import(positions(&[PM, LEAD]), &Choices::from([(1, Choice::File)]));
    assert_eq!(desk.roles().len(), 2);
    // The same items as before, with their history.
    assert_eq!(desk.record.threads().count(), 2);
}

#[test]
fn the_only_role_of_an_import_removed_by_hand_stays_away() {
    // The hand's act withdraws everything that the import still owned, and is no undo all the same.
    let mut desk = Desk::default();
    desk.import_csv(&[PM]);
    desk.remove("Product Manager");
    assert!(desk.preview(&[PM])[0].ends_with("removed by hand"));
    assert!(desk.plan(positions(&[PM])).is_settled());
}

#[test]
fn undo_leaves_what_was_edited_since_and_takes_what_was_only_confirmed() {
    let mut desk = Desk::default();
    let (_, act) = desk.import_csv(&[PM, LEAD]);
    desk.edit("Product Manager", |role| {
        role.placement = Placement::Outside;
    });
    desk.edit("Lead PM", |role| role.scope.team = Some("9".to_owned()));
    let undone = desk.undo(act);
    assert_eq!(
        (undone.act, undone.withdrawn.len(), undone.kept.len()),
        (undoing(act), 1, 1)
    );
    assert_eq!(desk.roles(), ["Lead PM, Brook, 2015-01 to 2019-10"]);
    // What was confirmed is still confirmed when it comes back.
    desk.import_csv(&[PM, LEAD]);
    assert_eq!(desk.role("Product Manager").1.placement, Placement::Outside);
    assert!(desk.undo(act).entries.is_empty());
}

#[test]
fn undo_of_a_change_brings_the_former_values_back() {
    let mut desk = Desk::default();
    let (_, first) = desk.import_csv(&[PM]);
    let ended = ["Acme,Product Manager,Ran it,Nov 2019,2024"];
    let (_, second) = desk.import_csv(&ended);
    // The second import owns the role now.
    assert_eq!(
        undo(
            &desk.record,
            first,
            &mut desk.ids.clone(),
            Timestamp::UNIX_EPOCH
        )
        .kept
        .len(),
        1
    );
    let undone = desk.undo(second);
    assert_eq!((undone.restored.len(), undone.withdrawn.len()), (1, 0));
    assert_eq!(desk.roles(), ["Product Manager, Acme, 2019-11 to now"]);
    assert!(desk.preview(&ended)[0].contains("changed until"));
    assert_eq!(desk.undo(first).withdrawn.len(), 1);
    assert!(desk.preview(&ended)[0].ends_with("added again"));
}

#[test]
fn undo_can_be_undone() {
    let mut desk = Desk::default();
    let (_, act) = desk.import_csv(&[PM]);
    let undone = desk.undo(act);
    desk.undo(undone.act);
    assert_eq!(desk.roles(), ["Product Manager, Acme, 2019-11 to now"]);
    assert!(desk.plan(positions(&[PM])).is_settled());
}

pub(crate) fn by_hand(title: &str, organisation: Option<&str>, from: &str) -> Role {
    Role {
        title: title.to_owned(),
        organisation: organisation.map(str::to_owned),
        from: Some(from.parse().unwrap()),
        ..Role::default()
    }
}

#[test]
fn a_role_by_hand_is_filled_in_and_not_doubled() {
    let mut desk = Desk::default();
    desk.put(by_hand("product manager", None, "2019"), None);
    assert_eq!(
        desk.preview(&[PM]),
        [
            "Product Manager, Acme, 2019-11 to now: changed from ‘2019’ → ‘2019-11’, note ‘’ → ‘Ran it’, organisation ‘’ → ‘Acme’"
        ]
    );
    desk.import_csv(&[PM]);
    assert_eq!(desk.roles(), ["product manager, Acme, 2019-11 to now"]);
    assert!(desk.plan(positions(&[PM])).is_settled());
}

#[test]
fn a_role_by_hand_that_contradicts_is_asked_and_may_stand_beside() {
    let mut desk = Desk::default();
    desk.put(by_hand("Product Manager", Some("Acme"), "2020-02"), None);
    assert_eq!(
        desk.preview(&[PM]),
        [
            "Product Manager, Acme, 2019-11 to now: asked from ‘2020-02’ → ‘2019-11’; also note ‘’ → ‘Ran it’"
        ]
    );
    desk.choose(&[PM], Choice::Both);
    assert_eq!(desk.roles().len(), 2);
    assert!(desk.plan(positions(&[PM])).is_settled());
}

#[test]
fn a_role_from_another_source_is_not_doubled() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM]);
    let pasted = || read_text("Product Manager, Acme, 2019 to 2023").unwrap();
    let plan = desk.plan(pasted());
    assert!(plan.is_settled());
    assert_eq!(
        plan_text(&plan),
        [
            "Product Manager, Acme, 2019 to 2023: already from linkedin from ‘2019-11’ → ‘2019’, until ‘ongoing’ → ‘2023’"
        ]
    );
    // The other way round the export knows more, and fills it in; after that neither has anything to say.
    let mut desk = Desk::default();
    desk.import(pasted(), &Choices::new());
    desk.import_csv(&[PM]);
    assert_eq!(desk.roles(), ["Product Manager, Acme, 2019-11 to 2023"]);
    assert!(desk.plan(pasted()).is_settled());
    assert!(desk.plan(positions(&[PM])).is_settled());
}

#[test]
fn the_name_fills_an_empty_profile_and_never_replaces_one() {
    use windward_core::record::Profile;
    let profile = || read("Profile.csv", &fixture("linkedin/full/Profile.csv")).unwrap();
    let mut desk = Desk::default();
    let (_, act) = desk.import(profile(), &Choices::new());
    let name = |desk: &Desk| desk.record.profile().and_then(|it| it.it.name.clone());
    assert_eq!(name(&desk).as_deref(), Some("Noor Hallgrim"));
    assert_eq!(plan_text(&desk.plan(profile())), ["Noor Hallgrim: same"]);
    desk.undo(act);
    assert_eq!(name(&desk), None);

    let mut desk = Desk::default();
    for (named, wanted) in [
        (None, "Noor Hallgrim: changed name ‘’ → ‘Noor Hallgrim’"),
        (
            Some("Captain"),
            "Noor Hallgrim: kept yours name ‘Captain’ → ‘Noor Hallgrim’",
        ),
    ] {
        let content = Content::from(Profile {
            name: named.map(str::to_owned),
            time_zone: Some("Europe/Oslo".to_owned()),
            ..Profile::default()
        });
        let id = desk
            .record
            .profile()
            .map_or_else(|| desk.ids.item(), |it| it.id);
        let entry = Entry {
            entry_id: desk.ids.entry(),
            act: desk.ids.act(),
            revises: None,
            recorded_at: Timestamp::UNIX_EPOCH,
            author: Author::Owner,
            audience: Audience::Owner,
            change: Change::Put(Box::new(Item { id, content })),
            unknown: serde_json::Map::new(),
        };
        desk.append(vec![entry]);
        assert_eq!(plan_text(&desk.plan(profile())), [wanted]);
        desk.import(profile(), &Choices::new());
        let profile = desk.record.profile().unwrap();
        assert_eq!(profile.it.time_zone.as_deref(), Some("Europe/Oslo"));
        assert!(profile.it.unknown.is_empty());
    }
}

#[test]
fn dates_ahead_are_kept_and_said() {
    let desk = Desk::default();
    let plan = desk.plan(positions(&["Acme,PM,,Jan 2030,"]));
    insta::assert_snapshot!(plan.notices[0].text, @"‘PM, Acme, 2030-01 to now’ has a date that is still to come; it is kept as it stands.");
}

#[test]
fn a_line_can_be_left_out() {
    let mut desk = Desk::default();
    desk.import(positions(&[PM, LEAD]), &Choices::from([(0, Choice::Leave)]));
    assert_eq!(desk.roles(), ["Lead PM, Brook, 2015-01 to 2019-10"]);
    assert!(desk.preview(&[PM, LEAD])[0].ends_with("added"));
    for choice in Choice::ALL {
        assert_eq!(Choice::of_word(choice.word()), Some(choice));
    }
}

#[test]
fn what_is_no_longer_in_the_file_stays_and_is_said() {
    let mut desk = Desk::default();
    desk.import_csv(&[PM, LEAD]);
    let plan = desk.plan(positions(&[PM]));
    assert!(plan.is_settled());
    assert_eq!(
        plan.notices[0].text,
        "‘Lead PM, Brook, 2015-01 to 2019-10’ came with an earlier import and is no longer in the file; it stays here as it is."
    );
    assert_eq!(desk.roles().len(), 2);
}

#[test]
fn where_it_could_be_either_nothing_is_made_one() {
    let rows = ["Acme,PM,,Jan 2020,Feb 2020", "Acme,PM,,May 2020,"];
    let mut desk = Desk::default();
    desk.put(by_hand("PM", Some("Acme"), "2020"), None);
    let counts = desk.plan(positions(&rows)).counts();
    assert_eq!((counts.added, counts.rows()), (2, 2));
    // Nor where one row could be either of two items.
    let mut desk = Desk::default();
    desk.put(by_hand("PM", Some("Acme"), "2020-01"), None);
    desk.put(by_hand("PM", Some("Acme"), "2020-05"), None);
    let counts = desk.plan(positions(&["Acme,PM,,2020,"])).counts();
    assert_eq!((counts.added, counts.rows()), (1, 1));
}
