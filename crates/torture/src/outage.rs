//! What a power cut leaves of a directory: everything that was synced, and of the rest whatever the disk had got to.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::dice::Dice;

/// What a disk writes in one go.
const SECTOR: u64 = 512;

/// What the shim wrote down, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// Bytes were written into a file.
    Wrote {
        inode: u64,
        offset: u64,
        before: u64,
        old: Vec<u8>,
        new: Vec<u8>,
    },
    /// A file was cut short, or made longer.
    Cut {
        inode: u64,
        size: u64,
        before: u64,
        old: Vec<u8>,
    },
    Synced {
        inode: u64,
    },
    Made {
        inode: u64,
        path: PathBuf,
    },
    Renamed {
        inode: u64,
        from: PathBuf,
        to: PathBuf,
        /// Where what had the name before is kept, if anything had.
        kept: Option<PathBuf>,
    },
    Removed {
        inode: u64,
        path: PathBuf,
        kept: PathBuf,
    },
    SyncedDirectory {
        path: PathBuf,
    },
    Opened {
        inode: u64,
        path: PathBuf,
    },
}

/// How much was not synced, and how much of that the disk had got to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Changes that were not synced.
    pub unsynced: usize,
    /// Of these, how many are there, some of them in part.
    pub there: usize,
}

/// Cuts the power: takes back what was not synced, or some of it.
///
/// Changes of one file’s bytes that were not synced may be there in any combination, each whole or in part; names of files
/// change in the order in which they were changed, up to some point.
pub fn cut(log: &Path, dice: &mut Dice) -> Result<Left> {
    let bytes = fs::read(log).with_context(|| format!("no {}", log.display()))?;
    let changes = read(&bytes)?;
    let mut left = Left::default();
    let places = places(&changes);
    // In one of three cuts nothing of it was there yet.
    let nothing = dice.one_in(3);
    let pending = pending(&changes);
    for change in pending.bytes.iter().rev() {
        take_back(change, &places)?;
    }
    for change in &pending.bytes {
        left.unsynced += 1;
        if !nothing && dice.one_in(2) {
            left.there += 1;
            put_again(change, &places, dice)?;
        }
    }
    let names = u64::try_from(pending.names.len())?;
    let there = if nothing { 0 } else { dice.below(names + 1) };
    let there = usize::try_from(there)?;
    for change in pending.names[there..].iter().rev() {
        unname(change)?;
    }
    left.unsynced += pending.names.len();
    left.there += there;
    Ok(left)
}

/// What is not durable.
#[derive(Debug, Default)]
struct Pending<'a> {
    bytes: Vec<&'a Change>,
    names: Vec<&'a Change>,
}

fn pending(changes: &[Change]) -> Pending<'_> {
    let (mut synced, mut directories) = (HashSet::new(), HashSet::new());
    let mut pending = Pending::default();
    let is_synced = |path: &Path, directories: &HashSet<&Path>| {
        path.parent().is_some_and(|it| directories.contains(it))
    };
    for change in changes.iter().rev() {
        match change {
            Change::Synced { inode } => {
                synced.insert(*inode);
            }
            Change::SyncedDirectory { path } => {
                directories.insert(path.as_path());
            }
            Change::Wrote { inode, .. } | Change::Cut { inode, .. } => {
                if !synced.contains(inode) {
                    pending.bytes.push(change);
                }
            }
            Change::Made { path, .. } | Change::Removed { path, .. } => {
                if !is_synced(path, &directories) {
                    pending.names.push(change);
                }
            }
            Change::Renamed { to, .. } => {
                if !is_synced(to, &directories) {
                    pending.names.push(change);
                }
            }
            Change::Opened { .. } => {}
        }
    }
    pending.bytes.reverse();
    pending.names.reverse();
    pending
}

/// Where each file is now, by its inode: under its name, or where it is kept.
fn places(changes: &[Change]) -> HashMap<u64, PathBuf> {
    let mut places = HashMap::new();
    let mut names: HashMap<PathBuf, u64> = HashMap::new();
    for change in changes {
        match change {
            Change::Made { inode, path } | Change::Opened { inode, path } => {
                places.insert(*inode, path.clone());
                names.insert(path.clone(), *inode);
            }
            Change::Renamed {
                inode,
                from,
                to,
                kept,
            } => {
                if let (Some(before), Some(kept)) = (names.get(to), kept) {
                    places.insert(*before, kept.clone());
                }
                names.remove(from);
                names.insert(to.clone(), *inode);
                places.insert(*inode, to.clone());
            }
            Change::Removed { inode, path, kept } => {
                names.remove(path);
                places.insert(*inode, kept.clone());
            }
            _ => {}
        }
    }
    places
}

