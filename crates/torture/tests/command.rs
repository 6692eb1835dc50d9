//! The command, where it cannot do what it is asked.

use std::process::Command;

#[test]
fn a_program_that_is_not_there_is_no_success() {
    let output = Command::new(env!("CARGO_BIN_EXE_windward-torture"))
        .args([
            "kill",
            "--store",
            "sqlite",
            "--rounds",
            "1",
            "--program",
            "/nowhere/windward",
        ])
        .output()
        .expect("it starts");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot start /nowhere/windward"), "{said}");
}
