//! Leaving and being erased, the door of a closed account, the audit log and what is put away: on every store.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use windward_store::{
    AccountRole, Anew, AuditEnd, AuditEnds, AuditFault, AuditRow, By, DOOR_LASTS, Deed, Doer,
    Instance, Journal, Keeping, Kept, LEAVING_LASTS, Law, PersonKey, Place, Post, RecoveryCode,
    Retention, Shows, State, Way,
};

use crate::{
    accounts::{chosen, join, new, open, record, sign_in, typed},
    pen::{Pen, at},
    places::{each_place, servers},
    postgres::sql,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Two people: an administrator and one who is not. The second with an entry, their code and who they are.
async fn two(instance: &Instance) -> (PersonKey, PersonKey, RecoveryCode) {
    join(
        instance,
        "ada",
        "four words of mine",
        AccountRole::Administrator,
    )
    .await;
    let code = join(instance, "kim", "vier worte von mir", AccountRole::Member).await;
    let kim = sign_in(instance, "kim", "vier worte von mir")
        .await
        .unwrap();
    let store = record(instance, &kim.secret).await.unwrap();
    let act = vec![Pen::new(0).put("of Kim alone")];
    store.append(act, None).await.unwrap();
    let ada = instance.account_named("ada").await.unwrap().unwrap();
    (ada.person, kim.person, code.unwrap())
}

async fn words(instance: &Instance) -> Vec<String> {
    let rows = instance.audit_after(0, 100).await.unwrap();
    let words = rows.into_iter().map(|it| it.word);
    // But for what everybody does.
    let common = ["joined", "sign-in"];
    words.filter(|it| !common.contains(&&**it)).collect()
}

async fn sound(instance: &Instance) -> u64 {
    instance.verify_audit(None).await.unwrap().unwrap().rows
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_can_be_taken_back_for_thirty_days_and_then_nobody_is_there() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let (ada, kim, code) = two(&instance).await;
        assert!(instance.is_last_administrator(ada).await.unwrap());
        assert!(!instance.is_last_administrator(kim).await.unwrap());
        let feed = instance.new_feed(kim, Shows::Dates, at(3)).await.unwrap();
        assert!(instance.feed(&feed, at(4)).await.unwrap().is_some());

        let by = Doer::Person(kim);
        assert_eq!(instance.leave(kim, by, at(5)).await.unwrap(), at(5));
        assert_eq!(instance.leave(kim, by, at(9)).await.unwrap(), at(5), "once");
        assert!(instance.feed(&feed, at(6)).await.unwrap().is_none());
        let entry = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert!(record(&instance, &entry.secret).await.is_some(), "still in");
        instance.stay(kim, by, at(7)).await.unwrap();
        instance.stay(kim, by, at(8)).await.unwrap();
        assert!(instance.feed(&feed, at(8)).await.unwrap().is_some());
        let keeping = Keeping::default();
        let late = at(5) + LEAVING_LASTS + DAY;
        let pass = instance.keep(&keeping, 1, late).await.unwrap();
        assert_eq!(pass.erased, 0, "they stayed");

        instance.leave(kim, by, at(10)).await.unwrap();
        let over = at(10) + LEAVING_LASTS;
        let pass = instance.keep(&keeping, 1, over - DAY).await.unwrap();
        assert_eq!(pass.erased, 0);
        let number = instance
            .journal()
            .person(kim)
            .await
            .unwrap()
            .unwrap()
            .pseudonym;
        let named = instance.named(vec![number, 4711]).await.unwrap();
        assert_eq!(named, [(number, "kim".to_owned())]);
        let pass = instance.keep(&keeping, 1, over).await.unwrap();
        assert_eq!((pass.elsewhere, pass.erased), (false, 1));
        assert!(instance.journal().person(kim).await.unwrap().is_none());
        assert!(instance.journal().slots(kim).await.unwrap().is_empty());
        assert!(instance.account_named("kim").await.unwrap().is_none());
        assert!(instance.feed(&feed, over).await.unwrap().is_none());
        assert!(record(&instance, &entry.secret).await.is_none());
        assert!(
            instance
                .open_closed("kim", &code, over)
                .await
                .unwrap()
                .is_none()
        );

        let named = instance.named(vec![number]).await.unwrap();
        assert!(named.is_empty(), "and is nobody's");
        // What was done is there, about a number that is nobody's.
        let rows = instance.audit_before(None, 9).await.unwrap();
        let (row, all) = (&rows[0], words(&instance).await);
        assert_eq!(all, ["leaving", "stayed", "leaving", "erased"]);
        assert_eq!((row.deed(), row.about), (Some(Deed::Erased), Some(number)));
        assert!(instance.audit_about(kim, 9).await.unwrap().is_empty());
        let rows = instance.audit_after(0, 100).await.unwrap();
        assert_eq!(sound(&instance).await, rows.len() as u64);

        // The name is anybody's again.
        join(&instance, "kim", "ganz andere worte", AccountRole::Member).await;
        let next = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert_ne!(next.person, kim);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_go_before_rows_so_that_what_breaks_off_opens_for_nobody() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let (_, kim, code) = two(&instance).await;
        instance.journal().drop_keys(kim).await.unwrap();
        // As if the power failed here: rows are there, and no key to them.
        assert!(instance.journal().load(kim).await.unwrap().rows.len() == 1);
        assert!(instance.journal().slots(kim).await.unwrap().is_empty());
        let entry = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert!(!entry.open);
        instance.disable(kim, at(20)).await.unwrap();
        assert!(
            instance
                .open_closed("kim", &code, at(21))
                .await
                .unwrap()
                .is_none()
        );
        // Done again, it is done to its end.
        instance
            .erase_person(kim, Doer::Machine, at(30))
            .await
            .unwrap();
        instance
            .erase_person(kim, Doer::Machine, at(31))
            .await
            .unwrap();
        assert!(instance.journal().person(kim).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_of_a_closed_account_opens_by_the_code_for_thirty_days() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let (_, kim, code) = two(&instance).await;
        let opened = async |name: &str, code: &RecoveryCode, now| {
            instance.open_closed(name, code, now).await.unwrap()
        };
        assert!(opened("kim", &code, at(5)).await.is_none(), "it is open");
        instance.disable(kim, at(10)).await.unwrap();
        let wrong = RecoveryCode::random().unwrap();
        for (name, code) in [
            ("kim", &wrong),
            ("nobody", &code),
            ("ada", &code),
            ("", &code),
        ] {
            assert!(opened(name, code, at(11)).await.is_none(), "{name}");
        }
        let last = at(10) + DOOR_LASTS - SignedDuration::from_millis(1);
        for now in [at(11), last] {
            let store = opened(" KIM", &code, now).await.unwrap();
            assert_eq!(store.load().await.unwrap().entries.len(), 1);
        }
        assert!(opened("kim", &code, at(10) + DOOR_LASTS).await.is_none());
        assert!(
            sign_in(&instance, "kim", "vier worte von mir")
                .await
                .is_none()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_every_key_begins_anew_under_the_same_name() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let (_, kim, old_code) = two(&instance).await;
        let reset = instance.new_reset(kim, at(5)).await.unwrap();
        let set = instance.reset_password(&reset, chosen("ganz andere worte"), at(6));
        assert!(set.await.unwrap());
        let entry = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert!(!entry.open);
        let session = || new(at(8), Way::Password);
        let wrong = Anew::Password(typed("vier worte von mir"));
        let refused = instance.begin_anew(kim, wrong, session()).await.unwrap();
        assert!(refused.is_none(), "not by another password");
        assert_eq!(instance.journal().load(kim).await.unwrap().rows.len(), 1);

        let before = instance.journal().head(kim).await.unwrap();
        let right = Anew::Password(typed("ganz andere worte"));
        let begun = instance.begin_anew(kim, right, session()).await.unwrap();
        let (begun, code) = begun.unwrap();
        let after = instance.journal().head(kim).await.unwrap();
        assert!(begun.open && after.seq == 0 && after.rewrites > before.rewrites);
        assert!(record(&instance, &entry.secret).await.is_none(), "it ended");
        let store = record(&instance, &begun.secret).await.unwrap();
        assert!(store.load().await.unwrap().entries.is_empty());
        assert!(store.opens_with(&code).await.unwrap());
        assert!(!store.opens_with(&old_code).await.unwrap());
        store
            .append(vec![Pen::new(50).put("anew")], None)
            .await
            .unwrap();
        let entry = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert!(entry.open && entry.person == kim);
        assert_eq!(words(&instance).await, ["begun-anew"]);

        let other = Anew::Passphrase(chosen("a phrase to open it by"));
        let begun = instance.begin_anew(kim, other, session()).await.unwrap();
        assert!(begun.unwrap().0.open);
        let keys = instance.keys_of(kim).await.unwrap();
        assert!(keys.passphrase.is_some() && keys.password.is_none());
    })
    .await;
}

/// A statement, and the fault that it makes after so many rows.
type Tampering = (&'static str, fn(u64) -> AuditFault);

/// What somebody with the database may try, and the row that shows it: rows are counted from the first of five.
const TAMPERING: [Tampering; 7] = [
    ("UPDATE audit SET act = 'closed' WHERE seq = $3", |it| {
        AuditFault::Changed(it + 3)
    }),
    (
        "UPDATE audit SET done_at = done_at + 1 WHERE seq = $2",
        |it| AuditFault::Changed(it + 2),
    ),
    ("UPDATE audit SET actor = 'machine' WHERE seq = $1", |it| {
        AuditFault::Changed(it + 1)
    }),
    ("UPDATE audit SET subject = NULL WHERE seq = $4", |it| {
        AuditFault::Changed(it + 4)
    }),
    ("DELETE FROM audit WHERE seq = $2", |it| {
        AuditFault::Missing(it + 2)
    }),
    ("DELETE FROM audit WHERE seq = $5", |it| AuditFault::Ends {
        there: it + 4,
        noted: it + 5,
    }),
    (
        "UPDATE audit SET seq = 99 WHERE seq = $2; UPDATE audit SET seq = $2 WHERE seq = $3; UPDATE audit SET seq = $3 WHERE seq = 99",
        |it| AuditFault::Changed(it + 2),
    ),
];

/// Five rows; then each of what may be tried, and put right again.
async fn tampered(instance: &Instance, run: impl Fn(&str)) {
    let (ada, kim, _) = two(instance).await;
    let before = sound(instance).await;
    for (number, deed) in [
        Deed::SignedIn,
        Deed::Closed,
        Deed::Opened,
        Deed::SecondRemoved,
        Deed::Exported,
    ]
    .into_iter()
    .enumerate()
    {
        let at = at(i64::try_from(number).unwrap());
        let noted = instance.note(deed, Doer::Person(ada), Some(kim), at);
        noted.await.unwrap();
    }
    let sound = instance.verify_audit(None).await.unwrap().unwrap();
    let last = before + 5;
    assert_eq!((sound.rows, sound.last.seq), (last, last));
    for (statement, fault) in TAMPERING {
        let numbered = (1..=5).fold(statement.to_owned(), |text, row| {
            text.replace(&format!("${row}"), &(before + row).to_string())
        });
        run("CREATE TABLE kept AS SELECT * FROM audit");
        run(&numbered);
        let found = instance.verify_audit(None).await.unwrap();
        assert_eq!(found, Err(fault(before)), "{statement}");
        run("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
    }
    let expected = instance.verify_audit(Some(sound.last)).await.unwrap();
    assert!(expected.is_ok());
    // Written anew from the start, it holds together, and is not what was noted.
    let other = AuditEnd {
        hash: [7; 32],
        ..sound.last
    };
    let found = instance.verify_audit(Some(other)).await.unwrap();
    assert_eq!(found, Err(AuditFault::NotAsNoted(last)));
    let later = AuditEnd {
        seq: last + 1,
        ..sound.last
    };
    let found = instance.verify_audit(Some(later)).await.unwrap();
    let cut = AuditFault::Ends {
        there: last,
        noted: last + 1,
    };
    assert_eq!(found, Err(cut));
    begun_anew(instance, sound.last, run).await;
}

/// Writes a log that holds together in the place of this one, with a beginning of its own.
async fn begun_anew(instance: &Instance, noted: AuditEnd, run: impl Fn(&str)) {
    let begun = AuditEnd {
        hash: [9; 32],
        ..noted
    };
    let mut row = AuditRow {
        seq: noted.seq + 1,
        id: 5,
        at: at(9),
        word: "sign-in".to_owned(),
        by: By::Server,
        about: None,
        hash: [0; 32],
    };
    row.hash = row.hash_after(instance.tenant(), &begun.hash);
    let ends = AuditEnds {
        begun,
        last: AuditEnd {
            seq: row.seq,
            hash: row.hash,
        },
    };
    run("CREATE TABLE kept AS SELECT * FROM audit; DELETE FROM audit");
    let put = instance
        .journal()
        .put_audit(instance.tenant(), vec![row], ends);
    put.await.unwrap();
    let verify = async |expected| instance.verify_audit(expected).await.unwrap();
    assert_eq!(verify(None).await.map(|it| it.rows), Ok(1));
    let found = verify(Some(noted)).await;
    assert_eq!(found, Err(AuditFault::NotAsNoted(noted.seq)));
    let earlier = AuditEnd {
        seq: noted.seq - 1,
        ..noted
    };
    let away = AuditFault::PutAway {
        noted: earlier.seq,
        begun: noted.seq,
    };
    assert_eq!(verify(Some(earlier)).await, Err(away));
    // What stands before the beginning is printed, so that it may not pass for checked.
    for seq in [noted.seq, 1] {
        run(&format!(
            "DELETE FROM audit WHERE seq <= {}; INSERT INTO audit SELECT * FROM kept WHERE seq = {seq}",
            noted.seq
        ));
        assert_eq!(verify(None).await, Err(AuditFault::Before(seq)));
    }
    run("DROP TABLE kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_changed_taken_out_or_swapped_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let instance = open(&data, &Place::File);
    let database = data.join("windward.db");
    let run = |statement: &str| {
        let connection = Connection::open(&database).unwrap();
        connection.execute_batch(statement).unwrap();
    };
    tampered(&instance, run).await;
    for (_, url) in servers() {
        let dir = tempfile::tempdir().unwrap();
        let instance = open(&dir.path().join("data"), &url.parse().unwrap());
        let direct = url.replace("?prepared=off", "");
        let run = |statement: &str| drop(sql(&direct, &format!("{statement};")));
        tampered(&instance, run).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_servers_write_one_chain() {
    for (_, url) in servers() {
        let place: Place = url.parse().unwrap();
        let (one, two_dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = open(&one.path().join("data"), &place);
        let second = open(&two_dir.path().join("data"), &place);
        let (ada, kim, _) = two(&first).await;
        let before = sound(&first).await;
        let of = |person| {
            let all = first.audit_about(person, 100);
            async { all.await.unwrap().len() }
        };
        let (of_ada, of_kim) = (of(ada).await, of(kim).await);
        let mut writing = Vec::new();
        for number in 0..60 {
            let instance = if number % 2 == 0 { &first } else { &second }.clone();
            writing.push(tokio::spawn(async move {
                let noted = instance.note(Deed::SignedIn, Doer::Person(kim), Some(kim), at(number));
                noted.await.unwrap();
            }));
        }
        for written in writing {
            written.await.unwrap();
        }
        assert_eq!(sound(&second).await, before + 60);
        assert_eq!(of(kim).await, of_kim + 60);
        assert_eq!(of(ada).await, of_ada);
        let mut before = None;
        let mut seen: u64 = 0;
        loop {
            let page = first.audit_before(before, 25).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.seq);
            seen += page.len() as u64;
        }
        assert_eq!(seen, sound(&first).await);
        let keeping = Keeping::default();
        let turn = first.journal().take_turn("keeping", 1, at(100), at(200));
        assert!(turn.await.unwrap().is_some());
        let theirs = second.keep(&keeping, 2, at(101)).await.unwrap();
        assert!(theirs.elsewhere, "one at a time");
        let theirs = second.keep(&keeping, 2, at(200)).await.unwrap();
        assert!(!theirs.elsewhere, "nor for ever");
        let mine = first.keep(&keeping, 1, at(201)).await.unwrap();
        assert!(!mine.elsewhere, "a turn that is over is given back");
    }
}

fn days(number: i64) -> Timestamp {
    at(0) + SignedDuration::from_hours(24 * number)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_is_shown_before_it_goes_and_the_chain_goes_on() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let (ada, kim, _) = two(&instance).await;
        let before = sound(&instance).await;
        for day in [0, 10, 20, 400] {
            let noted = instance.note(Deed::SignedIn, Doer::Person(ada), Some(ada), days(day));
            noted.await.unwrap();
        }
        let invited = "tom".parse().unwrap();
        instance
            .invite(&invited, AccountRole::Member, days(0))
            .await
            .unwrap();
        instance.disable(kim, days(1)).await.unwrap();
        let retention = Retention {
            closed: Some(365),
            ..Retention::default()
        };
        let now = days(415);
        let all = instance.old(&retention, now).await.unwrap();
        let of = |kept| *all.iter().find(|it| it.kept == kept).unwrap();
        assert_eq!(of(Kept::Audit).rows, before + 2);
        assert_eq!(of(Kept::Audit).next, Some(days(420)));
        assert_eq!(of(Kept::Closed).rows, 1);
        assert_eq!(of(Kept::Invitations).rows, 1);
        assert_eq!(of(Kept::Leaving).rows, 0);
        assert_eq!(sound(&instance).await, before + 4, "a look changes nothing");
        let never = instance.old(&Retention::default(), now).await.unwrap();
        let closed = never.iter().find(|it| it.kept == Kept::Closed).unwrap();
        assert_eq!(
            (closed.days, closed.rows),
            (None, 0),
            "never, unless it is said"
        );

        let keeping = Keeping {
            retention,
            backups: None,
        };
        let pass = instance.keep(&keeping, 1, now).await.unwrap();
        assert_eq!((pass.closed, pass.erased), (1, 0));
        let gone = (Kept::Audit, before + 2);
        assert!(pass.forgotten.contains(&gone), "{pass:?}");
        assert!(instance.journal().person(kim).await.unwrap().is_none());
        assert_eq!(words(&instance).await, ["erased", "retention"]);
        let sound = instance.verify_audit(None).await.unwrap().unwrap();
        assert_eq!((sound.rows, sound.last.seq), (4, before + 6));
        let again = instance.keep(&keeping, 1, now).await.unwrap();
        assert!(again.forgotten.is_empty() && again.closed == 0);
        assert_eq!(instance.audit_after(0, 9).await.unwrap().len(), 4);
        assert!(matches!(
            instance.journal().person(ada).await.unwrap().unwrap().state,
            State::Active
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_moves_with_the_store() {
    for (_, url) in servers() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let place: Place = url.parse().unwrap();
        let instance = open(&data, &Place::File);
        let (ada, kim, _) = two(&instance).await;
        for deed in [Deed::Closed, Deed::Opened] {
            let noted = instance.note(deed, Doer::Person(ada), Some(kim), at(3));
            noted.await.unwrap();
        }
        let end = instance.verify_audit(None).await.unwrap().unwrap();
        drop(instance);
        moved(&data, &place).await;
        let there = open(&data, &place);
        assert_eq!(there.verify_audit(Some(end.last)).await.unwrap(), Ok(end));
        there
            .note(Deed::Exported, Doer::Server, None, at(9))
            .await
            .unwrap();
        assert_eq!(sound(&there).await, end.rows + 1);
        let about = there.audit_about(kim, 9).await.unwrap();
        assert_eq!(about[0].word, "opened");
    }
}

async fn moved(data: &Path, place: &Place) {
    let moved = windward_store::move_store(data, &Place::File, place, &|_| {});
    assert_eq!(moved.await.unwrap().people, 2);
}
