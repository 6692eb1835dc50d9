//! The program around the commands: help, manual, completions, pipes.

use std::{fs, io::Write, process::Stdio};

use insta::assert_snapshot;

use crate::shell::Shell;

#[test]
fn help() {
    let mut shell = Shell::new();
    shell.run("--help");
    shell.run("help import");
    shell.run("fly");
    assert_snapshot!(shell.story());
}

#[test]
fn version() {
    let mut shell = Shell::new();
    let expected = format!("windward {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(shell.done("--version"), expected);
}

#[test]
fn completions_and_manual_know_every_command() {
    let mut shell = Shell::new();
    let help = shell.run("--help");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let mut names: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.retain(|name| *name != "help");
    assert!(names.len() > 15, "{names:?}");
    let manual = shell.run("man");
    for shell_name in ["bash", "zsh", "fish"] {
        let script = shell.run(&format!("completions {shell_name}"));
        for name in &names {
            assert!(script.contains(name), "{name} in {shell_name}");
        }
    }
    shell.done("man pages");
    for name in names {
        assert!(
            manual.contains(&name.replace('-', "\\-")),
            "{name} in the manual"
        );
        let page = shell.path(&format!("pages/windward-{name}.1"));
        assert!(fs::metadata(&page).is_ok(), "{}", page.display());
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let shell = Shell::new();
    let mut command = shell.command("title");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // More than any buffer between the two takes.
    for _ in 0..50_000 {
        if stdin.write_all(b"Product Manager\n").is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn colour_is_for_terminals() {
    let mut shell = Shell::with_shop();
    let answer = shell.run("ladder show");
    assert!(!answer.contains('\u{1b}'));
}
