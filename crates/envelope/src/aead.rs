//! ChaCha20-Poly1305 ([RFC 8439](https://www.rfc-editor.org/rfc/rfc8439)), and its variant of the longer nonce.

use chacha20::{R20, hchacha};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

/// Bytes of a tag.
pub const TAG: usize = 16;

/// One key. No two texts may be sealed under the same nonce: that is for the caller to see to.
#[derive(Debug)]
pub struct Aead(LessSafeKey);

impl Aead {
    /// ChaCha20-Poly1305 under `key`.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn new(key: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("32 bytes are a key");
        Self(LessSafeKey::new(key))
    }

    /// XChaCha20-Poly1305 for one nonce ([draft-irtf-cfrg-xchacha-03](https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha-03),
    /// section 2.3): ChaCha20-Poly1305 under the key that `HChaCha20` makes of `key` and the first 16 bytes of the
    /// nonce; and the nonce that is left for it.
    pub(crate) fn extended(key: &[u8; 32], nonce: &[u8; 24]) -> (Self, [u8; 12]) {
        let (mut first, mut left) = ([0; 16], [0; 12]);
        first.copy_from_slice(&nonce[..16]);
        left[4..].copy_from_slice(&nonce[16..]);
        let subkey = Zeroizing::new(hchacha::<R20>(&(*key).into(), &first.into()).0);
        (Self::new(&subkey), left)
    }

    /// Seals a text where it lies; its tag.
    ///
    /// # Panics
    /// If the text is longer than 256 GiB.
    #[must_use]
    pub fn seal(&self, nonce: [u8; 12], associated: &[u8], text: &mut [u8]) -> [u8; TAG] {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let sealed = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(associated), text);
        let tag = sealed.expect("a text of at most 256 GiB");
        tag.as_ref().try_into().expect("a tag of 16 bytes")
    }

    /// Opens a text with its tag behind it where it lies; `None` if either is not what was sealed, and then what
    /// lies there means nothing.
    pub fn open<'a>(
        &self,
        nonce: [u8; 12],
        associated: &[u8],
        sealed: &'a mut [u8],
    ) -> Option<&'a mut [u8]> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.0
            .open_in_place(nonce, Aad::from(associated), sealed)
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";

    fn hex(text: &str) -> Vec<u8> {
        let digits = text.as_bytes().chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16);
        digits.map(|pair| byte(pair).unwrap()).collect()
    }

    /// From 0x80 on, which both documents take as their key.
    fn key() -> [u8; 32] {
        std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap())
    }

    #[test]
    fn it_is_that_of_rfc_8439() {
        // Section 2.8.2.
        let associated = hex("50515253c0c1c2c3c4c5c6c7");
        let nonce = hex("070000004041424344454647").try_into().unwrap();
        let aead = Aead::new(&key());
        let mut text = TEXT.to_vec();
        let tag = aead.seal(nonce, &associated, &mut text);
        assert_eq!(tag[..], hex("1ae10b594f09e26a7e902ecbd0600691"));
        assert_eq!(text[..8], hex("d31a8d34648e60db"));
        text.extend(tag);
        assert_eq!(aead.open(nonce, &associated, &mut text).unwrap(), TEXT);
    }

    #[test]
    fn the_longer_nonce_is_that_of_the_draft() {
        // Appendix A.3.1.
        let associated = hex("50515253c0c1c2c3c4c5c6c7");
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let (aead, left) = Aead::extended(&key(), &nonce);
        let mut text = TEXT.to_vec();
        let tag = aead.seal(left, &associated, &mut text);
        assert_eq!(tag[..], hex("c0875924c1c7987947deafd8780acf49"));
        assert_eq!(text[..8], hex("bd6d179d3e83d43b"));
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let aead = Aead::new(&key());
        let mut sealed = TEXT.to_vec();
        let tag = aead.seal([1; 12], b"here", &mut sealed);
        sealed.extend(tag);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(aead.open([1; 12], b"here", &mut changed).is_none(), "{at}");
        }
        assert!(aead.open([1; 12], b"there", &mut sealed.clone()).is_none());
        assert!(aead.open([2; 12], b"here", &mut sealed.clone()).is_none());
        assert!(aead.open([1; 12], b"here", &mut sealed).is_some());
    }
}
