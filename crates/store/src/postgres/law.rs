//! What the server keeps for the law of a server.

use jiff::Timestamp;

use super::Postgres;
use crate::{
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::{Gone, Slot},
    law::{AuditEnds, AuditRow, Kept, Law, Note},
    verbs::law as verbs,
};

impl Law for Postgres {
    async fn note(&self, tenant: TenantId, note: Note) -> Result<(), StoreError> {
        whole!(self, note, tenant, &note)
    }

    async fn audit_ends(&self, tenant: TenantId) -> Result<Option<AuditEnds>, StoreError> {
        each!(self, audit_ends, tenant)
    }

    async fn audit_after(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        each!(self, audit_after, tenant, seq, limit)
    }

    async fn audit_before(
        &self,
        tenant: TenantId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        each!(self, audit_before, tenant, seq, limit)
    }

    async fn audit_about(
        &self,
        tenant: TenantId,
        pseudonym: i64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        each!(self, audit_about, tenant, pseudonym, limit)
    }

    async fn named(
        &self,
        tenant: TenantId,
        numbers: Vec<i64>,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        each!(self, named, tenant, &numbers)
    }

    async fn drop_keys(&self, person: PersonKey) -> Result<Gone, StoreError> {
        whole!(self, drop_keys, person)?;
        Ok(Gone { traces: true })
    }

    async fn erase_noted(&self, person: PersonKey, note: Note) -> Result<Gone, StoreError> {
        whole!(self, erase_noted, person, &note)?;
        Ok(Gone { traces: true })
    }

    async fn empty(
        &self,
        person: PersonKey,
        slots: Vec<Slot>,
        note: Note,
    ) -> Result<Gone, StoreError> {
        whole!(self, empty, person, &slots, &note)?;
        Ok(Gone { traces: true })
    }

    async fn leaving(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, leaving, tenant, since, limit)
    }

    async fn closed(
        &self,
        tenant: TenantId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, closed, tenant, since, limit)
    }

    async fn aged(
        &self,
        kept: Kept,
        until: Timestamp,
    ) -> Result<(u64, Option<Timestamp>), StoreError> {
        each!(self, aged, kept, until)
    }

    async fn forget(
        &self,
        tenant: TenantId,
        kept: Kept,
        until: Timestamp,
    ) -> Result<u64, StoreError> {
        whole!(self, forget, tenant, kept, until)
    }

    async fn put_audit(
        &self,
        tenant: TenantId,
        rows: Vec<AuditRow>,
        ends: AuditEnds,
    ) -> Result<(), StoreError> {
        whole!(self, put_audit, tenant, &rows, ends)
    }
}
