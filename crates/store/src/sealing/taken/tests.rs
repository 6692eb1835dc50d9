use std::io::{Cursor, Write};

use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;

/// Little work, for tests: they try many.
const LITTLE: u8 = 4;

/// What the files of other programs hold, and what opens them: made by age 1.1.1, and by pyrage 1.3, which is the crate `age`.
const TEXT: &str = "{\"entries\":0}\nGrüße aus dem Tal\n";
const WORDS: &str = "five words on a napkin";
const OTHERS: [&[u8]; 2] = [
    include_bytes!("../../../tests/age/reference.age"),
    include_bytes!("../../../tests/age/pyrage.age"),
];

fn passphrase(text: &str) -> Passphrase {
    Passphrase::typed(Zeroizing::new(text.to_owned()))
}

fn locked(words: &str, text: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut locker = Locker::with_work(&passphrase(words), &mut file, LITTLE).unwrap();
    // In odd portions, as lines come.
    for part in text.chunks(40_001) {
        locker.write_all(part).unwrap();
    }
    locker.finish().unwrap();
    file
}

fn unlocked(words: &str, file: &[u8]) -> Result<Vec<u8>, UnlockError> {
    Unlocked::begin(&passphrase(words), Box::new(Cursor::new(file)))?.all(1 << 20)
}

#[test]
fn files_of_age_open_and_ours_are_theirs_to_the_byte() {
    for file in OTHERS {
        assert_eq!(unlocked(WORDS, file).unwrap(), TEXT.as_bytes());
        // The same keys give the same bytes, so what opens theirs opens ours.
        let mut from = Cursor::new(file);
        let header = header::Header::read(&mut from).unwrap();
        let (salt, work) = header.parts();
        let salt = *salt;
        let file_key = header.open(&passphrase(WORDS)).unwrap();
        let begins = usize::try_from(from.position()).unwrap();
        let nonce: [u8; NONCE] = file[begins..begins + NONCE].try_into().unwrap();
        let mut ours = Vec::new();
        let words = passphrase(WORDS);
        let mut locker = Locker::with(&words, &mut ours, &file_key, &salt, &nonce, work).unwrap();
        locker.write_all(TEXT.as_bytes()).unwrap();
        locker.finish().unwrap();
        assert_eq!(ours, file);
    }
}

/// A key of `age-keygen`, and files that were encrypted to it: by age 1.1.1 to two keys, by pyrage 1.3 with a stanza of no
/// meaning, which every program passes over.
const IDENTITY: &str = include_str!("../../../tests/age/identity.txt");
const TO_KEYS: [&[u8]; 2] = [
    include_bytes!("../../../tests/age/two-keys.age"),
    include_bytes!("../../../tests/age/pyrage-key.age"),
];

fn by(identities: &[AgeIdentity], file: &[u8]) -> Result<Vec<u8>, UnlockError> {
    Unlocked::by(identities, Box::new(Cursor::new(file)))?.all(1 << 20)
}

fn to_keys(recipients: &[AgeRecipient], text: &[u8]) -> (Vec<u8>, FileKey) {
    let mut file = Vec::new();
    let (mut locker, key) = Locker::to(recipients, &mut file).unwrap();
    locker.write_all(text).unwrap();
    locker.finish().unwrap();
    (file, key)
}

#[test]
fn files_of_age_to_a_key_open_and_ours_open_for_each_and_for_nobody_else() {
    let theirs = AgeIdentity::all_in(IDENTITY).unwrap();
    for file in TO_KEYS {
        assert_eq!(by(&theirs, file).unwrap(), TEXT.as_bytes());
        for place in 0..file.len() {
            let mut changed = file.to_vec();
            changed[place] ^= 1;
            assert!(by(&theirs, &changed).is_err(), "{place}");
        }
    }
    let (one, two, other) = (
        AgeIdentity::random().unwrap(),
        AgeIdentity::random().unwrap(),
        AgeIdentity::random().unwrap(),
    );
    let text = vec![7; PIECE + 5];
    let (file, key) = to_keys(&[one.recipient(), two.recipient()], &text);
    assert!(is_locked(&file));
    for identity in [one, two] {
        assert_eq!(by(&[identity], &file).unwrap(), text);
    }
    let error = by(&[other], &file).unwrap_err();
    assert!(matches!(error, UnlockError::Identity), "{error:?}");
    let mut again = Unlocked::again(&key, Box::new(Cursor::new(&file))).unwrap();
    assert_eq!(again.all(1 << 20).unwrap(), text);
    let (_, another) = to_keys(&[AgeIdentity::random().unwrap().recipient()], b"");
    assert!(Unlocked::again(&another, Box::new(Cursor::new(&file))).is_err());
}

