//! The disk as the program sees it: a small library that is loaded before it, made of `shim/disk.c` by the system’s
//! compiler, and the page of memory by which it is told what to do.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::server::Program;

const SHIM: &str = include_str!("../shim/disk.c");

/// Bytes of the page; the shim maps as many.
const PAGE: u64 = 4096;

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Writing, cutting files short, making files: what takes room.
    Writing,
    /// Syncing.
    Syncing,
}

/// How it fails, as the system numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errno {
    /// The disk does not do it.
    Io,
    /// There is no room.
    NoSpace,
}

/// What the shim is told, in its order.
#[derive(Debug, Clone, Copy)]
enum Field {
    Fails,
    At,
    With,
    Lasting,
    Half,
    Seen,
    Hits,
    Lies,
    Records,
}

/// A disk for one program.
#[derive(Debug)]
pub struct Disk {
    directory: PathBuf,
    page: File,
}

/// Makes the library in `directory`, for any number of disks.
pub fn library(directory: &Path) -> Result<PathBuf> {
    let (source, made) = (directory.join("disk.c"), directory.join("disk.so"));
    fs::write(&source, SHIM)?;
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-O2", "-o"])
        .arg(&made)
        .arg(&source)
        .arg("-lpthread");
    let output = cc
        .output()
        .context("there is no ‘cc’; install a C compiler")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(made)
}

impl Disk {
    /// Puts one beneath a program that was not started yet; `home` is of the same file system.
    pub fn beneath(program: &mut Program, library: &Path) -> Result<Self> {
        let directory = program.home.join("disk");
        fs::create_dir_all(directory.join("kept"))?;
        let page = File::options()
            .create(true)
            .truncate(true)
            .read(true)
            .write(true)
            .open(directory.join("control"))?;
        page.set_len(PAGE)?;
        // The shim compares paths as the system gives them.
        fs::create_dir_all(&program.home)?;
        let below = fs::canonicalize(&program.home)?.join("data");
        let text = |path: &Path| path.to_string_lossy().into_owned();
        program.environment = vec![
            ("LD_PRELOAD".to_owned(), text(library)),
            ("DISK_BELOW".to_owned(), text(&below)),
            ("DISK_LOG".to_owned(), text(&directory.join("log"))),
            ("DISK_CONTROL".to_owned(), text(&directory.join("control"))),
            ("DISK_KEPT".to_owned(), text(&directory.join("kept"))),
        ];
        Ok(Self { directory, page })
    }

    /// What was written down.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.directory.join("log")
    }

    /// Begins to write down what is done from now on, with nothing written down yet.
    pub fn write_down(&mut self) -> Result<()> {
        match fs::remove_file(self.log()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let kept = self.directory.join("kept");
        fs::remove_dir_all(&kept)?;
        fs::create_dir(&kept)?;
        self.put(Field::Records, 1)
    }

    /// Has syncs say that they are done, and do nothing.
    pub fn lie(&mut self) -> Result<()> {
        self.put(Field::Lies, 1)
    }

    /// Has the `at`-th operation from now on fail; and, where it is `lasting`, every one after it.
    pub fn fail(&mut self, what: Operation, at: u64, with: Errno, lasting: bool) -> Result<()> {
        self.mend()?;
        self.put(Field::Seen, 0)?;
        self.put(Field::Hits, 0)?;
        self.put(
            Field::With,
            match with {
                Errno::Io => 5,
                Errno::NoSpace => 28,
            },
        )?;
        self.put(Field::Lasting, u64::from(lasting))?;
        // A disk that fills up takes the beginning of what did not fit.
        self.put(Field::Half, u64::from(with == Errno::NoSpace))?;
        self.put(Field::At, at)?;
        self.put(
            Field::Fails,
            match what {
                Operation::Writing => 1 | 4 | 8,
                Operation::Syncing => 2,
            },
        )
    }

    /// Has everything work again.
    pub fn mend(&mut self) -> Result<()> {
        self.put(Field::Fails, 0)
    }

    /// How many operations failed since [`Self::fail`].
    pub fn hits(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.page.seek(SeekFrom::Start(place(Field::Hits)))?;
        self.page.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn put(&mut self, field: Field, value: u64) -> Result<()> {
        self.page.seek(SeekFrom::Start(place(field)))?;
        Ok(self.page.write_all(&value.to_le_bytes())?)
    }
}

fn place(field: Field) -> u64 {
    field as u64 * 8
}
