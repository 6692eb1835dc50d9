//! Running other programs: shown before they run, without a keyboard, failing with their name.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Write, stdout},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// `cargo` in the root of the repository: the very one that runs us.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(super::workspace::root());
    cargo
}

/// Runs a program with its output on ours, and fails if it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    show(command)?;
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", line(command));
    }
    Ok(())
}

/// What a program prints on its standard output. Fails if the program does.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        bail!("{} failed ({})", line(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} printed no text", line(command)))
}

/// Runs a program with its output on ours, and hands each line of its standard output to `hear` as well.
///
/// Returns whether the program succeeded.
pub(crate) fn run_and_hear(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<bool> {
    show(command)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let out = child.stdout.take().expect("it was asked to be piped");
    // Tests may print what is no text; it passes through as it is.
    for bytes in BufReader::new(out).split(b'\n') {
        let mut bytes = bytes?;
        hear(&String::from_utf8_lossy(&bytes));
        bytes.push(b'\n');
        stdout().write_all(&bytes)?;
    }
    Ok(child.wait()?.success())
}

/// Where a program lies on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|directory| directory.join(name))
        .find(|program| program.is_file())
}

fn show(command: &Command) -> Result<()> {
    // On standard output and flushed, so that a log has it in its place among what the program prints.
    println!("$ {}", line(command));
    stdout().flush()?;
    Ok(())
}

/// The command as one would type it, for people.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words = [program].into_iter().chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The crates that the release program is made of for this machine, a line each: dependencies, and what builds them, but not
/// what only tests use.
pub(crate) fn release_tree() -> Result<String> {
    let mut tree = cargo();
    tree.args([
        "tree",
        "--locked",
        "--package",
        "windward",
        "--edges",
        "normal,build",
    ]);
    output(tree.args(["--prefix", "none", "--format", "{p}"]))
}
