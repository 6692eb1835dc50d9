//! What a store does for the law of a server: the audit log, erasing, and putting away what is old.

use std::future::Future;

use jiff::Timestamp;

use super::{
    audit::{AuditEnds, AuditRow, Note},
    retention::Kept,
};
use crate::{
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::{Gone, Slot},
};

/// What every store does for it.
pub trait Law: Clone + Send + Sync + 'static {
    /// Writes a row at the end of the audit log.
    fn note(
        &self,
        tenant: TenantId,
        note: Note,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Where the log begins and ends; `None` while nothing is in it.
    fn audit_ends(
        &self,
        tenant: TenantId,
    ) -> impl Future<Output = Result<Option<AuditEnds>, StoreError>> + Send;

    /// At most `limit` rows after a number, in order.
    fn audit_after(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AuditRow>, StoreError>> + Send;

    /// At most `limit` rows before a number, the latest first.
    fn audit_before(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AuditRow>, StoreError>> + Send;

    /// At most `limit` rows about a person, by their number, the latest first.
    fn audit_about(
        &self,
        tenant: TenantId,
        pseudonym: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AuditRow>, StoreError>> + Send;

    /// What the accounts are called whose owners have these numbers, as far as there are any.
    fn named(
        &self,
        tenant: TenantId,
        numbers: Vec<i64>,
    ) -> impl Future<Output = Result<Vec<(i64, String)>, StoreError>> + Send;

    /// Takes every key of a person away, and what signs them in: what is sealed opens for nobody from then on.
    fn drop_keys(&self, person: PersonKey)
    -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// Notes that a person is erased, and erases them, in one transaction.
    fn erase_noted(
        &self,
        person: PersonKey,
        note: Note,
    ) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// Empties the record of a person and puts these slots in the place of those there were; notes it.
    fn empty(
        &self,
        person: PersonKey,
        slots: Vec<Slot>,
        note: Note,
    ) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// At most `limit` people who have been leaving since then or longer.
    fn leaving(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// At most `limit` people whose accounts have been closed since then or longer.
    fn closed(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// How many of a kind are of then or older, and of when the oldest of the others is.
    fn aged(
        &self,
        kept: Kept,
        until: Timestamp,
    ) -> impl Future<Output = Result<(u64, Option<Timestamp>), StoreError>> + Send;

    /// Puts away what is of then or older; how many rows.
    fn forget(
        &self,
        tenant: TenantId,
        kept: Kept,
        until: Timestamp,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Puts rows of another log here, as they are, and where it begins and ends.
    fn put_audit(
        &self,
        tenant: TenantId,
        rows: Vec<AuditRow>,
        ends: AuditEnds,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}
