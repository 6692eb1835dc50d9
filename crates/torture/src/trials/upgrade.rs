//! Upgrades: the program is killed while it brings a database of an earlier version up to its own.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    dice::Dice,
    ledger::Differences,
    person::{export, sign_in},
    report::{Expects, Row},
    server::Program,
};

/// Databases as earlier versions left them, with what they have to give; the tests of the store keep them for good.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/tests/fixtures");

/// How often in a row it is killed before it may finish, at most.
const KILLS: u64 = 3;

/// The longest that it is left alone. It is done after some hundredths of a second; half of the kills come before that.
const LONGEST_MS: u64 = 80;

/// A database of an earlier version.
#[derive(Debug)]
struct Earlier {
    database: PathBuf,
    key: Vec<u8>,
    entries: Vec<String>,
}

/// Upgrades `rounds` databases, from every earlier version in turn, each killed up to three times on the way.
pub fn sqlite(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kill -9 in an upgrade, SQLite", seed, Expects::Nothing);
    let mut dice = Dice::seeded(seed);
    let earlier = earlier()?;
    for (earlier, _) in earlier.iter().cycle().zip(0..rounds) {
        let home = tempfile::tempdir()?;
        let program = Program::new(binary, home.path(), "sqlite".to_owned())?;
        earlier.unpack(&program.data())?;
        for _ in 0..=dice.below(KILLS) {
            program.start_and_kill(Duration::from_millis(dice.below(LONGEST_MS)))?;
        }
        let begun = Instant::now();
        let server = program.start()?;
        let cookie = sign_in(&server)?;
        let there = export(&server, &cookie)?;
        row.restarts.push(begun.elapsed());
        let there: HashSet<&str> = there.lines().collect();
        let lost = earlier.entries.iter();
        let lost = lost.filter(|it| !there.contains(it.as_str()));
        let found = Differences {
            lost: lost.cloned().collect(),
            ..Differences::default()
        };
        row.count(earlier.entries.len(), &found, &program.faults()?);
    }
    Ok(row)
}

/// Those that are kept.
fn earlier() -> Result<Vec<Earlier>> {
    let mut found = Vec::new();
    for file in fs::read_dir(KEPT).context("the databases of earlier versions")? {
        let path = file?.path();
        if path.extension().is_some_and(|it| it == "sqlite") {
            found.push(Earlier::read(path)?);
        }
    }
    found.sort_by(|one, other| one.database.cmp(&other.database));
    Ok(found)
}

impl Earlier {
    fn read(database: PathBuf) -> Result<Self> {
        let about = fs::read_to_string(database.with_extension("json"))?;
        let about: Value = serde_json::from_str(&about)?;
        let digits = about["key"].as_str().context("its key")?;
        let byte = |pair: &[u8]| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
        let key = digits.as_bytes().chunks(2).map(byte);
        let entries = about["entries"].as_array().context("its entries")?;
        let entries = entries
            .iter()
            .filter_map(|it| Some(it.as_str()?.to_owned()));
        Ok(Self {
            database,
            key: key.collect::<Result<_>>()?,
            entries: entries.collect(),
        })
    }

    /// Makes a data directory of it.
    fn unpack(&self, data: &Path) -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        fs::create_dir(data)?;
        fs::copy(&self.database, data.join("windward.db"))?;
        let key = data.join("key");
        fs::write(&key, &self.key)?;
        // Nothing is read that others may read.
        fs::set_permissions(data, fs::Permissions::from_mode(0o700))?;
        fs::set_permissions(key, fs::Permissions::from_mode(0o600))?;
        Ok(())
    }
}
