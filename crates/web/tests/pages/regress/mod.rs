//! One file for each class of vulnerability that comparable programs had, with its ids; `docs/security/peers.md` names
//! the test for each of them.

mod entrance;
mod files;
mod objects;
mod races;
mod reach;
mod rendering;
mod sessions;
mod told;

use std::{fs, path::Path};

use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    id::CountedIds,
    sample,
};
use windward_store::{Password, PersonStore};

use crate::{
    app::morning,
    several::{Browser, Server},
};

/// Words of the sample record that are nowhere else.
const WORDS: &str = "Noor";

/// An address of the route table, and by which methods it answers.
#[derive(Debug)]
struct Route {
    path: String,
    gets: bool,
    posts: bool,
}

/// Every address there is, as the route tables say, each variable part of it filled in.
fn routes() -> Vec<Route> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let beside = fs::read_dir(src.join("routes")).expect("the tables");
    let beside = beside.map(|it| it.expect("a file").path());
    let mut routes = Vec::new();
    for file in beside.chain([src.join("routes.rs")]) {
        let text = fs::read_to_string(&file).expect("a table");
        for part in text.split(".route(").skip(1) {
            let path = part.split('"').nth(1).expect("a path");
            let ways = part.split('"').nth(2).expect("its methods");
            let ways = ways.split([';', '}']).next().unwrap_or_default();
            routes.push(Route {
                path: filled(path),
                gets: ways.contains("get("),
                posts: ways.contains("post("),
            });
        }
    }
    assert!(routes.len() > 250, "only {} routes", routes.len());
    routes
}

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{kind}" => "certificate".to_owned(),
        part if part.starts_with('{') => uuid::Uuid::now_v7().to_string(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The record of an account, which its password opens.
async fn record_of(server: &Server, name: &str, password: &str) -> PersonStore {
    let password = Password::typed(password.to_owned());
    let opened = server.instance.open_record(name, password).await;
    opened.expect("read").expect("opened")
}

/// Puts the sample into a record.
async fn fill(store: &PersonStore) {
    let today = morning().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut ids = CountedIds::from(1 << 70);
    let hash = FrameworkHash::of(PRODUCT);
    let entries = sample::entries(hash, today, morning(), &mut ids);
    store.append(entries, None).await.expect("stored");
}

/// The addresses that pages lead to, and those that their forms send to, as a browser finds them.
async fn found(browser: &Browser<'_>, most: usize) -> (Vec<String>, Vec<String>) {
    let mut known = vec![
        "/".to_owned(),
        "/settings".to_owned(),
        "/accounts".to_owned(),
    ];
    let mut forms = Vec::new();
    let mut at = 0;
    while at < known.len() && at < most {
        let answer = browser.get(&known[at]).await;
        at += 1;
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for (mark, list) in [("href=\"", &mut known), ("action=\"", &mut forms)] {
            let named = answer.body.split(mark).skip(1);
            for address in named.filter_map(|it| it.split('"').next()) {
                let address = address.split('#').next().unwrap_or_default();
                let address = address.replace("&amp;", "&");
                if address.starts_with('/') && !list.contains(&address) {
                    list.push(address);
                }
            }
        }
    }
    (known, forms)
}

/// Whether an address names something of somebody's by its id.
fn names_something(address: &str) -> bool {
    let parts = address.split(['/', '?', '=', '&']);
    parts
        .clone()
        .any(|it| it.len() == 36 && uuid::Uuid::parse_str(it).is_ok())
}
