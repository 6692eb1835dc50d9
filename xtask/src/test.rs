//! The one command that runs every test, after bringing here what they need.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use super::{
    needs::{self, Found},
    program::{cargo, run, run_and_hear},
    snapshots,
    steps::Steps,
    torture, workspace,
};

/// Bring here what tests need, and run all of them
///
/// Chromium, its driver, PostgreSQL, its pooler, poppler and npm are installed by apt-get where that is possible, else it
/// is said what to install; axe-core, the schema of JSON Resume and a provider of single sign-on come from npm. Then ‘cargo test --workspace’ runs, with snapshots checked
/// and not written, and snapshots that no test owns are reported.
#[derive(Debug, clap::Args)]
pub(crate) struct Test {
    /// Install nothing: use what is here
    #[arg(long)]
    no_provision: bool,
    /// For ‘cargo test’, such as ‘-p windward-core’ or part of a test’s name; the whole workspace without
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Test {
    pub(crate) fn run(&self) -> Result<()> {
        let mut steps = Steps::default();
        let mut closing = Closing::default();
        let done = self.all(&mut steps, &mut closing);
        println!("\n== How long it took\n{steps}");
        // Last, because a log is read from its end.
        println!("\n{closing}");
        done
    }

    fn all(&self, steps: &mut Steps, closing: &mut Closing) -> Result<()> {
        let found = if self.no_provision {
            steps.step("Look for what the tests need", needs::find_all)?
        } else {
            steps.step("Bring here what the tests need", needs::provide)?
        };
        if std::env::var_os("WINDWARD_TEST_CITUS").is_none() {
            println!("skipped: no Citus (WINDWARD_TEST_CITUS names none)");
        }
        let whole = self.arguments.is_empty();
        if whole {
            // By itself, so that building and running are timed apart.
            steps.step("Build the tests", || {
                run(cargo().args(["test", "--workspace", "--no-run"]))
            })?;
        }
        let named = workspace::scratch()?.join("snapshots-named");
        let passed = steps.step("Run the tests", || {
            forget(&named)?;
            run_and_hear(&mut self.cargo_test(&found, &named), |line| {
                closing.hear(line);
            })
        })?;
        let snapshots = steps.step("Check the snapshots", || {
            snapshots::check((whole && passed).then_some(&*named))
        });
        if !passed {
            bail!("some tests failed");
        }
        snapshots?;
        if whole && closing.passed == 0 {
            bail!("no test ran");
        }
        if whole {
            steps.step("Take disk, power and database away", torture::briefly)?;
        }
        Ok(())
    }

    fn cargo_test(&self, found: &Found, named: &PathBuf) -> Command {
        let mut test = cargo();
        test.arg("test");
        if !self
            .arguments
            .iter()
            .any(|it| it.starts_with("-p") || it.starts_with("--package"))
        {
            test.arg("--workspace");
        }
        // One failure does not hide the next.
        test.arg("--no-fail-fast").args(&self.arguments);
        test.envs(found.iter().map(|(variable, path)| (variable, path)));
        test.env("INSTA_UPDATE", "no")
            .env("INSTA_FORCE_PASS", "0")
            .env("INSTA_WORKSPACE_ROOT", workspace::root())
            .env("INSTA_SNAPSHOT_REFERENCES_FILE", named);
        test
    }
}

fn forget(file: &PathBuf) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

/// What the test runner says at the end of each test program, and the sum of it.
#[derive(Debug, Default, PartialEq)]
struct Closing {
    lines: Vec<String>,
    passed: u32,
    failed: u32,
    ignored: u32,
}

impl Closing {
    /// Takes in a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`.
    fn hear(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
        let mut ran = 0;
        for part in counts.split("; ") {
            let Some((number, what)) = part.split_once(' ') else {
                continue;
            };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => continue,
            }
            ran += number;
        }
        // Programs without a test have nothing to say.
        if ran > 0 {
            self.lines.push(line.to_owned());
        }
    }
}

impl std::fmt::Display for Closing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            lines,
            passed,
            failed,
            ignored,
        } = self;
        let programs = lines.len();
        write!(
            f,
            "Tests passed: {passed}, failed: {failed}, ignored: {ignored}, test programs: {programs}"
        )?;
        lines.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_up_what_the_runner_says() {
        let mut closing = Closing::default();
        for line in [
            "test date::tests::covers_what_it_says ... ok",
            "test result: ok. 31 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.52s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ] {
            closing.hear(line);
        }
        let text = closing.to_string();
        assert!(
            text.starts_with("Tests passed: 35, failed: 2, ignored: 1, test programs: 2\n"),
            "{text}"
        );
        assert!(text.ends_with("finished in 0.02s"), "{text}");
    }
}
