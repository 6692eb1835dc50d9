//! Accounts, on every store: getting in, keys, links that work once, and that nobody else opens anything.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use windward_store::{
    AccountRole, Chosen, Dropped, Entry, Instance, Join, Joined, NewAccount, NewSession,
    OpenOptions, Opening, Password, PersonStore, Place, RecoveryCode, Role, Second, SessionSecret,
    Stage, TotpSecret, Unlocking, Way,
};

use crate::{
    pen::{Pen, at},
    places::each_place,
};

const IDLE: SignedDuration = SignedDuration::from_hours(24 * 14);

pub(crate) fn open(dir: &Path, place: &Place) -> Instance {
    let options = OpenOptions {
        role: Role::Server,
        create: true,
    };
    Instance::open_for_accounts(dir, place, options)
        .unwrap()
        .instance
}

pub(crate) fn chosen(text: &str) -> Chosen {
    Chosen::new(text.to_owned(), &[]).unwrap()
}

pub(crate) fn typed(text: &str) -> Password {
    Password::typed(text.to_owned())
}

pub(crate) fn new(now: Timestamp, way: Way) -> NewSession {
    NewSession {
        way,
        browser: "Firefox on Linux".to_owned(),
        now,
        expires_at: now + SignedDuration::from_hours(24),
    }
}

pub(crate) fn account(name: &str, password: &str) -> NewAccount {
    NewAccount {
        name: name.parse().unwrap(),
        remembered: chosen(password),
        identity: None,
    }
}

pub(crate) async fn join(
    instance: &Instance,
    name: &str,
    password: &str,
    role: AccountRole,
) -> Option<RecoveryCode> {
    let invited = name.parse().unwrap();
    let token = instance.invite(&invited, role, at(0)).await.unwrap();
    let joined = instance.join(Some(&token), account(name, password), at(1));
    match joined.await.unwrap() {
        Join::Yes(_, code) => code,
        Join::No(why) => panic!("{why:?}"),
    }
}

pub(crate) async fn sign_in(instance: &Instance, name: &str, password: &str) -> Option<Entry> {
    let new = new(at(2), Way::Password);
    let entry = instance.sign_in_by_password(name, typed(password), new);
    entry.await.unwrap()
}

