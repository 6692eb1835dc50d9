//! The queue of an instance: letters that wait, and what is left of those that do not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use windward_formats::mail::{Letter, Mailbox, Stamp};
use windward_store::{
    LetterId, LetterRow, LetterState, NewLetter, PersonKey, Post, ServerKey, ServerPlace, Settled,
};

use crate::{
    answer,
    office::{Office, PostError},
};

/// Letters that are queued in one go: more people than one writes to, and few enough for one transaction.
pub const MOST_LETTERS: usize = 500;

/// Letters of a person that are shown or counted.
const SHOWN: u32 = 500;

/// What kind of letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An update to one of its group.
    Update,
    /// A digest.
    Digest,
    /// About an account: an invitation, or a link to a new password.
    Account,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Digest => "digest",
            Self::Account => "account",
        }
    }

    /// The one of a word.
    fn named(word: &str) -> Option<Self> {
        [Self::Update, Self::Digest, Self::Account]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// A letter that is to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// What kind it is.
    pub kind: Kind,
    /// What it belongs to: of the same kind and about the same, nobody gets a second one.
    pub about: Uuid,
    /// It.
    pub letter: Letter,
}

/// A letter that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// What it is known by.
    pub id: LetterId,
    /// Whether it is new; if not, it was handed in before and stays as it is.
    pub new: bool,
}

/// A letter of the queue, or what is left of it, for its owner to see.
#[derive(Debug, Clone)]
pub struct Posted {
    /// What it is known by.
    pub id: LetterId,
    /// What kind it is: a word.
    pub kind: String,
    /// What it belongs to.
    pub about: Uuid,
    /// To whom; `None` if that does not open any more.
    pub to: Option<Mailbox>,
    /// What it is about.
    pub subject: String,
    /// How far it has come.
    pub state: LetterState,
    /// What the mail server said last.
    pub said: Option<String>,
    /// How often it was tried.
    pub tries: u64,
    /// Since when it is in the queue.
    pub queued_at: Timestamp,
    /// When it is tried next, if it waits.
    pub due_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
    /// Whether its words are still there, so that it can be sent again.
    pub whole: bool,
}

impl Posted {
    /// Whether nothing more happens to it by itself.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.state, LetterState::Sent | LetterState::Refused)
    }
}

/// What a letter is in the queue, sealed.
#[derive(Serialize, Deserialize)]
struct Inside {
    letter: Letter,
    at: Timestamp,
    id: Uuid,
}

/// What stays of a letter, sealed.
#[derive(Serialize, Deserialize)]
struct Outside {
    to: Mailbox,
    subject: String,
    about: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

impl Inside {
    const fn stamp(&self) -> Stamp {
        Stamp {
            at: self.at,
            id: self.id,
        }
    }
}

impl Office {
    fn new_letter(
        key: &ServerKey,
        person: PersonKey,
        out: &Outgoing,
        at: Timestamp,
    ) -> Result<NewLetter, PostError> {
        // The same person gets the same letter once, whatever capitals their address is written in.
        let address = out.letter.to.address().to_lowercase();
        let id = key.tag(&[
            b"letter",
            out.kind.word().as_bytes(),
            &person.tenant().get().to_be_bytes(),
            &person.person().get().to_be_bytes(),
            out.about.as_bytes(),
            address.as_bytes(),
        ]);
        let message_id: [u8; 16] = std::array::from_fn(|index| id[index]);
        let inside = Inside {
            letter: out.letter.clone(),
            at,
            id: Uuid::from_bytes(message_id),
        };
        // Written once before it is queued, so that what cannot be written is said to who asks for it.
        out.letter.message(inside.stamp())?;
        let outside = Outside {
            to: out.letter.to.clone(),
            subject: out.letter.subject.clone(),
            about: out.about,
            said: None,
        };
        Ok(NewLetter {
            person,
            id,
            kind: out.kind.word(),
            sealed: Self::seal(key, ServerPlace::Letter(person, id), &inside)?,
            answer: Self::seal(key, ServerPlace::Answer(person, id), &outside)?,
        })
    }

    /// Puts letters of a person into the queue, all of them or none. One that was handed in before is not new,
    /// and is not sent again.
    pub async fn queue(
        &self,
        person: PersonKey,
        out: &[Outgoing],
        at: Timestamp,
    ) -> Result<Vec<Queued>, PostError> {
        if out.len() > MOST_LETTERS {
            return Err(PostError::TooMany);
        }
        let key = self.key().await?;
        let mut letters: Vec<NewLetter> = Vec::with_capacity(out.len());
        for out in out {
            letters.push(Self::new_letter(key, person, out, at)?);
        }
        let ids: Vec<LetterId> = letters.iter().map(|it| it.id).collect();
        let new = self.store().queue_letters(letters, at).await?;
        self.wake();
        let queued = ids.into_iter().zip(new);
        Ok(queued.map(|(id, new)| Queued { id, new }).collect())
    }