#[test]
fn a_file_for_nobody_is_not_written_and_one_of_a_passphrase_is_told() {
    let mut file = Vec::new();
    let nobody = Locker::to(&[], &mut file).err().unwrap();
    assert!(matches!(nobody, LockError::Recipients));
    let many = [AgeIdentity::random().unwrap().recipient(); keyed::MOST + 1];
    assert!(Locker::to(&many, &mut file).is_err());
    let remembered = locked(WORDS, b"a record");
    let theirs = AgeIdentity::all_in(IDENTITY).unwrap();
    let error = by(&theirs, &remembered).unwrap_err();
    assert!(matches!(error, UnlockError::Remembered), "{error:?}");
    for (text, wrong) in [("", "nothing"), ("{}", "another file")] {
        assert!(
            matches!(by(&theirs, text.as_bytes()), Err(UnlockError::NotAge)),
            "{wrong}"
        );
    }
    // No end of stanzas, no end of lines.
    let stanza = "-> other\nAAAA\n".repeat(10_000);
    let long = format!(
        "-> other\n{}",
        format!("{}\n", "A".repeat(64)).repeat(10_000)
    );
    for endless in [stanza, long] {
        let file = [BEGINNING, endless.as_bytes()].concat();
        assert!(matches!(by(&theirs, &file), Err(UnlockError::Damaged)));
    }
}

#[test]
fn every_length_comes_back() {
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 9] {
        let text: Vec<u8> = (0..length)
            .map(|it| u8::try_from(it % 251).unwrap())
            .collect();
        let file = locked(WORDS, &text);
        assert_eq!(unlocked(WORDS, &file).unwrap(), text, "{length}");
    }
}

#[test]
fn nothing_of_it_is_in_the_file() {
    let text = b"the words that nobody else should read";
    let file = locked(WORDS, text);
    assert!(!file.windows(8).any(|it| text.windows(8).any(|of| of == it)));
}

#[test]
fn another_passphrase_is_told_from_damage() {
    let file = locked(WORDS, b"a record");
    for words in ["five words on a napkin ", "Five words on a napkin", ""] {
        let error = unlocked(words, &file).unwrap_err();
        assert!(matches!(error, UnlockError::Passphrase), "{error:?}");
    }
    let end = file.len() - 1;
    let mut changed = file.clone();
    changed[end] ^= 1;
    let error = unlocked(WORDS, &changed).unwrap_err();
    assert!(matches!(error, UnlockError::Damaged), "{error:?}");
}

#[test]
fn what_was_cut_off_or_put_in_another_order_does_not_open() {
    let text: Vec<u8> = (0..3 * PIECE + 7)
        .map(|it| u8::try_from(it % 251).unwrap())
        .collect();
    let file = locked(WORDS, &text);
    let begins = file.len() - text.len() - 4 * TAG;
    let sealed = PIECE + TAG;
    for cut in [
        0,
        1,
        60,
        begins - 1,
        begins,
        begins + sealed,
        begins + 2 * sealed,
        file.len() - 1,
    ] {
        assert!(unlocked(WORDS, &file[..cut]).is_err(), "{cut}");
    }
    let mut swapped = file.clone();
    let (one, two) = swapped[begins..].split_at_mut(sealed);
    one.swap_with_slice(&mut two[..sealed]);
    assert!(unlocked(WORDS, &swapped).is_err());
    let more = [&file[..], b"x"].concat();
    assert!(unlocked(WORDS, &more).is_err());
    let twice = [&file[..], &file[file.len() - 7 - TAG..]].concat();
    assert!(unlocked(WORDS, &twice).is_err());
}

#[test]
fn what_it_is_not_is_said() {
    let error = |file: &[u8]| unlocked(WORDS, file).unwrap_err();
    assert!(matches!(error(b""), UnlockError::NotAge));
    assert!(matches!(error(b"{\"entries\":0}\n"), UnlockError::NotAge));
    let armoured = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n";
    assert!(matches!(error(armoured), UnlockError::Armoured));
    assert!(is_locked(armoured) && is_locked(OTHERS[0]) && !is_locked(b"{}"));
    let to_a_key = b"age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n";
    assert!(matches!(error(to_a_key), UnlockError::Recipient));
    // A file may not have a machine give it all of its memory, nor wait for hours.
    for work in ["19", "30", "63", "999"] {
        let file = format!("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA {work}\n");
        assert!(
            matches!(error(file.as_bytes()), UnlockError::Work),
            "{work}"
        );
    }
    for work in ["018", "", "+4", "-1"] {
        let file = format!("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA {work}\n");
        assert!(
            matches!(error(file.as_bytes()), UnlockError::Damaged),
            "{work}"
        );
    }
}

#[test]
fn a_passphrase_is_long_enough_and_in_no_debug_output() {
    let new = |text: &str| Passphrase::new(Zeroizing::new(text.to_owned()));
    assert_eq!(new("elevenchars").unwrap_err(), TooShort);
    let words = new("twelve chars").unwrap();
    assert_eq!(format!("{words:?}"), "Passphrase(..)");
}

proptest! {
    #[test]
    fn a_changed_byte_is_always_noticed(at in any::<proptest::sample::Index>(), bit in 0..8_u32) {
        let mut file = locked(WORDS, b"a record that is taken away");
        let at = at.index(file.len());
        file[at] ^= 1_u8 << bit;
        prop_assert!(unlocked(WORDS, &file).is_err());
    }

    #[test]
    fn noise_is_refused_and_nothing_panics(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        let after = [BEGINNING, &noise[..]].concat();
        prop_assert!(unlocked(WORDS, &after).is_err());
        let theirs = AgeIdentity::all_in(IDENTITY).unwrap();
        prop_assert!(by(&theirs, &after).is_err());
        let after = [BEGINNING, b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 3\n", &noise[..]].concat();
        prop_assert!(unlocked(WORDS, &after).is_err());
    }
}
