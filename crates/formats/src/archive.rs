//! A ZIP, read from memory into memory and never onto a disk; every bound is checked while unpacking, because
//! what an archive says about itself may be made up.

use std::io::{self, Cursor, Read};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use crate::{error::ImportError, limits, table::count_rows, text::quote};

/// An open archive.
#[derive(Debug)]
pub(crate) struct Archive<'b> {
    file: String,
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes unpacked so far.
    unpacked: usize,
    /// Bytes that went by to be counted so far.
    counted: usize,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    index: usize,
    /// The path as the archive has it.
    pub(crate) path: String,
    /// Whether the path would leave the folder that it is unpacked in.
    pub(crate) climbs: bool,
    locked: bool,
}

const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

impl<'b> Archive<'b> {
    pub(crate) fn open(file: &str, bytes: &'b [u8]) -> Result<Self, ImportError> {
        let file = file.to_owned();
        // Every file of an archive has one such header: there are no more files than headers, whatever the
        // archive claims, and no memory is asked for before this is known.
        let headers = bytes
            .windows(CENTRAL_HEADER.len())
            .filter(|it| *it == CENTRAL_HEADER);
        if headers.take(limits::ENTRIES + 1).count() > limits::ENTRIES {
            return Err(ImportError::Entries { file });
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => Ok(Self {
                file,
                zip,
                unpacked: 0,
                counted: 0,
            }),
            Err(_) if bytes.windows(END.len()).any(|it| it == END) => Err(ImportError::Damaged {
                entry: "the list of files".to_owned(),
                file,
            }),
            Err(_) => Err(ImportError::Truncated { file }),
        }
    }

    /// The files in it, without folders and without what systems leave behind.
    pub(crate) fn entries(&mut self) -> Result<Vec<Entry>, ImportError> {
        let mut entries = Vec::new();
        for index in 0..self.zip.len() {
            let Ok(inside) = self.zip.by_index_raw(index) else {
                let entry = format!("file {} of the archive", index + 1);
                let file = self.file.clone();
                return Err(ImportError::Damaged { file, entry });
            };
            let path = path(&inside);
            if inside.is_dir() || is_litter(&path) {
                continue;
            }
            entries.push(Entry {
                index,
                climbs: climbs(&path),
                path,
                locked: inside.encrypted(),
            });
        }
        Ok(entries)
    }

    /// Counts the rows of a table without keeping any of them; `None` when it is no such table, is damaged or locked,
    /// or when more than [`limits::COUNTED`] bytes would have to be unpacked.
    pub(crate) fn count(
        &mut self,
        entry: &Entry,
        is_heading: impl Fn(&[String]) -> bool,
    ) -> Option<usize> {
        if entry.locked {
            return None;
        }
        let bounded = Bounded {
            from: self.zip.by_index(entry.index).ok()?,
            counted: &mut self.counted,
        };
        count_rows(bounded, is_heading).ok().flatten()
    }

    /// Unpacks one file, at most [`limits::TABLE`] of it and [`limits::UNPACKED`] of all.
    pub(crate) fn unpack(&mut self, entry: &Entry) -> Result<Vec<u8>, ImportError> {
        let (file, entry_name) = (self.file.clone(), quote(&entry.path));
        if entry.locked {
            return Err(ImportError::Encrypted {
                file,
                entry: entry_name,
            });
        }
        let mut inside = match self.zip.by_index(entry.index) {
            Ok(inside) => inside,
            Err(ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_)) => {
                return Err(ImportError::Packing {
                    file,
                    entry: entry_name,
                });
            }
            Err(_) => {
                return Err(ImportError::Damaged {
                    file,
                    entry: entry_name,
                });
            }
        };
        let packed = usize::try_from(inside.compressed_size()).unwrap_or(usize::MAX);
        let most = limits::TABLE.min(limits::UNPACKED - self.unpacked);
        let mut bytes = Vec::new();
        let mut chunk = [0; 16 << 10];
        loop {
            let read = match inside.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read,
                // The check sum at the end, or what is no compressed data.
                Err(_) => {
                    return Err(ImportError::Damaged {
                        file,
                        entry: entry_name,
                    });
                }
            };
            let length = bytes.len() + read;
            let swells = length > limits::RATIO_FROM && length / limits::RATIO > packed;
            if length > most || swells {
                return Err(ImportError::Bomb {
                    file,
                    entry: entry_name,
                });
            }
            bytes.extend_from_slice(&chunk[..read]);
        }
        self.unpacked += bytes.len();
        Ok(bytes)
    }
}

/// Reads on until so many bytes have come by.
struct Bounded<'c, R> {
    from: R,
    counted: &'c mut usize,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        *self.counted += read;
        if *self.counted > limits::COUNTED {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(read)
    }
}

fn path(inside: &ZipFile<'_, Cursor<&[u8]>>) -> String {
    let raw = || String::from_utf8_lossy(inside.name_raw()).into_owned();
    let path = inside
        .name()
        .map_or_else(|_| raw(), std::borrow::Cow::into_owned);
    // A name is 65,535 bytes at most; nobody reads more than this of it.
    path.chars().take(limits::WORDS).collect()
}

fn climbs(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    drive || path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|part| part == "..")
}

fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("__MACOSX/")
        || name.starts_with("._")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_climb_out_are_told() {
        for path in [
            "../a.csv",
            "a/../../b.csv",
            "/etc/a.csv",
            "C:\\a.csv",
            "..\\a.csv",
            "\\a",
        ] {
            assert!(climbs(path), "{path}");
        }
        for path in ["a.csv", "Jobs/Saved Jobs.csv", "a..b.csv", "...csv"] {
            assert!(!climbs(path), "{path}");
        }
    }
}
