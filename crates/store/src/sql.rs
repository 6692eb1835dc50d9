//! Every statement, once, for every database.
//!
//! Placeholders are written `$1` as PostgreSQL reads them. To SQLite `$1` is a *named* parameter, bound by the
//! order of first appearance, so it gets `?1` instead, once per statement. It has no locks of single rows either, since
//! whoever writes has the whole file: [that clause](LOCKED) is left out for it.
//!
//! What they keep to: a person's statement names all three columns of the key; nothing is ordered by a text;
//! times come from the program; a write that may meet a row says so with `ON CONFLICT` and counts rows. What is
//! done again, because an answer was lost, changes nothing.

use std::sync::OnceLock;

/// A statement in the text that all databases share.
#[derive(Debug)]
pub(crate) struct Statement {
    text: &'static str,
    numbered: OnceLock<String>,
}

impl Statement {
    const fn new(text: &'static str) -> Self {
        Self {
            text,
            numbered: OnceLock::new(),
        }
    }

    /// The text as it is written here, which PostgreSQL reads.
    pub(crate) const fn text(&self) -> &'static str {
        self.text
    }

    /// How many values it takes.
    pub(crate) fn values(&self) -> usize {
        let places = self.text.split('$').skip(1);
        let numbers = places.filter_map(|it| {
            let end = it.find(|it: char| !it.is_ascii_digit()).unwrap_or(it.len());
            it[..end].parse().ok()
        });
        numbers.max().unwrap_or(0)
    }

    /// Whether it asks for the rows of one person alone, so that one machine of many has them all.
    pub(crate) fn is_of_one_person(&self, name: &str) -> bool {
        let of_a_person = [
            "people",
            "entries",
            "slots",
            "due",
            "letters",
            "digests",
            "accounts",
            "spare_codes",
            "shown_names",
            "grants",
            "lines",
            "looks",
            "brought",
        ]
        .iter()
        .any(|table| self.text.contains(table));
        let by_token = ["token_hash", "credential_hash", "identity_hash"]
            .iter()
            .any(|it| {
                self.text.contains(&format!("WHERE {it} = $1"))
                    || self.text.contains(&format!("({it}) DO NOTHING"))
            });
        by_token || of_a_person && !FANNED_OUT.contains(&name)
    }

    /// The text for SQLite.
    pub(crate) fn sqlite(&self) -> &str {
        self.numbered.get_or_init(|| {
            let text = self.text.strip_suffix(LOCKED).unwrap_or(self.text);
            text.replace('$', "?")
        })
    }
}

/// Ends a statement that has the rows it finds until the transaction ends. It is the lock of an update, which those do not
/// wait for who add something that belongs to such a row.
const LOCKED: &str = " FOR NO KEY UPDATE";

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: Statement = Statement::new($text);)*

        /// All of them, by name.
        pub(crate) static ALL: &[(&str, &Statement)] = &[$((stringify!($name), &$name)),*];
    };
}

