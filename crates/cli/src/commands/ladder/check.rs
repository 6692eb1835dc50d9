use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anyhow::Result;
use clap::Args;
use serde::Serialize;
use windward_core::framework::{Fault, Faults, Framework, Position};

use crate::{
    files::read_file,
    screen::{self, Screen, say},
    stop::Stop,
    words::count,
};

/// Bytes of a framework file. The shipped one has about 100 kB.
const MAX_BYTES: usize = 4 << 20;

/// Find every mistake in framework files, each with its place
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Look again each time one of them is saved, until Ctrl+C
    #[arg(long, conflicts_with = "json")]
    watch: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Checked {
    file: String,
    faults: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
}

impl Check {
    pub(crate) fn run(self) -> Result<()> {
        if !self.watch {
            return self.look();
        }
        let mut saved = Saved::of(&self.files);
        loop {
            match self.look() {
                Err(error) if error.downcast_ref::<Stop>().is_none() => {
                    // Gone for a moment, as some editors have it while they save.
                    screen::aside(&format!("windward: {error:#}"));
                }
                _ => {}
            }
            say("Looking again when it is saved; Ctrl+C ends it.\n")?;
            saved.wait();
        }
    }

    fn look(&self) -> Result<()> {
        let mut screen = Screen::new();
        let mut answers = Vec::new();
        for path in &self.files {
            let file = path.display().to_string();
            let faults = match parse(path)? {
                Ok(framework) => {
                    screen.line(format_args!(
                        "{file}: no faults; {} {} with {} and {}",
                        framework.name,
                        framework.version,
                        count(framework.rungs.len(), "rung", "rungs"),
                        count(framework.skills.len(), "skill", "skills"),
                    ));
                    Vec::new()
                }
                Err(faults) => {
                    draw(&mut screen, &file, &faults);
                    let told = faults.as_slice().iter();
                    told.map(|fault| tell(faults.text(), fault)).collect()
                }
            };
            answers.push(Checked { file, faults });
        }
        let faulty = answers.iter().any(|it| !it.faults.is_empty());
        if self.json {
            screen::json(&answers)?;
        } else {
            screen.show()?;
        }
        if faulty {
            return Err(Stop::Faults.into());
        }
        Ok(())
    }
}

/// When files were saved last.
pub(super) struct Saved<'a> {
    files: &'a [PathBuf],
    at: Vec<Option<(SystemTime, u64)>>,
}

impl<'a> Saved<'a> {
    /// How long until it is looked again: at once for whoever saves, and nothing for the machine.
    const PAUSE: Duration = Duration::from_millis(300);

    pub(super) fn of(files: &'a [PathBuf]) -> Self {
        let at = files.iter().map(|file| Self::at(file)).collect();
        Self { files, at }
    }

    fn at(file: &Path) -> Option<(SystemTime, u64)> {
        let about = fs::metadata(file).ok()?;
        Some((about.modified().ok()?, about.len()))
    }

    /// Waits until one of them was saved and is there.
    pub(super) fn wait(&mut self) {
        loop {
            thread::sleep(Self::PAUSE);
            let now = Self::of(self.files).at;
            if now != self.at && now.iter().all(Option::is_some) {
                self.at = now;
                return;
            }
        }
    }
}

/// Reads a framework file.
pub(super) fn parse(path: &Path) -> Result<Result<Framework, Faults>> {
    Ok(Framework::parse(&text(path)?))
}

/// Reads a framework file that is wanted for something else than finding its faults.
pub(super) fn sound(path: &Path) -> Result<(Framework, String)> {
    let text = text(path)?;
    let framework = Framework::parse(&text).map_err(|faults| {
        let shown = path.display();
        Stop::refused(format!(
            "{shown} has {}; `windward ladder check {shown}` shows where",
            count(faults.as_slice().len(), "fault", "faults"),
        ))
    })?;
    Ok((framework, text))
}

fn text(path: &Path) -> Result<String> {
    String::from_utf8(read_file(path, MAX_BYTES)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
        let Position { line, column } = Position::of(&before, at);
        Stop::refused(format!(
            "{}:{line}:{column}: not in UTF-8; save the file in that encoding",
            path.display()
        ))
    })
}

fn tell(text: &str, fault: &Fault) -> Told {
    let Position { line, column } = Position::of(text, fault.span.start);
    Told {
        line,
        column,
        message: fault.message.clone(),
        help: fault.help.clone(),
    }
}

/// Draws every fault with its line and a caret under it.
fn draw(screen: &mut Screen, file: &str, faults: &Faults) {
    let renderer = if screen.is_coloured() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for fault in faults.as_slice() {
        // Only the line it begins on: a table without a field would be drawn to its end.
        let text = faults.text();
        let start = text.floor_char_boundary(fault.span.start);
        let begin = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let stop = text.ceil_char_boundary(fault.span.end).clamp(start, end);
        let snippet = Snippet::source(&text[begin..end])
            .path(file)
            .line_start(Position::of(text, start).line)
            .annotation(AnnotationKind::Primary.span(start - begin..stop - begin));
        let mut group = Level::ERROR
            .primary_title(fault.message.as_str())
            .element(snippet);
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        screen.drawn(&renderer.render(&[group]));
        screen.gap();
    }
    let number = faults.as_slice().len();
    screen.line(format_args!("{file}: {}", count(number, "fault", "faults")));
}
