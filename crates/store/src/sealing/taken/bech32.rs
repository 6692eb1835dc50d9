//! Bech32 (BIP 173), in which age writes its keys: a word, `1`, and the bytes in 32 letters with a checksum.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECKED: usize = 6;

/// Characters of the longest key that is read; one of age has 74 at most.
const LONGEST: usize = 120;

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    values.fold(1, |check, value| {
        let top = check >> 25;
        let shifted = (check & 0x01ff_ffff) << 5 ^ u32::from(value);
        let terms = GENERATOR.iter().enumerate();
        terms.fold(
            shifted,
            |sum, (bit, term)| {
                if top >> bit & 1 == 1 { sum ^ term } else { sum }
            },
        )
    })
}

/// The word as it goes into the checksum.
fn expanded(word: &str) -> impl Iterator<Item = u8> {
    let high = word.bytes().map(|it| it >> 5);
    high.chain([0]).chain(word.bytes().map(|it| it & 31))
}

/// Groups of `from` bits as groups of `to`; `None` where what is left over is no padding.
fn regrouped(groups: &[u8], from: u32, to: u32, pads: bool) -> Option<Vec<u8>> {
    let mask = (1_u32 << to) - 1;
    let (mut held, mut bits) = (0_u32, 0);
    let mut out = Vec::with_capacity(groups.len() * 2);
    for group in groups {
        held = held << from | u32::from(*group);
        bits += from;
        while bits >= to {
            bits -= to;
            out.push(u8::try_from(held >> bits & mask).ok()?);
        }
        held &= (1 << bits) - 1;
    }
    if pads && bits > 0 {
        out.push(u8::try_from(held << (to - bits) & mask).ok()?);
    } else if !pads && (bits >= from || held != 0) {
        return None;
    }
    Some(out)
}

/// Writes bytes under a word in small letters.
pub(super) fn encode(word: &str, bytes: &[u8]) -> String {
    let five = regrouped(bytes, 8, 5, true).expect("padding takes what is left over");
    let checked = expanded(word)
        .chain(five.iter().copied())
        .chain([0; CHECKED]);
    let check = polymod(checked) ^ 1;
    let sum = (0..CHECKED).map(|place| {
        let shift = 5 * (CHECKED - 1 - place);
        u8::try_from(check >> shift & 31).expect("five bits")
    });
    let letters = five.iter().copied().chain(sum);
    let letters = letters.map(|it| char::from(ALPHABET[usize::from(it)]));
    format!("{word}1{}", letters.collect::<String>())
}

/// Reads bytes under a word, in small letters or in capitals.
pub(super) fn decode(word: &str, text: &str) -> Option<Vec<u8>> {
    let mixed = text.bytes().any(|it| it.is_ascii_lowercase())
        && text.bytes().any(|it| it.is_ascii_uppercase());
    if mixed || text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let letters = text.strip_prefix(word)?.strip_prefix('1')?;
    let five: Option<Vec<u8>> = letters
        .bytes()
        .map(|letter| {
            let place = ALPHABET.iter().position(|it| *it == letter)?;
            u8::try_from(place).ok()
        })
        .collect();
    let five = five?;
    let bytes = five.len().checked_sub(CHECKED)?;
    if polymod(expanded(word).chain(five.iter().copied())) != 1 {
        return None;
    }
    regrouped(&five[..bytes], 5, 8, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_ones_of_the_standard_are_read_and_written_again() {
        for text in [
            "a12uel5l",
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
            "?1ezyfcl",
        ] {
            let (word, _) = text.rsplit_once('1').unwrap();
            // The second holds 32 groups of five bits, which are 20 bytes; the third 31 bytes and some bits.
            if let Some(bytes) = decode(word, text) {
                assert_eq!(encode(word, &bytes), text);
            }
            assert!(decode(word, &text.to_uppercase()).is_some() || decode(word, text).is_none());
        }
        assert_eq!(decode("a", "a12uel5l"), Some(Vec::new()));
        let bytes = decode("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").unwrap();
        assert_eq!(bytes.len(), 20);
        assert_eq!(bytes[..4], [0x00, 0x44, 0x32, 0x14]);
    }

    #[test]
    fn slips_are_noticed() {
        let text = encode("age", &[7; 32]);
        assert_eq!(decode("age", &text), Some(vec![7; 32]));
        assert_eq!(decode("age-secret-key-", &text), None);
        for place in 0..text.len() {
            let mut slipped = text.clone().into_bytes();
            slipped[place] = if slipped[place] == b'q' { b'p' } else { b'q' };
            assert_eq!(decode("age", std::str::from_utf8(&slipped).unwrap()), None);
        }
        let (half, other) = text.split_at(20);
        for wrong in [
            "",
            "age",
            "age1",
            &format!("{half}{}", other.to_uppercase()),
        ] {
            assert_eq!(decode("age", wrong), None, "{wrong}");
        }
        assert_eq!(decode("age", &"q".repeat(10_000)), None);
    }
}
