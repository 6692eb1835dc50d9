//! The tables of sharing: who may read which copy, by what link, whose manager somebody is, and who looked.
//!
//! What is shared lies in `entries` as shared entries. These rows say who may read them, until when. None of them is
//! in a backup but the names: a share that was ended must not come back with an older state.

use super::{Class, Column, KEY, Migration, WHEN, column};

/// Version 5.
pub(super) const MIGRATION: Migration = Migration {
    version: 5,
    statements: &[
        "CREATE TABLE shown_names (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            name text NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE TABLE grants (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            grant_id bigint NOT NULL,
            viewer text NOT NULL,
            item_id bytea NOT NULL,
            created_at bigint NOT NULL,
            until_at bigint,
            ended_at bigint,
            PRIMARY KEY (dkey, tenant_id, person_id, grant_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE INDEX grants_viewer ON grants (tenant_id, viewer)",
        "CREATE TABLE share_links (
            token_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            link_id bigint NOT NULL,
            asks text NOT NULL,
            label bytea NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            ended_at bigint,
            answered_at bigint,
            PRIMARY KEY (token_hash)
        )",
        "CREATE INDEX share_links_person ON share_links (dkey, tenant_id, person_id)",
        "CREATE TABLE lines (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            manager_id bigint NOT NULL,
            since_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, manager_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE INDEX lines_manager ON lines (tenant_id, manager_id)",
        "CREATE TABLE looks (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            viewer text NOT NULL,
            what text NOT NULL,
            hour bigint NOT NULL,
            looked_at bigint NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, viewer, what, hour),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE INDEX entries_shared ON entries (dkey, tenant_id, person_id, seq)
            WHERE audience = 'shared'",
    ],
};

const VIEWER: &str = "the random number of a person or a link; asked for when they want to read, with the vault closed";

/// Their columns.
pub(super) const COLUMNS: &[Column] = &[
    column("shown_names.dkey", Class::Clear, KEY),
    column("shown_names.tenant_id", Class::Clear, KEY),
    column("shown_names.person_id", Class::Clear, KEY),
    column(
        "shown_names.name",
        Class::Shared,
        "what a person is called where they share something or write to somebody; typed for others to read",
    ),
    column("grants.dkey", Class::Clear, KEY),
    column("grants.tenant_id", Class::Clear, KEY),
    column("grants.person_id", Class::Clear, KEY),
    column(
        "grants.grant_id",
        Class::Clear,
        "random; tells the grants of a person apart",
    ),
    column("grants.viewer", Class::Clear, VIEWER),
    column(
        "grants.item_id",
        Class::Clear,
        "which shared copy; its content is readable on purpose",
    ),
    column("grants.created_at", Class::Clear, WHEN),
    column("grants.until_at", Class::Clear, WHEN),
    column("grants.ended_at", Class::Clear, WHEN),
    column(
        "share_links.token_hash",
        Class::SecretHash,
        "the link holds the secret",
    ),
    column("share_links.dkey", Class::Clear, KEY),
    column("share_links.tenant_id", Class::Clear, KEY),
    column("share_links.person_id", Class::Clear, KEY),
    column(
        "share_links.link_id",
        Class::Clear,
        "random; tells the links of a person apart",
    ),
    column(
        "share_links.asks",
        Class::Clear,
        "one of two words: whether it shows something or asks for an answer",
    ),
    column(
        "share_links.label",
        Class::ServerSealed,
        "whom its owner made it for; listed beside the link",
    ),
    column("share_links.created_at", Class::Clear, WHEN),
    column("share_links.expires_at", Class::Clear, WHEN),
    column("share_links.ended_at", Class::Clear, WHEN),
    column("share_links.answered_at", Class::Clear, WHEN),
    column("lines.dkey", Class::Clear, KEY),
    column("lines.tenant_id", Class::Clear, KEY),
    column("lines.person_id", Class::Clear, KEY),
    column(
        "lines.manager_id",
        Class::Clear,
        "whom a person named as their manager, by a random number; asked when either opens a page",
    ),
    column("lines.since_at", Class::Clear, WHEN),
    column("looks.dkey", Class::Clear, KEY),
    column("looks.tenant_id", Class::Clear, KEY),
    column("looks.person_id", Class::Clear, KEY),
    column("looks.viewer", Class::Clear, VIEWER),
    column(
        "looks.what",
        Class::Clear,
        "which shared copy was read, by its random id; shown to its owner alone",
    ),
    column(
        "looks.hour",
        Class::Clear,
        "so that looking again within an hour is one row",
    ),
    column("looks.looked_at", Class::Clear, WHEN),
];