pub(crate) async fn record(instance: &Instance, secret: &SessionSecret) -> Option<PersonStore> {
    let session = instance.session(secret, at(3), IDLE).await.unwrap();
    session.and_then(|it| it.store)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_each_with_a_record_of_their_own() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        assert!(instance.owner().is_none() && !instance.has_accounts().await.unwrap());
        let first = instance.invite_first(at(0)).await.unwrap();
        let again = instance.invite_first(at(0)).await.unwrap();
        assert!(
            instance.invitation(&first, at(1)).await.unwrap().is_none(),
            "the newer one ends it"
        );
        let ada = account("Ada@example.org", "four words of mine");
        let Join::Yes(_, Some(code)) = instance.join(Some(&again), ada, at(1)).await.unwrap()
        else {
            panic!("she is the first");
        };
        join(&instance, "kim", "vier worte von mir", AccountRole::Member)
            .await
            .unwrap();

        let ada = sign_in(&instance, "ADA@example.org", "four words of mine")
            .await
            .unwrap();
        let kim = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert!(ada.open && kim.open && ada.person != kim.person);
        let (hers, his) = (
            record(&instance, &ada.secret).await.unwrap(),
            record(&instance, &kim.secret).await.unwrap(),
        );
        hers.append(vec![Pen::new(0).put("mine alone")], None)
            .await
            .unwrap();
        assert_eq!(hers.load().await.unwrap().entries.len(), 1);
        assert_eq!(his.load().await.unwrap().entries.len(), 0);
        assert!(hers.opens_with(&code).await.unwrap() && !his.opens_with(&code).await.unwrap());

        for (name, password) in [
            ("ada@example.org", "four words of mine "),
            ("ada@example.org", "Four words of mine"),
            ("kim", "four words of mine"),
            ("nobody", "four words of mine"),
            ("no name at all", "four words of mine"),
            ("", ""),
        ] {
            assert!(
                sign_in(&instance, name, password).await.is_none(),
                "{name}, {password}"
            );
        }
        let roles = instance.accounts(0, 9).await.unwrap();
        let mut roles: Vec<_> = roles.iter().map(|it| (&*it.name, it.role)).collect();
        roles.sort_unstable_by_key(|it| it.0);
        assert_eq!(
            roles,
            [
                ("ada@example.org", AccountRole::Administrator),
                ("kim", AccountRole::Member)
            ]
        );

        // Beside the database, by the password alone.
        let beside = instance.open_record("ada@example.org", typed("four words of mine"));
        assert_eq!(
            beside
                .await
                .unwrap()
                .unwrap()
                .load()
                .await
                .unwrap()
                .entries
                .len(),
            1
        );
        let beside = instance.open_record("ada@example.org", typed("other words"));
        assert!(beside.await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_and_a_name_is_one_persons() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let kim = "kim".parse().unwrap();
        let token = instance
            .invite(&kim, AccountRole::Member, at(0))
            .await
            .unwrap();
        let joined = instance.join(Some(&token), account("kim", "vier worte von mir"), at(1));
        assert!(matches!(joined.await.unwrap(), Join::Yes(..)));
        let used = instance.join(Some(&token), account("tom", "vier worte von mir"), at(1));
        assert!(matches!(used.await.unwrap(), Join::No(Joined::NotInvited)));
        let token = instance
            .invite(&kim, AccountRole::Member, at(0))
            .await
            .unwrap();
        let refused = instance.join(Some(&token), account("KIM", "andere worte hier"), at(1));
        assert!(matches!(
            refused.await.unwrap(),
            Join::No(Joined::NameTaken)
        ));
        // Refused for the name, it is good still.
        assert!(instance.invitation(&token, at(1)).await.unwrap().is_some());
        let over = at(0) + SignedDuration::from_hours(24 * 7);
        assert!(instance.invitation(&token, over).await.unwrap().is_none());
        let late = instance.join(Some(&token), account("tom", "andere worte hier"), over);
        assert!(matches!(late.await.unwrap(), Join::No(Joined::NotInvited)));
        assert_eq!(instance.accounts(0, 9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_of_one_person_becomes_that_of_the_first_account() {
    each_place(async |dir, place| {
        let options = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let opened = Instance::open_at(dir, place, options).unwrap();
        let code = opened.first_start.unwrap().recovery_code;
        let owner = opened.instance.owner().unwrap();
        owner
            .append(vec![Pen::new(0).put("from before")], None)
            .await
            .unwrap();
        let person = owner.person();
        drop((owner, opened.instance));

        let instance = open(dir, place);
        assert!(instance.owner().is_some(), "until somebody has an account");
        let token = instance.invite_first(at(0)).await.unwrap();
        let ada = account("ada", "four words of mine");
        let joined = instance.join(Some(&token), ada, at(1)).await.unwrap();
        assert!(matches!(joined, Join::Yes(it, None) if it == person));
        assert!(instance.owner().is_none() && !dir.join("key").exists());
        let ada = sign_in(&instance, "ada", "four words of mine")
            .await
            .unwrap();
        let hers = record(&instance, &ada.secret).await.unwrap();
        assert_eq!(hers.load().await.unwrap().entries.len(), 1);
        assert!(hers.opens_with(&code).await.unwrap(), "its code stays");
        assert_eq!(instance.keys_of(person).await.unwrap().key_file, None);
        drop((hers, instance));
        // From now on it opens without a key file, and for nobody.
        assert!(
            Instance::open_at(dir, place, options)
                .unwrap()
                .instance
                .owner()
                .is_none()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_signs_in_and_opens_nothing_until_its_owner_does() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let code = join(&instance, "kim", "vier worte von mir", AccountRole::Member)
            .await
            .unwrap();
        let before = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        let token = instance.new_reset(before.person, at(2)).await.unwrap();
        let newer = instance.new_reset(before.person, at(2)).await.unwrap();
        assert!(
            instance
                .reset_password(&token, chosen("ganz andere worte"), at(3))
                .await
                .unwrap(),
            "whoever asks for another ends none"
        );
        for over in [&token, &newer] {
            assert!(
                !instance
                    .reset_password(over, chosen("noch andere worte"), at(3))
                    .await
                    .unwrap(),
                "once one is used, all are over"
            );
        }
        assert!(
            record(&instance, &before.secret).await.is_none(),
            "every session is over"
        );
        assert!(
            sign_in(&instance, "kim", "vier worte von mir")
                .await
                .is_none()
        );

        let kim = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert!(!kim.open && record(&instance, &kim.secret).await.is_none());
        let keys = instance.keys_of(kim.person).await.unwrap();
        assert!(keys.password.is_none() && keys.earlier_password.is_some());
        let unlock = async |by, today: Option<&str>| {
            let today = today.map(typed);
            instance
                .unlock(&kim.secret, by, today, at(4))
                .await
                .unwrap()
        };
        let wrong = RecoveryCode::random().unwrap();
        assert!(matches!(
            unlock(Unlocking::Recovery(wrong), None).await,
            Opening::No
        ));
        let new = Unlocking::Remembered(typed("ganz andere worte"));
        assert!(
            matches!(unlock(new, None).await, Opening::No),
            "the new one opens nothing yet"
        );
        let code = code.reveal();
        let code = || Unlocking::Recovery(code.parse().unwrap());
        let other = unlock(code(), Some("not this one either")).await;
        assert!(matches!(other, Opening::OtherPassword));
        let Opening::Yes(open) = unlock(code(), Some("ganz andere worte")).await else {
            panic!("the code opens it");
        };
        assert!(open.open && record(&instance, &open.secret).await.is_some());
        assert!(
            record(&instance, &kim.secret).await.is_none(),
            "under a new secret"
        );
        let kim = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert!(kim.open, "from now on the new password opens it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_a_password_ends_every_session_and_keeps_the_record() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        join(&instance, "kim", "vier worte von mir", AccountRole::Member).await;
        let here = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        let there = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        let store = record(&instance, &here.secret).await.unwrap();
        store
            .append(vec![Pen::new(0).put("kept")], None)
            .await
            .unwrap();
        let sessions = instance.sessions_of(here.person, at(3)).await.unwrap();
        assert_eq!(sessions.len(), 2);
        let change = instance.change_password(
            here.person,
            Some(&store),
            chosen("ganz andere worte"),
            new(at(3), Way::Password),
        );
        let again = change.await.unwrap().unwrap();
        for over in [&here.secret, &there.secret] {
            assert!(instance.session(over, at(3), IDLE).await.unwrap().is_none());
        }
        assert_eq!(
            record(&instance, &again.secret)
                .await
                .unwrap()
                .load()
                .await
                .unwrap()
                .entries
                .len(),
            1
        );
        assert!(
            sign_in(&instance, "kim", "vier worte von mir")
                .await
                .is_none()
        );
        assert!(
            sign_in(&instance, "kim", "ganz andere worte")
                .await
                .unwrap()
                .open
        );

        // A passphrase and a key file open it too, and can be taken away; the last key cannot.
        let person = again.person;
        instance
            .set_passphrase(&store, chosen("a phrase of my own"), at(4))
            .await
            .unwrap();
        let file = instance.new_key_file(&store, at(4)).await.unwrap();
        let opens = async |by| instance.opens(person, by).await.unwrap();
        assert!(opens(Unlocking::Remembered(typed("a phrase of my own"))).await);
        assert!(opens(Unlocking::KeyFile(file.to_vec())).await);
        assert!(!opens(Unlocking::KeyFile(vec![0; 32])).await);
        assert!(!opens(Unlocking::KeyFile(file[..31].to_vec())).await);
        for which in [Dropped::Passphrase, Dropped::KeyFile] {
            assert!(instance.drop_key(person, which).await.unwrap());
        }
        assert!(!opens(Unlocking::Remembered(typed("a phrase of my own"))).await);
        assert!(!opens(Unlocking::KeyFile(file.to_vec())).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_and_each_code_works_once() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        join(&instance, "kim", "vier worte von mir", AccountRole::Member).await;
        let kim = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        let secret = TotpSecret::random().unwrap();
        let code = code_of(&secret, at(2));
        assert!(
            !instance
                .set_totp(kim.person, &secret, "000 00", at(2))
                .await
                .unwrap()
        );
        assert!(
            instance
                .set_totp(kim.person, &secret, &code, at(2))
                .await
                .unwrap()
        );
        let spare = instance.new_spare_codes(kim.person).await.unwrap();

        let pass = async |secret: &SessionSecret, second| {
            let until = at(2) + SignedDuration::from_hours(1);
            instance
                .pass_second(secret, second, at(2), until)
                .await
                .unwrap()
        };
        let half = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert_eq!(half.stage, Stage::Second);
        assert!(
            record(&instance, &half.secret).await.is_none(),
            "half of it opens nothing"
        );
        // The code that the device was set up with is used up by that.
        for wrong in ["", "123456", "abcdef", "99999999", &*code] {
            assert!(
                pass(&half.secret, Second::Code(wrong.to_owned()))
                    .await
                    .is_none(),
                "{wrong}"
            );
        }
        let code = code_of(&secret, at(2) + SignedDuration::from_secs(30));
        let whole = pass(&half.secret, Second::Code(code.clone()))
            .await
            .unwrap();
        assert!(whole.open && record(&instance, &whole.secret).await.is_some());
        assert!(
            instance
                .session(&half.secret, at(2), IDLE)
                .await
                .unwrap()
                .is_none()
        );

        let half = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert!(
            pass(&half.secret, Second::Code(code)).await.is_none(),
            "it was used"
        );
        let one = spare[0].reveal();
        let one = || Second::Spare(one.parse().unwrap());
        assert!(pass(&half.secret, one()).await.is_some());
        let half = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        assert!(pass(&half.secret, one()).await.is_none(), "it was used too");
        assert_eq!(
            instance.spare_codes(kim.person).await.unwrap(),
            spare.len() - 1
        );
        // A link to a new password does not stand in for it.
        let token = instance.new_reset(kim.person, at(2)).await.unwrap();
        instance
            .reset_password(&token, chosen("ganz andere worte"), at(2))
            .await
            .unwrap();
        let half = sign_in(&instance, "kim", "ganz andere worte")
            .await
            .unwrap();
        assert_eq!(half.stage, Stage::Second);
        let late = at(2) + SignedDuration::from_mins(10);
        assert!(
            instance
                .session(&half.secret, late, IDLE)
                .await
                .unwrap()
                .is_none(),
            "ten minutes"
        );
    })
    .await;
}

/// What a device shows that was told the secret by hand.
fn code_of(secret: &TotpSecret, now: Timestamp) -> String {
    let typed: String = secret.reveal().split_whitespace().collect();
    let totp = totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(typed).unwrap())
        .build_noncompliant();
    totp.generate(now.as_second().try_into().unwrap())
        .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_out_at_once_and_by_every_door() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        join(&instance, "kim", "vier worte von mir", AccountRole::Member).await;
        let kim = sign_in(&instance, "kim", "vier worte von mir")
            .await
            .unwrap();
        let reset = instance.new_reset(kim.person, at(2)).await.unwrap();
        instance.disable(kim.person, at(3)).await.unwrap();
        assert!(
            instance
                .session(&kim.secret, at(3), IDLE)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            sign_in(&instance, "kim", "vier worte von mir")
                .await
                .is_none()
        );
        assert!(instance.reset_of(&reset, at(3)).await.unwrap().is_none());
        let by_passkey = instance.sign_in_as(kim.person, Stage::Open, new(at(3), Way::Passkey));
        assert!(by_passkey.await.unwrap().is_none());
        let beside = instance.open_record("kim", typed("vier worte von mir"));
        assert!(beside.await.unwrap().is_none());
        instance.enable(kim.person).await.unwrap();
        assert!(
            sign_in(&instance, "kim", "vier worte von mir")
                .await
                .unwrap()
                .open
        );
    })
    .await;
}
