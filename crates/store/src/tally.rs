//! How much there is in a store, in numbers and nothing else.

use jiff::Timestamp;

use crate::{error::StoreError, instance::Instance, store::Store};

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Letters that wait to be sent.
    pub letters_waiting: u64,
    /// Since when the one waits that has waited longest.
    pub oldest_letter: Option<Timestamp>,
    /// Sessions that are good.
    pub sessions: u64,
}

impl Instance {
    /// How much there is now. It asks the store, and so says whether that answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn tally(&self, now: Timestamp) -> Result<Tally, StoreError> {
        match self.journal() {
            Store::Sqlite(store) => store.tally(now),
            Store::Postgres(store) => store.tally(now).await,
        }
    }
}
