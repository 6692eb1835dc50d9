//! The tables, and how a database of an earlier version becomes one of this version.
//!
//! The same text makes them in every database: types are `text`, `bigint` and `bytea` (a name that SQLite
//! takes as well), instants are milliseconds UTC, and every key of a person's table begins with
//! `(dkey, tenant_id, person_id)`, so that the rows of a person can be put on one machine of many. Sessions
//! and links are found by their own key and carry the person. There are no triggers and no sequences.
//!
//! A migration is never changed once released. Its statements go to the database one at a time, all within
//! one transaction.

pub(crate) mod accounts;
mod brought;
pub(crate) mod law;
pub(crate) mod mail;
mod many;
pub(crate) mod sharing;

/// The version that this program reads and writes.
pub const SCHEMA_VERSION: i64 = 8;

/// One step from the version before.
#[derive(Debug)]
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) statements: &'static [&'static str],
}

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        statements: &[
            "CREATE TABLE schema_version (
            version bigint NOT NULL,
            applied_at bigint NOT NULL,
            PRIMARY KEY (version)
        )",
            "CREATE TABLE instance (
            name text NOT NULL,
            value text NOT NULL,
            PRIMARY KEY (name)
        )",
            "CREATE TABLE tenants (
            tenant_id bigint NOT NULL,
            layout text NOT NULL,
            created_at bigint NOT NULL,
            PRIMARY KEY (tenant_id)
        )",
            "CREATE TABLE people (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            head bigint NOT NULL,
            rewrites bigint NOT NULL,
            pseudonym bigint NOT NULL,
            leaving_since bigint,
            created_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id)
        )",
            "CREATE TABLE entries (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            seq bigint NOT NULL,
            entry_id bytea NOT NULL,
            act bytea NOT NULL,
            revises bytea,
            audience text NOT NULL,
            sealed bytea,
            shared text,
            received_at bigint NOT NULL,
            imported bigint NOT NULL,
            redacted_at bigint,
            PRIMARY KEY (dkey, tenant_id, person_id, seq),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id),
            CHECK ((audience = 'owner' AND sealed IS NOT NULL AND shared IS NULL)
                OR (audience = 'shared' AND sealed IS NULL AND shared IS NOT NULL))
        )",
            "CREATE UNIQUE INDEX entries_entry_id ON entries (dkey, tenant_id, person_id, entry_id)",
            "CREATE INDEX entries_revises ON entries (dkey, tenant_id, person_id, revises)
            WHERE revises IS NOT NULL",
            "CREATE TABLE slots (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            slot_id bigint NOT NULL,
            kind text NOT NULL,
            kdf text NOT NULL,
            salt bytea NOT NULL,
            wrapped_key bytea NOT NULL,
            created_at bigint NOT NULL,
            confirmed_at bigint,
            PRIMARY KEY (dkey, tenant_id, person_id, slot_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
            "CREATE TABLE frameworks (
            tenant_id bigint NOT NULL,
            hash text NOT NULL,
            content text NOT NULL,
            created_at bigint NOT NULL,
            PRIMARY KEY (tenant_id, hash)
        )",
            "CREATE TABLE sessions (
            token_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            wrapped_key bytea NOT NULL,
            created_at bigint NOT NULL,
            last_seen_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (token_hash)
        )",
            "CREATE INDEX sessions_person ON sessions (dkey, tenant_id, person_id)",
            "CREATE TABLE sign_in_links (
            token_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (token_hash)
        )",
        ],
    },
    Migration {
        version: 2,
        statements: &[
            "CREATE TABLE due (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            due_id bytea NOT NULL,
            day bigint NOT NULL,
            class text NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, due_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
            "CREATE TABLE due_heads (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
            "CREATE TABLE feeds (
            token_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            feed_id bigint NOT NULL,
            shows text NOT NULL,
            created_at bigint NOT NULL,
            read_at bigint,
            PRIMARY KEY (token_hash)
        )",
            "CREATE INDEX feeds_person ON feeds (dkey, tenant_id, person_id)",
        ],
    },
    mail::MIGRATION,
    accounts::MIGRATION,
    sharing::MIGRATION,
    law::MIGRATION,
    many::MIGRATION,
    brought::MIGRATION,
];

/// What a database of many users has beside those tables: whose turn it is to change them. Made before the
/// first migration, and of no version.
pub(crate) const LEASES: &str = "CREATE TABLE IF NOT EXISTS leases (
    name text NOT NULL,
    fence bigint NOT NULL,
    taken_at bigint NOT NULL,
    PRIMARY KEY (name)
)";

/// The tables that have no place in a backup: nobody is signed in by one, what belongs to mail opens with the server’s key
/// alone, which is in no backup either, and a letter that came back with one would be sent twice. What was shared is
/// shared anew: what its owner ended meanwhile must not come back.
pub(crate) const NOT_IN_BACKUPS: [&str; 13] = [
    "sessions",
    "sign_in_links",
    "feeds",
    "letters",
    "digests",
    "server_settings",
    "runners",
    "invitations",
    "resets",
    "spent",
    "grants",
    "share_links",
    "lines",
];

