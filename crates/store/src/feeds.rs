//! Calendars that read a record at a secret address, which its owner can end.

use jiff::{SignedDuration, Timestamp};

use crate::{
    accounts::Accounts,
    due::{FeedRow, MAX_FEEDS, Shows},
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    journal::Journal,
    random,
    sealing::FeedToken,
};

/// How fine it is noted when a calendar was read.
const READ: SignedDuration = SignedDuration::from_hours(1);

/// A calendar that asks.
#[derive(Debug, Clone, Copy)]
pub struct Feed {
    /// Whose days.
    pub person: PersonKey,
    /// What it is shown.
    pub shows: Shows,
}

impl Instance {
    /// Makes the address of a calendar. It is told once, and good until it is ended.
    pub async fn new_feed(
        &self,
        person: PersonKey,
        shows: Shows,
        now: Timestamp,
    ) -> Result<FeedToken, StoreError> {
        if self.feeds(person).await?.len() >= MAX_FEEDS {
            return Err(StoreError::TooLarge {
                what: "the list of calendars",
                limit: "12 addresses; end one that is not used",
            });
        }
        let token = FeedToken::random()?;
        let feed = FeedRow {
            token_hash: token.hash(),
            person,
            id: random::positive()?,
            shows,
            created_at: now,
            read_at: None,
        };
        self.journal().add_feed(feed).await?;
        Ok(token)
    }

    /// Who asks, by what the address carries; `None` if it was ended or never was, and while their
    /// account is closed or they are leaving.
    pub async fn feed(
        &self,
        token: &FeedToken,
        now: Timestamp,
    ) -> Result<Option<Feed>, StoreError> {
        let Some(row) = self.journal().feed(token.hash()).await? else {
            return Ok(None);
        };
        let account = Accounts::account(self.journal(), row.person).await?;
        if account.is_some_and(|it| it.disabled_at.is_some())
            || self.leaving_since(row.person).await?.is_some()
        {
            return Ok(None);
        }
        let lately = |at: Timestamp| now.duration_since(at) < READ;
        if !row.read_at.is_some_and(lately) {
            self.journal().touch_feed(row.token_hash, now).await?;
        }
        Ok(Some(Feed {
            person: row.person,
            shows: row.shows,
        }))
    }

    /// The calendars of a person.
    pub async fn feeds(&self, person: PersonKey) -> Result<Vec<FeedRow>, StoreError> {
        self.journal().feeds(person).await
    }

    /// Ends a calendar: its address leads nowhere from now on.
    pub async fn end_feed(&self, person: PersonKey, id: i64) -> Result<(), StoreError> {
        self.journal().end_feed(person, id).await
    }
}
