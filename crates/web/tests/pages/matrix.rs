//! Every address and method, asked by everybody there can be about one person's things: the table of what comes back was
//! read line by line, and is compared at every run. Whoever is not meant learns no word and changes nothing.

use std::{collections::BTreeMap, fmt::Write as _};

use axum::{body::Body, http::Request};
use jiff::SignedDuration;
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    id::CountedIds,
    record::{Author, Change, Content, Entry, Record},
    sample,
};
use windward_store::{
    NewSession, Password, PersonKey, PersonStore, Reader, SessionSecret, Sharing, Way,
};
use windward_web::Address;

use crate::{
    app::{Answer, morning},
    several::{Browser, Server, clock, path_in},
};

/// Words that stand in her record, and in what she shared.
const SEALED: [&str; 2] = ["Zephyrine", "Tidepool"];
const SHARED: &str = "Quillfeather";

/// What an id of an address names, by how the address begins; the longest beginning counts.
const KINDS: [(&str, &str); 32] = [
    ("/evidence/", "evidence"),
    ("/praise/", "praise"),
    ("/roles/", "role"),
    ("/background/", "education"),
    ("/destinations/", "destination"),
    ("/hypotheses/", "hypothesis"),
    ("/experiments/", "experiment"),
    ("/takeaways/", "takeaway"),
    ("/actions/", "action"),
    ("/check-in/", "check-in"),
    ("/setbacks/", "setback"),
    ("/conversations/", "conversation"),
    ("/conversations/with/", "counterpart"),
    ("/conversations/notes/", "talk-note"),
    ("/feedback/", "feedback"),
    ("/promises/", "promise"),
    ("/agreements/", "agreement"),
    ("/allies/", "ally"),
    ("/cases/", "case"),
    ("/cases/submitted/", "submission"),
    ("/board/seats/", "seat"),
    ("/board/approaches/", "approach"),
    ("/board/with/", "contact"),
    ("/board/questions/", "question"),
    ("/board/gifts/", "gift"),
    ("/board/lessons/", "lesson"),
    ("/updates/", "update"),
    ("/updates/groups/", "update-group"),
    ("/opportunities/", "opportunity"),
    ("/people/", "contact"),
    ("/touches/", "touch"),
    ("/events/", "gathering"),
];

/// What ends a session or leaves the record comes last, in this order.
const LAST: [&str; 7] = [
    "/sample",
    "/sample/leave",
    "/of/{person}/not-mine",
    "/account/sessions/others",
    "/account/sessions/{id}/end",
    "/sign-out/everywhere",
    "/sign-out",
];

/// Noor, whose things are asked for, and everything that an address may name of hers.
struct Noor {
    person: PersonKey,
    store: PersonStore,
    ids: BTreeMap<String, String>,
    names: BTreeMap<&'static str, String>,
}

impl Noor {
    /// The address with every part filled in.
    fn fill(&self, path: &str, token: &str) -> String {
        let beginnings = KINDS.iter().filter(|(start, _)| path.starts_with(start));
        let kind = beginnings.max_by_key(|(start, _)| start.len());
        let of_kind = kind.and_then(|(_, kind)| self.ids.get(*kind));
        let missing = "00000000-0000-7000-8000-00000000dead";
        let mut filled = path.to_owned();
        for (place, name) in [
            ("/s/{token}", "token"),
            ("/of/{person}", "person"),
            ("/accounts/{id}", "person"),
            ("/of/{person}/{copy}", "copy"),
            ("/s/{token}/{copy}", "link-copy"),
            ("/written/{id}", "written"),
            ("/sharing/copies/{id}", "copy"),
            ("/sharing/grants/{id}", "grant"),
            ("/sharing/links/{id}", "link"),
            ("/sharing/managers/{id}", "manager"),
            ("/sharing/readers/{reader}", "manager"),
            ("/feed/{id}", "feed"),
            ("/account/sessions/{id}", "session"),
            ("/accounts/invitations/{id}", "number"),
            ("/account/passkeys/{id}", "number"),
        ] {
            if !filled.contains(place) && !path.contains(place) {
                continue;
            }
            let value = if name == "token" {
                token
            } else {
                &self.names[name]
            };
            let part = place.rsplit('/').next().unwrap_or_default();
            filled = filled.replacen(part, value, 1);
        }
        let begin_with = format!("{}/first", FrameworkHash::of(PRODUCT));
        let filled = filled
            .replace("{hash}/{verb}", &begin_with)
            .replace("{verb}", "member")
            .replace("{name}", "style.css")
            .replace("{file}", "0.ics")
            .replace("{skill}", "vision")
            .replace("{rung}", "senior")
            .replace("{expectation}", "senior-vision")
            .replace("{number}", "1")
            .replace("{at}", "0")
            .replace("{kind}", "education")
            .replace("{token}", &"0".repeat(64))
            .replace("{secret}", &"0".repeat(64));
        let filled = filled.replace("{id}", of_kind.map_or(missing, String::as_str));
        let filled = filled.replace("{act}", missing);
        assert!(!filled.contains('{'), "{path}: {filled}");
        filled
    }

