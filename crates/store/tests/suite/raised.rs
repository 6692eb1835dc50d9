//! A password that was stretched less than it is done today is stretched anew when its owner signs in, on every store.
//!
//! What an earlier version would have stored is made here by hand, from the description of the formats.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use windward_store::{
    AccountRole, Accounts, Instance, Journal, NewPassword, PersonKey, Slot, Verifier,
};

use crate::{
    accounts::{join, open, record, sign_in},
    pen::{Pen, at},
    places::each_place,
};

const TODAY: &str = "argon2id,m=65536,t=3,p=1";
const FLOOR: &str = "argon2id,m=19456,t=2,p=1";
const PASSWORD: &str = "four words of mine";

/// Both halves of what comes out: one to sign in, one to wrap with.
fn halves(memory: u32, passes: u32, salt: &[u8]) -> [[u8; 32]; 2] {
    let params = Params::new(memory, passes, 1, Some(32)).unwrap();
    let mut root = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSWORD.as_bytes(), salt, &mut root)
        .unwrap();
    let root = Hkdf::<Sha256>::from_prk(&root).unwrap();
    [&b"windward login"[..], b"windward password"].map(|info| {
        let mut half = [0; 32];
        root.expand(info, &mut half).unwrap();
        half
    })
}

/// What a slot is sealed with, the commitment to it, and what is bound to it.
fn sealed_with(
    person: PersonKey,
    slot: &Slot,
    wrapping: &[u8],
) -> (XChaCha20Poly1305, Vec<u8>, Vec<u8>) {
    let mut bound = vec![1, 0, 0, 0, 1];
    for number in [person.tenant().get(), person.person().get(), slot.id] {
        bound.extend(number.to_be_bytes());
    }
    for word in [&slot.kind, &slot.kdf] {
        bound.push(u8::try_from(word.len()).unwrap());
        bound.extend(word.bytes());
    }
    let mut keys = [0; 64];
    Hkdf::<Sha256>::new(Some(&slot.salt), wrapping)
        .expand_multi_info(&[b"windward slot", &bound], &mut keys)
        .unwrap();
    let aead = XChaCha20Poly1305::new_from_slice(&keys[..32]).unwrap();
    (aead, keys[32..].to_vec(), bound)
}

fn unwrapped(person: PersonKey, slot: &Slot, wrapping: &[u8]) -> Vec<u8> {
    let (aead, _, bound) = sealed_with(person, slot, wrapping);
    let nonce: [u8; 24] = slot.wrapped[5..29].try_into().unwrap();
    let sealed = Payload {
        msg: &slot.wrapped[61..],
        aad: &bound,
    };
    aead.decrypt(&XNonce::from(nonce), sealed).unwrap()
}

fn wrapped(person: PersonKey, slot: &Slot, wrapping: &[u8], vault: &[u8]) -> Vec<u8> {
    let (aead, commitment, bound) = sealed_with(person, slot, wrapping);
    let nonce = [7; 24];
    let text = Payload {
        msg: vault,
        aad: &bound,
    };
    let sealed = aead.encrypt(&XNonce::from(nonce), text).unwrap();
    [&bound[..5], &nonce, &commitment, &sealed].concat()
}

async fn password_slot(instance: &Instance, person: PersonKey) -> Slot {
    let slots = instance.journal().slots(person).await.unwrap();
    slots.into_iter().find(|it| it.kind == "password").unwrap()
}

async fn verifier(instance: &Instance, person: PersonKey) -> Verifier {
    let account = Accounts::account(instance.journal(), person).await;
    account.unwrap().unwrap().verifier.unwrap()
}