/// Who can read a column when they hold the database and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Readable. Holds ids, times, counts and names that Windward gives: never words of a person.
    Clear,
    /// An envelope that only the owner's vault key opens.
    Sealed,
    /// Readable on purpose: its owner shared it, or it never was anybody's own.
    Shared,
    /// SHA-256 of 256 random bits: the secret itself cannot be found from it.
    SecretHash,
    /// A vault key under a key that the database does not hold.
    WrappedKey,
    /// An envelope that only the server’s key opens, which lies in a file beside the database.
    ServerSealed,
}

/// A column and its class.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Table and column.
    pub name: &'static str,
    /// Who can read it.
    pub class: Class,
    /// Why that is right.
    pub reason: &'static str,
}

const fn column(name: &'static str, class: Class, reason: &'static str) -> Column {
    Column {
        name,
        class,
        reason,
    }
}

const KEY: &str = "says whose row it is, by random numbers; needed to find it";
const WHEN: &str = "a time that Windward acts on; says that something was done, not what";
const OPENED_BY: &str = "needed to open the vault, useless without the secret";

/// Every column of every table.
pub fn columns() -> impl Iterator<Item = &'static Column> {
    let more = mail::COLUMNS.iter().chain(accounts::COLUMNS);
    let more = more.chain(sharing::COLUMNS).chain(law::COLUMNS);
    let more = more.chain(brought::COLUMNS);
    COLUMNS.iter().chain(more)
}

/// The columns of the record and its keys. A test reads the database's own catalogue and fails for a column that is not
/// here, so nothing is stored without somebody having thought about who can read it.
const COLUMNS: &[Column] = &[
    column(
        "schema_version.version",
        Class::Clear,
        "needed to refuse a database of a later version",
    ),
    column("schema_version.applied_at", Class::Clear, WHEN),
    column("instance.name", Class::Clear, "names that Windward gives"),
    column(
        "instance.value",
        Class::Clear,
        "which version made the instance, and when; when the last backup was made, and how it came out",
    ),
    column("tenants.tenant_id", Class::Clear, KEY),
    column(
        "tenants.layout",
        Class::Clear,
        "needed to compute where rows lie",
    ),
    column("tenants.created_at", Class::Clear, WHEN),
    column("people.dkey", Class::Clear, KEY),
    column("people.tenant_id", Class::Clear, KEY),
    column("people.person_id", Class::Clear, KEY),
    column(
        "people.head",
        Class::Clear,
        "how many entries there are; read on each request, before a vault is open",
    ),
    column(
        "people.rewrites",
        Class::Clear,
        "how many were redacted; read on each request",
    ),
    column(
        "people.pseudonym",
        Class::Clear,
        "random; names the person in audit rows until they are erased",
    ),
    column(
        "people.leaving_since",
        Class::Clear,
        "the server erases when the 30 days are over, with the vault closed",
    ),
    column("people.created_at", Class::Clear, WHEN),
    column("entries.dkey", Class::Clear, KEY),
    column("entries.tenant_id", Class::Clear, KEY),
    column("entries.person_id", Class::Clear, KEY),
    column("entries.seq", Class::Clear, "the order of the journal"),
    column(
        "entries.entry_id",
        Class::Clear,
        "a retry is recognised by it; holds the millisecond it was made",
    ),
    column(
        "entries.act",
        Class::Clear,
        "says what was done in one go, not what; holds the millisecond it was made",
    ),
    column(
        "entries.revises",
        Class::Clear,
        "two changes of the same thing are noticed by it; survives redaction",
    ),
    column(
        "entries.audience",
        Class::Clear,
        "whether the entry is sealed or shared",
    ),
    column(
        "entries.sealed",
        Class::Sealed,
        "kind and content of an owner’s entry, its author and when it was written",
    ),
    column(
        "entries.shared",
        Class::Shared,
        "a copy that its owner made for others to read",
    ),
    column("entries.received_at", Class::Clear, WHEN),
    column(
        "entries.imported",
        Class::Clear,
        "an author claimed by a file is not an author known",
    ),
    column("entries.redacted_at", Class::Clear, WHEN),
    column("slots.dkey", Class::Clear, KEY),
    column("slots.tenant_id", Class::Clear, KEY),
    column("slots.person_id", Class::Clear, KEY),
    column(
        "slots.slot_id",
        Class::Clear,
        "tells the slots of a person apart",
    ),
    column("slots.kind", Class::Clear, OPENED_BY),
    column("slots.kdf", Class::Clear, OPENED_BY),
    column("slots.salt", Class::Clear, OPENED_BY),
    column(
        "slots.wrapped_key",
        Class::WrappedKey,
        "under a key file or a recovery code, neither of which is here",
    ),
    column("slots.created_at", Class::Clear, WHEN),
    column(
        "slots.confirmed_at",
        Class::Clear,
        "a backup says whether it can be opened elsewhere, with the vault closed",
    ),
    column("frameworks.tenant_id", Class::Clear, KEY),
    column(
        "frameworks.hash",
        Class::Clear,
        "of a text that is readable beside it",
    ),
    column(
        "frameworks.content",
        Class::Shared,
        "a ladder belongs to a tenant, not to a person, and many records read it",
    ),
    column("frameworks.created_at", Class::Clear, WHEN),
    column(
        "sessions.token_hash",
        Class::SecretHash,
        "the cookie holds the secret",
    ),
    column("sessions.dkey", Class::Clear, KEY),
    column("sessions.tenant_id", Class::Clear, KEY),
    column("sessions.person_id", Class::Clear, KEY),
    column(
        "sessions.wrapped_key",
        Class::WrappedKey,
        "under the cookie’s secret",
    ),
    column("sessions.created_at", Class::Clear, WHEN),
    column("sessions.last_seen_at", Class::Clear, WHEN),
    column("sessions.expires_at", Class::Clear, WHEN),
    column(
        "sign_in_links.token_hash",
        Class::SecretHash,
        "the link holds the secret",
    ),
    column("sign_in_links.dkey", Class::Clear, KEY),
    column("sign_in_links.tenant_id", Class::Clear, KEY),
    column("sign_in_links.person_id", Class::Clear, KEY),
    column("sign_in_links.created_at", Class::Clear, WHEN),
    column("sign_in_links.expires_at", Class::Clear, WHEN),
    column("due.dkey", Class::Clear, KEY),
    column("due.tenant_id", Class::Clear, KEY),
    column("due.person_id", Class::Clear, KEY),
    column(
        "due.due_id",
        Class::Clear,
        "tells things apart; made with the vault key, so that it names nothing",
    ),
    column(
        "due.day",
        Class::Clear,
        "calendars and digests are made with the vault closed; says that something is due, not what",
    ),
    column(
        "due.class",
        Class::Clear,
        "one of two words: with people, or one’s own",
    ),
    column("due_heads.dkey", Class::Clear, KEY),
    column("due_heads.tenant_id", Class::Clear, KEY),
    column("due_heads.person_id", Class::Clear, KEY),
    column(
        "due_heads.seq",
        Class::Clear,
        "how far what is due was worked out",
    ),
    column(
        "feeds.token_hash",
        Class::SecretHash,
        "the address of the calendar holds the secret",
    ),
    column("feeds.dkey", Class::Clear, KEY),
    column("feeds.tenant_id", Class::Clear, KEY),
    column("feeds.person_id", Class::Clear, KEY),
    column(
        "feeds.feed_id",
        Class::Clear,
        "random; tells the calendars of a person apart",
    ),
    column(
        "feeds.shows",
        Class::Clear,
        "whether a calendar may show words; asked when it is read, with nobody signed in",
    ),
    column("feeds.created_at", Class::Clear, WHEN),
    column("feeds.read_at", Class::Clear, WHEN),
];

