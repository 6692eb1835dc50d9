//! Writing under a passphrase or to public keys, piece by piece.

use std::{
    fmt,
    io::{self, Write},
};

use zeroize::Zeroizing;

use super::{
    AgeRecipient, FILE_KEY, LockError, NONCE, PIECE, Passphrase, Pieces, TAG, header, keyed,
};
use crate::random;

/// Seals what is written to it. What was not ended with [`Locker::finish`] does not open.
pub struct Locker<'a> {
    to: &'a mut dyn Write,
    pieces: Pieces,
    /// What waits to be sealed: less than a piece, or a whole one that may be the last.
    piece: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Locker<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locker").finish_non_exhaustive()
    }
}

/// What the content of one file is sealed under. Whoever wrote the file can read it again as long as they keep this.
pub(crate) struct FileKey(pub(super) Zeroizing<[u8; FILE_KEY]>);

impl<'a> Locker<'a> {
    /// Writes the header of a file that opens by the secret keys of these public ones; and what it is sealed under.
    pub(crate) fn to(
        recipients: &[AgeRecipient],
        to: &'a mut dyn Write,
    ) -> Result<(Self, FileKey), LockError> {
        let file_key = random::secret()?;
        let nonce = random::bytes()?;
        to.write_all(&keyed::written(recipients, &file_key)?)?;
        Ok((Self::after(to, &file_key, &nonce)?, FileKey(file_key)))
    }

    /// Writes the header. This takes 256 MB of memory and a second or two, so that guessing does too.
    pub fn begin(passphrase: &Passphrase, to: &'a mut dyn Write) -> Result<Self, LockError> {
        Self::with_work(passphrase, to, header::WORK)
    }

    pub(super) fn with_work(
        passphrase: &Passphrase,
        to: &'a mut dyn Write,
        work: u8,
    ) -> Result<Self, LockError> {
        let file_key = random::secret()?;
        let (salt, nonce) = (random::bytes()?, random::bytes()?);
        Ok(Self::with(passphrase, to, &file_key, &salt, &nonce, work)?)
    }

    pub(super) fn with(
        passphrase: &Passphrase,
        to: &'a mut dyn Write,
        file_key: &[u8; FILE_KEY],
        salt: &[u8; 16],
        nonce: &[u8; NONCE],
        work: u8,
    ) -> io::Result<Self> {
        to.write_all(&header::written(passphrase, file_key, salt, work))?;
        Self::after(to, file_key, nonce)
    }

    /// What follows a header.
    fn after(
        to: &'a mut dyn Write,
        file_key: &[u8; FILE_KEY],
        nonce: &[u8; NONCE],
    ) -> io::Result<Self> {
        to.write_all(nonce)?;
        Ok(Self {
            to,
            pieces: Pieces::of(file_key, nonce),
            piece: Zeroizing::new(Vec::with_capacity(PIECE + TAG)),
        })
    }

    /// Writes what is left, and that nothing follows.
    pub fn finish(mut self) -> io::Result<()> {
        self.seal(true)?;
        self.to.flush()
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let nonce = self.pieces.nonce(last);
        let tag = self.pieces.aead.seal(nonce, b"", &mut self.piece);
        self.piece.extend_from_slice(&tag);
        self.to.write_all(&self.piece)?;
        self.piece.clear();
        Ok(())
    }
}

impl Write for Locker<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A whole piece is sealed only when something follows: the last one is marked as such.
        if self.piece.len() == PIECE && !bytes.is_empty() {
            self.seal(false)?;
        }
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // A piece that is not full is the last, so nothing can be hurried along.
        Ok(())
    }
}
