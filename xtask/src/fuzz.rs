//! Parsers, worn down for longer than a test does it, from another number each time.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use clap::Args;

use super::program::cargo;

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
        let mut found = 0;
        for tests in [
            ["-p", "windward-fuzz", "--test", "parsers"].as_slice(),
            &["-p", "windward-web", "--lib"],
        ] {
            let mut test = cargo();
            test.args(["test", "--locked", "--quiet"])
                .args(tests)
                .arg("--");
            match (self.parser.as_str(), tests.contains(&"--lib")) {
                ("all", true) => test.arg("fuzz::"),
                ("all", false) => &mut test,
                (name, _) => test.arg(name),
            };
            test.args(["--nocapture", "--test-threads=1"])
                .env("WINDWARD_FUZZ_SECONDS", (self.minutes * 60).to_string())
                .env(
                    "WINDWARD_FUZZ_NUMBER",
                    self.number.unwrap_or(now).to_string(),
                );
            found += u32::from(!test.status()?.success());
        }
        if found > 0 {
            bail!("something was found; the inputs are in crates/fuzz/corpus, named above");
        }
        Ok(())
    }
}
