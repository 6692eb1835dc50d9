//! What the file keeps for the law of a server.

use jiff::Timestamp;

use super::{OnSqlite, Sqlite, at_once};
use crate::{
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::{Gone, Slot},
    law::{AuditEnds, AuditRow, Kept, Law, Note},
    verbs::law as verbs,
};

impl Law for Sqlite {
    async fn note(&self, tenant: TenantId, note: Note) -> Result<(), StoreError> {
        write!(self, note, tenant, &note)
    }

    async fn audit_ends(&self, tenant: TenantId) -> Result<Option<AuditEnds>, StoreError> {
        look!(self, audit_ends, tenant)
    }

    async fn audit_after(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        self.read(move |connection| on!(connection, audit_after, tenant, seq, limit))
            .await
    }

    async fn audit_before(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        self.read(move |connection| on!(connection, audit_before, tenant, seq, limit))
            .await
    }

    async fn audit_about(
        &self,
        tenant: TenantId,
        pseudonym: i64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        self.read(move |connection| on!(connection, audit_about, tenant, pseudonym, limit))
            .await
    }

    async fn named(
        &self,
        tenant: TenantId,
        numbers: Vec<i64>,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        self.read(move |connection| on!(connection, named, tenant, &numbers))
            .await
    }

    async fn drop_keys(&self, person: PersonKey) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, drop_keys, person);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn erase_noted(&self, person: PersonKey, note: Note) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, erase_noted, person, &note);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn empty(
        &self,
        person: PersonKey,
        slots: Vec<Slot>,
        note: Note,
    ) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, empty, person, &slots, &note);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn leaving(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        self.read(move |connection| on!(connection, leaving, tenant, since, limit))
            .await
    }

    async fn closed(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        self.read(move |connection| on!(connection, closed, tenant, since, limit))
            .await
    }

    async fn aged(
        &self,
        kept: Kept,
        until: Timestamp,
    ) -> Result<(u64, Option<Timestamp>), StoreError> {
        self.read(move |connection| on!(connection, aged, kept, until))
            .await
    }

    async fn forget(
        &self,
        tenant: TenantId,
        kept: Kept,
        until: Timestamp,
    ) -> Result<u64, StoreError> {
        write!(self, forget, tenant, kept, until)
    }

    async fn put_audit(
        &self,
        tenant: TenantId,
        rows: Vec<AuditRow>,
        ends: AuditEnds,
    ) -> Result<(), StoreError> {
        write!(self, put_audit, tenant, &rows, ends)
    }
}
