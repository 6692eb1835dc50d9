//! Parsers, worn down for longer than a test does it, from another number each time.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use clap::Args;

use super::program::{cargo, run_and_hear};

/// Change seeds at random and read them with a parser, or with each; what fails is kept among the seeds
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Which parser, by the name of its test; ‘all’ is each of them, one after another
    #[arg(default_value = "all")]
    parser: String,
    /// For how long each
    #[arg(default_value_t = 1)]
    minutes: u64,
    /// The number that the changes follow from; without it that of the moment
    #[arg(long)]
    number: Option<u64>,
}

impl Fuzz {
    pub(crate) fn run(self) -> Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let name = Some(self.parser.as_str()).filter(|it| *it != "all");
        let (mut all_well, mut ran) = (true, false);
        // Those of what a browser sends are among the other tests of their crate, in a module of this name.
        for (tests, module) in [
            (["-p", "windward-fuzz", "--test", "parsers"].as_slice(), ""),
            (&["-p", "windward-web", "--lib"], "fuzz::"),
        ] {
            let mut test = cargo();
            test.args(["test", "--locked", "--quiet"]).args(tests);
            test.arg("--")
                .arg(format!("{module}{}", name.unwrap_or_default()))
                .args(["--nocapture", "--test-threads=1"])
                .env("WINDWARD_FUZZ_SECONDS", (self.minutes * 60).to_string())
                .env(
                    "WINDWARD_FUZZ_NUMBER",
                    self.number.unwrap_or(now).to_string(),
                );
            all_well &= run_and_hear(&mut test, |line| {
                ran |= line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed");
            })?;
        }
        if !all_well {
            bail!("something was found; the inputs are in crates/fuzz/corpus, named above");
        }
        if !ran {
            bail!(
                "no parser’s test is called ‘{}’; they stand in crates/fuzz/tests/parsers.rs and crates/web/src/fuzz.rs",
                self.parser
            );
        }
        Ok(())
    }
}