/// The columns of [`LEASES`], where that table is.
pub(crate) const LEASE_COLUMNS: &[Column] = &[
    column("leases.name", Class::Clear, "names that Windward gives"),
    column(
        "leases.fence",
        Class::Clear,
        "how often it was somebody’s turn",
    ),
    column("leases.taken_at", Class::Clear, WHEN),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_each_other_up_to_this_one() {
        let versions: Vec<i64> = MIGRATIONS.iter().map(|it| it.version).collect();
        assert_eq!(versions, (1..=SCHEMA_VERSION).collect::<Vec<_>>());
    }

    #[test]
    fn only_types_and_features_that_every_database_has() {
        for statement in MIGRATIONS.iter().flat_map(|it| it.statements) {
            let lower = statement.to_lowercase();
            for absent in [
                "trigger",
                "serial",
                "autoincrement",
                "default",
                "without rowid",
                "strict",
                "integer",
                " blob",
                "now(",
                ";",
            ] {
                assert!(!lower.contains(absent), "{absent} in {statement}");
            }
            for line in lower.lines().skip(1).map(str::trim) {
                let mut words = line.split_whitespace();
                let (Some(name), Some(kind)) = (words.next(), words.next()) else {
                    continue;
                };
                if name.chars().all(|it| it.is_ascii_lowercase() || it == '_')
                    && !["primary", "foreign", "check", "where", "or"].contains(&name)
                {
                    assert!(
                        ["bigint", "bigint,", "text", "text,", "bytea", "bytea,"].contains(&kind),
                        "{line}"
                    );
                }
            }
        }
    }

    #[test]
    fn keys_of_a_persons_table_begin_with_the_distribution_key() {
        for statement in MIGRATIONS.iter().flat_map(|it| it.statements) {
            let found_otherwise = [
                "sessions",
                "sign_in_links",
                "feeds",
                "account_names",
                "called_names",
                "passkeys",
                "identities",
                "resets",
                "share_links",
            ]
            .iter()
            .any(|it| statement.contains(it));
            if statement.contains("person_id") && !found_otherwise {
                for keyword in ["PRIMARY KEY (", "FOREIGN KEY (", " ON entries ("] {
                    for (_, rest) in statement
                        .match_indices(keyword)
                        .map(|(at, _)| statement.split_at(at + keyword.len()))
                    {
                        assert!(
                            rest.starts_with("dkey, tenant_id, person_id"),
                            "{statement}"
                        );
                    }
                }
            }
        }
    }
}
