//! The key file: opens the vault of a one-person instance without asking. Backups never contain it.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use thiserror::Error;
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};

/// Its name in a data directory.
const NAME: &str = "key";

/// The name of the one that the server's key lies in.
const SERVER_NAME: &str = "server-key";

/// 32 random bytes in a file that its owner alone may read.
pub(crate) struct KeyFile(Zeroizing<[u8; 32]>);

/// What is wrong with a key file.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// There is none.
    #[error(
        "the key file {} is missing. Put it back from where you keep a copy, or restore your data into a new directory with the recovery code: `windward restore`",
        .0.display()
    )]
    Missing(PathBuf),
    /// Others can read it.
    #[error(
        "others on this machine may read the key file {}. Check who could have copied it, then allow yourself alone: `chmod 600 {}`",
        .0.display(), .0.display()
    )]
    Readable(PathBuf),
    /// Not a key.
    #[error("{} is not a key file: it has other than 32 bytes. Put it back from where you keep a copy", .0.display())]
    Length(PathBuf),
    /// It cannot be read or written.
    #[error("the key file {} cannot be used: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No randomness for a new one.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl KeyFile {
    pub(crate) fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(NAME)
    }

    /// Where the server's key lies, which is a file of the same make.
    pub(super) fn server_path(data_dir: &Path) -> PathBuf {
        data_dir.join(SERVER_NAME)
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// A new one that lies nowhere yet.
    pub(crate) fn random() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// From what was in a file.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 32] = bytes.try_into().ok()?;
        Some(Self(Zeroizing::new(*bytes)))
    }

    /// What its file holds.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }

    #[cfg(test)]
    pub(super) fn of(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the key file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, KeyFileError> {
        let io = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => KeyFileError::Missing(path.to_owned()),
            _ => KeyFileError::Io {
                path: path.to_owned(),
                source,
            },
        };
        let mut file = fs::File::open(path).map_err(io)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if file.metadata().map_err(io)?.permissions().mode() & 0o077 != 0 {
                return Err(KeyFileError::Readable(path.to_owned()));
            }
        }
        // One byte more than a key has, so that a longer file is noticed and no file fills the memory.
        let mut bytes = Zeroizing::new([0; 33]);
        let mut len = 0;
        loop {
            match file.read(&mut bytes[len..]).map_err(io)? {
                0 => break,
                read => len += read,
            }
        }
        if len != 32 {
            return Err(KeyFileError::Length(path.to_owned()));
        }
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&bytes[..32]);
        Ok(Self(key))
    }

    /// Makes a new key file in a data directory; durable when it returns. Never replaces one that is there.
    pub(crate) fn create(data_dir: &Path) -> Result<Self, KeyFileError> {
        Self::create_as(data_dir, NAME)
    }

    /// Makes the file of the server's key in the same way.
    pub(super) fn create_server(data_dir: &Path) -> Result<Self, KeyFileError> {
        Self::create_as(data_dir, SERVER_NAME)
    }

    fn create_as(data_dir: &Path, name: &str) -> Result<Self, KeyFileError> {
        let path = data_dir.join(name);
        let io = |source| KeyFileError::Io {
            path: path.clone(),
            source,
        };
        let key = Self(random::secret()?);
        // Written beside and then linked: a crash leaves no half a key under its name.
        let draft = data_dir.join(format!("{name}.new"));
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&draft).map_err(io)?;
        file.write_all(key.secret()).map_err(io)?;
        file.sync_all().map_err(io)?;
        drop(file);
        if path.try_exists().map_err(io)? {
            let taken = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(io(taken));
        }
        fs::rename(&draft, &path).map_err(io)?;
        crate::files::sync_dir(data_dir).map_err(io)?;
        Ok(key)
    }

    /// Overwrites and removes the key file of a data directory, if there is one. A disk that spreads its
    /// writes may still hold the old bytes; no program can say.
    pub(crate) fn remove(data_dir: &Path) -> Result<(), KeyFileError> {
        let path = Self::path(data_dir);
        let overwritten = fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|mut file| file.write_all(&[0; 32]).and_then(|()| file.sync_all()))
            .and_then(|()| fs::remove_file(&path))
            .and_then(|()| crate::files::sync_dir(data_dir));
        match overwritten {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(KeyFileError::Io { path, source })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = KeyFile::path(dir.path());
        assert!(matches!(
            KeyFile::read(&path),
            Err(KeyFileError::Missing(_))
        ));
        let key = KeyFile::create(dir.path()).unwrap();
        assert_eq!(KeyFile::read(&path).unwrap().secret(), key.secret());
        assert!(KeyFile::create(dir.path()).is_err());
        assert_eq!(KeyFile::read(&path).unwrap().secret(), key.secret());
        for wrong in [31, 33, 0, 100] {
            fs::write(&path, vec![7; wrong]).unwrap();
            assert!(
                matches!(KeyFile::read(&path), Err(KeyFileError::Length(_))),
                "{wrong}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_key_that_others_may_read() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        KeyFile::create(dir.path()).unwrap();
        let path = KeyFile::path(dir.path());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        for loose in [0o640, 0o604, 0o660, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(loose)).unwrap();
            assert!(
                matches!(KeyFile::read(&path), Err(KeyFileError::Readable(_))),
                "{loose:o}"
            );
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        KeyFile::read(&path).unwrap();
    }
}
