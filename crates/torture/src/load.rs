//! Several who write at once, until the server is gone or they are told to stop.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};

use crate::{ledger::Write, person::Writer};

/// How long the first answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Writers at work.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    /// Whether anything was answered yet.
    answered: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Write>>>,
}

impl Load {
    /// Sets them to work until the server is gone.
    #[must_use]
    pub fn until_gone(writers: Vec<Writer>) -> Self {
        Self::start(writers, false)
    }

    /// Sets them to work until they are told to stop, whatever is answered or not.
    #[must_use]
    pub fn through_it(writers: Vec<Writer>) -> Self {
        Self::start(writers, true)
    }

    fn start(writers: Vec<Writer>, through_it: bool) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let answered = Arc::new(AtomicBool::new(false));
        let threads = writers.into_iter().map(|mut writer| {
            let (stop, answered) = (Arc::clone(&stop), Arc::clone(&answered));
            thread::spawn(move || {
                let mut ledger = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    match writer.write(&mut ledger) {
                        Ok(Some(_)) => answered.store(true, Ordering::Relaxed),
                        // The server is gone, in the middle of it or before.
                        Ok(None) | Err(_) if through_it => {}
                        Ok(None) | Err(_) => break,
                    }
                }
                ledger
            })
        });
        let threads = threads.collect();
        Self {
            stop,
            answered,
            threads,
        }
    }

    /// Waits until something was answered, so that there is something to lose; not for ever.
    pub fn until_answered(&self) {
        let begun = Instant::now();
        while !self.answered.load(Ordering::Relaxed) && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Has them stop; what they wrote.
    pub fn end(self) -> Result<Vec<Write>> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Vec::new();
        for thread in self.threads {
            let ledger = thread.join();
            all.extend(ledger.map_err(|_| anyhow!("a writer panicked"))?);
        }
        Ok(all)
    }
}
