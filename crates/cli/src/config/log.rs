//! How much the program says about itself, and how.

use anyhow::Result;
use serde::Deserialize;
use tracing_subscriber::filter::{LevelFilter, Targets};

use super::fault::Wrong;

/// The table `[log]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    level: Option<String>,
    #[serde(default)]
    format: Format,
}

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For whatever collects them: one line of JSON for each event
    Json,
}

/// What it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Logging {
    /// What is let through.
    pub(crate) filter: Targets,
    pub(crate) format: Format,
}

impl Default for Logging {
    fn default() -> Self {
        Self {
            filter: Targets::new().with_default(LevelFilter::WARN),
            format: Format::Text,
        }
    }
}

impl Log {
    pub(super) fn read(&self) -> Result<Logging> {
        let filter = match &self.level {
            Some(level) => level.parse().map_err(|_| {
                Wrong::error(
                    "log.level",
                    "‘log.level’ takes error, warn, info, debug or trace",
                )
            })?,
            None => Logging::default().filter,
        };
        Ok(Logging {
            filter,
            format: self.format,
        })
    }
}
