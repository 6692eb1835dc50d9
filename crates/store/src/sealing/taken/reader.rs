//! Reading what was encrypted, piece by piece.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Read},
};

use zeroize::Zeroizing;

use super::{
    AgeIdentity, FILE_KEY, FileKey, NONCE, PIECE, Passphrase, Pieces, TAG, UnlockError,
    header::Header, keyed::Keyed,
};

/// Gives back what was locked. Every piece is checked before a byte of it is given; one that fails ends the reading
/// with [`UnlockError::Damaged`] inside an [`io::Error`].
pub struct Unlocked<'a> {
    from: Box<dyn BufRead + 'a>,
    pieces: Pieces,
    /// The piece that is given at the moment, opened.
    piece: Zeroizing<Vec<u8>>,
    given: usize,
    last: bool,
}

impl fmt::Debug for Unlocked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlocked").finish_non_exhaustive()
    }
}

impl<'a> Unlocked<'a> {
    /// Reads the header and opens it. This takes up to 256 MB of memory and a second or two.
    pub fn begin(passphrase: &Passphrase, from: Box<dyn Read + 'a>) -> Result<Self, UnlockError> {
        let mut from: Box<dyn BufRead + 'a> = Box::new(BufReader::new(from));
        let file_key = Header::read(&mut *from)?.open(passphrase)?;
        Self::after(from, &file_key)
    }

    /// Reads the header of a file that was encrypted to public keys and opens it by the secret one of one of them.
    pub fn by(identities: &[AgeIdentity], from: Box<dyn Read + 'a>) -> Result<Self, UnlockError> {
        let mut from: Box<dyn BufRead + 'a> = Box::new(BufReader::new(from));
        let file_key = Keyed::read(&mut *from)?.open(identities)?;
        Self::after(from, &file_key)
    }

    /// The same for whoever wrote the file a moment ago.
    pub(crate) fn again(key: &FileKey, from: Box<dyn Read + 'a>) -> Result<Self, UnlockError> {
        let mut from: Box<dyn BufRead + 'a> = Box::new(BufReader::new(from));
        Keyed::read(&mut *from)?.is_of(&key.0)?;
        Self::after(from, &key.0)
    }

    /// What follows a header.
    fn after(
        mut from: Box<dyn BufRead + 'a>,
        file_key: &[u8; FILE_KEY],
    ) -> Result<Self, UnlockError> {
        let mut nonce = [0; NONCE];
        from.read_exact(&mut nonce).map_err(cut_off)?;
        Ok(Self {
            from,
            pieces: Pieces::of(file_key, &nonce),
            piece: Zeroizing::new(Vec::with_capacity(PIECE + TAG)),
            given: 0,
            last: false,
        })
    }

    /// Everything, if it has at most `most` bytes; one byte more than that where there is more.
    pub fn all(&mut self, most: usize) -> Result<Vec<u8>, UnlockError> {
        let mut bytes = Vec::new();
        let limit = most as u64 + 1;
        match self.take(limit).read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(match error.downcast::<UnlockError>() {
                Ok(error) => error,
                Err(error) => UnlockError::Read(error),
            }),
        }
    }

    fn next(&mut self) -> Result<(), UnlockError> {
        self.piece.clear();
        self.given = 0;
        let limit = (PIECE + TAG) as u64;
        (&mut self.from).take(limit).read_to_end(&mut self.piece)?;
        self.last = self.from.fill_buf()?.is_empty();
        let length = self.piece.len().checked_sub(TAG);
        let length = length.ok_or(UnlockError::Damaged)?;
        // Only a file of nothing has an empty last piece.
        if length == 0 && self.pieces.number > 0 {
            return Err(UnlockError::Damaged);
        }
        let nonce = self.pieces.nonce(self.last);
        let opened = self.pieces.aead.open(nonce, b"", &mut self.piece);
        opened.ok_or(UnlockError::Damaged)?;
        self.piece.truncate(length);
        Ok(())
    }
}

fn cut_off(error: io::Error) -> UnlockError {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        UnlockError::Damaged
    } else {
        UnlockError::Read(error)
    }
}

impl Read for Unlocked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.piece.len() && !self.last {
            self.next().map_err(|error| match error {
                UnlockError::Read(error) => error,
                error => {
                    // What failed once is not gone on with.
                    self.piece.clear();
                    self.last = true;
                    io::Error::new(io::ErrorKind::InvalidData, error)
                }
            })?;
        }
        let left = &self.piece[self.given..];
        let length = left.len().min(into.len());
        into[..length].copy_from_slice(&left[..length]);
        self.given += length;
        Ok(length)
    }
}