    /// The entry that a form of hers names, as its page would: the one that stands of the item in its address.
    async fn revises(&self, path: &str) -> Option<String> {
        let entries = self.store.load().await.expect("read").entries;
        let record = Record::fold(entries);
        let ids = path.split('/').filter_map(|part| part.parse().ok());
        let mut threads = ids.filter_map(|id| record.thread(id));
        threads.next().map(|it| it.last().entry_id.to_string())
    }

    /// What she herself wrote, as it lies there.
    async fn own_entries(&self) -> Vec<String> {
        let entries = self.store.load().await.expect("read").entries;
        let own = entries
            .into_iter()
            .filter(|it| it.entry.author == Author::Owner);
        own.map(|it| it.entry.to_json()).collect()
    }
}

/// Her record, opened beside the pages.
async fn opened(server: &Server, name: &str, password: &str) -> PersonStore {
    let new = NewSession {
        way: Way::Password,
        browser: String::new(),
        now: clock(),
        expires_at: clock() + SignedDuration::from_hours(1),
    };
    let typed = Password::typed(password.to_owned());
    let entry = server.instance.sign_in_by_password(name, typed, new).await;
    let secret: SessionSecret = entry.expect("read").expect("right").secret;
    let idle = SignedDuration::from_hours(1);
    let session = server.instance.session(&secret, clock(), idle).await;
    session.expect("read").expect("there").store.expect("open")
}

/// One of each kind of the sample’s items, by its name.
fn ids_by_kind(entries: &[Entry]) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for entry in entries {
        if let Change::Put(item) = &entry.change {
            let kind = item.content.kind().to_owned();
            ids.entry(kind).or_insert_with(|| item.id.to_string());
        }
    }
    ids
}

struct Everybody<'a> {
    noor: Noor,
    roles: Vec<(&'static str, Browser<'a>, String)>,
}

/// Joins by an invitation of Ada’s.
async fn joins<'a>(
    server: &'a Server,
    ada: &Browser<'_>,
    name: &str,
    address: &'static str,
) -> Browser<'a> {
    let link = ada.invite(name).await;
    let browser = server.browser(address);
    let joined = browser.join(&link, name, "quatre mots de moi").await;
    assert!(joined.status.is_success(), "{}", joined.body);
    browser
}

async fn person(server: &Server, name: &str) -> PersonKey {
    let account = server.instance.account_named(name).await.expect("read");
    account.expect("there").person
}

