//! The ladders that people brought to the server.

use jiff::Timestamp;
use windward_core::framework::FrameworkHash;

use super::Postgres;
use crate::{
    brought::{Bounds, Brings, BroughtRow, Ladder, StoredLadder},
    error::StoreError,
    ids::{PersonKey, TenantId},
    journal::Gone,
    verbs::brought as verbs,
};

impl Brings for Postgres {
    async fn bring(
        &self,
        person: PersonKey,
        ladders: Vec<Ladder>,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        verbs::check(&ladders)?;
        whole!(self, bring, person, &ladders, bounds, at)
    }

    async fn brought(&self, person: PersonKey) -> Result<Vec<BroughtRow>, StoreError> {
        each!(self, brought, person)
    }

    async fn let_go(&self, person: PersonKey, hash: FrameworkHash) -> Result<Gone, StoreError> {
        whole!(self, let_go, person, hash)?;
        Ok(Gone { traces: true })
    }

    async fn framework_for(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        each!(self, framework_for, person, hash)
    }

    async fn is_of_others(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<bool, StoreError> {
        each!(self, is_of_others, person, hash)
    }

    async fn stored_ladders(&self, tenant: TenantId) -> Result<Vec<StoredLadder>, StoreError> {
        each!(self, stored_ladders, tenant)
    }

    async fn put_ladder(
        &self,
        tenant: TenantId,
        ladder: StoredLadder,
        text: String,
    ) -> Result<(), StoreError> {
        whole!(self, put_ladder, tenant, ladder, &text)
    }

    async fn put_brought(
        &self,
        person: PersonKey,
        brought: Vec<BroughtRow>,
    ) -> Result<(), StoreError> {
        whole!(self, put_brought, person, &brought)
    }
}
