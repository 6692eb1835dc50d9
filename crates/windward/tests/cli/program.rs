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

/// The commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let listed = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command with its own commands, as they are typed.
fn all_commands(shell: &mut Shell) -> Vec<String> {
    let mut all = Vec::new();
    for name in commands(&shell.run("--help")) {
        let inner = commands(&shell.run(&format!("help {name}")));
        if inner.is_empty() {
            all.push(name);
        } else {
            all.extend(inner.iter().map(|inner| format!("{name} {inner}")));
        }
    }
    all
}

#[test]
fn completions_and_manual_know_every_command() {
    let mut shell = Shell::new();
    let names = all_commands(&mut shell);
    assert!(names.len() > 20, "{names:?}");
    for shell_name in ["bash", "zsh", "fish"] {
        let script = shell.run(&format!("completions {shell_name}"));
        for name in names.iter().flat_map(|name| name.split(' ')) {
            assert!(script.contains(name), "{name} in {shell_name}");
        }
    }
    assert!(shell.run("man").contains(".TH windward 1"));
    shell.done("man pages");
    for name in names {
        let page = shell.path(&format!("pages/windward-{}.1", name.replace(' ', "-")));
        assert!(fs::metadata(&page).is_ok(), "{}", page.display());
    }
}

#[test]
fn the_documentation_names_every_command_and_option() {
    let page = include_str!("../../../../docs/reference/command-line.md");
    let mut shell = Shell::new();
    for name in all_commands(&mut shell) {
        assert!(page.contains(&format!("`windward {name}")), "{name}");
        let help = shell.run(&format!("help {name}"));
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for option in options {
            let option = option.trim_end_matches([',', '.', ')']);
            assert!(page.contains(option), "{option} of {name}");
        }
    }
}

/// Commands that answer with a file that programs read as it is, that run until they are stopped, or that are for the
/// person at the terminal alone.
const WITHOUT_JSON: [&str; 12] = [
    "serve",
    "evidence export",
    "export",
    "restore",
    "migrate-store",
    "ladder new",
    "ladder preview",
    "recovery confirm",
    "recovery new",
    "demo",
    "completions",
    "man",
];

#[test]
fn every_command_that_prints_prints_json() {
    let mut shell = Shell::new();
    for name in all_commands(&mut shell) {
        let has = shell.run(&format!("help {name}")).contains("--json");
        assert_ne!(has, WITHOUT_JSON.contains(&name.as_str()), "{name}");
    }
    let both = ["board", "plateau"].map(|name| shell.run(&format!("help {name}")));
    assert!(both.iter().all(|help| help.contains("--json")));
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

#[test]
fn nothing_in_a_record_is_a_command_to_the_terminal() {
    let mut shell = Shell::with_shop();
    shell.done("todo add 'Ask\u{1b}[2J Kim'");
    shell.done("todo add 'Ask\u{1b}[2J Petra'");
    for typed in ["todo list", "todo done Ask", "todo done 1"] {
        shell.run(typed);
    }
    let story = shell.story();
    let told = story.lines().filter(|it| !it.starts_with('$'));
    let told: Vec<&str> = told.collect();
    assert!(
        told.iter().any(|it| it.contains("may be ‘Ask")),
        "{story:?}"
    );
    assert!(
        told.iter().any(|it| it.starts_with("Done: Ask")),
        "{story:?}"
    );
    let raw: Vec<_> = told.iter().filter(|it| it.contains('\u{1b}')).collect();
    assert!(raw.is_empty(), "{raw:?}");
}

#[test]
fn a_file_of_which_nothing_comes_in_begins_no_record() {
    let mut shell = Shell::new();
    shell.write("roles.csv", "Title,Company,From\n,Acme,2019\n");
    let told = shell.done("import roles.csv");
    assert!(told.contains("There is nothing to bring in."), "{told}");
    assert!(!shell.has("data"), "no record for it");
}
