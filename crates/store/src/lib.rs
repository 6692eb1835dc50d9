//! Where records lie: journals of sealed entries, and the few rows around them.
//!
//! - [`Instance`]: a data directory that is open, with its locks, key file, sessions and one person.
//! - [`PersonStore`]: one person's record with its vault open; what pages and commands read and append to.
//! - [`Journal`]: what every store does; [`Sqlite`] is the one in a file, [`Postgres`] the one on a server.
//! - [`sealing`]: the envelope that entries and vault keys lie in, and what it protects against.
//! - [`schema`]: the tables, and who can read which column.
//!
//! Nothing is acknowledged before it is durable.

#![warn(missing_docs)]

mod accounts;
mod backup;
mod brought;
mod connection;
mod doctor;
mod due;
mod error;
mod examination;
mod feeds;
mod files;
mod ids;
mod instance;
mod journal;
mod ladders;
mod law;
mod locks;
mod moving;
mod open_error;
mod person;
mod place;
mod post;
mod postgres;
mod random;
mod recovery;
mod rehearsal;
mod restore;
pub mod schema;
pub mod sealing;
mod sharing;
mod sql;
mod sqlite;
mod store;
mod tally;
mod verbs;

pub use self::{
    accounts::{
        AccountName, AccountRole, AccountRow, Accounts, BadName, Chosen, Dropped, Entry,
        INVITATION_LASTS, IdentityRow, InvitationRow, Join, Joined, Joining, KeyIn, Keys,
        MAX_INVITATIONS, MAX_PASSKEYS, NewAccount, NewIdentity, NewPasskey, NewPassword,
        NewSession, NotChosen, Opening, PasskeyInfo, PasskeyRow, RESET_LASTS, ResetRow,
        SPARE_CODES, Second, SessionInfo, TotpSecret, Unlocking, Verifier,
    },
    backup::{BackupError, BackupReport},
    brought::{
        Bounds, Brings, BroughtRow, Ladder, MAX_BROUGHT, MAX_BROUGHT_SIZE, NotBrought, StoredLadder,
    },
    doctor::Doctor,
    due::{DueRow, DueRows, FeedRow, MAX_DUE, MAX_FEEDS, Shows},
    error::{Conflict, RowFault, StoreError},
    examination::{Examination, examine},
    feeds::Feed,
    ids::{Layout, NotAnId, PersonId, PersonKey, Tenant, TenantId},
    instance::{FirstStart, Instance, OpenOptions, Opened, Role, SignedIn},
    journal::{
        Appended, Body, Gone, Head, Journal, LinkRow, MAX_ACT_BYTES, MAX_ACT_ENTRIES,
        MAX_FRAMEWORK, NewRow, NewRows, Open, Person, Row, Rows, SessionRow, Slot, Stage, State,
        Way,
    },
    ladders::Ladders,
    law::{
        Anew, AuditEnd, AuditEnds, AuditFault, AuditRow, AuditSound, By, DOOR_LASTS, Deed, Doer,
        Every, Keeping, Kept, LEAVING_LASTS, LastBackup, Law, NoAuditEnd, Note, Old, Pass, Plan,
        Retention,
    },
    moving::{MoveError, Moved, move_store},
    open_error::OpenError,
    person::{Loaded, PersonStore},
    place::Place,
    post::{
        DigestRow, LetterId, LetterRow, LetterState, MAIL, MAX_LETTER, NewLetter, Post, Settled,
        Sweep, TurnRow,
    },
    postgres::{BadUrl, Postgres, Url},
    random::NoRandomness,
    rehearsal::{Aside, Rehearsal, rehearse},
    restore::{RestoreError, RestoreReport, Unlock, is_of_accounts, restore},
    schema::SCHEMA_VERSION,
    sealing::{
        AgeIdentity, AgeRecipient, BadPassword, FeedToken, InvitationToken, KeyFileError,
        LockError, Locker, NoIdentity, NotACode, NotARecipient, Passphrase, Password, RecoveryCode,
        ResetToken, SealError, ServerKey, ServerPlace, SessionSecret, ShareToken, SignInToken,
        StopToken, TooShort, UnlockError, Unlocked, VaultKey, is_locked,
    },
    sharing::{
        GrantRow, LineRow, LinkFor, LookRow, Looked, MAX_GRANTS, MAX_LOOKS, MAX_MANAGERS,
        MAX_REPORTS, MAX_SHARE_LINKS, NewLink, NotAName, NotAReader, NotShared, Reader, ShareLink,
        ShareLinkRow, Sharing,
    },
    sqlite::{Sqlite, Stats},
    store::Store,
    tally::Tally,
};
