//! How long the preview of a large LinkedIn export takes, and how much memory.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    dice::Dice,
    reference::{program, scratch},
    table::{Runs, Table, ratio, verdict},
};

const POSITIONS: usize = 100;
const CONNECTIONS: usize = 30_000;
const MESSAGES: usize = 20_000;
const RUNS: usize = 5;

/// What the preview may take.
const MOST_SECONDS: f64 = 1.0;
const MOST_MB: f64 = 100.0;

pub(crate) fn measure() -> Result<Table> {
    let dir = scratch()?;
    let (large, small) = (dir.path().join("large.zip"), dir.path().join("small.zip"));
    pack(
        &large,
        &[
            ("Positions.csv", positions(POSITIONS)),
            ("Connections.csv", connections()),
            ("messages.csv", messages()),
        ],
    )?;
    pack(&small, &[("Positions.csv", positions(1))])?;
    let (mut took, mut peak, mut unpacked) = (Vec::new(), Vec::new(), Vec::new());
    let (mut took_small, mut peak_small) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (millis, mb) = preview(&large, dir.path())?;
        took.push(millis);
        peak.push(mb);
        let (millis, mb) = preview(&small, dir.path())?;
        took_small.push(millis);
        peak_small.push(mb);
        unpacked.push(unpack(&large)?);
    }
    let [took, peak, unpacked, took_small, peak_small] =
        [took, peak, unpacked, took_small, peak_small].map(Runs::of);
    let mut table = Table::of_figures(format!(
        "Imports, {RUNS} times: {POSITIONS} positions, {CONNECTIONS} connections and {MESSAGES} messages in {} kB",
        fs::metadata(&large)?.len() >> 10
    ));
    table.row([
        "`windward import --dry-run`".to_owned(),
        took.shown(0, "ms"),
        format!("under {:.0} ms", MOST_SECONDS * 1e3),
        format!("unpacking it, in this process: {}", unpacked.shown(0, "ms")),
        ratio(took.median(), unpacked.median()),
        verdict(took.median() < MOST_SECONDS * 1e3),
    ]);
    table.row([
        "the same of one position".to_owned(),
        took_small.shown(0, "ms"),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    table.row([
        "memory at its peak".to_owned(),
        peak.shown(1, "MB"),
        format!("under {MOST_MB:.0} MB"),
        format!("of one position: {}", peak_small.shown(1, "MB")),
        ratio(peak.median(), peak_small.median()),
        verdict(peak.median() < MOST_MB),
    ]);
    Ok(table)
}

/// One preview: milliseconds from start to end, and megabytes at the peak.
fn preview(file: &Path, dir: &Path) -> Result<(f64, f64)> {
    let begun = Instant::now();
    let mut command = Command::new(program());
    // Without a record: everything is new.
    command
        .arg("import")
        .arg(file)
        .arg("--dry-run")
        .arg("--data")
        .arg(dir.join("nothing"));
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = quiet.spawn().context("cannot start windward")?;
    let mut peak = 0.0;
    let status = loop {
        // The system remembers the peak, but forgets it with the process: the last look is the closest.
        peak = f64::max(peak, most_resident(&child));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        sleep(Duration::from_micros(500));
    };
    ensure!(status.success(), "windward import failed");
    Ok((begun.elapsed().as_secs_f64() * 1e3, peak))
}

/// Megabytes that a process has had in memory at most; nothing once it has ended.
fn most_resident(child: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}

/// Milliseconds that unpacking everything takes by itself.
fn unpack(file: &Path) -> Result<f64> {
    let begun = Instant::now();
    let mut zip = ZipArchive::new(File::open(file)?)?;
    for index in 0..zip.len() {
        io::copy(&mut zip.by_index(index)?, &mut io::sink())?;
    }
    Ok(begun.elapsed().as_secs_f64() * 1e3)
}

fn pack(file: &Path, tables: &[(&str, String)]) -> Result<()> {
    let mut zip = ZipWriter::new(File::create(file)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in tables {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

fn positions(count: usize) -> String {
    let mut csv = "Company Name,Title,Description,Location,Started On,Finished On\n".to_owned();
    for it in 0..count {
        let year = 1970 + it / 2;
        _ = writeln!(
            csv,
            "Firm {it},Product Manager,\"Did this, and that.\",Here,Jan {year},Dec {year}"
        );
    }
    csv
}

fn connections() -> String {
    let mut csv = "Notes:\n\"Some addresses are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for it in 0..CONNECTIONS {
        _ = writeln!(
            csv,
            "Person {it},Family {it},https://www.linkedin.com/in/person-{it}-{:x},,\"Company {it}, Inc.\",Engineer,04 Jul 2023",
            it * 7919
        );
    }
    csv
}

fn messages() -> String {
    const WORDS: [&str; 16] = [
        "shall", "we", "talk", "about", "the", "plan", "on", "Thursday", "or", "later", "this",
        "week", "with", "lunch", "thanks", "again",
    ];
    let mut dice = Dice::seeded(11);
    let mut csv = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n".to_owned();
    for it in 0..MESSAGES {
        let words: Vec<&str> = (0..60).map(|_| *dice.pick(&WORDS)).collect();
        _ = writeln!(
            csv,
            "2-{it},,Person {it},https://www.linkedin.com/in/person-{it},Me,,2023-06-11 15:33:58 UTC,,\"{}\nSo \"\"long\"\".\",INBOX",
            words.join(" ")
        );
    }
    csv
}
