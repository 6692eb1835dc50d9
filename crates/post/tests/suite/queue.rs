//! The queue and its runner, on a real store and through a real mail server.

use std::{cell::Cell, fs, path::Path};

use jiff::{SignedDuration, Timestamp, civil::Date};
use tokio::sync::watch;
use uuid::Uuid;
use windward_formats::mail::{Letter, Mailbox};
use windward_post::{
    DigestLine, Digests, Kind, MailServer, Office, Outgoing, PostError, Posted, Queued, Rhythm,
    Round, Wish,
};
use windward_store::{
    Instance, LetterId,
    LetterState::{self, Refused, Sent, Unclear, Waiting},
    OpenOptions, PersonKey, Role,
};

use crate::smtpd::Smtpd;

thread_local! {
    /// Each test has a thread and a time of its own.
    static NOW: Cell<Timestamp> = Cell::new("2026-11-26T12:00:00Z".parse().unwrap());
}

fn clock() -> Timestamp {
    NOW.get()
}

fn pass(minutes: i64) {
    NOW.set(NOW.get() + SignedDuration::from_mins(minutes));
}

struct Nothing;

impl Digests for Nothing {
    async fn due(
        &self,
        _: PersonKey,
        _: Date,
        _: bool,
        _: Timestamp,
    ) -> Result<Vec<DigestLine>, String> {
        Ok(Vec::new())
    }
}

/// Something that is due on a day.
struct One(Date);

impl Digests for One {
    async fn due(
        &self,
        _: PersonKey,
        until: Date,
        words: bool,
        _: Timestamp,
    ) -> Result<Vec<DigestLine>, String> {
        let line = DigestLine {
            day: Some(self.0),
            what: words.then(|| "Send Kim the figures".to_owned()),
        };
        Ok(if self.0 <= until {
            vec![line]
        } else {
            Vec::new()
        })
    }
}

fn instance(dir: &Path) -> Instance {
    let options = OpenOptions {
        role: Role::Server,
        create: true,
    };
    Instance::open(dir, options).unwrap().instance
}

/// The mail of an instance, and whose letters they are.
struct Counter {
    office: Office,
    person: PersonKey,
}

impl std::ops::Deref for Counter {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

impl Counter {
    async fn queue(&self, out: &[Outgoing], at: Timestamp) -> Result<Vec<Queued>, PostError> {
        self.office.queue(self.person, out, at).await
    }

    async fn again(&self, id: LetterId, at: Timestamp) -> Result<bool, PostError> {
        self.office.again(self.person, id, at).await
    }

    async fn letters(&self) -> Result<Vec<Posted>, PostError> {
        self.office.letters(self.person).await
    }

    async fn wish(&self) -> Result<Option<Wish>, PostError> {
        self.office.wish(self.person).await
    }

    async fn put_wish(&self, wish: Option<Wish>, now: Timestamp) -> Result<(), PostError> {
        self.office.put_wish(self.person, wish, now).await
    }
}

fn office(instance: &Instance, server: Option<MailServer>) -> Counter {
    let base = "https://windward.example.org".to_owned();
    Counter {
        office: Office::open(instance, server, base).unwrap(),
        person: instance.owner().unwrap().person(),
    }
}

fn update(to: &str) -> Outgoing {
    Outgoing {
        kind: Kind::Update,
        about: Uuid::from_u128(11),
        letter: Letter {
            from: Mailbox::new(Some("Ada"), "ada@example.org").unwrap(),
            reply_to: None,
            to: Mailbox::new(None, to).unwrap(),
            subject: "November".to_owned(),
            text: "canary-in-mail\n".to_owned(),
            html: None,
            stop: None,
        },
    }
}

/// Nobody asks it to stop.
fn going() -> watch::Receiver<bool> {
    watch::channel(false).1
}

async fn round(office: &Office) -> Round {
    office.round(&Nothing, clock, &going()).await.unwrap()
}

/// To whom, and how it stands.
async fn states(office: &Counter) -> Vec<(String, LetterState)> {
    let mut states: Vec<_> = office
        .letters()
        .await
        .unwrap()
        .into_iter()
        .map(state)
        .collect();
    states.sort_by(|one, other| one.0.cmp(&other.0));
    states
}

fn state(it: Posted) -> (String, LetterState) {
    let to = it.to.unwrap().address().to_owned();
    let name = to.split('@').next().unwrap().to_owned();
    (name, it.state)
}

#[tokio::test]
async fn each_gets_one_and_each_answer_is_kept() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let office = office(&instance, Some(smtpd.plain()));
    let names = ["kim", "nobody", "grey", "silent", "spam"];
    let out: Vec<Outgoing> = names
        .iter()
        .map(|it| update(&format!("{it}@example.org")))
        .collect();
    let queued = office.queue(&out, clock()).await.unwrap();
    assert!(queued.iter().all(|it| it.new));
    // Handed in twice, and once more in other letters.
    let again = office.queue(&out, clock()).await.unwrap();
    assert!(again.iter().all(|it| !it.new));
    let again = office.queue(&[update("KIM@Example.org")], clock()).await;
    assert!(!again.unwrap()[0].new);
    let was = (0..names.len())
        .zip(&queued)
        .map(|(_, it)| it.id)
        .collect::<Vec<_>>();

