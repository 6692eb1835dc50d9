//! A secret that the configuration keeps elsewhere: in a file, or in a variable of the environment.

use std::{env, path::Path};

use anyhow::Result;

use super::fault::Wrong;
use crate::files::read_file;

/// The longest file that is read for one.
const LONGEST: usize = 4 * 1024;

/// The first line of a file; `key` is what names it.
pub(super) fn of_file(key: &'static str, file: &Path) -> Result<String> {
    let bad = |why: &str| Wrong::error(key, format!("{} {why}", file.display()));
    let bytes =
        read_file(file, LONGEST).map_err(|error| Wrong::error(key, format!("{error:#}")))?;
    if bytes.len() > LONGEST {
        return Err(bad("is longer than a secret"));
    }
    let text = String::from_utf8(bytes).map_err(|_| bad("is no text"))?;
    Ok(first_line(&text))
}

/// The first line of a variable; `key` is what names it.
pub(super) fn of_variable(key: &'static str, name: &str) -> Result<String> {
    let text = env::var(name)
        .map_err(|_| Wrong::error(key, format!("the environment has no variable {name}")))?;
    Ok(first_line(&text))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
