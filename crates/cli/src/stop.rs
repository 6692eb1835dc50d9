//! Why a command ends without having done what was asked, and the exit code that says so to a script.

use std::{io, process::ExitCode};

use thiserror::Error;

use crate::screen;

/// The exit codes, as `--help` and `docs/reference/command-line.md` tell them.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  it was done; for ‘ladder check’, ‘store check’, ‘audit verify’, ‘backup rehearse’ and ‘doctor’, there is nothing to mend
  1  ‘ladder check’, ‘store check’, ‘audit verify’, ‘backup rehearse’ or ‘doctor’ found something to mend
  2  the command was not understood: an option, an argument or a name is wrong
  3  the file was refused, and nothing was changed
  4  it could not be done: the data directory, the disk or the network stood in the way";

/// What the environment says to the program, beside what is typed.
pub(crate) const ENVIRONMENT: &str = "\
Environment:
  WINDWARD_DATA           the data directory, as ‘--data’ says it
  WINDWARD_STORE          where the record is kept, as ‘--store’ says it
  WINDWARD_CONFIG         the configuration file, as ‘--config’ says it
  WINDWARD_ACCOUNT        whose record it is, as ‘--account’ says it
  WINDWARD_PASSWORD_FILE  a file whose first line is the password of that account
  WINDWARD_RECOVERY_CODE  the recovery code, for ‘restore’ and ‘recovery confirm’
  WINDWARD_PASSPHRASE     the passphrase, for ‘export --encrypted’ and ‘import-record’
  WINDWARD_LOG            how much the program says about itself on standard error: error, warn, info, debug
  WINDWARD_…              every key of the configuration: ‘windward config’ and the book name them
  NO_COLOR                if set, no colours on a terminal either";

/// An end that has an exit code of its own. Anything else that goes wrong is 4.
#[derive(Debug, Error)]
pub(crate) enum Stop {
    /// What was looked at has faults. They are on standard output already.
    #[error("there is something to mend")]
    Faults,
    /// What was typed names nothing, or contradicts itself.
    #[error("{0}")]
    Usage(String),
    /// A file is not what it should be.
    #[error("{0}")]
    Refused(String),
    /// What went wrong was said already, as JSON; the exit code is the one that it would have.
    #[error("said as JSON")]
    Said(u8),
}

impl Stop {
    pub(crate) fn usage(sentence: impl Into<String>) -> anyhow::Error {
        Self::Usage(sentence.into()).into()
    }

    pub(crate) fn refused(sentence: impl Into<String>) -> anyhow::Error {
        Self::Refused(sentence.into()).into()
    }
}

/// Tells standard error what went wrong, and the shell how badly.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    let broken_pipe = |cause: &(dyn std::error::Error + 'static)| {
        let cause = cause.downcast_ref::<io::Error>();
        cause.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken_pipe) {
        // Whoever reads has enough, as in `windward title < list | head`.
        return ExitCode::SUCCESS;
    }
    if !matches!(error.downcast_ref(), Some(Stop::Faults | Stop::Said(_))) {
        screen::aside(&format!("windward: {error:#}"));
    }
    ExitCode::from(code(error))
}

fn code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Stop>() {
        Some(Stop::Faults) => 1,
        Some(Stop::Usage(_)) => 2,
        Some(Stop::Refused(_)) => 3,
        Some(Stop::Said(code)) => *code,
        None => 4,
    }
}

/// Says on standard error as JSON what went wrong, for whoever asked for JSON: `{"error": …, "code": …}`.
pub(crate) fn said_as_json(error: &anyhow::Error) -> anyhow::Error {
    let code = code(error);
    let said = serde_json::json!({ "error": format!("{error:#}"), "code": code });
    eprintln!("{said}");
    Stop::Said(code).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names of variables at the beginning of lines.
    fn variables<'t>(lines: impl Iterator<Item = &'t str>) -> BTreeSet<&'t str> {
        let is_of_one = |it: char| it.is_ascii_uppercase() || it == '_';
        let names = lines.map(|line| line.split(|it| !is_of_one(it)).next().unwrap_or_default());
        names.filter(|it| it.len() > 1).collect()
    }

    #[test]
    fn the_help_and_the_book_know_the_same_variables() {
        let page = include_str!("../../../docs/reference/command-line.md");
        let rows = page.lines().filter_map(|it| it.strip_prefix("| `"));
        let rows = rows.filter(|it| it.starts_with("WINDWARD_") || it.starts_with("NO_COLOR"));
        let help = ENVIRONMENT.lines().map(str::trim_start);
        // A row for all keys of the configuration, which have a page of their own.
        let help = help.filter(|it| !it.starts_with("WINDWARD_…"));
        assert_eq!(variables(rows), variables(help.skip(1)));
    }
}
