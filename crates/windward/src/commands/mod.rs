//! One command, one file: what it takes, what it does, what it prints.

pub(crate) mod backup;
pub(crate) mod course;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod import_record;
pub(crate) mod ladder;
pub(crate) mod migrate_store;
pub(crate) mod rate;
pub(crate) mod recovery;
pub(crate) mod restore;
pub(crate) mod role;
pub(crate) mod serve;
pub(crate) mod shell;
pub(crate) mod standing;
pub(crate) mod store;
pub(crate) mod title;
pub(crate) mod undo;