/// Puts the password as the floor has it, or as a later version may, in the place of how it is.
async fn stretched(instance: &Instance, person: PersonKey, kdf: &str, memory: u32, passes: u32) {
    let now = password_slot(instance, person).await;
    let [_, wrapping] = halves(65_536, 3, &now.salt);
    let vault = unwrapped(person, &now, &wrapping);
    let mut slot = Slot {
        kdf: kdf.to_owned(),
        salt: vec![9; 32],
        ..now
    };
    let [login, wrapping] = halves(memory, passes, &slot.salt);
    slot.wrapped = wrapped(person, &slot, &wrapping, &vault);
    let verifier = Verifier {
        kdf: kdf.to_owned(),
        salt: slot.salt.clone(),
        hash: Sha256::digest(login).to_vec(),
        since: at(1),
    };
    let new = NewPassword {
        verifier,
        slot: Some(slot),
        reset: None,
    };
    let put = instance.journal().set_password(person, new, at(1)).await;
    assert!(put.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_stretched_less_is_raised_once_and_one_stretched_more_is_left() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        join(&instance, "ada", PASSWORD, AccountRole::Administrator).await;
        let entry = sign_in(&instance, "ada", PASSWORD).await.unwrap();
        let (person, store) = (
            entry.person,
            record(&instance, &entry.secret).await.unwrap(),
        );
        store
            .append(vec![Pen::new(0).put("mine")], None)
            .await
            .unwrap();

        stretched(&instance, person, FLOOR, 19_456, 2).await;
        let (before, slot) = (
            verifier(&instance, person).await,
            password_slot(&instance, person).await,
        );
        assert_eq!((&*before.kdf, &*slot.kdf), (FLOOR, FLOOR));
        assert!(
            sign_in(&instance, "ada", "four words of hers")
                .await
                .is_none()
        );
        assert_eq!(
            verifier(&instance, person).await,
            before,
            "not by a wrong one"
        );

        let entry = sign_in(&instance, "ada", PASSWORD).await.unwrap();
        assert!(entry.open, "by what it was stretched with until then");
        let (raised, anew) = (
            verifier(&instance, person).await,
            password_slot(&instance, person).await,
        );
        assert_eq!((&*raised.kdf, &*anew.kdf), (TODAY, TODAY));
        assert_eq!(
            (raised.since, anew.created_at),
            (before.since, slot.created_at)
        );
        assert!(raised.salt == anew.salt && raised.salt != before.salt);

        let entry = sign_in(&instance, "ada", PASSWORD).await.unwrap();
        let store = record(&instance, &entry.secret).await.unwrap();
        assert_eq!(
            store.load().await.unwrap().entries.len(),
            1,
            "the same vault"
        );
        let again = (
            verifier(&instance, person).await,
            password_slot(&instance, person).await,
        );
        assert_eq!(again, (raised.clone(), anew), "not twice");
        assert!(instance.keys_of(person).await.unwrap().password.is_some());

        // Whoever changed the password meanwhile has it: what was checked before is not put back.
        let late = NewPassword {
            verifier: before.clone(),
            slot: None,
            reset: None,
        };
        let put = instance
            .journal()
            .raise_password(person, before, late)
            .await;
        assert!(!put.unwrap());
        assert_eq!(verifier(&instance, person).await, raised);

        let more = "argon2id,m=65536,t=4,p=1";
        stretched(&instance, person, more, 65_536, 4).await;
        assert!(sign_in(&instance, "ada", PASSWORD).await.unwrap().open);
        assert_eq!(verifier(&instance, person).await.kdf, more);
        assert_eq!(password_slot(&instance, person).await.kdf, more);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_that_cannot_be_raised_keeps_nobody_out() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        join(&instance, "ada", PASSWORD, AccountRole::Administrator).await;
        let person = sign_in(&instance, "ada", PASSWORD).await.unwrap().person;
        stretched(&instance, person, FLOOR, 19_456, 2).await;
        // Two at once: one of them finds it raised already, or raises it too; both are in.
        let (one, two) = tokio::join!(
            sign_in(&instance, "ada", PASSWORD),
            sign_in(&instance, "ada", PASSWORD),
        );
        assert!(one.unwrap().open && two.unwrap().open);
        assert_eq!(verifier(&instance, person).await.kdf, TODAY);
        let kept = (
            verifier(&instance, person).await,
            password_slot(&instance, person).await,
        );
        assert_eq!(kept.0.salt, kept.1.salt, "both of the same one");
        assert!(sign_in(&instance, "ada", PASSWORD).await.unwrap().open);
    })
    .await;
}
