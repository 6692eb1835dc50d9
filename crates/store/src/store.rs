//! The store of an instance: one of those there are.

use jiff::Timestamp;
use windward_core::{framework::FrameworkHash, id::EntryId, record::Stored};

use crate::{
    accounts::{
        AccountRole, AccountRow, Accounts, IdentityRow, InvitationRow, Joined, Joining,
        NewPassword, PasskeyRow, ResetRow, Verifier, WholeAccount,
    },
    brought::{Bounds, Brings, BroughtRow, Ladder, StoredLadder},
    due::{DueRows, FeedRow},
    error::StoreError,
    ids::{PersonId, PersonKey, Tenant, TenantId},
    journal::{
        Appended, Body, Gone, Head, Journal, LinkRow, NewRows, Open, Person, Row, Rows, SessionRow,
        Slot, State,
    },
    law::{AuditEnds, AuditRow, Kept, Law, Note},
    moving::Copied,
    post::{DigestRow, LetterId, LetterRow, NewLetter, Post, Settled, Sweep, TurnRow},
    postgres::Postgres,
    sharing::{
        GrantRow, LineRow, LookRow, Reader, ShareLinkRow, Sharing, WholeSharing, copies::Which,
    },
    sqlite::{Sqlite, Stats},
};

/// Whatever lies beneath an instance.
#[derive(Debug, Clone)]
pub enum Store {
    /// One file.
    Sqlite(Sqlite),
    /// A server.
    Postgres(Postgres),
}

/// Asks whichever it is.
macro_rules! either {
    ($self:ident, $store:ident => $asked:expr) => {
        match $self {
            Self::Sqlite($store) => $asked,
            Self::Postgres($store) => $asked,
        }
    };
}

impl Store {
    /// What was written since it was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        either!(self, store => store.stats())
    }

    /// The server that it is on, without a password; `None` for a file.
    #[must_use]
    pub fn server(&self) -> Option<String> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(server) => Some(server.to_string()),
        }
    }

    /// Why nothing more is written until the store is opened anew; `None` while it is. A server of its own decides that
    /// for itself, and is asked again each time.
    #[must_use]
    pub fn broken(&self) -> Option<&str> {
        match self {
            Self::Sqlite(file) => file.broken(),
            Self::Postgres(_) => None,
        }
    }

    /// Does what was handed in and takes nothing more.
    pub fn close(&self) {
        either!(self, store => store.close());
    }
}

/// Methods that are passed on as they are.
macro_rules! pass_on {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {$(
        async fn $name(&self $(, $argument: $type)*) -> Result<$answer, StoreError> {
            either!(self, store => store.$name($($argument),*).await)
        }
    )*};
}

impl Journal for Store {
    pass_on! {
        append(person: PersonKey, act: NewRows) -> Appended;
        head(person: PersonKey) -> Head;
        load_since(person: PersonKey, seq: u64) -> Rows;
        scan(person: PersonKey, seq: u64, limit: u32) -> Vec<Row>;
        open_all(person: PersonKey, seq: u64, until: u64, open: Open) -> Vec<Stored>;
        entry(person: PersonKey, entry_id: EntryId) -> Option<Row>;
        redact(person: PersonKey, entry_id: EntryId, tombstone: Body, at: Timestamp) -> Gone;
        erase(person: PersonKey) -> Gone;
        add_tenant(tenant: Tenant, at: Timestamp) -> ();
        tenants() -> Vec<Tenant>;
        add_person(person: Person, slots: Vec<Slot>) -> ();
        person(person: PersonKey) -> Option<Person>;
        people(tenant: Tenant, after: i64, limit: u32) -> Vec<Person>;
        set_state(person: PersonKey, state: State) -> ();
        slots(person: PersonKey) -> Vec<Slot>;
        put_slot(person: PersonKey, slot: Slot) -> ();
        confirm_slot(person: PersonKey, id: i64, at: Timestamp) -> ();
        add_session(session: SessionRow) -> ();
        session(token_hash: [u8; 32]) -> Option<SessionRow>;
        session_and_head(token_hash: [u8; 32], person: PersonKey) -> (Option<SessionRow>, Option<Head>);
        touch_session(token_hash: [u8; 32], at: Timestamp) -> ();
        end_session(token_hash: [u8; 32]) -> ();
        end_sessions(person: PersonKey) -> u64;
        add_link(link: LinkRow) -> ();
        take_link(token_hash: [u8; 32], now: Timestamp) -> Option<PersonKey>;
        put_framework(tenant: TenantId, hash: FrameworkHash, text: String, at: Timestamp) -> ();
        framework(tenant: TenantId, hash: FrameworkHash) -> Option<String>;
        frameworks(tenant: TenantId) -> Vec<FrameworkHash>;
        put_due(person: PersonKey, due: DueRows) -> ();
        due(person: PersonKey) -> Option<DueRows>;
        add_feed(feed: FeedRow) -> ();
        feed(token_hash: [u8; 32]) -> Option<FeedRow>;
        feeds(person: PersonKey) -> Vec<FeedRow>;
        touch_feed(token_hash: [u8; 32], at: Timestamp) -> ();
        end_feed(person: PersonKey, feed: i64) -> ();
    }
}