async fn everybody(server: &Server) -> Everybody<'_> {
    let ada = server.with_ada().await;
    let noor = joins(server, &ada, "noor", "192.0.2.11").await;
    let kim = joins(server, &ada, "kim", "192.0.2.12").await;
    let lea = joins(server, &ada, "lea", "192.0.2.13").await;
    let max = joins(server, &ada, "max", "192.0.2.14").await;
    let dan = joins(server, &ada, "dan", "192.0.2.15").await;

    let store = opened(server, "noor", "quatre mots de moi").await;
    let today = morning().to_zoned(jiff::tz::TimeZone::UTC).date();
    let hash = FrameworkHash::of(PRODUCT);
    let entries = sample::entries(hash, today, morning(), &mut CountedIds::from(0xabc));
    let ids = ids_by_kind(&entries);
    store.append(entries, None).await.expect("stored");
    noor.post(
        "/evidence",
        &[("what", "Zephyrine, which nobody is to know of")],
    )
    .await;
    noor.post("/evidence", &[("what", "Quillfeather, which is shared")])
        .await;
    let record = Record::fold(store.load().await.expect("read").entries);
    let shared = record.all::<windward_core::record::Evidence>();
    let mut shared = shared.filter(|of| of.it.what.contains(SHARED));
    let shared = shared.next().expect("logged").id.to_string();
    for manager in ["kim", "max"] {
        noor.post("/sharing/managers", &[("manager", manager)])
            .await;
    }
    let (kims, maxs) = (person(server, "kim").await, person(server, "max").await);
    let share = async |with: &[(&str, &str)]| {
        let fields: Vec<_> = [("of", &*shared)]
            .into_iter()
            .chain(with.to_vec())
            .collect();
        noor.post("/sharing/new", &fields).await
    };
    for reader in [kims, maxs] {
        let reader = reader.person().to_string();
        assert!(share(&[("to", &reader)]).await.status.is_redirection());
    }
    let link = path_in(&share(&[("to", "link"), ("label", "Ines")]).await, "s");
    let ended = path_in(&share(&[("to", "link"), ("label", "Pat")]).await, "s");
    let me = person(server, "noor").await;
    let (instance, now) = (&server.instance, clock());
    let links = instance.share_links_of(me).await.expect("read");
    let of = |label: &str| {
        let mut all = links.iter().filter(|it| it.label.as_deref() == Some(label));
        all.next().expect("made").row.id
    };
    instance
        .end_share_link(me, of("Pat"), now)
        .await
        .expect("ended");
    let path = format!("/of/{}", me.person());
    for browser in [&kim, &max] {
        let to = format!("{path}/promise");
        let said = browser.post(&to, &[("what", "Introduce you")]).await;
        assert!(said.status.is_redirection());
    }
    instance
        .end_line(me, maxs.person(), now)
        .await
        .expect("ended");
    let shows = windward_store::Shows::Dates;
    instance.new_feed(me, shows, now).await.expect("made");
    ada.post(
        &format!("/accounts/{}/disable", person(server, "dan").await.person()),
        &[],
    )
    .await;

    let grants = instance.grants_of(me).await.expect("read");
    let grant = |reader: Reader| {
        let mut all = grants.iter().filter(|it| it.reader == reader);
        *all.next().expect("granted")
    };
    let (to_kim, to_link) = (
        grant(Reader::Person(kims.person())),
        grant(Reader::Link(of("Ines"))),
    );
    let looked = instance
        .look_at(me, Reader::Person(kims.person()), now)
        .await;
    let looked = looked.expect("read").expect("he may");
    let written = windward_core::views::sharing::theirs(&looked.record)[0].id;
    let sessions = instance.sessions_of(me, now).await.expect("read");
    let feeds = instance.feeds(me).await.expect("read");
    let names = BTreeMap::from([
        ("person", me.person().to_string()),
        ("copy", to_kim.item.to_string()),
        ("link-copy", to_link.item.to_string()),
        ("written", written.to_string()),
        ("grant", to_kim.id.to_string()),
        ("link", of("Ines").to_string()),
        ("manager", kims.person().to_string()),
        ("feed", feeds[0].id.to_string()),
        ("session", sessions[0].id.to_string()),
        ("number", "4711".to_owned()),
    ]);
    let (good, over) = (link[3..].to_owned(), ended[3..].to_owned());
    let stranger = |address| server.browser(address);
    let roles = vec![
        ("anonymous", stranger("192.0.2.21"), over.clone()),
        ("link", stranger("192.0.2.22"), good),
        ("ended link", stranger("192.0.2.23"), over.clone()),
        ("disabled", dan, over.clone()),
        ("other", lea, over.clone()),
        ("former", max, over.clone()),
        ("admin", ada, over.clone()),
        ("manager", kim, over.clone()),
        ("owner", noor, over),
    ];
    let noor = Noor {
        person: me,
        store,
        ids,
        names,
    };
    Everybody { noor, roles }
}

/// The addresses in the order in which they are asked: reading first, then what changes, then what takes away.
fn in_order(addresses: Vec<Address>) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    for address in addresses {
        for method in address.methods {
            asked.push((method, address.path.clone()));
        }
    }
    let takes_away = |path: &str| {
        [
            "withdraw", "drop", "end", "let-go", "leave", "forget", "over",
        ]
        .iter()
        .any(|it| path.ends_with(it))
    };
    asked.sort_by_key(|(method, path)| {
        let last = LAST.iter().position(|it| it == path);
        let last = last.map_or(0, |at| at + 1);
        (last, *method == "POST", takes_away(path), path.clone())
    });
    asked
}

/// What came back, in a few letters: `in` leads to signing in, `->` to what comes after something was done.
fn told(answer: &Answer) -> String {
    let to = answer.header("location");
    if to.starts_with("/sign-in") {
        return "in".to_owned();
    }
    match answer.status.as_u16() {
        303 | 302 => "->".to_owned(),
        status => status.to_string(),
    }
}

