//! A sign of life for whatever takes longer than a second, on a terminal only.

use std::{
    io::{self, IsTerminal},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::ProgressBar;

/// Shown from its second second until it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Says what takes so long, on standard error, if it does and if anybody is there to see.
    pub(crate) fn on(what: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { waiting: None };
        }
        let (done, waiting) = mpsc::channel();
        let thread = thread::spawn(move || {
            let second = Duration::from_secs(1);
            if waiting.recv_timeout(second) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(what);
            bar.enable_steady_tick(Duration::from_millis(120));
            _ = waiting.recv();
            bar.finish_and_clear();
        });
        Self {
            waiting: Some((done, thread)),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.waiting.take() {
            drop(done);
            // A spinner that panicked is no reason to end the command.
            _ = thread.join();
        }
    }
}
