//! What the file keeps for sharing.

use jiff::Timestamp;

use super::{OnSqlite, Sqlite, at_once};
use crate::{
    error::StoreError,
    ids::{PersonId, PersonKey, Tenant},
    journal::{Gone, Row},
    sharing::{GrantRow, LineRow, LookRow, Reader, ShareLinkRow, Sharing, copies::Which},
    verbs::sharing as verbs,
};

impl Sharing for Sqlite {
    async fn shared_rows(&self, person: PersonKey) -> Result<Vec<Row>, StoreError> {
        self.read(move |connection| on!(connection, shared_rows, person))
            .await
    }

    async fn shown_name(&self, person: PersonKey) -> Result<Option<String>, StoreError> {
        look!(self, shown_name, person)
    }

    async fn put_shown_name(&self, person: PersonKey, name: String) -> Result<(), StoreError> {
        write!(self, put_shown_name, person, &name)
    }

    async fn take_name(&self, person: PersonKey, name: String) -> Result<bool, StoreError> {
        write!(self, take_name, person, &name)
    }

    async fn called(&self, tenant: Tenant, folded: String) -> Result<Vec<PersonKey>, StoreError> {
        look!(self, going_by, tenant.id, &folded)
    }

    async fn sharing(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<PersonKey>, StoreError> {
        look!(self, sharing, tenant, after, limit)
    }

    async fn close_unread(
        &self,
        person: PersonKey,
        which: Which,
        now: Timestamp,
    ) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, close_unread, person, which, now);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn add_grants(
        &self,
        person: PersonKey,
        grants: Vec<GrantRow>,
    ) -> Result<bool, StoreError> {
        write!(self, add_grants, person, &grants)
    }

    async fn grants(&self, person: PersonKey) -> Result<Vec<GrantRow>, StoreError> {
        look!(self, grants, person)
    }

    async fn givers(&self, tenant: Tenant, reader: Reader) -> Result<Vec<PersonKey>, StoreError> {
        look!(self, givers, tenant, reader)
    }

    async fn run_out(&self, tenant: Tenant, now: Timestamp) -> Result<Vec<PersonKey>, StoreError> {
        look!(self, run_out, tenant, now)
    }

    async fn end_run_out(&self, person: PersonKey, now: Timestamp) -> Result<(), StoreError> {
        write!(self, end_run_out, person, now)
    }

    async fn end_grants(
        &self,
        person: PersonKey,
        ids: Vec<i64>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, end_grants, person, &ids, at)
    }

    async fn add_share_link(
        &self,
        link: ShareLinkRow,
        grants: Vec<GrantRow>,
    ) -> Result<bool, StoreError> {
        write!(self, add_share_link, &link, &grants)
    }

    async fn share_link(&self, token_hash: [u8; 32]) -> Result<Option<ShareLinkRow>, StoreError> {
        look!(self, share_link, token_hash)
    }

    async fn share_links(&self, person: PersonKey) -> Result<Vec<ShareLinkRow>, StoreError> {
        look!(self, share_links, person)
    }

    async fn note_answer(&self, token_hash: [u8; 32], at: Timestamp) -> Result<(), StoreError> {
        write!(self, note_answer, token_hash, at)
    }

    async fn end_share_link(
        &self,
        person: PersonKey,
        link: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, end_share_link, person, link, at)
    }

    async fn add_line(&self, line: LineRow) -> Result<(), StoreError> {
        write!(self, add_line, &line)
    }

    async fn managers(&self, person: PersonKey) -> Result<Vec<LineRow>, StoreError> {
        look!(self, managers, person)
    }

    async fn reports(&self, tenant: Tenant, manager: PersonId) -> Result<Vec<LineRow>, StoreError> {
        look!(self, reports, tenant, manager)
    }

    async fn end_line(
        &self,
        person: PersonKey,
        manager: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        write!(self, end_line, person, manager, at)
    }

    async fn note_looks(&self, person: PersonKey, looks: Vec<LookRow>) -> Result<(), StoreError> {
        write!(self, note_looks, person, &looks)
    }

    async fn looks(&self, person: PersonKey) -> Result<Vec<LookRow>, StoreError> {
        look!(self, looks, person)
    }
}
