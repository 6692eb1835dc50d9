//! What the system says about a process. The figures of `/proc` are Linux’s.

use std::fs;

use anyhow::{Context, Result};

/// Bytes of a process that are in memory.
pub fn resident(id: u32) -> Result<u64> {
    let path = format!("/proc/{id}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kib.map(|kib| kib << 10)
        .with_context(|| format!("no VmRSS in {path}"))
}

/// Files, sockets and whatever else it holds open.
pub fn handles(id: u32) -> Result<usize> {
    let path = format!("/proc/{id}/fd");
    let open = fs::read_dir(&path).with_context(|| format!("cannot list {path}"))?;
    Ok(open.count())
}
