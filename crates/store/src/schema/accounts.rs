//! The tables of accounts: who signs in how, on a server with more than one person.
//!
//! None of them opens a vault: what does lies in `slots`, wrapped. A name is readable, because an administrator
//! invites by it and lists it; everything else that a person types is hashed or sealed.

use super::{Class, Column, KEY, Migration, WHEN, column};

/// Version 4.
pub(super) const MIGRATION: Migration = Migration {
    version: 4,
    statements: &[
        "CREATE TABLE accounts (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            name text NOT NULL,
            role text NOT NULL,
            kdf text,
            salt bytea,
            verifier bytea,
            password_at bigint,
            second text NOT NULL,
            totp bytea,
            handle bytea NOT NULL,
            created_at bigint NOT NULL,
            signed_in_at bigint,
            disabled_at bigint,
            PRIMARY KEY (dkey, tenant_id, person_id),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE TABLE account_names (
            name text NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            PRIMARY KEY (name)
        )",
        "CREATE INDEX account_names_person ON account_names (dkey, tenant_id, person_id)",
        "CREATE TABLE spare_codes (
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            code_hash bytea NOT NULL,
            PRIMARY KEY (dkey, tenant_id, person_id, code_hash),
            FOREIGN KEY (dkey, tenant_id, person_id) REFERENCES people (dkey, tenant_id, person_id)
        )",
        "CREATE TABLE passkeys (
            credential_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            passkey_id bigint NOT NULL,
            credential text NOT NULL,
            label bytea NOT NULL,
            created_at bigint NOT NULL,
            used_at bigint,
            PRIMARY KEY (credential_hash)
        )",
        "CREATE INDEX passkeys_person ON passkeys (dkey, tenant_id, person_id)",
        "CREATE TABLE identities (
            identity_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            issuer text NOT NULL,
            created_at bigint NOT NULL,
            PRIMARY KEY (identity_hash)
        )",
        "CREATE INDEX identities_person ON identities (dkey, tenant_id, person_id)",
        "CREATE TABLE invitations (
            token_hash bytea NOT NULL,
            tenant_id bigint NOT NULL,
            invitation_id bigint NOT NULL,
            name text NOT NULL,
            role text NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (token_hash)
        )",
        "CREATE INDEX invitations_latest ON invitations (tenant_id, created_at)",
        "CREATE TABLE resets (
            token_hash bytea NOT NULL,
            dkey bigint NOT NULL,
            tenant_id bigint NOT NULL,
            person_id bigint NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (token_hash)
        )",
        "CREATE INDEX resets_person ON resets (dkey, tenant_id, person_id)",
        "CREATE TABLE spent (
            spent_hash bytea NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (spent_hash)
        )",
        "CREATE INDEX spent_expires ON spent (expires_at)",
        "ALTER TABLE sessions ADD COLUMN session_id bigint",
        "ALTER TABLE sessions ADD COLUMN stage text",
        "ALTER TABLE sessions ADD COLUMN way text",
        "ALTER TABLE sessions ADD COLUMN browser text",
        "ALTER TABLE sessions ADD COLUMN proved_at bigint",
    ],
};

const LISTED: &str = "an administrator invites by it and lists it; whoever signs in types it";
const CHECKED: &str =
    "needed to check a password; the password cannot be found from it but by guessing";