    /// Puts a letter into the queue again that was refused or is unclear, because its owner says so.
    pub async fn queue_again(
        &self,
        person: PersonKey,
        out: &Outgoing,
        at: Timestamp,
    ) -> Result<bool, PostError> {
        let key = self.key().await?;
        let letter = Self::new_letter(key, person, out, at)?;
        let queued = self.store().queue_again(letter, at).await?;
        self.wake();
        Ok(queued)
    }

    /// The same with the words that are still kept. `false` if they are not, or the letter is in another state.
    pub async fn again(
        &self,
        person: PersonKey,
        id: LetterId,
        at: Timestamp,
    ) -> Result<bool, PostError> {
        let key = self.key().await?;
        let Some(row) = self.store().letter(person, id).await? else {
            return Ok(false);
        };
        let (Some(sealed), Some(answer), Some(kind)) =
            (row.sealed, row.answer, Kind::named(&row.kind))
        else {
            return Ok(false);
        };
        let place = ServerPlace::Letter(person, id);
        let inside: Inside = Self::unseal(key, place, &sealed)?;
        let outside: Outside = Self::unseal(key, ServerPlace::Answer(person, id), &answer)?;
        let out = Outgoing {
            kind,
            about: outside.about,
            letter: inside.letter,
        };
        self.queue_again(person, &out, at).await
    }

    /// Takes a letter out that waits. `false` if it does not.
    pub async fn drop_letter(&self, person: PersonKey, id: LetterId) -> Result<bool, PostError> {
        Ok(self.store().drop_letter(person, id).await?)
    }

    /// The letters of a person, the one that changed last first; at most 500.
    pub async fn letters(&self, person: PersonKey) -> Result<Vec<Posted>, PostError> {
        let key = self.key().await?;
        let rows = self.store().letters(person, SHOWN).await?;
        Ok(rows.into_iter().map(|row| posted(key, row)).collect())
    }

    /// The letter in a row of the queue, and its bytes.
    pub(crate) fn opened(key: &ServerKey, row: &LetterRow) -> Result<(Letter, Vec<u8>), PostError> {
        let sealed = row.sealed.as_deref().ok_or(PostError::Malformed)?;
        let inside: Inside = Self::unseal(key, ServerPlace::Letter(row.person, row.id), sealed)?;
        let bytes = inside.letter.message(inside.stamp())?.formatted();
        Ok((inside.letter, bytes))
    }

    /// Notes how an attempt came out.
    pub(crate) async fn settle(
        &self,
        key: &ServerKey,
        row: &LetterRow,
        state: LetterState,
        said: &str,
        now: Timestamp,
    ) -> Result<(), PostError> {
        let place = ServerPlace::Answer(row.person, row.id);
        let answer = match row.answer.as_deref().map(|it| Self::unseal(key, place, it)) {
            Some(Ok(outside)) => {
                let outside: Outside = outside;
                let said = Some(said.to_owned());
                Self::seal(key, place, &Outside { said, ..outside })?
            }
            // What it was before does not open: nothing is left to say it beside.
            _ => row.answer.clone().unwrap_or_default(),
        };
        let keeps = matches!(state, LetterState::Waiting | LetterState::Unclear);
        let settled = Settled {
            state,
            sealed: row.sealed.clone().filter(|_| keeps),
            answer,
            due_at: answer::next(now, row.tries),
            at: now,
        };
        Ok(self
            .store()
            .settle_letter(row.person, row.id, settled)
            .await?)
    }
}

fn posted(key: &ServerKey, row: LetterRow) -> Posted {
    let place = ServerPlace::Answer(row.person, row.id);
    let outside: Option<Outside> = row
        .answer
        .as_deref()
        .and_then(|it| Office::unseal(key, place, it).ok());
    let (to, subject, about, said) = outside.map_or_else(
        || (None, String::new(), Uuid::nil(), None),
        |it| (Some(it.to), it.subject, it.about, it.said),
    );
    Posted {
        id: row.id,
        kind: row.kind,
        about,
        to,
        subject,
        state: row.state,
        said,
        tries: row.tries,
        queued_at: row.queued_at,
        due_at: row.due_at,
        changed_at: row.changed_at,
        whole: row.sealed.is_some(),
    }
}
