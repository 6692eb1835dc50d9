//! Everywhere an instance can be: what is true of one store is true of all.

use std::path::Path;

use windward_store::{Place, Postgres, Url};

use crate::postgres::{Server, pooled};

/// An empty database on the server, directly and through a pooler.
pub(crate) fn servers() -> Vec<(&'static str, String)> {
    let direct = Server::shared().database();
    let through = pooled(&Server::shared().database());
    vec![("PostgreSQL", direct), ("PostgreSQL, pooled", through)]
}

/// A file, and empty databases on the server.
pub(crate) fn places() -> Vec<Place> {
    let servers = servers().into_iter().map(|(_, url)| url.parse().unwrap());
    std::iter::once(Place::File).chain(servers).collect()
}

/// The same story in an empty directory for each place.
pub(crate) async fn each_place(story: impl AsyncFn(&Path, &Place)) {
    for place in places() {
        let dir = tempfile::tempdir().unwrap();
        story(&dir.path().join("data"), &place).await;
    }
}

pub(crate) fn open(url: &str) -> Postgres {
    Postgres::open(&Url::parse(url).unwrap()).unwrap()
}

/// The sharded database that the environment names, which must be empty; says aloud if there is none.
pub(crate) fn citus() -> Option<String> {
    let named = std::env::var("WINDWARD_TEST_CITUS").ok();
    if named.is_none() {
        eprintln!("skipped: no Citus (WINDWARD_TEST_CITUS names none)");
    }
    named
}
