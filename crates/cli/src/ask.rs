//! What has to be typed, and what to do where nobody is there to type it.

use std::{
    env,
    io::{self, IsTerminal, Write},
    path::Path,
};

use anyhow::{Result, anyhow};
use windward_store::RecoveryCode;
use zeroize::Zeroizing;

use crate::{files::read_file, stop::Stop};

/// Has somebody at the terminal type a word, so that it is no slip; without a terminal, what to do instead.
pub(crate) fn ask_word(prompt: &str, word: &str, without: &str) -> Result<()> {
    if !io::stdin().is_terminal() {
        return Err(Stop::usage(without));
    }
    eprint!("{prompt}");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    if line.trim() != word {
        return Err(Stop::usage("that is another word, so nothing was done"));
    }
    Ok(())
}

/// The password of an account, from the file that the environment names or from whoever is at the terminal.
pub(crate) fn ask_password(name: &str) -> Result<Zeroizing<String>> {
    if let Some(file) = env::var_os("WINDWARD_PASSWORD_FILE") {
        let bytes = Zeroizing::new(read_file(Path::new(&file), 4 * 1024)?);
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| Stop::usage("the file of the password is no text"))?;
        let first = text.lines().next().unwrap_or_default();
        return Ok(Zeroizing::new(first.to_owned()));
    }
    hidden(
        &format!("Password of {name}: "),
        "the password is needed: put it into a file that WINDWARD_PASSWORD_FILE names, or run this on a terminal and \
         type it",
    )
}

/// What somebody types at the terminal without seeing it; without a terminal, what to do instead.
fn hidden(prompt: &str, without: &str) -> Result<Zeroizing<String>> {
    let terminal = console::Term::stderr();
    if !io::stdin().is_terminal() || !terminal.is_term() {
        return Err(Stop::usage(without));
    }
    terminal.write_str(prompt)?;
    Ok(Zeroizing::new(terminal.read_secure_line()?))
}

/// What to do without a terminal to type a passphrase at.
const WITHOUT_PASSPHRASE: &str = "the passphrase is needed: put it into WINDWARD_PASSPHRASE, or run this on a terminal and type it";

/// A passphrase, from the environment or from the person at the terminal, who does not see it as they type. It is never
/// an argument, which others on the machine could read.
pub(crate) fn ask_passphrase(twice: bool) -> Result<Zeroizing<String>> {
    if let Ok(given) = env::var("WINDWARD_PASSPHRASE") {
        return Ok(Zeroizing::new(given));
    }
    let typed = hidden("Passphrase: ", WITHOUT_PASSPHRASE)?;
    if twice && *hidden("The same again: ", WITHOUT_PASSPHRASE)? != *typed {
        return Err(Stop::usage(
            "the two are not the same; nothing was written, so begin again",
        ));
    }
    Ok(typed)
}

/// The recovery code, from the argument, the environment or the person at the terminal.
pub(crate) fn ask_recovery_code(given: Option<String>) -> Result<RecoveryCode> {
    let typed = match given.or_else(|| env::var("WINDWARD_RECOVERY_CODE").ok()) {
        Some(code) => code,
        None if io::stdin().is_terminal() => {
            eprint!("Recovery code: ");
            io::stderr().flush()?;
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line
        }
        None => {
            return Err(Stop::usage(
                "the recovery code is needed: put it into WINDWARD_RECOVERY_CODE, or run this on a terminal and type it",
            ));
        }
    };
    typed
        .parse()
        .map_err(|error| anyhow!(Stop::Usage(format!("{error}"))))
}