    let done = round(&office).await;
    let counts = (done.sent, done.later, done.refused, done.unclear);
    assert_eq!((counts, done.fault), ((1, 1, 2, 1), None));
    let expected = |states: &[(&str, LetterState)]| {
        states
            .iter()
            .map(|(name, state)| ((*name).to_owned(), *state))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        states(&office).await,
        expected(&[
            ("grey", Waiting),
            ("kim", Sent),
            ("nobody", Refused),
            ("silent", Unclear),
            ("spam", Refused)
        ])
    );
    let said = office.letters().await.unwrap();
    let said = said
        .iter()
        .find(|it| it.state == Refused && it.id == was[1])
        .unwrap();
    assert!(said.said.as_deref().unwrap().contains("No such user"));
    assert!(!said.whole, "the words of what is settled are gone");

    // Not before its time, and then once.
    assert_eq!(round(&office).await, Round::default());
    pass(2);
    assert_eq!(round(&office).await.sent, 1);
    pass(60);
    assert_eq!(round(&office).await, Round::default());
    assert_eq!(
        smtpd.recipients(),
        ["kim@example.org", "silent@example.org", "grey@example.org"]
    );

    // What is unclear goes out again because somebody says so, under the name it had.
    assert!(office.again(was[3], clock()).await.unwrap());
    assert!(!office.again(was[0], clock()).await.unwrap(), "it was sent");
    round(&office).await;
    let letters = smtpd.taken();
    let id = |letter: &str| {
        let line = letter.lines().find(|it| it.starts_with("Message-ID:"));
        line.unwrap().to_owned()
    };
    assert_eq!(letters.len(), 4);
    assert_eq!(id(&letters[1]), id(&letters[3]));
    assert_ne!(id(&letters[0]), id(&letters[1]));
}

#[tokio::test]
async fn a_restart_loses_nothing_and_doubles_nothing() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    {
        let instance = instance(dir.path());
        let office = office(&instance, None);
        office
            .put_settings(Some(&smtpd.plain()), clock())
            .await
            .unwrap();
        let both = [update("kim@example.org"), update("grey@example.org")];
        office.queue(&both, clock()).await.unwrap();
        round(&office).await;
    }
    let bytes = all_bytes(dir.path());
    for secret in [
        "canary-in-mail",
        "kim@example.org",
        "grey@example.org",
        "localhost",
    ] {
        let found = bytes
            .windows(secret.len())
            .any(|it| it == secret.as_bytes());
        assert!(!found, "{secret} lies readable in the data directory");
    }
    let instance = instance(dir.path());
    let office = office(&instance, None);
    assert_eq!(
        office.settings().await.unwrap().unwrap().server,
        smtpd.plain()
    );
    pass(1);
    // The turn of the program that is gone has not run out.
    assert!(round(&office).await.elsewhere);
    pass(2);
    assert_eq!(round(&office).await.sent, 1);
    assert_eq!(smtpd.recipients(), ["kim@example.org", "grey@example.org"]);
}

