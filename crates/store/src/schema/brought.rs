//! Who brought which ladder, and by which names people go: two things that must not be two people's at the same moment.
//!
//! A ladder that somebody brings is stored once, whoever brings it too; these rows say who did. It is theirs alone while
//! `frameworks.owned` says so, and goes with the last of them. What is offered to everybody, what ships with Windward and
//! what was there before there were such rows is nobody's, and stays.

use super::{Class, Column, KEY, Migration, WHEN, column};

/// Version 8.
pub(super) const MIGRATION: Migration = Migration {
    version: 8,
    statements: &[
        "ALTER TABLE frameworks ADD COLUMN owned bigint",
        "CREATE TABLE brought (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            hash text NOT NULL,
            size bigint NOT NULL,
            brought_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, hash),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        // Whether somebody else brought it too, when one lets go of it.
        "CREATE INDEX brought_hash ON brought (tenant_id, hash)",
        "CREATE TABLE called_names (
            name text NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            PRIMARY KEY (name, tenant_id)
        )",
        "CREATE INDEX called_names_person ON called_names (dkey, tenant_id, person_id)",
    ],
};

/// Their columns.
pub(super) const COLUMNS: &[Column] = &[
    column(
        "frameworks.owned",
        Class::Clear,
        "whether a ladder goes with those who brought it, or is everybody’s",
    ),
    column("brought.dkey", Class::Clear, KEY),
    column("brought.tenant_id", Class::Clear, KEY),
    column("brought.person_id", Class::Clear, KEY),
    column(
        "brought.hash",
        Class::Clear,
        "of a text that is readable elsewhere; says who brought it",
    ),
    column(
        "brought.size",
        Class::Clear,
        "how many bytes that text has; what one person brings is bounded",
    ),
    column("brought.brought_at", Class::Clear, WHEN),
    column(
        "called_names.name",
        Class::Shared,
        "what a person is called or signs in with, without capitals and spaces; so that it is nobody else’s",
    ),
    column("called_names.dkey", Class::Clear, KEY),
    column("called_names.tenant_id", Class::Clear, KEY),
    column("called_names.person_id", Class::Clear, KEY),
];