impl Copied for Store {
    pass_on! {
        put_account(account: WholeAccount) -> ();
        put_sharing(person: PersonKey, sharing: WholeSharing) -> ();
        put_letters(letters: Vec<LetterRow>) -> ();
        put_rows(person: PersonKey, rows: Vec<Row>, head: Head) -> ();
        about(name: &'static str) -> Option<String>;
        note_about(name: &'static str, value: String) -> ();
        renote_about(name: &'static str, before: Option<String>, value: String) -> bool;
        dated_tenants() -> Vec<(Tenant, Timestamp)>;
    }
}

impl Brings for Store {
    pass_on! {
        bring(person: PersonKey, ladders: Vec<Ladder>, bounds: Bounds, at: Timestamp) -> bool;
        brought(person: PersonKey) -> Vec<BroughtRow>;
        let_go(person: PersonKey, hash: FrameworkHash) -> Gone;
        framework_for(person: PersonKey, hash: FrameworkHash) -> Option<String>;
        is_of_others(person: PersonKey, hash: FrameworkHash) -> bool;
        stored_ladders(tenant: TenantId) -> Vec<StoredLadder>;
        put_ladder(tenant: TenantId, ladder: StoredLadder, text: String) -> ();
        put_brought(person: PersonKey, brought: Vec<BroughtRow>) -> ();
    }
}

impl Accounts for Store {
    pass_on! {
        join(joining: Joining, now: Timestamp) -> Joined;
        account(person: PersonKey) -> Option<AccountRow>;
        account_named(name: String) -> Option<AccountRow>;
        accounts(tenant: Tenant, after: i64, limit: u32) -> Vec<AccountRow>;
        note_sign_in(person: PersonKey, at: Timestamp) -> ();
        set_role(person: PersonKey, role: AccountRole) -> ();
        set_disabled(person: PersonKey, since: Option<Timestamp>) -> ();
        set_password(person: PersonKey, new: NewPassword, now: Timestamp) -> bool;
        raise_password(person: PersonKey, before: Verifier, new: NewPassword) -> bool;
        set_second(person: PersonKey, on: bool) -> ();
        set_totp(person: PersonKey, sealed: Option<Vec<u8>>) -> ();
        put_spare(person: PersonKey, hashes: Vec<[u8; 32]>) -> ();
        take_spare(person: PersonKey, hash: [u8; 32]) -> bool;
        spare(person: PersonKey) -> Vec<[u8; 32]>;
        drop_slot(person: PersonKey, slot: i64) -> ();
        add_invitation(invitation: InvitationRow) -> ();
        invitation(tenant: Tenant, token_hash: [u8; 32]) -> Option<InvitationRow>;
        invitations(tenant: Tenant) -> Vec<InvitationRow>;
        end_invitation(tenant: Tenant, id: i64) -> ();
        add_reset(reset: ResetRow) -> ();
        reset(token_hash: [u8; 32]) -> Option<ResetRow>;
        add_passkey(passkey: PasskeyRow) -> bool;
        passkey(credential_hash: [u8; 32]) -> Option<PasskeyRow>;
        passkeys(person: PersonKey) -> Vec<PasskeyRow>;
        note_passkey(credential_hash: [u8; 32], credential: String, at: Timestamp) -> ();
        drop_passkey(person: PersonKey, id: i64) -> ();
        add_identity(identity: IdentityRow) -> bool;
        identity(hash: [u8; 32]) -> Option<IdentityRow>;
        identities(person: PersonKey) -> Vec<IdentityRow>;
        drop_identity(person: PersonKey, hash: [u8; 32]) -> ();
        spend(hash: [u8; 32], now: Timestamp, expires_at: Timestamp) -> bool;
        sessions(person: PersonKey) -> Vec<SessionRow>;
        end_session_of(person: PersonKey, id: i64) -> bool;
        replace_session(before: [u8; 32], session: SessionRow) -> bool;
    }
}

impl Law for Store {
    pass_on! {
        note(tenant: TenantId, note: Note) -> ();
        audit_ends(tenant: TenantId) -> Option<AuditEnds>;
        audit_after(tenant: TenantId, seq: u64, limit: u32) -> Vec<AuditRow>;
        audit_before(tenant: TenantId, seq: u64, limit: u32) -> Vec<AuditRow>;
        audit_about(tenant: TenantId, pseudonym: i64, limit: u32) -> Vec<AuditRow>;
        named(tenant: TenantId, numbers: Vec<i64>) -> Vec<(i64, String)>;
        drop_keys(person: PersonKey) -> Gone;
        erase_noted(person: PersonKey, note: Note) -> Gone;
        empty(person: PersonKey, slots: Vec<Slot>, note: Note) -> Gone;
        leaving(tenant: TenantId, since: Timestamp, limit: u32) -> Vec<PersonKey>;
        closed(tenant: TenantId, since: Timestamp, limit: u32) -> Vec<PersonKey>;
        aged(kept: Kept, until: Timestamp) -> (u64, Option<Timestamp>);
        forget(tenant: TenantId, kept: Kept, until: Timestamp) -> u64;
        put_audit(tenant: TenantId, rows: Vec<AuditRow>, ends: AuditEnds) -> ();
    }
}

impl Sharing for Store {
    pass_on! {
        shared_rows(person: PersonKey) -> Vec<Row>;
        shown_name(person: PersonKey) -> Option<String>;
        put_shown_name(person: PersonKey, name: String) -> ();
        take_name(person: PersonKey, name: String) -> bool;
        called(tenant: Tenant, folded: String) -> Vec<PersonKey>;
        add_grants(person: PersonKey, grants: Vec<GrantRow>) -> bool;
        sharing(tenant: Tenant, after: i64, limit: u32) -> Vec<PersonKey>;
        close_unread(person: PersonKey, which: Which, now: Timestamp) -> Gone;
        grants(person: PersonKey) -> Vec<GrantRow>;
        givers(tenant: Tenant, reader: Reader) -> Vec<PersonKey>;
        run_out(tenant: Tenant, now: Timestamp) -> Vec<PersonKey>;
        end_run_out(person: PersonKey, now: Timestamp) -> ();
        end_grants(person: PersonKey, ids: Vec<i64>, at: Timestamp) -> ();
        add_share_link(link: ShareLinkRow, grants: Vec<GrantRow>) -> bool;
        share_link(token_hash: [u8; 32]) -> Option<ShareLinkRow>;
        share_links(person: PersonKey) -> Vec<ShareLinkRow>;
        note_answer(token_hash: [u8; 32], at: Timestamp) -> ();
        end_share_link(person: PersonKey, link: i64, at: Timestamp) -> ();
        add_line(line: LineRow) -> ();
        managers(person: PersonKey) -> Vec<LineRow>;
        reports(tenant: Tenant, manager: PersonId) -> Vec<LineRow>;
        end_line(person: PersonKey, manager: PersonId, at: Timestamp) -> ();
        note_looks(person: PersonKey, looks: Vec<LookRow>) -> ();
        looks(person: PersonKey) -> Vec<LookRow>;
    }
}

impl Post for Store {
    pass_on! {
        queue_letters(letters: Vec<NewLetter>, at: Timestamp) -> Vec<bool>;
        queue_again(letter: NewLetter, at: Timestamp) -> bool;
        drop_letter(person: PersonKey, id: LetterId) -> bool;
        letters(person: PersonKey, limit: u32) -> Vec<LetterRow>;
        letter(person: PersonKey, id: LetterId) -> Option<LetterRow>;
        due_letters(now: Timestamp, limit: u32) -> Vec<LetterRow>;
        begin_letter(person: PersonKey, id: LetterId, at: Timestamp) -> bool;
        settle_letter(person: PersonKey, id: LetterId, settled: Settled) -> ();
        sweep_letters(sweep: Sweep) -> ();
        put_digest(digest: DigestRow) -> ();
        digest(person: PersonKey) -> Option<DigestRow>;
        end_digest(person: PersonKey) -> ();
        stop_digest(stop_hash: [u8; 32]) -> bool;
        due_digests(now: Timestamp, limit: u32) -> Vec<DigestRow>;
        advance_digest(person: PersonKey, from: Timestamp, to: Timestamp) -> ();
        server_setting(name: &'static str) -> Option<Vec<u8>>;
        put_server_setting(name: &'static str, sealed: Option<Vec<u8>>, at: Timestamp) -> ();
        take_turn(name: &'static str, holder: i64, now: Timestamp, until: Timestamp) -> Option<u64>;
        leave_turn(name: &'static str, holder: i64, until: Timestamp, fault: Option<Vec<u8>>) -> ();
        turn(name: &'static str) -> Option<TurnRow>;
        key_print() -> Option<String>;
        begin_anew(print: String) -> ();
        note_key(print: String) -> String;
    }
}