/// Their columns.
pub(super) const COLUMNS: &[Column] = &[
    column("accounts.dkey", Class::Clear, KEY),
    column("accounts.tenant_id", Class::Clear, KEY),
    column("accounts.person_id", Class::Clear, KEY),
    column("accounts.name", Class::Shared, LISTED),
    column(
        "accounts.role",
        Class::Clear,
        "one of two words: what an account may administer",
    ),
    column("accounts.kdf", Class::Clear, CHECKED),
    column("accounts.salt", Class::Clear, CHECKED),
    column(
        "accounts.verifier",
        Class::SecretHash,
        "SHA-256 of 256 bits that argon2id and HKDF make of the password: each guess costs 64 MiB",
    ),
    column("accounts.password_at", Class::Clear, WHEN),
    column(
        "accounts.second",
        Class::Clear,
        "whether a password alone is enough; asked before a vault is open",
    ),
    column(
        "accounts.totp",
        Class::ServerSealed,
        "the secret of codes that change; checked with the vault closed",
    ),
    column(
        "accounts.handle",
        Class::Clear,
        "random; what a passkey calls its owner, so that it names nobody",
    ),
    column("accounts.created_at", Class::Clear, WHEN),
    column("accounts.signed_in_at", Class::Clear, WHEN),
    column("accounts.disabled_at", Class::Clear, WHEN),
    column("account_names.name", Class::Shared, LISTED),
    column("account_names.dkey", Class::Clear, KEY),
    column("account_names.tenant_id", Class::Clear, KEY),
    column("account_names.person_id", Class::Clear, KEY),
    column("spare_codes.dkey", Class::Clear, KEY),
    column("spare_codes.tenant_id", Class::Clear, KEY),
    column("spare_codes.person_id", Class::Clear, KEY),
    column(
        "spare_codes.code_hash",
        Class::SecretHash,
        "of 160 random bits, which nobody guesses",
    ),
    column(
        "passkeys.credential_hash",
        Class::Clear,
        "of the public name of a key; finds whose it is",
    ),
    column("passkeys.dkey", Class::Clear, KEY),
    column("passkeys.tenant_id", Class::Clear, KEY),
    column("passkeys.person_id", Class::Clear, KEY),
    column(
        "passkeys.passkey_id",
        Class::Clear,
        "random; tells the passkeys of a person apart",
    ),
    column(
        "passkeys.credential",
        Class::Clear,
        "a public key and how often it signed; the private one never leaves its device",
    ),
    column(
        "passkeys.label",
        Class::ServerSealed,
        "what its owner calls it; shown with the vault closed",
    ),
    column("passkeys.created_at", Class::Clear, WHEN),
    column("passkeys.used_at", Class::Clear, WHEN),
    column(
        "identities.identity_hash",
        Class::Clear,
        "of who a provider of single sign-on says that somebody is; finds whose it is",
    ),
    column("identities.dkey", Class::Clear, KEY),
    column("identities.tenant_id", Class::Clear, KEY),
    column("identities.person_id", Class::Clear, KEY),
    column(
        "identities.issuer",
        Class::Clear,
        "the provider, which the configuration names too",
    ),
    column("identities.created_at", Class::Clear, WHEN),
    column(
        "invitations.token_hash",
        Class::SecretHash,
        "the link holds the secret",
    ),
    column("invitations.tenant_id", Class::Clear, KEY),
    column(
        "invitations.invitation_id",
        Class::Clear,
        "random; tells invitations apart",
    ),
    column("invitations.name", Class::Shared, LISTED),
    column(
        "invitations.role",
        Class::Clear,
        "one of two words: what an account may administer",
    ),
    column("invitations.created_at", Class::Clear, WHEN),
    column("invitations.expires_at", Class::Clear, WHEN),
    column(
        "resets.token_hash",
        Class::SecretHash,
        "the link holds the secret",
    ),
    column("resets.dkey", Class::Clear, KEY),
    column("resets.tenant_id", Class::Clear, KEY),
    column("resets.person_id", Class::Clear, KEY),
    column("resets.created_at", Class::Clear, WHEN),
    column("resets.expires_at", Class::Clear, WHEN),
    column(
        "spent.spent_hash",
        Class::SecretHash,
        "of a code or an answer that works once",
    ),
    column("spent.expires_at", Class::Clear, WHEN),
    column(
        "sessions.session_id",
        Class::Clear,
        "random; tells the sessions of a person apart",
    ),
    column(
        "sessions.stage",
        Class::Clear,
        "whether a second factor is still to be shown",
    ),
    column(
        "sessions.way",
        Class::Clear,
        "how somebody signed in: one of a few words",
    ),
    column(
        "sessions.browser",
        Class::Clear,
        "the browser’s name and system in two words, by which its owner knows it; no address",
    ),
    column("sessions.proved_at", Class::Clear, WHEN),
];
