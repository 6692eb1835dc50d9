//! The ladders that people brought to the file.

use jiff::Timestamp;
use windward_core::framework::FrameworkHash;

use super::{OnSqlite, Sqlite, at_once};
use crate::{
    brought::{Bounds, Brings, BroughtRow, Ladder, StoredLadder},
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::Gone,
    verbs::brought as verbs,
};

impl Brings for Sqlite {
    async fn bring(
        &self,
        person: PersonKey,
        ladders: Vec<Ladder>,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        verbs::check(&ladders)?;
        write!(self, bring, person, &ladders, bounds, at)
    }

    async fn brought(&self, person: PersonKey) -> Result<Vec<BroughtRow>, StoreError> {
        look!(self, brought, person)
    }

    async fn let_go(&self, person: PersonKey, hash: FrameworkHash) -> Result<Gone, StoreError> {
        let work = move |connection: &_| on!(connection, let_go, person, hash);
        let traces = self.writer.write_and_scrub(work).await?;
        Ok(Gone { traces })
    }

    async fn framework_for(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        look!(self, framework_for, person, hash)
    }

    async fn is_of_others(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<bool, StoreError> {
        look!(self, is_of_others, person, hash)
    }

    async fn stored_ladders(&self, tenant: TenantId) -> Result<Vec<StoredLadder>, StoreError> {
        look!(self, stored_ladders, tenant)
    }

    async fn put_ladder(
        &self,
        tenant: TenantId,
        ladder: StoredLadder,
        text: String,
    ) -> Result<(), StoreError> {
        write!(self, put_ladder, tenant, ladder, &text)
    }

    async fn put_brought(
        &self,
        person: PersonKey,
        brought: Vec<BroughtRow>,
    ) -> Result<(), StoreError> {
        write!(self, put_brought, person, &brought)
    }
}
