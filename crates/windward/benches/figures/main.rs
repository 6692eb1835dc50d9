//! Windward's figures on the reference record, each beside a reference measured in the same run.
//!
//! `cargo xtask bench` runs it on the release program. Figures are printed, never asserted: a busy machine is
//! no fault of the code. Everything is bounded in count and time, listens on 127.0.0.1 only, and every program
//! that is started ends with the handle to it. Words on the command line choose parts.

mod accounts;
mod appends;
mod bare;
mod career;
mod cold;
mod crowd;
mod dice;
mod growth;
mod http;
mod imports;
mod load;
#[path = "../../../formats/tests/paper/packet.rs"]
mod packet;
mod pages;
mod papers;
mod people;
mod plans;
mod population;
#[path = "../../../store/tests/suite/postgres.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "it belongs to the tests of the store, which use all of it"
)]
mod postgres;
mod posting;
mod process;
mod raw;
mod reference;
mod scale;
mod search;
mod start;
mod stores;
mod table;
mod titles;
mod today;

use std::{env, fs, thread, time::Instant};

use anyhow::{Result, bail};
use tokio::runtime::{self, Runtime};

use crate::reference::Reference;

const PARTS: [&str; 18] = [
    "accounts", "start", "pages", "cold", "growth", "appends", "stores", "titles", "imports",
    "plans", "people", "search", "log", "today", "posting", "paper", "load", "scale",
];

/// Parts that take long, and run where they are named alone.
const LONG: [&str; 2] = ["load", "scale"];

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).peekable();
    if arguments.next_if(|word| word == bare::WORD).is_some() {
        return bare::serve(arguments);
    }
    // Cargo says `--bench` to every benchmark.
    let words = arguments.map(|word| word.to_string_lossy().into_owned());
    let parts: Vec<String> = words.filter(|word| !word.starts_with('-')).collect();
    if let Some(strange) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!(
            "there is no part ‘{strange}’; the parts are {}",
            PARTS.join(", ")
        );
    }
    let wanted = |part: &str| {
        let named = parts.iter().any(|it| it == part);
        named || parts.is_empty() && !LONG.contains(&part)
    };
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let begun = Instant::now();
    machine();
    if ["start", "pages", "cold", "log"].into_iter().any(&wanted) {
        of_the_record(&wanted, &runtime)?;
    }
    if wanted("growth") {
        print!("{}", growth::measure(&runtime)?);
    }
    if wanted("load") {
        load::measure(&runtime)?;
    }
    if wanted("scale") {
        scale::measure(&runtime)?;
    }
    if wanted("accounts") {
        let reference = Reference::write(&runtime)?;
        for table in accounts::measure(&reference, &runtime)? {
            print!("{table}");
        }
    }
    if wanted("appends") {
        print!("{}", appends::measure(&runtime)?);
    }
    if wanted("search") {
        print!("{}", search::measure()?);
    }
    if wanted("today") {
        print!("{}", today::measure()?);
    }
    if wanted("stores") {
        stores::measure(&runtime)?;
    }
    if wanted("titles") {
        print!("{}", titles::measure()?);
    }
    if wanted("imports") {
        print!("{}", imports::measure()?);
    }
    if wanted("people") {
        print!("{}", people::measure(&runtime)?);
    }
    if wanted("plans") {
        print!("{}", plans::measure()?);
    }
    if wanted("posting") {
        print!("{}", posting::measure()?);
    }
    if wanted("paper") {
        print!("{}", papers::measure()?);
    }
    println!(
        "\nTook {:.0} s; load at the end: {}.",
        begun.elapsed().as_secs_f64(),
        load()
    );
    Ok(())
}

fn of_the_record(wanted: &impl Fn(&str) -> bool, runtime: &Runtime) -> Result<()> {
    let reference = Reference::write(runtime)?;
    if wanted("start") {
        print!("{}", start::measure(&reference, runtime)?);
    }
    if wanted("pages") {
        for table in pages::measure(&reference, runtime)? {
            print!("{table}");
        }
    }
    if wanted("cold") {
        print!("{}", cold::measure(&reference, runtime)?);
    }
    if wanted("log") {
        print!("{}", search::measure_log(&reference)?);
    }
    Ok(())
}

/// What the figures are of.
fn machine() {
    let processors = thread::available_parallelism().map_or(0, usize::from);
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    println!(
        "{processors} processors, {}; load at the start: {}.\n\
         Measured is the median, with (least..most) where there are several runs.",
        model.map_or("of an unknown model", |(_, model)| model),
        load(),
    );
}

/// Programs that wanted a processor, on average of the last 1, 5 and 15 minutes.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
