//! Whose a ladder is.

use jiff::Timestamp;
use windward_core::framework::FrameworkHash;
use windward_store::{
    Bounds, Brings, BroughtRow, Gone, Journal, Ladder, PersonKey, StoreError, StoredLadder,
    TenantId,
};

use super::{Framework, Model};

impl Brings for Model {
    async fn bring(
        &self,
        person: PersonKey,
        ladders: Vec<Ladder>,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.with(|tables| {
            tables.find(person)?;
            let mut grown = tables.brought.clone();
            for ladder in &ladders {
                let (hash, size) = (ladder.hash, ladder.text.len() as u64);
                if !grown.iter().any(|it| (it.0, it.1.hash) == (person, hash)) {
                    grown.push((person, BroughtRow { hash, size, at }));
                }
            }
            let theirs = grown.iter().filter(|it| it.0 == person);
            let size: u64 = theirs.clone().map(|it| it.1.size).sum();
            let is_more = grown.len() > tables.brought.len();
            if is_more && (theirs.count() > bounds.count || size > bounds.size) {
                return Ok(false);
            }
            tables.brought = grown;
            for ladder in ladders {
                tables.store(person.tenant(), ladder, at);
            }
            Ok(true)
        })
    }

    async fn brought(&self, person: PersonKey) -> Result<Vec<BroughtRow>, StoreError> {
        Ok(self.with(|tables| {
            let theirs = tables.brought.iter().filter(|it| it.0 == person);
            theirs.map(|it| it.1).collect()
        }))
    }

    async fn let_go(&self, person: PersonKey, hash: FrameworkHash) -> Result<Gone, StoreError> {
        self.with(|tables| tables.let_go(|it| (it.0, it.1.hash) == (person, hash)));
        Ok(Gone { traces: false })
    }

    async fn framework_for(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        if self.is_of_others(person, hash).await? {
            return Ok(None);
        }
        self.framework(person.tenant(), hash).await
    }

    async fn is_of_others(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<bool, StoreError> {
        let mine = self.brought(person).await?;
        let owned = self.with(|tables| {
            tables
                .ladder(person.tenant(), hash)
                .is_some_and(|it| it.owned)
        });
        Ok(owned && !mine.iter().any(|it| it.hash == hash))
    }

    async fn stored_ladders(&self, tenant: TenantId) -> Result<Vec<StoredLadder>, StoreError> {
        Ok(self.with(|tables| {
            let all = tables.frameworks.iter().filter(|it| it.tenant == tenant);
            let stored = |it: &Framework| StoredLadder {
                hash: it.hash,
                at: it.at,
                owned: it.owned,
            };
            all.map(stored).collect()
        }))
    }

    async fn put_ladder(
        &self,
        tenant: TenantId,
        ladder: StoredLadder,
        text: String,
    ) -> Result<(), StoreError> {
        let (hash, owned) = (ladder.hash, ladder.owned);
        self.with(|tables| tables.store(tenant, Ladder { hash, text }, ladder.at).owned = owned);
        Ok(())
    }

    async fn put_brought(
        &self,
        person: PersonKey,
        brought: Vec<BroughtRow>,
    ) -> Result<(), StoreError> {
        self.with(|tables| {
            tables
                .brought
                .extend(brought.into_iter().map(|it| (person, it)));
        });
        Ok(())
    }
}
