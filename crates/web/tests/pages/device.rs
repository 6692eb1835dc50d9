//! A device that keeps passkeys, as the specification describes one, and that can be told to misbehave.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

/// Somebody was there, and showed who they are.
pub(crate) const PRESENT: u8 = 0x01;
pub(crate) const VERIFIED: u8 = 0x05;

/// One passkey, on one device.
pub(crate) struct Device {
    key: EcdsaKeyPair,
    id: [u8; 16],
    handle: String,
    /// The site that it believes to be at.
    pub(crate) origin: String,
    pub(crate) party: String,
    /// What it says of whoever holds it.
    pub(crate) flags: u8,
    /// How often it signed.
    pub(crate) count: u32,
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

impl Device {
    pub(crate) fn new(origin: &str, party: &str) -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let key = EcdsaKeyPair::generate_pkcs8(kind, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(kind, key.as_ref(), &random).expect("a key");
        Self {
            key,
            id: *uuid::Uuid::now_v7().as_bytes(),
            handle: String::new(),
            origin: origin.to_owned(),
            party: party.to_owned(),
            flags: VERIFIED,
            count: 0,
        }
    }

    fn seen(&self, kind: &str, question: &Value) -> Vec<u8> {
        let challenge = &question["publicKey"]["challenge"];
        let seen = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        seen.to_string().into_bytes()
    }

    fn data(&mut self, with_key: bool) -> Vec<u8> {
        self.count += 1;
        let mut data = sha256(self.party.as_bytes());
        data.push(self.flags | if with_key { 0x40 } else { 0 });
        data.extend(self.count.to_be_bytes());
        if with_key {
            data.extend([0; 16]);
            data.extend([0, 16]);
            data.extend(self.id);
            // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: a point on P-256 that signs with SHA-256.
            let point = self.key.public_key().as_ref();
            data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
            data.extend(&point[1..33]);
            data.extend([0x22, 0x58, 0x20]);
            data.extend(&point[33..]);
        }
        data
    }

    /// Makes the passkey, for whom the question says.
    pub(crate) fn make(&mut self, question: &Value) -> String {
        let handle = question["publicKey"]["user"]["id"].as_str();
        handle.expect("whose it is").clone_into(&mut self.handle);
        let seen = self.seen("webauthn.create", question);
        let data = self.data(true);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        self.answer(&json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(seen),
        }))
    }

    /// Signs a question.
    pub(crate) fn sign(&mut self, question: &Value) -> String {
        let seen = self.seen("webauthn.get", question);
        let data = self.data(false);
        let signed = [data.clone(), sha256(&seen)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed);
        self.answer(&json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(seen),
            "signature": BASE64.encode(signature.expect("signed").as_ref()),
            "userHandle": self.handle,
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    /// Says that it is of whoever another one is of.
    pub(crate) fn pretend(&mut self, other: &Self) {
        self.handle.clone_from(&other.handle);
    }
}