statements! {
    VERSION = "SELECT coalesce(max(version), 0) FROM schema_version";
    ADD_VERSION = "INSERT INTO schema_version (version, applied_at) VALUES ($1, $2)";
    SET_INSTANCE = "INSERT INTO instance (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    PUT_INSTANCE = "INSERT INTO instance (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    INSTANCE = "SELECT value FROM instance WHERE name = $1";
    RENOTE_INSTANCE = "UPDATE instance SET value = $3 WHERE name = $1 AND value = $2";

    ADD_TENANT = "INSERT INTO tenants (tenant_id, layout, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id) DO NOTHING";
    TENANTS = "SELECT tenant_id, layout, created_at FROM tenants ORDER BY tenant_id";

    ADD_PERSON = "INSERT INTO people (dkey, tenant_id, person_id, head, rewrites, pseudonym, leaving_since, created_at)
        VALUES ($1, $2, $3, 0, 0, $4, $5, $6)
        ON CONFLICT (dkey, tenant_id, person_id) DO NOTHING";
    PERSON = "SELECT person_id, pseudonym, leaving_since, created_at, head, rewrites FROM people
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    PEOPLE = "SELECT person_id, pseudonym, leaving_since, created_at, head, rewrites FROM people
        WHERE tenant_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3";
    SET_STATE = "UPDATE people SET leaving_since = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    HEAD = "SELECT head, rewrites FROM people WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// First in its transaction. It has the person's row until that ends: on a database with many writers the row is the
    /// person's lock.
    HOLD = "SELECT head, rewrites FROM people WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 FOR NO KEY UPDATE";
    SET_HEAD = "UPDATE people SET head = $4, rewrites = $5 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    REWRITE = "UPDATE people SET rewrites = rewrites + 1 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    ADD_ENTRY = "INSERT INTO entries (dkey, tenant_id, person_id, seq, entry_id, act, revises, audience, sealed, shared, received_at, imported)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (dkey, tenant_id, person_id, entry_id) DO NOTHING";
    /// The same for a transaction that ends with it, which does nothing then if an id is taken.
    ADD_NEW_ENTRY = "INSERT INTO entries (dkey, tenant_id, person_id, seq, entry_id, act, revises, audience, sealed, shared, received_at, imported)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    ENTRY_SEQ = "SELECT seq, revises FROM entries WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND entry_id = $4";
    /// With a sign before it `seq` is not looked up in the key of the table, which SQLite would else go through from its
    /// start: the few entries that revise one are found by their own index.
    EARLIER_REVISION = "SELECT seq, entry_id FROM entries
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND revises = $4 AND +seq < $5 ORDER BY +seq LIMIT 1";
    ENTRY = "SELECT seq, entry_id, act, revises, audience, sealed, shared, received_at, imported, redacted_at FROM entries
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND entry_id = $4";
    ENTRIES = "SELECT seq, entry_id, act, revises, audience, sealed, shared, received_at, imported, redacted_at FROM entries
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND seq > $4 ORDER BY seq LIMIT $5";
    REDACT = "UPDATE entries SET sealed = $5, shared = $6, redacted_at = $7
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND entry_id = $4 AND redacted_at IS NULL AND audience = $8";
    ERASE_ENTRIES = "DELETE FROM entries WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ERASE_SLOTS = "DELETE FROM slots WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ERASE_PERSON = "DELETE FROM people WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    SLOTS = "SELECT slot_id, kind, kdf, salt, wrapped_key, created_at, confirmed_at FROM slots
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY slot_id";
    PUT_SLOT = "INSERT INTO slots (dkey, tenant_id, person_id, slot_id, kind, kdf, salt, wrapped_key, created_at, confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (dkey, tenant_id, person_id, slot_id) DO UPDATE SET kind = excluded.kind, kdf = excluded.kdf,
            salt = excluded.salt, wrapped_key = excluded.wrapped_key, created_at = excluded.created_at,
            confirmed_at = excluded.confirmed_at";
    CONFIRM_SLOT = "UPDATE slots SET confirmed_at = $5
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND slot_id = $4";

    ADD_SESSION = "INSERT INTO sessions (token_hash, dkey, tenant_id, person_id, wrapped_key, created_at, last_seen_at, expires_at,
            session_id, stage, way, browser, proved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (token_hash) DO NOTHING";
    SESSION = "SELECT dkey, tenant_id, person_id, wrapped_key, created_at, last_seen_at, expires_at,
            session_id, stage, way, browser, proved_at FROM sessions
        WHERE token_hash = $1";
    SESSIONS = "SELECT dkey, tenant_id, person_id, wrapped_key, created_at, last_seen_at, expires_at,
            session_id, stage, way, browser, proved_at, token_hash FROM sessions
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY created_at DESC";
    END_SESSION_OF = "DELETE FROM sessions WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND session_id = $4";
    TOUCH_SESSION = "UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2";
    END_SESSION = "DELETE FROM sessions WHERE token_hash = $1";
    END_SESSIONS = "DELETE FROM sessions WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    EXPIRE_SESSIONS = "DELETE FROM sessions WHERE expires_at <= $1";
    /// One of the few that ask for more than one person: a number, for whoever watches the server.
    GOOD_SESSIONS = "SELECT count(*) FROM sessions WHERE expires_at > $1";
    ADD_LINK = "INSERT INTO sign_in_links (token_hash, dkey, tenant_id, person_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (token_hash) DO NOTHING";
    TAKE_LINK = "DELETE FROM sign_in_links WHERE token_hash = $1 RETURNING dkey, tenant_id, person_id, expires_at";
    END_LINKS = "DELETE FROM sign_in_links WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    EXPIRE_LINKS = "DELETE FROM sign_in_links WHERE expires_at <= $1";

    ADD_ACCOUNT = "INSERT INTO accounts (dkey, tenant_id, person_id, name, role, kdf, salt, verifier, password_at, second, handle, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11)
        ON CONFLICT (dkey, tenant_id, person_id) DO NOTHING";
    ACCOUNT = "SELECT dkey, tenant_id, person_id, name, role, kdf, salt, verifier, password_at, totp, handle, created_at,
            signed_in_at, disabled_at, second FROM accounts
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    ACCOUNTS = "SELECT dkey, tenant_id, person_id, name, role, kdf, salt, verifier, password_at, totp, handle, created_at,
            signed_in_at, disabled_at, second FROM accounts
        WHERE tenant_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3";
    NOTE_SIGN_IN = "UPDATE accounts SET signed_in_at = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    SET_ROLE = "UPDATE accounts SET role = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    SET_DISABLED = "UPDATE accounts SET disabled_at = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    SET_PASSWORD = "UPDATE accounts SET kdf = $4, salt = $5, verifier = $6, password_at = $7
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// Only where the password is still the one that was checked.
    RAISE_PASSWORD = "UPDATE accounts SET kdf = $4, salt = $5, verifier = $6, password_at = $7
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND verifier = $8";
    SET_TOTP = "UPDATE accounts SET totp = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    SET_SECOND = "UPDATE accounts SET second = $4 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ERASE_ACCOUNT = "DELETE FROM accounts WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ADD_ACCOUNT_NAME = "INSERT INTO account_names (name, dkey, tenant_id, person_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO NOTHING";
    ACCOUNT_NAME = "SELECT dkey, tenant_id, person_id FROM account_names WHERE name = $1";
    ERASE_ACCOUNT_NAME = "DELETE FROM account_names WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ADD_SPARE = "INSERT INTO spare_codes (dkey, tenant_id, person_id, code_hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (dkey, tenant_id, person_id, code_hash) DO NOTHING";
    SPARE = "SELECT code_hash FROM spare_codes WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// Changes a row for one of those who try.
    TAKE_SPARE = "DELETE FROM spare_codes WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND code_hash = $4";
    DROP_SPARE = "DELETE FROM spare_codes WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    DROP_SLOT = "DELETE FROM slots WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND slot_id = $4";

    ADD_INVITATION = "INSERT INTO invitations (token_hash, tenant_id, invitation_id, name, role, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (token_hash) DO NOTHING";
    INVITATION = "SELECT token_hash, invitation_id, name, role, created_at, expires_at FROM invitations
        WHERE token_hash = $1 AND tenant_id = $2";
    INVITATIONS = "SELECT token_hash, invitation_id, name, role, created_at, expires_at FROM invitations
        WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT $2";
    /// Changes a row for one of those who try.
    TAKE_INVITATION = "DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2";
    END_INVITATION = "DELETE FROM invitations WHERE tenant_id = $1 AND invitation_id = $2";
    EXPIRE_INVITATIONS = "DELETE FROM invitations WHERE expires_at <= $1";
    ADD_RESET = "INSERT INTO resets (token_hash, dkey, tenant_id, person_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (token_hash) DO NOTHING";
    RESET = "SELECT dkey, tenant_id, person_id, created_at, expires_at FROM resets WHERE token_hash = $1";
    /// Changes a row for one of those who try.
    TAKE_RESET = "DELETE FROM resets WHERE token_hash = $1 AND expires_at > $2";
    END_RESETS = "DELETE FROM resets WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    EXPIRE_RESETS = "DELETE FROM resets WHERE expires_at <= $1";

    ADD_PASSKEY = "INSERT INTO passkeys (credential_hash, dkey, tenant_id, person_id, passkey_id, credential, label, created_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (credential_hash) DO NOTHING";
    PASSKEY = "SELECT dkey, tenant_id, person_id, credential_hash, passkey_id, credential, label, created_at, used_at FROM passkeys
        WHERE credential_hash = $1";
    PASSKEYS = "SELECT dkey, tenant_id, person_id, credential_hash, passkey_id, credential, label, created_at, used_at FROM passkeys
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY created_at";
    NOTE_PASSKEY = "UPDATE passkeys SET credential = $2, used_at = $3 WHERE credential_hash = $1";
    DROP_PASSKEY = "DELETE FROM passkeys WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND passkey_id = $4";
    ERASE_PASSKEYS = "DELETE FROM passkeys WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ADD_IDENTITY = "INSERT INTO identities (identity_hash, dkey, tenant_id, person_id, issuer, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (identity_hash) DO NOTHING";
    IDENTITY = "SELECT dkey, tenant_id, person_id, identity_hash, issuer, created_at FROM identities WHERE identity_hash = $1";
    IDENTITIES = "SELECT dkey, tenant_id, person_id, identity_hash, issuer, created_at FROM identities
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY created_at";
    DROP_IDENTITY = "DELETE FROM identities WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND identity_hash = $4";
    ERASE_IDENTITIES = "DELETE FROM identities WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    SPEND = "INSERT INTO spent (spent_hash, expires_at) VALUES ($1, $2) ON CONFLICT (spent_hash) DO NOTHING";
    EXPIRE_SPENT = "DELETE FROM spent WHERE expires_at <= $1";

    QUEUE_LETTER = "INSERT INTO letters (dkey, tenant_id, person_id, letter_id, kind, state, sealed, answer, tries, queued_at, due_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, 0, $8, $8, $8)
        ON CONFLICT (dkey, tenant_id, person_id, letter_id) DO NOTHING";
    /// For a queue that is copied.
    PUT_LETTER = "INSERT INTO letters (dkey, tenant_id, person_id, letter_id, kind, state, sealed, answer, tries, queued_at, due_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (dkey, tenant_id, person_id, letter_id) DO UPDATE SET kind = excluded.kind, state = excluded.state, sealed = excluded.sealed,
            answer = excluded.answer, tries = excluded.tries, queued_at = excluded.queued_at, due_at = excluded.due_at,
            changed_at = excluded.changed_at WHERE letters.changed_at <= excluded.changed_at";
    /// Makes room for a letter that is to be sent once more on purpose.
    DROP_SETTLED_LETTER = "DELETE FROM letters WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3
        AND letter_id = $4 AND state IN ('refused', 'unclear')";
    DROP_WAITING_LETTER = "DELETE FROM letters WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3
        AND letter_id = $4 AND state = 'waiting'";
    LETTERS = "SELECT dkey, tenant_id, person_id, letter_id, kind, state, sealed, answer, tries, queued_at, due_at, changed_at FROM letters
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY changed_at DESC LIMIT $4";
    LETTER = "SELECT dkey, tenant_id, person_id, letter_id, kind, state, sealed, answer, tries, queued_at, due_at, changed_at FROM letters
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND letter_id = $4";
    /// One of the few that ask for more than one person.
    DUE_LETTERS = "SELECT dkey, tenant_id, person_id, letter_id, kind, state, sealed, answer, tries, queued_at, due_at, changed_at FROM letters
        WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at LIMIT $2";
    /// One of the few that ask for more than one person: numbers, for whoever watches the server.
    WAITING_LETTERS = "SELECT count(*), min(queued_at) FROM letters WHERE state = 'waiting'";
    /// Only one of those who try has it change a row: whoever does may send the letter, nobody else.
    BEGIN_LETTER = "UPDATE letters SET state = 'sending', changed_at = $5
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND letter_id = $4 AND state = 'waiting'";
    /// Not for one that is settled: an answer that comes late changes what was unclear, and nothing else.
    SETTLE_LETTER = "UPDATE letters SET state = $5, sealed = $6, answer = $7, tries = tries + 1, due_at = $8, changed_at = $9
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND letter_id = $4 AND state IN ('waiting', 'sending', 'unclear')";
    /// One of the few that ask for more than one person.
    LEFT_LETTERS = "UPDATE letters SET state = 'unclear', changed_at = $1 WHERE state = 'sending' AND changed_at <= $2";
    /// One of the few that ask for more than one person.
    OLD_LETTERS = "UPDATE letters SET state = 'refused', sealed = NULL, changed_at = $1 WHERE state = 'waiting' AND queued_at <= $2";
    /// One of the few that ask for more than one person.
    OLD_UNCLEAR_LETTERS = "UPDATE letters SET sealed = NULL WHERE state = 'unclear' AND sealed IS NOT NULL AND queued_at <= $1";
    /// One of the few that ask for more than one person.
    FORGET_LETTERS = "DELETE FROM letters WHERE changed_at <= $1 AND state IN ('sent', 'refused', 'unclear')";
    /// One of the few that ask for more than one person.
    DROP_LETTERS = "DELETE FROM letters";
    ERASE_LETTERS = "DELETE FROM letters WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    PUT_DIGEST = "INSERT INTO digests (dkey, tenant_id, person_id, sealed, stop_hash, next_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (dkey, tenant_id, person_id) DO UPDATE SET sealed = excluded.sealed, stop_hash = excluded.stop_hash,
            next_at = excluded.next_at";
    DIGEST = "SELECT dkey, tenant_id, person_id, sealed, stop_hash, next_at FROM digests
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person.
    DUE_DIGESTS = "SELECT dkey, tenant_id, person_id, sealed, stop_hash, next_at FROM digests
        WHERE next_at <= $1 ORDER BY next_at LIMIT $2";
    /// Changes a row for one of those who try.
    ADVANCE_DIGEST = "UPDATE digests SET next_at = $5
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND next_at = $4";
    /// One of the few that ask for more than one person: it is found by the link in a digest.
    STOP_DIGEST = "DELETE FROM digests WHERE stop_hash = $1";
    /// One of the few that ask for more than one person.
    DROP_DIGESTS = "DELETE FROM digests";
    ERASE_DIGEST = "DELETE FROM digests WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    PUT_SERVER_SETTING = "INSERT INTO server_settings (name, sealed, changed_at) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at";
    SERVER_SETTING = "SELECT sealed FROM server_settings WHERE name = $1";
    DROP_SERVER_SETTING = "DELETE FROM server_settings WHERE name = $1";
    /// Changes or makes the row for who has the turn, and for one of the others once it has run out.
    TAKE_TURN = "INSERT INTO runners (name, fence, holder, held_until, ran_at) VALUES ($1, 1, $2, $4, $3)
        ON CONFLICT (name) DO UPDATE SET
            fence = runners.fence + CASE WHEN runners.holder = excluded.holder THEN 0 ELSE 1 END,
            holder = excluded.holder, held_until = excluded.held_until, ran_at = excluded.ran_at
        WHERE runners.holder = excluded.holder OR runners.held_until <= $3
        RETURNING fence";
    LEAVE_TURN = "UPDATE runners SET held_until = $3, fault = $4 WHERE name = $1 AND holder = $2";
    TURN = "SELECT fence, holder, held_until, ran_at, fault FROM runners WHERE name = $1";

    ADD_FEED = "INSERT INTO feeds (token_hash, dkey, tenant_id, person_id, feed_id, shows, created_at, read_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (token_hash) DO NOTHING";
    FEED = "SELECT dkey, tenant_id, person_id, feed_id, shows, created_at, read_at, token_hash FROM feeds
        WHERE token_hash = $1";
    FEEDS = "SELECT dkey, tenant_id, person_id, feed_id, shows, created_at, read_at, token_hash FROM feeds
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY feed_id";
    TOUCH_FEED = "UPDATE feeds SET read_at = $2 WHERE token_hash = $1 AND (read_at IS NULL OR read_at < $2)";
    END_FEED = "DELETE FROM feeds WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND feed_id = $4";
    END_FEEDS = "DELETE FROM feeds WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    DUE_HEAD = "SELECT seq FROM due_heads WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    PUT_DUE_HEAD = "INSERT INTO due_heads (dkey, tenant_id, person_id, seq) VALUES ($1, $2, $3, $4)
        ON CONFLICT (dkey, tenant_id, person_id) DO UPDATE SET seq = excluded.seq WHERE due_heads.seq <= excluded.seq";
    DUE = "SELECT due_id, day, class FROM due WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY day";
    PUT_DUE = "INSERT INTO due (dkey, tenant_id, person_id, due_id, day, class) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (dkey, tenant_id, person_id, due_id) DO UPDATE SET day = excluded.day, class = excluded.class";
    DROP_DUE = "DELETE FROM due WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND due_id = $4";
    ERASE_DUE = "DELETE FROM due WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ERASE_DUE_HEAD = "DELETE FROM due_heads WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";

    /// In the order of the journal, what its owner shared and what others wrote, and nothing that is sealed.
    SHARED_ENTRIES = "SELECT seq, entry_id, act, revises, audience, sealed, shared, received_at, imported, redacted_at FROM entries
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND audience = 'shared' ORDER BY seq";
    SHOWN_NAME = "SELECT name FROM shown_names WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    PUT_SHOWN_NAME = "INSERT INTO shown_names (dkey, tenant_id, person_id, name) VALUES ($1, $2, $3, $4)
        ON CONFLICT (dkey, tenant_id, person_id) DO UPDATE SET name = excluded.name";
    ERASE_SHOWN_NAME = "DELETE FROM shown_names WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person: whether somebody is called so already.
    SHOWN_NAMES = "SELECT dkey, tenant_id, person_id, name FROM shown_names WHERE tenant_id = $1";
    /// One of the few that ask for more than one person: in whose records something readable lies.
    SHARING = "SELECT dkey, tenant_id, person_id FROM entries
        WHERE audience = 'shared' AND redacted_at IS NULL AND tenant_id = $1 AND person_id > $2
        GROUP BY dkey, tenant_id, person_id ORDER BY person_id LIMIT $3";
    ADD_GRANT = "INSERT INTO grants (dkey, tenant_id, person_id, grant_id, viewer, item_id, created_at, until_at, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (dkey, tenant_id, person_id, grant_id) DO NOTHING";
    /// Those that are not ended first: however many ended since, an old one still counts.
    GRANTS = "SELECT grant_id, viewer, item_id, created_at, until_at, ended_at FROM grants
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3
        ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, created_at DESC, grant_id LIMIT $4";
    /// One of the few that ask for more than one person: whoever opens their list of what others share.
    GIVERS = "SELECT dkey, tenant_id, person_id FROM grants WHERE tenant_id = $1 AND viewer = $2 AND ended_at IS NULL
        GROUP BY dkey, tenant_id, person_id ORDER BY person_id LIMIT $3";
    /// One of the few that ask for more than one person: whose shares have run out.
    RUN_OUT = "SELECT dkey, tenant_id, person_id FROM grants WHERE tenant_id = $1 AND ended_at IS NULL AND until_at <= $2
        GROUP BY dkey, tenant_id, person_id ORDER BY person_id LIMIT $3";
    END_RUN_OUT = "UPDATE grants SET ended_at = until_at WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3
        AND ended_at IS NULL AND until_at <= $4";
    END_GRANT = "UPDATE grants SET ended_at = $5 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND grant_id = $4
        AND ended_at IS NULL";
    END_GRANTS_TO = "UPDATE grants SET ended_at = $5 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND viewer = $4
        AND ended_at IS NULL";
    ERASE_GRANTS = "DELETE FROM grants WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person: what others shared with somebody who is erased.
    ERASE_GRANTS_TO = "DELETE FROM grants WHERE tenant_id = $1 AND viewer = $2";
    ADD_SHARE_LINK = "INSERT INTO share_links (token_hash, dkey, tenant_id, person_id, link_id, asks, label, created_at, expires_at, ended_at, answered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (token_hash) DO NOTHING";
    SHARE_LINK = "SELECT dkey, tenant_id, person_id, token_hash, link_id, asks, label, created_at, expires_at, ended_at, answered_at FROM share_links
        WHERE token_hash = $1";
    SHARE_LINKS = "SELECT dkey, tenant_id, person_id, token_hash, link_id, asks, label, created_at, expires_at, ended_at, answered_at FROM share_links
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY created_at DESC, link_id";
    NOTE_ANSWER = "UPDATE share_links SET answered_at = $2 WHERE token_hash = $1 AND answered_at IS NULL";
    END_SHARE_LINK = "UPDATE share_links SET ended_at = $5 WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND link_id = $4
        AND ended_at IS NULL";
    ERASE_SHARE_LINKS = "DELETE FROM share_links WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    ADD_LINE = "INSERT INTO lines (dkey, tenant_id, person_id, manager_id, since_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (dkey, tenant_id, person_id, manager_id) DO NOTHING";
    MANAGERS = "SELECT dkey, tenant_id, person_id, manager_id, since_at FROM lines
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY since_at";
    /// One of the few that ask for more than one person: a manager’s page.
    REPORTS = "SELECT dkey, tenant_id, person_id, manager_id, since_at FROM lines
        WHERE tenant_id = $1 AND manager_id = $2 ORDER BY since_at, person_id LIMIT $3";
    END_LINE = "DELETE FROM lines WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND manager_id = $4";
    ERASE_LINES = "DELETE FROM lines WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person: who had somebody who is erased as their manager.
    ERASE_LINES_TO = "DELETE FROM lines WHERE tenant_id = $1 AND manager_id = $2";
    NOTE_LOOK = "INSERT INTO looks (dkey, tenant_id, person_id, viewer, what, hour, looked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (dkey, tenant_id, person_id, viewer, what, hour) DO NOTHING";
    LOOKS = "SELECT viewer, what, looked_at FROM looks
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY looked_at DESC LIMIT $4";
    ERASE_LOOKS = "DELETE FROM looks WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// One of the few that ask for more than one person: that somebody looked stays, who it was does not.
    FORGET_VIEWER = "UPDATE looks SET viewer = $3 WHERE tenant_id = $1 AND viewer = $2";

    AUDIT_BEGIN = "INSERT INTO audit_ends (tenant_id, begun_seq, begun_hash, last_seq, last_hash) VALUES ($1, 0, $2, 0, $2)
        ON CONFLICT (tenant_id) DO NOTHING";
    AUDIT_WRITTEN = "SELECT seq FROM audit WHERE tenant_id = $1 AND audit_id = $2";
    /// First of those that write: where many servers do, the row is the log's lock.
    AUDIT_NEXT = "UPDATE audit_ends SET last_seq = last_seq + 1 WHERE tenant_id = $1 RETURNING last_seq, last_hash";
    AUDIT_ADD = "INSERT INTO audit (tenant_id, seq, audit_id, done_at, act, actor, subject, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant_id, seq) DO NOTHING";
    AUDIT_LAST = "UPDATE audit_ends SET last_hash = $2 WHERE tenant_id = $1";
    AUDIT_ENDS = "SELECT begun_seq, begun_hash, last_seq, last_hash FROM audit_ends WHERE tenant_id = $1";
    AUDIT_PUT_ENDS = "INSERT INTO audit_ends (tenant_id, begun_seq, begun_hash, last_seq, last_hash) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id) DO UPDATE SET begun_seq = excluded.begun_seq, begun_hash = excluded.begun_hash,
            last_seq = excluded.last_seq, last_hash = excluded.last_hash";
    AUDIT_AFTER = "SELECT seq, audit_id, done_at, act, actor, subject, hash FROM audit WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    AUDIT_BEFORE = "SELECT seq, audit_id, done_at, act, actor, subject, hash FROM audit WHERE tenant_id = $1 AND seq < $2
        ORDER BY seq DESC LIMIT $3";
    AUDIT_ABOUT = "SELECT seq, audit_id, done_at, act, actor, subject, hash FROM audit WHERE tenant_id = $1 AND subject = $2
        ORDER BY seq DESC LIMIT $3";
    AUDIT_YOUNG = "SELECT min(seq) FROM audit WHERE tenant_id = $1 AND done_at > $2";
    AUDIT_HASH = "SELECT hash FROM audit WHERE tenant_id = $1 AND seq = $2";
    AUDIT_FORGET = "DELETE FROM audit WHERE tenant_id = $1 AND seq <= $2";
    AUDIT_REBEGIN = "UPDATE audit_ends SET begun_seq = $2, begun_hash = $3 WHERE tenant_id = $1 AND begun_seq < $2";

    /// One of the few that ask for more than one person: whose number it is.
    PSEUDONYM = "SELECT dkey, tenant_id, person_id FROM people WHERE tenant_id = $1 AND pseudonym = $2";
    /// One of the few that ask for more than one person.
    LEAVING = "SELECT dkey, tenant_id, person_id FROM people WHERE tenant_id = $1 AND leaving_since <= $2 ORDER BY person_id LIMIT $3";
    /// One of the few that ask for more than one person.
    CLOSED = "SELECT dkey, tenant_id, person_id FROM accounts WHERE tenant_id = $1 AND disabled_at <= $2 ORDER BY person_id LIMIT $3";

    OLD_AUDIT = "SELECT count(*) FROM audit WHERE done_at <= $1";
    NEXT_AUDIT = "SELECT min(done_at) FROM audit WHERE done_at > $1";
    OLD_LOOKS = "SELECT count(*) FROM looks WHERE looked_at <= $1";
    NEXT_LOOKS = "SELECT min(looked_at) FROM looks WHERE looked_at > $1";
    FORGET_LOOKS = "DELETE FROM looks WHERE looked_at <= $1";
    OLD_SESSIONS = "SELECT count(*) FROM sessions WHERE expires_at <= $1";
    NEXT_SESSIONS = "SELECT min(expires_at) FROM sessions WHERE expires_at > $1";
    OLD_SIGN_IN_LINKS = "SELECT count(*) FROM sign_in_links WHERE expires_at <= $1";
    NEXT_SIGN_IN_LINKS = "SELECT min(expires_at) FROM sign_in_links WHERE expires_at > $1";
    OLD_INVITATIONS = "SELECT count(*) FROM invitations WHERE expires_at <= $1";
    NEXT_INVITATIONS = "SELECT min(expires_at) FROM invitations WHERE expires_at > $1";
    OLD_RESETS = "SELECT count(*) FROM resets WHERE expires_at <= $1";
    NEXT_RESETS = "SELECT min(expires_at) FROM resets WHERE expires_at > $1";
    OLD_SPENT = "SELECT count(*) FROM spent WHERE expires_at <= $1";
    NEXT_SPENT = "SELECT min(expires_at) FROM spent WHERE expires_at > $1";
    SETTLED_LETTERS = "SELECT count(*) FROM letters WHERE changed_at <= $1 AND state IN ('sent', 'refused', 'unclear')";
    NEXT_LETTERS = "SELECT min(changed_at) FROM letters WHERE changed_at > $1 AND state IN ('sent', 'refused', 'unclear')";
    OLD_CLOSED = "SELECT count(*) FROM accounts WHERE disabled_at <= $1";
    NEXT_CLOSED = "SELECT min(disabled_at) FROM accounts WHERE disabled_at > $1";
    OLD_LEAVING = "SELECT count(*) FROM people WHERE leaving_since <= $1";
    NEXT_LEAVING = "SELECT min(leaving_since) FROM people WHERE leaving_since > $1";

    /// From then on it is everybody’s, whoever brought it before.
    PUT_FRAMEWORK = "INSERT INTO frameworks (tenant_id, hash, content, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, hash) DO UPDATE SET owned = NULL";
    /// It changes nothing of one that is there, and takes its row: nobody takes it away before this is done.
    BRING_FRAMEWORK = "INSERT INTO frameworks (tenant_id, hash, content, created_at, owned) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (tenant_id, hash) DO UPDATE SET owned = frameworks.owned";
    FRAMEWORK = "SELECT content, owned FROM frameworks WHERE tenant_id = $1 AND hash = $2";
    FRAMEWORKS = "SELECT hash, created_at, owned FROM frameworks WHERE tenant_id = $1 ORDER BY created_at";
    FRAMEWORK_OWNED = "SELECT owned FROM frameworks WHERE tenant_id = $1 AND hash = $2";
    /// For a store that is copied, and for whoever takes it away: it takes the row first.
    OWN_FRAMEWORK = "UPDATE frameworks SET owned = 1 WHERE tenant_id = $1 AND hash = $2";
    HOLD_FRAMEWORK = "UPDATE frameworks SET owned = owned WHERE tenant_id = $1 AND hash = $2 AND owned IS NOT NULL";
    DROP_FRAMEWORK = "DELETE FROM frameworks WHERE tenant_id = $1 AND hash = $2 AND owned IS NOT NULL";
    ADD_BROUGHT = "INSERT INTO brought (dkey, tenant_id, person_id, hash, size, brought_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (dkey, tenant_id, person_id, hash) DO NOTHING";
    BROUGHT = "SELECT hash, size, brought_at FROM brought
        WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 ORDER BY brought_at";
    DROP_BROUGHT = "DELETE FROM brought WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND hash = $4";
    /// One of the few that ask for more than one person: whether somebody brought a ladder too.
    BROUGHT_BY = "SELECT person_id FROM brought WHERE tenant_id = $1 AND hash = $2 LIMIT 1";

    /// Changes a row for one of those who try at the same moment.
    CLAIM_NAME = "INSERT INTO called_names (name, dkey, tenant_id, person_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name, tenant_id) DO NOTHING";
    CLAIMED_NAME = "SELECT dkey, tenant_id, person_id FROM called_names WHERE name = $1 AND tenant_id = $2";
    ERASE_NAMES = "DELETE FROM called_names WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3";
    /// All that somebody goes by but two: what they are called now, and what they sign in with.
    LET_NAMES_GO = "DELETE FROM called_names WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3 AND name <> $4 AND name <> $5";
}

/// Statements that may ask for more than one person: none of them is part of a person's page.
pub(crate) const FANNED_OUT: [&str; 50] = [
    "BROUGHT_BY",
    "SHOWN_NAMES",
    "SHARING",
    "WAITING_LETTERS",
    "GOOD_SESSIONS",
    "RUN_OUT",
    "PSEUDONYM",
    "OLD_AUDIT",
    "NEXT_AUDIT",
    "OLD_INVITATIONS",
    "NEXT_INVITATIONS",
    "OLD_SPENT",
    "NEXT_SPENT",
    "LEAVING",
    "CLOSED",
    "OLD_LOOKS",
    "NEXT_LOOKS",
    "FORGET_LOOKS",
    "OLD_SESSIONS",
    "NEXT_SESSIONS",
    "OLD_SIGN_IN_LINKS",
    "NEXT_SIGN_IN_LINKS",
    "OLD_RESETS",
    "NEXT_RESETS",
    "SETTLED_LETTERS",
    "NEXT_LETTERS",
    "OLD_CLOSED",
    "NEXT_CLOSED",
    "OLD_LEAVING",
    "NEXT_LEAVING",
    "GIVERS",
    "REPORTS",
    "ERASE_GRANTS_TO",
    "ERASE_LINES_TO",
    "FORGET_VIEWER",
    "PEOPLE",
    "ACCOUNTS",
    "EXPIRE_RESETS",
    "EXPIRE_INVITATIONS",
    "EXPIRE_SESSIONS",
    "EXPIRE_LINKS",
    "DUE_LETTERS",
    "LEFT_LETTERS",
    "OLD_LETTERS",
    "OLD_UNCLEAR_LETTERS",
    "FORGET_LETTERS",
    "DROP_LETTERS",
    "DUE_DIGESTS",
    "STOP_DIGEST",
    "DROP_DIGESTS",
];

#[cfg(test)]
mod tests;
