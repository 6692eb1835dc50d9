//! Figures of the start: how long, how much memory, how large a program.

use std::{
    fs,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Result;
use tokio::runtime::Runtime;

use crate::{
    http::{Connection, request},
    process::{Program, first_200, free_address},
    reference::{Reference, program},
    table::{Runs, Table, ratio, verdict},
};

/// How many times the program is started.
const STARTS: usize = 15;

const MB: f64 = 1e6;

#[derive(Debug, Default)]
struct Figures {
    health: Vec<f64>,
    page: Vec<f64>,
    memory: Vec<f64>,
    bare: Vec<f64>,
}

pub(crate) fn measure(reference: &Reference, runtime: &Runtime) -> Result<Table> {
    let cookie = Reference::sign_in(&reference.open(false)?, runtime)?;
    let mut figures = Figures::default();
    for _ in 0..STARTS {
        once(reference, &cookie, &mut figures)?;
    }
    let Figures {
        health,
        page,
        memory,
        bare,
    } = figures;
    let (health, page, memory) = (Runs::of(health), Runs::of(page), Runs::of(memory));
    let bare = Runs::of(bare);
    let name = "`windward --version`, start to end";
    let mut table = Table::of_figures(format!(
        "Start, on a record of {} entries, {STARTS} times",
        reference.entries
    ));
    for (figure, target, runs) in [
        ("start to first 200 of /healthz", Some(100.0), health),
        (
            "start to first 200 of a signed-in page (/course)",
            None,
            page,
        ),
    ] {
        table.row([
            figure.to_owned(),
            runs.shown(1, "ms"),
            target
                .map(|most| format!("under {most:.0} ms"))
                .unwrap_or_default(),
            format!("{name}: {}", bare.shown(1, "ms")),
            ratio(runs.median(), bare.median()),
            target
                .map(|most| verdict(runs.median() < most))
                .unwrap_or_default(),
        ]);
    }
    let size = Runs::of([size()?]);
    for (figure, target, runs) in [
        ("resident memory after that page", 50.0, &memory),
        ("size of the release program", 25.0, &size),
    ] {
        table.row([
            figure.to_owned(),
            runs.shown(1, "MB"),
            format!("under {target:.0} MB"),
            String::new(),
            String::new(),
            verdict(runs.median() < target),
        ]);
    }
    Ok(table)
}

/// Starts a server twice, once for each first answer, and the program that only says its version.
fn once(reference: &Reference, cookie: &str, figures: &mut Figures) -> Result<()> {
    let address = free_address()?;
    let health = request(address, "/healthz", None);
    let begun = Instant::now();
    let server = Program::start(&mut reference.server(address))?;
    first_200(address, &health)?;
    figures.health.push(millis(begun));
    server.stop()?;

    let address = free_address()?;
    let page = request(address, "/course", Some(cookie));
    let begun = Instant::now();
    let server = Program::start(&mut reference.server(address))?;
    first_200(address, &page)?;
    figures.page.push(millis(begun));
    Connection::to(address)?.page(&page)?;
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    figures.memory.push(server.resident()? as f64 / MB);
    server.stop()?;

    let begun = Instant::now();
    Command::new(program())
        .arg("--version")
        .stdout(Stdio::null())
        .status()?;
    figures.bare.push(millis(begun));
    Ok(())
}

fn millis(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

fn size() -> Result<f64> {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    Ok(fs::metadata(program())?.len() as f64 / MB)
}