async fn ask(browser: &Browser<'_>, method: &str, path: &str, revises: Option<&str>) -> Answer {
    let marks: Vec<(&str, &str)> = revises.map(|it| ("revises", it)).into_iter().collect();
    match method {
        "GET" => browser.get(path).await,
        "POST" => browser.post(path, &marks).await,
        other => {
            let request = Request::builder().method(other).uri(path);
            browser.send(request, Body::empty()).await
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says_and_nothing_else() {
    let server = Server::start();
    let Everybody { noor, roles } = everybody(&server).await;
    let asked = in_order(server.addresses());
    assert!(asked.len() > 400, "only {} were found", asked.len());
    let before = noor.own_entries().await;
    let mut table: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for (role, browser, token) in &roles {
        for (method, path) in &asked {
            let at = noor.fill(path, token);
            let revises = match (*role, *method) {
                ("owner", "POST") => noor.revises(&at).await,
                _ => None,
            };
            let answer = ask(browser, method, &at, revises.as_deref()).await;
            assert_ne!(answer.status.as_u16(), 500, "{role} {method} {at}");
            let row = table.entry((path.clone(), *method)).or_default();
            row.push(told(&answer));
            if *role == "owner" {
                continue;
            }
            for word in SEALED {
                // Whoever looks around in the sample reads of the same made-up employer.
                let sampled = answer.body.contains("Leave the sample");
                assert!(
                    sampled || !answer.body.contains(word),
                    "{role} {method} {at}: {word}"
                );
            }
            let may = match *role {
                "manager" => path.starts_with("/of/") || path == "/team",
                "link" => path.starts_with("/s/"),
                _ => false,
            };
            assert!(may || !answer.body.contains(SHARED), "{role} {method} {at}");
        }
        if *role != "owner" {
            assert_eq!(
                noor.own_entries().await,
                before,
                "{role} changed her record"
            );
        }
    }
    let granted = Sharing::grants(server.instance.journal(), noor.person).await;
    assert!(!granted.expect("read").is_empty());
    let mut text = String::new();
    let names: Vec<&str> = roles.iter().map(|it| it.0).collect();
    _ = writeln!(text, "{:58} {}", "", names.join(" "));
    for ((path, method), row) in &table {
        _ = write!(text, "{:58}", format!("{method} {path}"));
        for (name, cell) in names.iter().zip(row) {
            _ = write!(text, " {cell:<width$}", width = name.len());
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    insta::assert_snapshot!("matrix", text);
}

/// Something that lets somebody in, and what takes it away.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_ended_is_refused_at_the_next_request() {
    let server = Server::start();
    let Everybody { noor, roles } = everybody(&server).await;
    let of = |role: &str| {
        let mut all = roles.iter().filter(|it| it.0 == role);
        all.next().expect("there")
    };
    let (_, owner, _) = of("owner");
    let (_, kim, _) = of("manager");
    let (_, stranger, token) = of("link");
    let (_, ada, _) = of("admin");
    let (instance, me) = (&server.instance, noor.person);
    let path = format!("/of/{}", me.person());

    // A link, a grant, a line, a calendar, a session, an account: each is good, is ended, and is nothing.
    let link = format!("/s/{token}");
    assert_eq!(stranger.get(&link).await.status, 200);
    owner
        .post(&format!("/sharing/links/{}/end", noor.names["link"]), &[])
        .await;
    assert_eq!(stranger.get(&link).await.status, 404);

    let copy = format!("{path}/{}", noor.names["copy"]);
    assert_eq!(kim.get(&copy).await.status, 200);
    owner
        .post(&format!("/sharing/grants/{}/end", noor.names["grant"]), &[])
        .await;
    assert_eq!(kim.get(&copy).await.status, 404);

    assert_eq!(kim.get(&path).await.status, 200);
    owner
        .post(
            &format!("/sharing/managers/{}/end", noor.names["manager"]),
            &[],
        )
        .await;
    assert_eq!(kim.get(&path).await.status, 404);

    let shows = windward_store::Shows::Dates;
    let feed = instance.new_feed(me, shows, clock()).await.expect("made");
    let calendar = format!("/calendar/{}.ics", feed.reveal().as_str());
    assert_eq!(stranger.get(&calendar).await.status, 200);
    let feeds = instance.feeds(me).await.expect("read");
    for row in feeds {
        owner.post(&format!("/feed/{}/end", row.id), &[]).await;
    }
    assert_eq!(stranger.get(&calendar).await.status, 404);

    let other = server.browser("192.0.2.31");
    other.sign_in("noor", "quatre mots de moi").await;
    assert_eq!(other.get("/settings").await.status, 200);
    owner.post("/account/sessions/others", &[]).await;
    assert!(
        other
            .get("/settings")
            .await
            .leads_to()
            .starts_with("/sign-in")
    );
    assert_eq!(owner.get("/settings").await.status, 200);
    ada.post(&format!("/accounts/{}/disable", me.person()), &[])
        .await;
    assert!(
        owner
            .get("/settings")
            .await
            .leads_to()
            .starts_with("/sign-in")
    );

    // What is in memory of it is of no use either: nothing is served from there.
    let unread = Content::KINDS.len();
    assert!(unread > 60 && owner.get("/evidence").await.status != 200);
}
