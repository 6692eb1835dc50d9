//! Steps that say what they do and how long they took.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// What was done so far, and how long each took.
#[derive(Debug, Default)]
pub(crate) struct Steps(Vec<(String, Duration)>);

impl Steps {
    /// Does one step. A failed one is counted too.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n== {name}");
        let start = Instant::now();
        let done = work();
        self.0.push((name.to_owned(), start.elapsed()));
        done.with_context(|| name.to_owned())
    }
}

/// A line a step, and the sum.
impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, took) in &self.0 {
            writeln!(f, "{:>8.1} s  {name}", took.as_secs_f64())?;
        }
        let sum: Duration = self.0.iter().map(|(_, took)| *took).sum();
        write!(f, "{:>8.1} s  in all", sum.as_secs_f64())
    }
}