fn all_bytes(dir: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(fs::read(path).unwrap());
        }
    }
    bytes
}

#[tokio::test]
async fn of_two_that_send_at_once_one_does() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let offices = [
        office(&instance, Some(smtpd.plain())),
        office(&instance, Some(smtpd.plain())),
    ];
    let out: Vec<Outgoing> = (0..12)
        .map(|it| update(&format!("p{it}@example.org")))
        .collect();
    offices[0].queue(&out, clock()).await.unwrap();
    let (one, two) = tokio::join!(round(&offices[0]), round(&offices[1]));
    assert!(one.elsewhere != two.elsewhere);
    let mut recipients = smtpd.recipients();
    recipients.sort();
    recipients.dedup();
    assert_eq!((recipients.len(), smtpd.taken().len()), (12, 12));
}

#[tokio::test]
async fn a_command_leaves_the_turn_when_it_is_done_and_the_next_need_not_wait() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let (command, next) = (
        office(&instance, Some(smtpd.plain())),
        office(&instance, Some(smtpd.plain())),
    );
    let first = [update("kim@example.org")];
    command.queue(&first, clock()).await.unwrap();
    let sent = command.send(&Nothing, clock, &going()).await.unwrap();
    assert_eq!((sent.sent, sent.elsewhere), (1, false));
    let second = [update("ada@example.org")];
    next.queue(&second, clock()).await.unwrap();
    let sent = next.send(&Nothing, clock, &going()).await.unwrap();
    assert_eq!((sent.sent, sent.elsewhere), (1, false));
}

#[tokio::test]
async fn a_mail_server_that_is_away_loses_nothing_until_three_days_are_over() {
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let office = office(&instance, None);
    office
        .queue(&[update("kim@example.org")], clock())
        .await
        .unwrap();
    let none = round(&office).await.fault.unwrap();
    assert!(none.contains("no mail server is set up"), "{none}");
    let away = Smtpd::start(&[]).plain();
    office.put_settings(Some(&away), clock()).await.unwrap();
    let fault = round(&office).await.fault.unwrap();
    assert!(fault.contains("does not answer on port"), "{fault}");
    assert_eq!(office.turn().await.unwrap().unwrap().fault, Some(fault));
    assert_eq!(states(&office).await[0].1, Waiting);
    pass(72 * 60 + 1);
    round(&office).await;
    let letters = office.letters().await.unwrap();
    assert_eq!((letters[0].state, letters[0].whole), (Refused, false));
    pass(24 * 60 * 91);
    round(&office).await;
    assert_eq!(office.letters().await.unwrap().len(), 0, "forgotten");
}

#[tokio::test]
async fn a_mail_server_that_takes_nothing_for_now_is_tried_less_and_less_often() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let slow = MailServer {
        from: Mailbox::new(None, "slow@example.org").unwrap(),
        ..smtpd.plain()
    };
    let office = office(&instance, Some(slow));
    let both = [update("kim@example.org"), update("tom@example.org")];
    office.queue(&both, clock()).await.unwrap();
    let tries = async || {
        let letters = office.letters().await.unwrap();
        let mut tries: Vec<u64> = letters.iter().map(|it| it.tries).collect();
        tries.sort_unstable();
        tries
    };
    let first = round(&office).await;
    assert!(first.fault.unwrap().contains("Too much mail"));
    assert_eq!(
        (first.later, tries().await),
        (1, vec![0, 1]),
        "no other now"
    );
    assert!(round(&office).await.fault.is_some());
    assert_eq!(tries().await, [1, 1]);
    assert_eq!(round(&office).await, Round::default(), "none is due yet");
    pass(1);
    round(&office).await;
    round(&office).await;
    assert_eq!(tries().await, [2, 2]);
    pass(1);
    assert_eq!(round(&office).await, Round::default(), "five minutes now");
    pass(4);
    assert_eq!(round(&office).await.sent, 2, "it has had enough of it");
}

