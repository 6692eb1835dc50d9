//! `windward title`: from job titles to rungs, with the reason.

use std::io::{self, BufRead, BufWriter, IsTerminal, Write};

use anyhow::Result;
use clap::Args;
use windward_core::{
    framework::Framework,
    title::{Reader, TitleReading},
};

use crate::{
    home::Home,
    progress::Progress,
    screen::{PLAIN, Screen, harmless, hint},
};

/// Read job titles: which rung they mean, how sure that is, and why
///
/// All words together are one title, quoted or not. Without any, every line of standard input is a title.
#[derive(Debug, Args)]
pub(crate) struct Title {
    /// The title
    text: Vec<String>,
    /// Print JSON: one object, or one a line for the lines of standard input
    #[arg(long)]
    json: bool,
}

/// Bytes of a line that are looked at; more than any title has.
const LINE: u64 = 64 << 10;

impl Title {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let framework = &*beginning.book()?.framework;
        let reader = Reader::new(framework);
        if self.text.is_empty() {
            // Where the answers go by on a terminal, they show that it goes on.
            let away = !io::stdout().is_terminal();
            let _progress = away.then(|| Progress::on("Reading titles"));
            hint("Type a title a line; Ctrl+D ends.");
            return each_line(framework, &reader, self.json);
        }
        let reading = reader.read(&self.text.join(" "));
        if self.json {
            let mut stdout = io::stdout().lock();
            serde_json::to_writer(&mut stdout, &reading).map_err(io::Error::from)?;
            return Ok(writeln!(stdout)?);
        }
        let mut screen = Screen::new();
        let rung = reading.rung.as_ref().and_then(|id| framework.rung(id));
        screen.heading(&match rung {
            Some(rung) => format!("{} ({})", rung.name, rung.id),
            None if reading.adjacent => "Beside product, on no rung".to_owned(),
            None => "On no rung".to_owned(),
        });
        screen.line(format_args!("confidence {}", reading.confidence));
        screen.paragraph(0, PLAIN, &reading.reason);
        Ok(screen.show()?)
    }
}

/// Reads standard input to its end, a title a line, and answers each line with one.
fn each_line(framework: &Framework, reader: &Reader, json: bool) -> Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let ids = framework.rungs.iter().map(|rung| rung.id.as_str().len());
    let width = ids.max().unwrap_or(0).max("beside product".len());
    // Whoever types wants the answer before the next line.
    let typed = input.is_terminal();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = io::Read::take(&mut input, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(output.flush()?);
        }
        if read as u64 == LINE && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
        }
        let title = String::from_utf8_lossy(line.trim_ascii_end());
        let reading = reader.read(&title);
        if json {
            serde_json::to_writer(&mut output, &reading).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            let TitleReading { confidence, .. } = &reading;
            writeln!(
                output,
                "{confidence}  {:width$}  {}",
                place(&reading),
                harmless(&title)
            )?;
        }
        if typed {
            output.flush()?;
        }
    }
}

fn place(reading: &TitleReading) -> &str {
    match &reading.rung {
        Some(rung) => rung.as_str(),
        None if reading.adjacent => "beside product",
        None => "-",
    }
}
