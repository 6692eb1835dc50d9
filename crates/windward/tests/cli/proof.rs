//! Much at once: short forms of `cargo xtask proof`, with the controls that show that they would find something.

use std::{path::Path, time::Duration};

use windward_torture::{conflicts, soak};

const PROGRAM: &str = env!("CARGO_BIN_EXE_windward");

/// The same at every run, as far as what comes first among many can be.
const SEED: u64 = 11;

#[test]
fn of_many_who_edit_the_same_nobody_overwrites_what_they_have_not_seen() {
    let control = conflicts::run(Path::new(PROGRAM), 320, SEED, true).unwrap();
    assert!(
        control.overwritten > 0,
        "the check finds nothing: {control}"
    );
    let found = conflicts::run(Path::new(PROGRAM), 1_280, SEED, false).unwrap();
    println!("{found}");
    assert!(found.is_good(), "{found}");
}

#[test]
fn memory_and_handles_stay_where_they_were() {
    let time = Duration::from_secs(6);
    soak::control(Path::new(PROGRAM), time, SEED).unwrap();
    let found = soak::run(Path::new(PROGRAM), time * 2, SEED, false).unwrap();
    println!("{found}");
    assert!(found.is_flat() && found.errors == 0, "{found}");
}
