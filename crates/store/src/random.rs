//! Randomness from the operating system, for ids and keys.

use thiserror::Error;
use zeroize::Zeroizing;

/// The operating system gave no random bytes. Nothing can be sealed without them; a machine that has been up
/// for some seconds has them, so trying again is the way.
#[derive(Debug, Error)]
#[error("the operating system gives no random numbers; try again in a moment")]
pub struct NoRandomness(#[from] getrandom::Error);

pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn secret<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes)?;
    Ok(bytes)
}

/// A random integer of 63 bits, never 0.
pub(crate) fn positive() -> Result<i64, NoRandomness> {
    loop {
        let id = i64::from_le_bytes(bytes()?) & i64::MAX;
        if id != 0 {
            return Ok(id);
        }
    }
}
