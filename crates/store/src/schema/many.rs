//! What is needed where there are many: the few statements that ask for more than one person's rows find theirs by an index,
//! so that what one person does costs the same among ten thousand as among a million.

use super::Migration;

/// Version 7.
pub(super) const MIGRATION: Migration = Migration {
    version: 7,
    statements: &[
        // Whoever signs in removes what has expired, of everybody.
        "CREATE INDEX sessions_expire ON sessions (expires_at)",
        "CREATE INDEX sign_in_links_expire ON sign_in_links (expires_at)",
        // Lists of people are read a page at a time, each from where the last one ended.
        "CREATE INDEX people_tenant ON people (tenant_id, person_id)",
        "CREATE INDEX accounts_tenant ON accounts (tenant_id, person_id)",
    ],
};
