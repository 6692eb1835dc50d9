//! For tests alone: takes the real program’s disk, power and database away while it is written to, and counts what is lost.
//!
//! A **ledger** is the list of writes that were sent, with what was answered. After each disaster the server is started
//! again and everything it has is compared with the ledger: what was acknowledged has to be there once and whole, what was
//! not answered is there whole or not at all. A **control** is a run in which something has to be lost; where it loses
//! nothing, the harness would not see a loss either. Everything random follows from a seed that is printed.

pub mod cluster;
pub mod conflicts;
pub mod database;
pub mod dice;
pub mod disk;
pub mod http;
pub mod ledger;
pub mod load;
pub mod outage;
pub mod person;
pub mod process;
pub mod progress;
pub mod record;
pub mod report;
pub mod server;
pub mod soak;
pub mod trials;
