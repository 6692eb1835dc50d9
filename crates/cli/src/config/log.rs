//! How much the program says about itself, and how.

use anyhow::Result;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logging {
    /// What is let through, as `tracing` reads it.
    pub(crate) filter: String,
    pub(crate) format: Format,
}

impl Default for Logging {
    fn default() -> Self {
        Self {
            filter: "warn".to_owned(),
            format: Format::Text,
        }
    }
}

impl Log {
    pub(super) fn read(&self) -> Result<Logging> {
        let filter = self
            .level
            .clone()
            .unwrap_or_else(|| Logging::default().filter);
        if EnvFilter::try_new(&filter).is_err() {
            return Err(Wrong::error(
                "log.level",
                "‘log.level’ takes error, warn, info, debug or trace",
            ));
        }
        Ok(Logging {
            filter,
            format: self.format,
        })
    }
}