fn open(inode: u64, places: &HashMap<u64, PathBuf>) -> Result<File> {
    let path = places.get(&inode);
    let path = path.with_context(|| format!("nobody opened the file {inode}"))?;
    let file = File::options().write(true).open(path);
    file.with_context(|| format!("no {}", path.display()))
}

fn write(file: &mut File, offset: u64, bytes: &[u8]) -> Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    Ok(file.write_all(bytes)?)
}

fn take_back(change: &Change, places: &HashMap<u64, PathBuf>) -> Result<()> {
    match change {
        Change::Wrote {
            inode,
            offset,
            before,
            old,
            ..
        } => {
            let mut file = open(*inode, places)?;
            write(&mut file, *offset, old)?;
            Ok(file.set_len(*before)?)
        }
        Change::Cut {
            inode,
            size,
            before,
            old,
        } => {
            let mut file = open(*inode, places)?;
            file.set_len(*before)?;
            write(&mut file, *size, old)
        }
        _ => Ok(()),
    }
}

fn put_again(change: &Change, places: &HashMap<u64, PathBuf>, dice: &mut Dice) -> Result<()> {
    match change {
        Change::Wrote {
            inode, offset, new, ..
        } => {
            let length = new.len() as u64;
            // A sector is written whole; several need not be.
            let torn = length > SECTOR && dice.one_in(4);
            let whole = if torn {
                dice.below(length / SECTOR) * SECTOR
            } else {
                length
            };
            let bytes = &new[..usize::try_from(whole)?];
            write(&mut open(*inode, places)?, *offset, bytes)
        }
        Change::Cut { inode, size, .. } => Ok(open(*inode, places)?.set_len(*size)?),
        _ => Ok(()),
    }
}

/// Takes back that a file has, or has not, a name.
fn unname(change: &Change) -> Result<()> {
    match change {
        Change::Made { path, .. } => {
            // It may have been removed since, and that was taken back before.
            fs::remove_file(path).with_context(|| format!("no {}", path.display()))
        }
        Change::Renamed { from, to, kept, .. } => {
            fs::rename(to, from)?;
            match kept {
                Some(kept) => Ok(fs::hard_link(kept, to)?),
                None => Ok(()),
            }
        }
        Change::Removed { path, kept, .. } => Ok(fs::hard_link(kept, path)?),
        _ => Ok(()),
    }
}

/// Reads what was written down. The last record may be cut short, where the program was killed while it was written.
fn read(mut bytes: &[u8]) -> Result<Vec<Change>> {
    const HEAD: usize = 7 * 8;
    let mut changes = Vec::new();
    while bytes.len() >= HEAD {
        let field =
            |at: usize| -> Result<u64> { Ok(u64::from_le_bytes(bytes[at * 8..][..8].try_into()?)) };
        let [kind, inode, offset, before, length] =
            [field(0)?, field(1)?, field(2)?, field(3)?, field(4)?];
        let (path, more) = (usize::try_from(field(5)?)?, usize::try_from(field(6)?)?);
        if bytes.len() < HEAD + path + more {
            break;
        }
        let text = |bytes: &[u8]| PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
        let name = text(&bytes[HEAD..][..path]);
        let data = &bytes[HEAD + path..][..more];
        changes.push(match kind {
            1 => {
                let old = more - usize::try_from(length)?;
                Change::Wrote {
                    inode,
                    offset,
                    before,
                    old: data[..old].to_vec(),
                    new: data[old..].to_vec(),
                }
            }
            2 => Change::Cut {
                inode,
                size: offset,
                before,
                old: data.to_vec(),
            },
            3 => Change::Synced { inode },
            4 => Change::Made { inode, path: name },
            5 => {
                let (to, kept) = data.split_at(usize::try_from(length)?);
                Change::Renamed {
                    inode,
                    from: name,
                    to: text(to),
                    kept: (!kept.is_empty()).then(|| text(kept)),
                }
            }
            6 => Change::Removed {
                inode,
                path: name,
                kept: text(data),
            },
            7 => Change::SyncedDirectory { path: name },
            8 => Change::Opened { inode, path: name },
            strange => bail!("a record of the kind {strange}"),
        });
        bytes = &bytes[HEAD + path + more..];
    }
    Ok(changes)
}