#[tokio::test]
async fn a_digest_comes_once_a_day_when_there_is_something_until_it_is_stopped() {
    let smtpd = Smtpd::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let office = office(&instance, Some(smtpd.plain()));
    let wish = Wish {
        rhythm: Rhythm::Daily,
        to: Mailbox::new(None, "ada@example.org").unwrap(),
        words: false,
        zone: "UTC".to_owned(),
        stop: String::new(),
    };
    office.put_wish(Some(wish), clock()).await.unwrap();
    let due = One("2026-11-28".parse().unwrap());
    let look = async |minutes| {
        pass(minutes);
        let done = office.round(&due, clock, &going()).await.unwrap();
        assert_eq!(done.fault, None);
        smtpd.taken().len()
    };
    assert_eq!(look(0).await, 0, "not yet");
    assert_eq!(look(24 * 60).await, 0, "on the 27th there is nothing");
    assert_eq!(look(24 * 60).await, 1);
    assert_eq!(look(60).await, 1, "once a day");
    assert_eq!(look(24 * 60).await, 2);
    let letter = &smtpd.taken()[0].replace("=\r\n", "");
    assert!(letter.contains("Subject: Today: one thing"), "{letter}");
    assert!(
        letter.contains("- a private reminder (28 November 2026)"),
        "{letter}"
    );
    assert!(!letter.contains("Kim"), "{letter}");

    let header = |name: &str| {
        let mut lines = letter.lines().filter_map(|it| it.strip_prefix(name));
        lines.next().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        header("List-Unsubscribe-Post:"),
        "List-Unsubscribe=One-Click"
    );
    let link = header("List-Unsubscribe:");
    let stop = link.strip_prefix("<https://windward.example.org/digest/stop/");
    let stop = stop.and_then(|it| it.strip_suffix('>')).unwrap();
    assert!(letter.contains(&format!(
        "Stop it: https://windward.example.org/digest/stop/{stop}"
    )));
    assert!(!office.stop_digest("0".repeat(64).as_str()).await.unwrap());
    assert!(office.stop_digest(stop).await.unwrap());
    assert!(!office.stop_digest(stop).await.unwrap());
    assert_eq!(office.wish().await.unwrap(), None);
    assert_eq!(look(24 * 60).await, 2);
}

#[tokio::test]
async fn another_key_is_said_and_nothing_is_lost_until_somebody_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let first = office(&instance, None);
    first
        .queue(&[update("kim@example.org")], clock())
        .await
        .unwrap();
    fs::remove_file(dir.path().join("server-key")).unwrap();
    let second = office(&instance, None);
    for refused in [
        second
            .queue(&[update("tom@example.org")], clock())
            .await
            .err(),
        second.letters().await.err(),
        second.round(&Nothing, clock, &going()).await.err(),
    ] {
        assert!(
            matches!(refused, Some(PostError::AnotherKey(_))),
            "{refused:?}"
        );
    }
    assert_eq!(first.letters().await.unwrap().len(), 1);
    second.begin_anew().await.unwrap();
    assert_eq!(second.letters().await.unwrap().len(), 0);
    assert!(matches!(
        first.letters().await,
        Err(PostError::AnotherKey(_))
    ));
}

#[tokio::test]
async fn what_does_not_fit_is_refused_as_a_whole() {
    let dir = tempfile::tempdir().unwrap();
    let instance = instance(dir.path());
    let office = office(&instance, None);
    let many: Vec<Outgoing> = (0..501)
        .map(|it| update(&format!("p{it}@example.org")))
        .collect();
    assert!(matches!(
        office.queue(&many, clock()).await,
        Err(PostError::TooMany)
    ));
    let mut long = update("kim@example.org");
    long.letter.text = "x".repeat(300 * 1024);
    let out = [update("tom@example.org"), long];
    assert!(matches!(
        office.queue(&out, clock()).await,
        Err(PostError::TooLong)
    ));
    assert_eq!(office.letters().await.unwrap().len(), 0);
}
