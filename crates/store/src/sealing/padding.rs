//! Lengths tell: a rating is shorter than a letter to oneself. So texts are padded to few lengths.

use super::SealError;

/// The longest text of one entry, in bytes: a person's longest note many times over, and small enough that a
/// journal of the largest entries still loads.
pub const MAX_TEXT: usize = 256 * 1024;

const PREFIX: usize = 4;
const SMALLEST: usize = 512;
const DOUBLED_UP_TO: usize = 64 * 1024;

/// The length that a text of `len` bytes is padded to, its prefix included.
pub(super) const fn bucket(len: usize) -> usize {
    let needed = len + PREFIX;
    if needed <= SMALLEST {
        SMALLEST
    } else if needed <= DOUBLED_UP_TO {
        needed.next_power_of_two()
    } else {
        needed.next_multiple_of(DOUBLED_UP_TO)
    }
}

/// Writes length and text into zeroed bytes of the bucket's length.
pub(super) fn pad(text: &[u8], into: &mut [u8]) {
    let len = u32::try_from(text.len()).expect("a text of at most MAX_TEXT bytes");
    into[..PREFIX].copy_from_slice(&len.to_be_bytes());
    into[PREFIX..PREFIX + text.len()].copy_from_slice(text);
}

/// The text within its padding.
pub(super) fn unpad(padded: &[u8]) -> Result<&[u8], SealError> {
    let (len, rest) = padded
        .split_first_chunk::<PREFIX>()
        .ok_or(SealError::Malformed)?;
    let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| SealError::Malformed)?;
    let (text, zeros) = rest.split_at_checked(len).ok_or(SealError::Malformed)?;
    if zeros.iter().any(|byte| *byte != 0) || padded.len() != bucket(len) {
        return Err(SealError::Malformed);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn few_lengths() {
        for (len, expected) in [
            (0, 512),
            (508, 512),
            (509, 1024),
            (1020, 1024),
            (65_532, 65_536),
            (65_533, 131_072),
            (MAX_TEXT, 327_680),
        ] {
            assert_eq!(bucket(len), expected, "{len}");
        }
    }

    proptest! {
        #[test]
        fn what_is_padded_is_found_again(text in vec(any::<u8>(), 0..3000)) {
            let mut padded = vec![0; bucket(text.len())];
            pad(&text, &mut padded);
            prop_assert_eq!(unpad(&padded).unwrap(), &text[..]);
        }

        #[test]
        fn what_is_not_padded_is_refused_without_panic(bytes in vec(any::<u8>(), 0..600)) {
            // Zeros after a length that fits are the one thing allowed.
            if let Ok(text) = unpad(&bytes) {
                prop_assert!(bytes.len() == bucket(text.len()));
            }
        }
    }
}
