//! The audit log: what was done to accounts and to the server, by whom, about whom, without a word of any record.
//!
//! Nobody is named in it but by the random number that `people` keeps for them; once their row is erased, the number
//! names nobody. Each row carries the hash of the one before it.

use super::{Class, Column, KEY, Migration, WHEN, column};

/// Version 6.
pub(super) const MIGRATION: Migration = Migration {
    version: 6,
    statements: &[
        "CREATE TABLE audit (
            tenant_id bigint NOT NULL,
            seq bigint NOT NULL,
            audit_id bigint NOT NULL,
            done_at bigint NOT NULL,
            act text NOT NULL,
            actor text NOT NULL,
            subject text,
            hash bytea NOT NULL,
            PRIMARY KEY (tenant_id, seq)
        )",
        "CREATE UNIQUE INDEX audit_once ON audit (tenant_id, audit_id)",
        "CREATE INDEX audit_subject ON audit (tenant_id, subject, seq)",
        "CREATE INDEX audit_done ON audit (tenant_id, done_at)",
        "CREATE TABLE audit_ends (
            tenant_id bigint NOT NULL,
            begun_seq bigint NOT NULL,
            begun_hash bytea NOT NULL,
            last_seq bigint NOT NULL,
            last_hash bytea NOT NULL,
            PRIMARY KEY (tenant_id)
        )",
        "CREATE INDEX people_pseudonym ON people (tenant_id, pseudonym)",
    ],
};

const WHO: &str =
    "‘server’, ‘machine’ or the random number of a person, which names nobody once they are erased";
const CHAIN: &str = "of readable rows; shows that none of them was changed, taken out or put in";

/// Their columns.
pub(super) const COLUMNS: &[Column] = &[
    column("audit.tenant_id", Class::Clear, KEY),
    column("audit.seq", Class::Clear, "the order of what was done"),
    column(
        "audit.audit_id",
        Class::Clear,
        "random; a row written again is recognised by it",
    ),
    column("audit.done_at", Class::Clear, WHEN),
    column(
        "audit.act",
        Class::Clear,
        "one of a closed list of words: what was done to an account or the server, never what is in a record",
    ),
    column("audit.actor", Class::Clear, WHO),
    column("audit.subject", Class::Clear, WHO),
    column("audit.hash", Class::Clear, CHAIN),
    column("audit_ends.tenant_id", Class::Clear, KEY),
    column(
        "audit_ends.begun_seq",
        Class::Clear,
        "up to where the log was put away because of its age",
    ),
    column("audit_ends.begun_hash", Class::Clear, CHAIN),
    column("audit_ends.last_seq", Class::Clear, "where the log ends"),
    column("audit_ends.last_hash", Class::Clear, CHAIN),
];
