//! What the server keeps for sharing.

use jiff::Timestamp;

use super::Postgres;
use crate::{
    error::StoreError,
    ids::{PersonId, PersonKey, Tenant},
    journal::{Gone, Row},
    sharing::{GrantRow, LineRow, LookRow, Reader, ShareLinkRow, Sharing, copies::Which},
    verbs::sharing as verbs,
};

impl Sharing for Postgres {
    async fn shared_rows(&self, person: PersonKey) -> Result<Vec<Row>, StoreError> {
        each!(self, shared_rows, person)
    }

    async fn shown_name(&self, person: PersonKey) -> Result<Option<String>, StoreError> {
        each!(self, shown_name, person)
    }

    async fn put_shown_name(&self, person: PersonKey, name: String) -> Result<(), StoreError> {
        each!(self, put_shown_name, person, &name)
    }

    async fn take_name(&self, person: PersonKey, name: String) -> Result<bool, StoreError> {
        whole!(self, take_name, person, &name)
    }

    async fn called(&self, tenant: Tenant, folded: String) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, going_by, tenant.id, &folded)
    }

    async fn sharing(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, sharing, tenant, after, limit)
    }

    async fn close_unread(
        &self,
        person: PersonKey,
        which: Which,
        now: Timestamp,
    ) -> Result<Gone, StoreError> {
        whole!(self, close_unread, person, which, now)?;
        Ok(Gone { traces: true })
    }

    async fn add_grants(
        &self,
        person: PersonKey,
        grants: Vec<GrantRow>,
    ) -> Result<bool, StoreError> {
        whole!(self, add_grants, person, &grants)
    }

    async fn grants(&self, person: PersonKey) -> Result<Vec<GrantRow>, StoreError> {
        each!(self, grants, person)
    }

    async fn givers(&self, tenant: Tenant, reader: Reader) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, givers, tenant, reader)
    }

    async fn run_out(&self, tenant: Tenant, now: Timestamp) -> Result<Vec<PersonKey>, StoreError> {
        each!(self, run_out, tenant, now)
    }

    async fn end_run_out(&self, person: PersonKey, now: Timestamp) -> Result<(), StoreError> {
        each!(self, end_run_out, person, now)
    }

    async fn end_grants(
        &self,
        person: PersonKey,
        ids: Vec<i64>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        whole!(self, end_grants, person, &ids, at)
    }

    async fn add_share_link(
        &self,
        link: ShareLinkRow,
        grants: Vec<GrantRow>,
    ) -> Result<bool, StoreError> {
        whole!(self, add_share_link, &link, &grants)
    }

    async fn share_link(&self, token_hash: [u8; 32]) -> Result<Option<ShareLinkRow>, StoreError> {
        each!(self, share_link, token_hash)
    }

    async fn share_links(&self, person: PersonKey) -> Result<Vec<ShareLinkRow>, StoreError> {
        each!(self, share_links, person)
    }

    async fn note_answer(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        each!(self, note_answer, token_hash, at)
    }

    async fn end_share_link(
        &self,
        person: PersonKey,
        link: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        whole!(self, end_share_link, person, link, at)
    }

    async fn add_line(&self, line: LineRow) -> Result<(), StoreError> {
        each!(self, add_line, &line)
    }

    async fn managers(&self, person: PersonKey) -> Result<Vec<LineRow>, StoreError> {
        each!(self, managers, person)
    }

    async fn reports(&self, tenant: Tenant, manager: PersonId) -> Result<Vec<LineRow>, StoreError> {
        each!(self, reports, tenant, manager)
    }

    async fn end_line(
        &self,
        person: PersonKey,
        manager: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        whole!(self, end_line, person, manager, at)
    }

    async fn note_looks(&self, person: PersonKey, looks: Vec<LookRow>) -> Result<(), StoreError> {
        whole!(self, note_looks, person, &looks)
    }

    async fn looks(&self, person: PersonKey) -> Result<Vec<LookRow>, StoreError> {
        each!(self, looks, person)
    }
}
