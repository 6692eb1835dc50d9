//! From lines to a record export. Reads on after every fault, so that all of them can be told.

use std::{collections::HashMap, str};

use serde::Deserialize;

use super::{
    ExportFaults, FORMAT, FrameworkLine, Header, LineFault, MAX_BYTES, MAX_FAULTS, Problem,
    RecordExport,
};
use crate::{
    framework::FrameworkHash,
    id::EntryId,
    record::{Entry, EntryError},
};

pub(super) fn export(bytes: &[u8]) -> Result<RecordExport, ExportFaults> {
    let mut reader = Reader::default();
    if bytes.len() > MAX_BYTES {
        reader.fault(1, Problem::TooLarge(bytes.len()));
    } else {
        reader.lines(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    }
    if reader.faults.is_empty() {
        Ok(reader.export)
    } else {
        Err(ExportFaults {
            faults: reader.faults,
            more: reader.more,
        })
    }
}

#[derive(Default)]
struct Reader {
    export: RecordExport,
    seen: HashMap<EntryId, usize>,
    faults: Vec<LineFault>,
    more: usize,
}

impl Reader {
    fn fault(&mut self, line: usize, problem: Problem) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(LineFault { line, problem });
        } else {
            self.more += 1;
        }
    }

    fn lines(&mut self, bytes: &[u8]) {
        let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
        let mut lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
        let header = match lines.next().map(|(line, at)| (header(line), at)) {
            Some((Ok(header), _)) => header,
            // Nothing else can be told of a file that is something else.
            Some((Err(problem), at)) => return self.fault(at, problem),
            None => return self.fault(1, Problem::NotAnExport),
        };
        let mut last = 1;
        for (line, at) in lines {
            last = at;
            if let Err(problem) = self.line(line, at) {
                self.fault(at, problem);
            }
        }
        // A line that could not be read is counted as neither, and is a fault already.
        if self.faults.is_empty() {
            let found = [self.export.frameworks.len(), self.export.entries.len()];
            let announced = [header.frameworks, header.entries];
            for (what, (announced, found)) in ["frameworks", "entries"]
                .into_iter()
                .zip(announced.into_iter().zip(found.map(|found| found as u64)))
            {
                if announced != found {
                    self.fault(
                        last,
                        Problem::Count {
                            what,
                            announced,
                            found,
                        },
                    );
                }
            }
        }
    }

    fn line(&mut self, line: &[u8], at: usize) -> Result<(), Problem> {
        let line = str::from_utf8(line).map_err(|_| Problem::Encoding)?;
        // Which of the two it is shows in the first key, without reading a long text twice.
        if line.trim_start().starts_with("{\"framework\"") {
            let line: FrameworkLine = serde_json::from_str(line).map_err(not_json)?;
            if FrameworkHash::of(&line.text) != line.framework {
                return Err(Problem::Framework);
            }
            self.export.frameworks.insert(line.framework, line.text);
            return Ok(());
        }
        let entry = Entry::from_json(line).map_err(|error| match error {
            EntryError::Form(error) if error.is_data() => Problem::Entry(error.into()),
            EntryError::Form(error) => not_json(error),
            other => Problem::Refused(other),
        })?;
        if let Some(earlier) = self.seen.insert(entry.entry_id, at) {
            return Err(Problem::Twice(earlier));
        }
        self.export.entries.push(entry);
        Ok(())
    }
}

fn not_json(error: serde_json::Error) -> Problem {
    if error.is_eof() {
        Problem::CutShort
    } else {
        Problem::Json(error.into())
    }
}

fn header(line: &[u8]) -> Result<Header, Problem> {
    #[derive(Deserialize)]
    struct Kind {
        format: u64,
        windward: String,
    }
    // The kind of file and its format come first: a newer header may look different.
    let kind: Kind = serde_json::from_slice(line).map_err(|_| Problem::NotAnExport)?;
    match kind {
        Kind { windward, .. } if windward != "record" => Err(Problem::NotAnExport),
        Kind { format: FORMAT, .. } => {
            serde_json::from_slice(line).map_err(|_| Problem::NotAnExport)
        }
        Kind { format, .. } => Err(Problem::Newer(format)),
    }
}
