//! How long what is kept, and which backups are made, as the configuration file says it.

use std::path::PathBuf;

use anyhow::Result;
use serde::Deserialize;
use windward_store::{AgeRecipient, Every, Plan, Retention as Periods};

use super::fault::Wrong;

/// Days that anything is kept at most, where it is not for ever: a hundred years.
const MOST_DAYS: u32 = 36_500;

/// Days for which it is known that a letter was sent; the queue itself knows it no longer.
const MOST_OF_LETTERS: u32 = 90;

/// The table `[retention]`: days.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retention {
    /// Rows of the audit log; 400 without it.
    audit: Option<u32>,
    /// Who looked at what that was shared; 400 without it.
    looks: Option<u32>,
    /// That a letter was sent; 90 without it, and at most.
    letters: Option<u32>,
    /// Closed accounts with their records; for ever without it.
    closed_accounts: Option<u32>,
}

impl Retention {
    pub(super) fn read(&self) -> Result<Periods> {
        let usual = Periods::default();
        let days = |key: &'static str, given: Option<u32>, most: u32| match given {
            Some(days) if days == 0 || days > most => Err(Wrong::error(
                key,
                format!("‘{key}’ is a number of days from 1 to {most}"),
            )),
            given => Ok(given),
        };
        Ok(Periods {
            audit: days("retention.audit", self.audit, MOST_DAYS)?.unwrap_or(usual.audit),
            looks: days("retention.looks", self.looks, MOST_DAYS)?.unwrap_or(usual.looks),
            letters: days("retention.letters", self.letters, MOST_OF_LETTERS)?
                .unwrap_or(usual.letters),
            closed: self.closed()?,
        })
    }

    /// Whoever was shut out has thirty days for taking their record along, which nothing shortens.
    fn closed(&self) -> Result<Option<u32>> {
        match self.closed_accounts {
            Some(days) if !(30..=MOST_DAYS).contains(&days) => Err(Wrong::error(
                "retention.closed_accounts",
                format!(
                    "‘closed_accounts’ is a number of days from 30 to {MOST_DAYS}, because whoever was shut out has thirty \
                     days to take their record along"
                ),
            )),
            given => Ok(given),
        }
    }
}

/// The table `[backup]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Backup {
    /// The directory that they go to.
    to: PathBuf,
    /// How often: ‘day’ or ‘week’.
    #[serde(default)]
    every: Every,
    /// How many are kept there.
    #[serde(default = "kept")]
    keep: usize,
    /// The public keys of age that they are encrypted to.
    recipients: Vec<String>,
}

const fn kept() -> usize {
    14
}

impl Backup {
    pub(super) fn plan(&self) -> Result<Plan> {
        if !self.to.is_absolute() {
            return Err(Wrong::error(
                "backup.to",
                "‘to’ is a directory with its whole path, such as /var/backups/windward",
            ));
        }
        if self.keep == 0 {
            return Err(Wrong::error(
                "backup.keep",
                "‘keep’ is how many are kept, so one at least",
            ));
        }
        Ok(Plan {
            to: self.to.clone(),
            every: self.every,
            keep: self.keep,
            recipients: recipients(&self.recipients)
                .map_err(|why| Wrong::error("backup.recipients", why))?,
        })
    }
}

/// Reads public keys, or says what is wrong.
pub(crate) fn recipients(texts: &[String]) -> Result<Vec<AgeRecipient>, String> {
    if texts.is_empty() || texts.len() > 16 {
        return Err(
            "‘recipients’ are one public key at least and 16 at most; `windward backup key` makes one"
                .to_owned(),
        );
    }
    let keys = texts.iter().map(|it| it.parse::<AgeRecipient>());
    keys.collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "age1dcexax5xza6qn2ydf4t9w2ehkhf2yd3hd4heyfly3ecnc2q7hcmq9wxns2";

    fn plan(text: &str) -> Result<Plan> {
        toml::from_str::<Backup>(text)?.plan()
    }

    #[test]
    fn a_schedule_has_a_place_and_a_key() {
        let said = format!("to = '/var/backups'\nrecipients = ['{KEY}']");
        let read = plan(&said).expect("a plan");
        assert_eq!((read.every, read.keep), (Every::Day, 14));
        assert_eq!(read.recipients[0].to_string(), KEY);
        let read = plan(&format!("{said}\nevery = 'week'\nkeep = 4")).expect("a plan");
        assert_eq!((read.every, read.keep), (Every::Week, 4));
        for (wrong, says) in [
            (
                format!("to = 'backups'\nrecipients = ['{KEY}']"),
                "whole path",
            ),
            ("to = '/b'\nrecipients = []".to_owned(), "one public key"),
            (
                "to = '/b'\nrecipients = ['age1x']".to_owned(),
                "no public key",
            ),
            (format!("{said}\nkeep = 0"), "one at least"),
            (format!("{said}\nevery = 'hour'"), "hour"),
        ] {
            let error = format!("{:#}", plan(&wrong).expect_err(&wrong));
            assert!(error.contains(says), "{wrong}: {error}");
        }
    }

    #[test]
    fn periods_are_days_and_a_closed_account_has_its_thirty() {
        let read = |text: &str| toml::from_str::<Retention>(text).expect("a table").read();
        assert_eq!(read("").expect("periods"), Periods::default());
        let said = read("audit = 30\nlooks = 7\nletters = 1\nclosed_accounts = 30");
        let said = said.expect("periods");
        assert_eq!((said.audit, said.looks, said.letters), (30, 7, 1));
        assert_eq!(said.closed, Some(30));
        for wrong in [
            "audit = 0",
            "letters = 91",
            "closed_accounts = 29",
            "looks = 99999",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(toml::from_str::<Retention>("audits = 1").is_err());
    }
}
