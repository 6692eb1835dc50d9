//! How far something long has come.

use std::time::{Duration, Instant};

/// How long nothing is said.
const EACH: Duration = Duration::from_secs(10);

/// Says every ten seconds, on the error output, how far it is: what is short says nothing.
#[derive(Debug, Clone)]
pub struct Progress(Instant);

impl Progress {
    /// Of something that begins now.
    #[must_use]
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// Says it if that was not done for a while.
    pub fn tell(&mut self, how_far: impl FnOnce() -> String) {
        if self.0.elapsed() >= EACH {
            eprintln!("{}", how_far());
            self.0 = Instant::now();
        }
    }
}
