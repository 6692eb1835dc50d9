//! What `docs/security` says of vulnerabilities and requirements is there: every row, and every test that a row names.

use std::{collections::BTreeSet, fs, path::Path};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn page(name: &str) -> String {
    let path = root().join("docs/security").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cells of the rows of a page that begin with a number.
fn rows(page: &str) -> Vec<(usize, Vec<&str>)> {
    let rows = page.lines().filter_map(|line| {
        let line = line.trim().strip_prefix('|')?.strip_suffix('|')?;
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        Some((cells[0].parse().ok()?, cells))
    });
    rows.collect()
}

/// What stands between marks of code and is a file of the sources, with the test in it if one is named.
fn named(cell: &str) -> Vec<(String, Option<String>)> {
    let marked = cell.split('`').skip(1).step_by(2);
    let files = marked.filter(|it| {
        let ends = [".toml", ".md", ".rs"];
        it.contains(".rs::") || it.starts_with('.') || ends.iter().any(|end| it.ends_with(end))
    });
    let parts = files.map(|it| match it.split_once("::") {
        Some((file, test)) => (file.to_owned(), Some(test.to_owned())),
        None => (it.to_owned(), None),
    });
    parts.collect()
}

/// Whether a file that a page names is there, and the test in it.
fn is_there(file: &str, test: Option<&str>) -> bool {
    let places = [root().join("crates").join(file), root().join(file)];
    let Some(source) = places.iter().find_map(|it| fs::read_to_string(it).ok()) else {
        return false;
    };
    let Some(test) = test else { return true };
    // A test of its own, or one of a property.
    source.match_indices(&format!("fn {test}(")).any(|(at, _)| {
        let before = source[..at].trim_end();
        let before = before.strip_suffix("async").unwrap_or(before).trim_end();
        before.ends_with(']') || before.ends_with('/') || before.ends_with('"')
    })
}

fn faults_of(name: &str, last: usize, statuses: &[&str]) -> Vec<String> {
    let page = page(name);
    let rows = rows(&page);
    let mut faults = Vec::new();
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    let wanted: Vec<usize> = (1..=last).collect();
    if numbers != wanted {
        let there: BTreeSet<usize> = numbers.iter().copied().collect();
        let missing: Vec<&usize> = wanted.iter().filter(|it| !there.contains(it)).collect();
        faults.push(format!("{name}: rows are {numbers:?}; missing {missing:?}"));
    }
    for (number, cells) in &rows {
        let status = cells[cells.len() - 2];
        let shown = cells[cells.len() - 1];
        if !statuses.contains(&status) {
            faults.push(format!("{name}, row {number}: status ‘{status}’"));
        }
        let named = named(shown);
        if matches!(status, "held" | "partly") && named.is_empty() {
            faults.push(format!(
                "{name}, row {number}: {status}, and no test or file is named"
            ));
        }
        if status != "held" && shown.len() < 20 {
            faults.push(format!(
                "{name}, row {number}: {status}, and no reason is given"
            ));
        }
        for (file, test) in named {
            if !is_there(&file, test.as_deref()) {
                faults.push(format!("{name}, row {number}: there is no {file} {test:?}"));
            }
        }
    }
    faults
}

#[test]
fn every_vulnerability_of_others_has_its_test_and_the_test_is_there() {
    let statuses = ["held", "with sharing", "does not apply"];
    let faults = faults_of("peers.md", 63, &statuses);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_requirement_says_how_it_stands_and_what_shows_it() {
    let statuses = ["held", "partly", "not held", "does not apply"];
    let faults = faults_of("asvs.md", 59, &statuses);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_not_there_is_noticed() {
    let here = "web/tests/pages/regress/told.rs";
    assert!(is_there(here, None));
    assert!(is_there(here, Some("what_is_not_there_is_noticed")));
    assert!(!is_there(here, Some("what_nobody_wrote")));
    assert!(!is_there(here, Some("faults_of")), "it is no test");
    assert!(!is_there("web/tests/pages/regress/nobody.rs", None));
    let cell = "see `web/src/guard.rs::only_this_host_is_ours`, `core` and `web/src/limits.rs`";
    assert_eq!(named(cell).len(), 2);
    assert_eq!(
        rows("| 1 | a | b |\n| --- | - | - |\nx\n| 12 | c | d |").len(),
        2
    );
}
