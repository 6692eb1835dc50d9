//! Fixtures, archives made from them, and records to import into.

use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::Date};
use windward_core::{
    id::{ActId, CountedIds, NewIds},
    record::{Entry, Record, Stored},
};
use windward_formats::{Choices, Incoming, Plan, Verdict, describe, plan, read};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub(crate) const TODAY: Date = jiff::civil::date(2025, 6, 1);

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub(crate) fn fixture(path: &str) -> Vec<u8> {
    fs::read(fixtures().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A ZIP of these files.
pub(crate) fn packed<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, bytes) in files {
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const BASIC: [&str; 8] = [
    "Positions.csv",
    "Profile.csv",
    "Connections.csv",
    "Education.csv",
    "Skills.csv",
    "Invitations.csv",
    "Email Addresses.csv",
    "messages.csv",
];

const COMPLETE: [&str; 14] = [
    "Volunteering.csv",
    "Honors.csv",
    "Certifications.csv",
    "Projects.csv",
    "Languages.csv",
    "Courses.csv",
    "Recommendations_Received.csv",
    "Endorsement_Received_Info.csv",
    "PhoneNumbers.csv",
    "Company Follows.csv",
    "Ad_Targeting.csv",
    "Learning.csv",
    "Jobs/Saved Jobs.csv",
    "Reactions.csv",
];

/// The tables of a LinkedIn export of either kind, one of them replaced.
pub(crate) fn export(
    complete: bool,
    replaced: &[(&'static str, Vec<u8>)],
) -> Vec<(&'static str, Vec<u8>)> {
    let more: &[&str] = if complete { &COMPLETE } else { &[] };
    let table = |name: &&'static str| {
        let other = replaced
            .iter()
            .find(|(it, _)| it == name)
            .map(|(_, bytes)| bytes.clone());
        let bytes = other.unwrap_or_else(|| match *name {
            // In one real export this table was a workbook.
            "Reactions.csv" => packed(&[("xl/workbook.xml", "<x/>")]),
            name => fixture(&format!("linkedin/full/{name}")),
        });
        (*name, bytes)
    };
    BASIC.iter().chain(more).map(table).collect()
}

/// A record and what keeps it: ids and a clock that count.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    pub(crate) record: Record,
    pub(crate) ids: CountedIds,
}

impl Desk {
    pub(crate) fn append(&mut self, entries: Vec<Entry>) {
        let start = self.record.seq();
        let stored = (start + 1..).zip(entries).map(|(seq, entry)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            // Through the stored form, so that what could not be stored is noticed.
            entry: Entry::from_json(&entry.to_json()).unwrap(),
        });
        self.record.extend(stored);
    }

    pub(crate) fn plan(&self, incoming: Incoming) -> Plan {
        plan(incoming, &self.record, TODAY)
    }

    /// Plans and applies; gives the plan and its act.
    pub(crate) fn import(&mut self, incoming: Incoming, choices: &Choices) -> (Plan, ActId) {
        let plan = self.plan(incoming);
        let act = self.ids.act();
        let entries = plan.entries(choices, act, &mut self.ids, Timestamp::UNIX_EPOCH);
        self.append(entries);
        (plan, act)
    }

    pub(crate) fn import_csv(&mut self, rows: &[&str]) -> (Plan, ActId) {
        self.import(positions(rows), &Choices::new())
    }
}

/// LinkedIn's positions with these rows of `company,title,note,from,to`.
pub(crate) fn positions(rows: &[&str]) -> Incoming {
    let mut csv = "Company Name,Title,Description,Started On,Finished On\n".to_owned();
    for row in rows {
        writeln!(csv, "{row}").unwrap();
    }
    read("Positions.csv", csv.as_bytes()).unwrap()
}

/// What an import holds, as a person would see it.
pub(crate) fn incoming_text(incoming: &Incoming) -> String {
    let mut text = format!("{} from {}\n", incoming.label, incoming.importer.label());
    for found in &incoming.found {
        writeln!(
            text,
            "found    {}: {}",
            found.place,
            describe(&found.content)
        )
        .unwrap();
        let fields = found.content.fields();
        let told = |it: &&windward_core::record::Field| {
            let outline = found.content.outline().unwrap();
            let told = [
                Some(outline.title),
                outline.beside,
                outline.from,
                outline.to,
            ];
            !told.contains(&Some(it.name)) && fields.contains_key(it.name)
        };
        let outline = found.content.outline();
        for it in outline.into_iter().flat_map(|it| it.fields).filter(told) {
            writeln!(text, "         {} {}", it.name, fields[it.name]).unwrap();
        }
    }
    for it in &incoming.skipped {
        writeln!(text, "skipped  {}: {:?} {}", it.place, it.what, it.reason).unwrap();
    }
    for it in &incoming.notices {
        let place = it
            .place
            .as_ref()
            .map_or_else(String::new, |it| format!("{it}: "));
        writeln!(
            text,
            "{:8} {place}{}",
            format!("{:?}", it.tone).to_lowercase(),
            it.text
        )
        .unwrap();
    }
    let several = incoming.files.len() > 1 || incoming.files.iter().any(|it| it.ignored > 0);
    for it in incoming.files.iter().filter(|_| several) {
        writeln!(
            text,
            "file     {}: {} read, {} counted only",
            it.file, it.read, it.ignored
        )
        .unwrap();
    }
    assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
    let read: usize = incoming.files.iter().map(|it| it.read).sum();
    assert_eq!(incoming.rows, read);
    write!(text, "rows     {}", incoming.rows).unwrap();
    text
}

/// A plan in a line each.
pub(crate) fn plan_text(plan: &Plan) -> Vec<String> {
    let differences = |fields: &[windward_formats::Difference]| {
        let one = |it: &windward_formats::Difference| {
            format!("{} ‘{}’ → ‘{}’", it.label, it.mine_text(), it.theirs_text())
        };
        fields.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    for line in &plan.lines {
        let word = match &line.verdict {
            Verdict::Added { again: false } => "added".to_owned(),
            Verdict::Added { again: true } => "added again".to_owned(),
            Verdict::Changed { fields, .. } => format!("changed {}", differences(fields)),
            Verdict::Same { .. } => "same".to_owned(),
            Verdict::KeptYours { fields, .. } => format!("kept yours {}", differences(fields)),
            Verdict::Asked { fields, also, .. } => {
                format!("asked {}; also {}", differences(fields), differences(also))
            }
            Verdict::Already {
                importer, fields, ..
            } => {
                format!("already from {importer} {}", differences(fields))
            }
            Verdict::Removed { .. } => "removed by hand".to_owned(),
        };
        lines.push(
            format!("{}: {word}", describe(&line.content))
                .trim_end()
                .to_owned(),
        );
    }
    let ignored: usize = plan.files.iter().map(|it| it.ignored).sum();
    let rows = plan.lines.len() + plan.skipped.len() + ignored;
    assert_eq!(plan.counts().rows(), rows);
    // And file by file.
    for it in &plan.files {
        assert_eq!(plan.counts_of(&it.file).rows(), it.read + it.ignored);
    }
    lines
}
