//! The tables of mail: what waits to be sent, who wants a digest, what the server is told about its mail
//! server, and whose turn it is to send.
//!
//! None of their words are readable in the database: they are sealed under the
//! [server's key](crate::sealing::ServerKey), which lies in a file beside it.

use super::{Class, Column, KEY, Migration, WHEN, column};

/// Version 3.
pub(super) const MIGRATION: Migration = Migration {
    version: 3,
    statements: &[
        "CREATE TABLE letters (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            letter_id bytea NOT NULL,
            kind text NOT NULL,
            state text NOT NULL,
            sealed bytea,
            answer bytea,
            tries bigint NOT NULL,
            queued_at bigint NOT NULL,
            due_at bigint NOT NULL,
            changed_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, letter_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE INDEX letters_due ON letters (state, due_at)",
        "CREATE TABLE digests (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            sealed bytea NOT NULL,
            stop_hash bytea NOT NULL,
            next_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE TABLE server_settings (
            name text NOT NULL,
            sealed bytea NOT NULL,
            changed_at bigint NOT NULL,
            PRIMARY KEY (name)
        )",
        "CREATE TABLE runners (
            name text NOT NULL,
            fence bigint NOT NULL,
            holder bigint NOT NULL,
            held_until bigint NOT NULL,
            ran_at bigint NOT NULL,
            fault bytea,
            PRIMARY KEY (name)
        )",
    ],
};

const ACTED_ON: &str = "the server acts on it with every vault closed";

/// Their columns.
pub(super) const COLUMNS: &[Column] = &[
    column("letters.dkey", Class::Clear, KEY),
    column("letters.tenant_id", Class::Clear, KEY),
    column("letters.person_id", Class::Clear, KEY),
    column(
        "letters.letter_id",
        Class::SecretHash,
        "of what it is and to whom, under the server’s key: the same letter is known again by it, and nobody finds the address from it",
    ),
    column(
        "letters.kind",
        Class::Clear,
        "update, digest or test; says nothing of what is in it",
    ),
    column("letters.state", Class::Clear, ACTED_ON),
    column(
        "letters.sealed",
        Class::ServerSealed,
        "the letter and its address, until it is sent or three days old",
    ),
    column(
        "letters.answer",
        Class::ServerSealed,
        "to whom it went and what the mail server said, which may hold an address",
    ),
    column("letters.tries", Class::Clear, ACTED_ON),
    column("letters.queued_at", Class::Clear, WHEN),
    column("letters.due_at", Class::Clear, WHEN),
    column("letters.changed_at", Class::Clear, WHEN),
    column("digests.dkey", Class::Clear, KEY),
    column("digests.tenant_id", Class::Clear, KEY),
    column("digests.person_id", Class::Clear, KEY),
    column(
        "digests.sealed",
        Class::ServerSealed,
        "how often, where to and in which time zone",
    ),
    column(
        "digests.stop_hash",
        Class::SecretHash,
        "the link in each digest holds the secret",
    ),
    column("digests.next_at", Class::Clear, WHEN),
    column(
        "server_settings.name",
        Class::Clear,
        "names that Windward gives",
    ),
    column(
        "server_settings.sealed",
        Class::ServerSealed,
        "the mail server, its user and password",
    ),
    column("server_settings.changed_at", Class::Clear, WHEN),
    column("runners.name", Class::Clear, "names that Windward gives"),
    column(
        "runners.fence",
        Class::Clear,
        "how often another server took over",
    ),
    column(
        "runners.holder",
        Class::Clear,
        "a random number of the program whose turn it is",
    ),
    column("runners.held_until", Class::Clear, WHEN),
    column("runners.ran_at", Class::Clear, WHEN),
    column(
        "runners.fault",
        Class::ServerSealed,
        "what a mail server said, which may hold a name",
    ),
];
