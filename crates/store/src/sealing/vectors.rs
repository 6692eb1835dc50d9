//! Fixed test vectors: what was sealed once must open for ever, and whoever writes a second implementation
//! has something to hold it against.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;
use windward_core::id::EntryId;
use zeroize::Zeroizing;

use super::{
    KeyFile, Place, RecoveryCode, SealError, Sealer, SessionSecret, SlotSecret, VaultKey,
    open_session, open_slot, wrap,
};
use crate::ids::{Layout, PersonId, PersonKey, Tenant, TenantId};

const VECTORS: &str = include_str!("../../tests/vectors.json");

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(value: &Value) -> Vec<u8> {
    let digits: Vec<u32> = value
        .as_str()
        .unwrap()
        .chars()
        .map(|it| it.to_digit(16).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    unhex(value).try_into().unwrap()
}

fn person(value: &Value) -> PersonKey {
    let number = |name: &str| value[name].as_str().unwrap().parse::<i64>().unwrap();
    let id = TenantId::new(number("tenant")).unwrap();
    PersonKey::new(
        Tenant {
            id,
            layout: Layout::Packed,
        },
        PersonId::new(number("person")).unwrap(),
    )
}

fn vault(value: &Value) -> VaultKey {
    VaultKey {
        epoch: value["epoch"].as_u64().unwrap().try_into().unwrap(),
        bytes: Zeroizing::new(array(&value["vault_key"])),
    }
}

fn vectors(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(VECTORS).unwrap();
    let found = all[kind].as_array().unwrap().clone();
    assert!(!found.is_empty());
    found
}

#[test]
fn entries() {
    for vector in vectors("entries") {
        let id = |name: &str| {
            vector[name]
                .as_str()
                .map(|it| EntryId(Uuid::parse_str(it).unwrap()))
        };
        let place = Place {
            person: person(&vector),
            entry_id: id("entry_id").unwrap(),
            revises: id("revises"),
        };
        let sealer = Sealer::new(&vault(&vector));
        let text = vector["text"]
            .as_str()
            .unwrap()
            .repeat(usize::try_from(vector["times"].as_u64().unwrap()).unwrap());
        let made = sealer.seal_with(&place, &text, array(&vector["nonce"]));
        assert_eq!(hex(&made), vector["envelope"]);
        let mut envelope = unhex(&vector["envelope"]);
        assert_eq!(sealer.open(&place, &mut envelope).unwrap(), text);
    }
}

#[test]
fn slots() {
    for vector in vectors("slots") {
        let (code, key);
        let secret = match vector["kind"].as_str().unwrap() {
            "recovery" => {
                code = vector["secret"]
                    .as_str()
                    .unwrap()
                    .parse::<RecoveryCode>()
                    .unwrap();
                SlotSecret::Recovery(&code)
            }
            "keyfile" => {
                key = KeyFile::of(array(&vector["secret"]));
                SlotSecret::KeyFile(&key)
            }
            other => panic!("{other}"),
        };
        let (person, id) = (person(&vector), vector["slot_id"].as_i64().unwrap());
        let (salt, nonce) = (array(&vector["salt"]), array(&vector["nonce"]));
        let vault = vault(&vector);
        let slot = wrap::slot_with(
            person,
            id,
            secret,
            &vault,
            Timestamp::UNIX_EPOCH,
            salt,
            nonce,
        );
        assert_eq!(slot.kdf, vector["kdf"]);
        assert_eq!(hex(&slot.wrapped), vector["envelope"]);
        let opened = open_slot(person, &slot, secret).unwrap();
        assert_eq!((&*opened.bytes, opened.epoch), (&*vault.bytes, vault.epoch));
    }
}

#[test]
fn sessions() {
    for vector in vectors("sessions") {
        let secret = SessionSecret::parse(vector["secret"].as_str().unwrap()).unwrap();
        let (person, vault) = (person(&vector), vault(&vector));
        let wrapped = wrap::wrap_for_session_with(person, &secret, &vault, array(&vector["nonce"]));
        assert_eq!(hex(&wrapped), vector["envelope"]);
        assert_eq!(hex(&secret.hash()), vector["token_hash"]);
        let opened = open_session(person, &secret, &wrapped).unwrap();
        assert_eq!(*opened.bytes, *vault.bytes);
    }
}

/// A person, a vault, a place and something sealed there.
fn sealed() -> (Sealer, Place, Vec<u8>) {
    let vector = &vectors("entries")[1];
    let id = |name: &str| {
        vector[name]
            .as_str()
            .map(|it| EntryId(Uuid::parse_str(it).unwrap()))
    };
    let place = Place {
        person: person(vector),
        entry_id: id("entry_id").unwrap(),
        revises: id("revises"),
    };
    (
        Sealer::new(&vault(vector)),
        place,
        unhex(&vector["envelope"]),
    )
}

#[test]
fn no_byte_can_be_changed_and_none_cut_off() {
    let (sealer, place, envelope) = sealed();
    for at in 0..envelope.len() {
        let mut changed = envelope.clone();
        changed[at] ^= 1;
        let fault = sealer.open(&place, &mut changed).unwrap_err();
        let expected = match at {
            0 => SealError::Malformed,
            1..5 => SealError::Epoch {
                found: u32::from_be_bytes(changed[1..5].try_into().unwrap()),
                held: 1,
            },
            // The nonce and all that follows, but not what is compared before.
            29..61 => SealError::Key,
            _ => SealError::Changed,
        };
        assert_eq!(fault, expected, "byte {at}");
    }
    for len in 0..envelope.len() {
        assert!(
            sealer.open(&place, &mut envelope[..len].to_vec()).is_err(),
            "{len}"
        );
    }
    let mut longer = envelope;
    longer.push(0);
    assert_eq!(sealer.open(&place, &mut longer), Err(SealError::Changed));
}

#[test]
fn opens_nowhere_else() {
    let (sealer, place, envelope) = sealed();
    let other = EntryId(Uuid::from_u128(7));
    let elsewhere = |layout, tenant, person| {
        let id = TenantId::new(tenant).unwrap();
        PersonKey::new(Tenant { id, layout }, PersonId::new(person).unwrap())
    };
    let (tenant, person) = (place.person.tenant().get(), place.person.person().get());
    for moved in [
        Place {
            entry_id: other,
            ..place
        },
        Place {
            revises: Some(other),
            ..place
        },
        Place {
            revises: None,
            ..place
        },
        Place {
            person: elsewhere(Layout::Packed, tenant + 1, person),
            ..place
        },
        Place {
            person: elsewhere(Layout::Packed, tenant, person + 1),
            ..place
        },
    ] {
        assert_eq!(
            sealer.open(&moved, &mut envelope.clone()),
            Err(SealError::Key),
            "{moved:?}"
        );
    }
    // How a tenant's rows are spread is no part of where an entry belongs: a tenant that grows is moved.
    let spread = Place {
        person: elsewhere(Layout::Spread, tenant, person),
        ..place
    };
    assert!(sealer.open(&spread, &mut envelope.clone()).is_ok());
}

#[test]
fn a_later_format_asks_for_an_upgrade() {
    let (sealer, place, mut envelope) = sealed();
    envelope[0] = 2;
    let fault = sealer.open(&place, &mut envelope).unwrap_err();
    assert_eq!(fault, SealError::Newer(2));
    assert!(fault.to_string().contains("upgrade Windward"));
}

#[test]
fn a_slot_that_asks_for_less_is_refused() {
    let code = RecoveryCode::random().unwrap();
    let secret = SlotSecret::Recovery(&code);
    let vector = &vectors("slots")[0];
    let (person, vault) = (person(vector), vault(vector));
    let slot = super::slot(person, 2, secret, &vault, Timestamp::UNIX_EPOCH).unwrap();
    let fault = |change: &dyn Fn(&mut crate::Slot)| {
        let mut slot = slot.clone();
        change(&mut slot);
        open_slot(person, &slot, secret).map(drop).unwrap_err()
    };
    assert_eq!(fault(&|it| it.kdf = "none".to_owned()), SealError::Kdf);
    assert_eq!(
        fault(&|it| it.kdf = "argon2id,m=8,t=1,p=1".to_owned()),
        SealError::Kdf
    );
    assert_eq!(fault(&|it| it.salt.clear()), SealError::Kdf);
    assert_eq!(fault(&|it| it.salt[0] ^= 1), SealError::Key);
    assert_eq!(fault(&|it| it.id = 1), SealError::Key);
    assert_eq!(fault(&|it| it.kind = "keyfile".to_owned()), SealError::Key);
    assert_eq!(fault(&|it| it.wrapped[0] = 9), SealError::Newer(9));
    assert_eq!(fault(&|it| it.wrapped[4] ^= 1), SealError::Key);
    assert_eq!(fault(&|it| it.wrapped.truncate(40)), SealError::Malformed);
    let other = RecoveryCode::random().unwrap();
    assert_eq!(
        open_slot(person, &slot, SlotSecret::Recovery(&other)).map(drop),
        Err(SealError::Key)
    );
}

/// Prints a fresh `tests/vectors.json`. Only for a new format: what is there is never changed.
#[test]
#[ignore = "makes vectors, tests nothing"]
fn make() {
    let (tenant, person_id) = ("1234567890123456789", "42");
    let ids = serde_json::json!({ "tenant": tenant, "person": person_id });
    let person = person(&ids);
    let key: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let vault = VaultKey {
        epoch: 1,
        bytes: Zeroizing::new(key),
    };
    let nonce =
        |first: u8| -> [u8; 24] { std::array::from_fn(|at| first + u8::try_from(at).unwrap()) };
    let (one, two) = (
        "018f0000-0000-7000-8000-000000000001",
        "018f0000-0000-7000-8000-000000000002",
    );
    let entry = |text: &str, times: usize, id: &str, revises: Option<&str>, nonce: [u8; 24]| {
        let uuid = |it: &str| EntryId(Uuid::parse_str(it).unwrap());
        let place = Place {
            person,
            entry_id: uuid(id),
            revises: revises.map(uuid),
        };
        let sealed = Sealer::new(&vault).seal_with(&place, &text.repeat(times), nonce);
        serde_json::json!({
            "tenant": tenant, "person": person_id, "vault_key": hex(&key), "epoch": 1, "entry_id": id,
            "revises": revises, "nonce": hex(&nonce), "text": text, "times": times, "envelope": hex(&sealed),
        })
    };
    let slot = |secret: SlotSecret<'_>, text: &str, id: i64| {
        let (salt, nonce) = ([7; 32], nonce(100));
        let slot = wrap::slot_with(
            person,
            id,
            secret,
            &vault,
            Timestamp::UNIX_EPOCH,
            salt,
            nonce,
        );
        serde_json::json!({
            "tenant": tenant, "person": person_id, "vault_key": hex(&key), "epoch": 1, "slot_id": id,
            "kind": slot.kind, "kdf": slot.kdf, "secret": text, "salt": hex(&salt), "nonce": hex(&nonce),
            "envelope": hex(&slot.wrapped),
        })
    };
    let code: RecoveryCode = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-P".parse().unwrap();
    let secret = SessionSecret::parse(&"5a".repeat(32)).unwrap();
    let wrapped = wrap::wrap_for_session_with(person, &secret, &vault, nonce(200));
    let all = serde_json::json!({
        "entries": [
            entry("{\"hello\":\"wörld\"}", 1, one, None, nonce(0)),
            entry("twelve bytes", 60, two, Some(one), nonce(50)),
        ],
        "slots": [
            slot(SlotSecret::KeyFile(&KeyFile::of([9; 32])), &"09".repeat(32), 1),
            slot(SlotSecret::Recovery(&code), &code.reveal(), 2),
        ],
        "sessions": [{
            "tenant": tenant, "person": person_id, "vault_key": hex(&key), "epoch": 1, "secret": *secret.reveal(),
            "token_hash": hex(&secret.hash()), "nonce": hex(&nonce(200)), "envelope": hex(&wrapped),
        }],
    });
    println!("{all:#}");
}
