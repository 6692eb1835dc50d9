//! How long `windward title` takes over a file of job titles.

use std::{
    fs::{self, File},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Result, ensure};

use crate::{
    dice::Dice,
    reference::{program, scratch},
    table::{Runs, Table, ratio, verdict},
};

const LINES: usize = 100_000;
const RUNS: usize = 3;
/// Milliseconds that all lines may take.
const MOST: f64 = 2000.0;

const BEFORE: [&str; 12] = [
    "",
    "",
    "",
    "Senior ",
    "Sr. ",
    "Lead ",
    "Principal ",
    "Associate ",
    "Group ",
    "Head of ",
    "VP, ",
    "Interim ",
];
const TITLES: [&str; 14] = [
    "Product Manager",
    "PM",
    "Product Owner",
    "Product",
    "Director of Product",
    "CPO",
    "Product Designer",
    "Project Manager",
    "Production Manager",
    "Product Marketing Manager",
    "Software Engineer",
    "Produktmanagerin",
    "Chef de produit",
    "Data Analyst",
];
const AFTER: [&str; 10] = [
    "",
    "",
    "",
    " II",
    ", Growth",
    " - Payments (L5)",
    " @ Tidepool",
    ", EMEA",
    " (contract)",
    " / Co-founder",
];

pub(crate) fn measure() -> Result<Table> {
    let dir = scratch()?;
    let mut dice = Dice::seeded(7);
    let titles: String = (0..LINES)
        .map(|_| {
            [
                dice.pick(&BEFORE),
                dice.pick(&TITLES),
                dice.pick(&AFTER),
                &"\n",
            ]
            .map(|part| *part)
            .concat()
        })
        .collect();
    let (many, one) = (dir.path().join("many"), dir.path().join("one"));
    fs::write(&many, titles)?;
    fs::write(&one, "Product Manager\n")?;
    let read = |path| {
        let begun = Instant::now();
        let mut command = Command::new(program());
        // Without a record: the shipped ladder.
        command
            .arg("title")
            .arg("--data")
            .arg(dir.path().join("nothing"));
        let status = command
            .stdin(File::open(path)?)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(status.success(), "windward title failed");
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    };
    let (mut all, mut single) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        all.push(read(&many)?);
        single.push(read(&one)?);
    }
    let (all, single) = (Runs::of(all), Runs::of(single));
    let mut table = Table::of_figures(format!("Titles, {RUNS} times"));
    table.row([
        format!("`windward title` over {LINES} lines"),
        all.shown(0, "ms"),
        format!("under {MOST:.0} ms"),
        format!("over one line: {}", single.shown(1, "ms")),
        ratio(all.median(), single.median()),
        verdict(all.median() < MOST),
    ]);
    Ok(table)
}
