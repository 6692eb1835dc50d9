//! What every statement keeps to.

use super::*;

#[test]
fn a_persons_statement_names_the_whole_key() {
    for (name, statement) in ALL {
        let of_a_person = [
            "people",
            "entries",
            "slots",
            "letters",
            "digests",
            "sessions",
            "sign_in_links",
            "feeds",
            "due",
            "accounts",
            "spare_codes",
            "passkeys",
            "identities",
            "resets",
            "shown_names",
            "grants",
            "share_links",
            "lines",
            "looks",
            "brought",
        ]
        .iter()
        .any(|table| statement.text.contains(table));
        let by_token = ["token_hash", "credential_hash", "identity_hash"]
            .iter()
            .any(|it| statement.text.contains(&format!("WHERE {it} = $1")));
        if !of_a_person || by_token || FANNED_OUT.contains(name) {
            continue;
        }
        if statement.text.starts_with("INSERT") {
            assert!(
                statement.text.contains("dkey, tenant_id, person_id,"),
                "{name}"
            );
        } else {
            assert!(
                statement
                    .text
                    .contains("WHERE dkey = $1 AND tenant_id = $2 AND person_id = $3"),
                "{name}"
            );
        }
    }
}

#[test]
fn only_what_every_database_does_alike() {
    for (name, statement) in ALL {
        let lower = statement.text.to_lowercase();
        for absent in [
            "now(",
            "random(",
            "current_",
            "?",
            ";",
            "insert or",
            "replace",
            "order by hash",
            "order by entry_id",
            "for update",
        ] {
            assert!(!lower.contains(absent), "{absent} in {name}");
        }
    }
}

#[test]
fn placeholders_are_numbered_for_sqlite() {
    assert!(
        EARLIER_REVISION
            .sqlite()
            .contains("revises = ?4 AND +seq < ?5")
    );
    assert!(ALL.iter().all(|(_, it)| !it.sqlite().contains('$')));
}
