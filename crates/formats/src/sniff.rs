//! What a file is, by what is in it; its name only decides where the content leaves it open.

use crate::{
    archive::{Archive, Entry},
    brag,
    error::ImportError,
    hr_open,
    incoming::{Gathering, Importer, Incoming, Place, Tone, counted},
    json, json_resume, limits, lines,
    linkedin::{self, Known, Use, known},
    people,
    roles::{self, Source},
    table::Table,
    text::{Decoded, decode, file_name, fold, quote},
    vcard,
};

/// Reads whatever a person brings: a LinkedIn export (the ZIP of either kind, or one table of it), a JSON Resume of
/// any version, a table of roles or of contacts, an address book (vCard), or roles as text.
///
/// A row that cannot be used never spoils the others: it is in [`Incoming::skipped`] with its reason. An error
/// means that nothing at all could be read; its text says what the file is and what to do.
///
/// ```
/// let csv = "Title,Company,From,To\nProduct Manager,Acme,Nov 2019,\n";
/// let incoming = windward_formats::read("roles.csv", csv.as_bytes())?;
/// assert_eq!((incoming.found.len(), incoming.rows), (1, 1));
/// # Ok::<(), windward_formats::ImportError>(())
/// ```
pub fn read(name: &str, bytes: &[u8]) -> Result<Incoming, ImportError> {
    read_whole(name, bytes, People::Counted)
}

/// The same with the connections of a LinkedIn export among what is found; [`read`] only counts them, as whoever
/// brings their roles may not think of thousands of people.
pub fn read_with_people(name: &str, bytes: &[u8]) -> Result<Incoming, ImportError> {
    read_whole(name, bytes, People::Read)
}

/// What becomes of connections in an archive. In a file of their own they are always read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum People {
    Counted,
    Read,
}

fn read_whole(name: &str, bytes: &[u8], people: People) -> Result<Incoming, ImportError> {
    let file = file_name(name);
    if bytes.len() > limits::FILE {
        let most = limits::FILE;
        return Err(ImportError::Size { file, most });
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(b"PK\x07\x08")
    {
        return read_archive(&file, bytes, people);
    }
    let decoded = text_of(&file, bytes)?;
    let mut incoming = match read_plain(&file, &decoded.text) {
        Err(ImportError::NoRoles { file }) if ends_with(&file, &[".zip"]) => {
            return Err(ImportError::NotZip { file });
        }
        read => read?,
    };
    if let Some(doubt) = decoded.doubt {
        incoming.doubt(doubt);
    }
    Ok(incoming)
}

/// Reads a brag document whatever it looks like: Markdown with a bullet for each thing, or a table of evidence.
pub fn read_brag(name: &str, bytes: &[u8]) -> Result<Incoming, ImportError> {
    let file = file_name(name);
    let decoded = text_of(&file, bytes)?;
    let mut incoming = brag::read(&file, &decoded.text)?;
    if let Some(doubt) = decoded.doubt {
        incoming.doubt(doubt);
    }
    Ok(incoming)
}

/// Reads what a person pasted: roles, one a line, or a table with headings as it is copied from a spreadsheet.
///
/// ```
/// let incoming = windward_formats::read_text("Senior PM, Acme, 2019 to now")?;
/// assert_eq!(incoming.found.len(), 1);
/// # Ok::<(), windward_formats::ImportError>(())
/// ```
pub fn read_text(text: &str) -> Result<Incoming, ImportError> {
    let file = "pasted text".to_owned();
    if text.trim().is_empty() {
        return Err(ImportError::Empty { file });
    }
    if text.len() > limits::PASTED {
        let most = limits::PASTED;
        return Err(ImportError::Size { file, most });
    }
    let is_table = |heading: fn(&[String]) -> bool| Table::find(text, heading).is_some();
    if text.trim_start().starts_with(['{', '['])
        || is_table(roles::is_heading)
        || is_table(people::is_heading)
        || is_table(brag::is_heading)
        || vcard::is_one(text)
        || brag::is_document(&file, text)
    {
        return read_plain(&file, text);
    }
    lines::read(&file, text, lines::Trust::Asked)
}

/// The text in a file that is no archive, or what else the file is.
fn text_of<'b>(file: &str, bytes: &'b [u8]) -> Result<Decoded<'b>, ImportError> {
    let file = file.to_owned();
    let starts = |magic: &[&[u8]]| magic.iter().any(|it| bytes.starts_with(it));
    if starts(&[b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]) {
        // The older formats of office programs share one container, and an archive named CSV is a newer one.
        return Err(
            if ends_with(&file, &[".doc", ".docx", ".ppt", ".msg", ".odt"]) {
                ImportError::Document { file }
            } else {
                ImportError::Spreadsheet { file }
            },
        );
    }
    if starts(&[b"%PDF"]) {
        return Err(ImportError::Pdf { file });
    }
    if starts(&[b"{\\rtf"]) {
        return Err(ImportError::Document { file });
    }
    if starts(&[
        b"\x1f\x8b",
        b"7z\xbc\xaf",
        b"Rar!",
        b"BZh",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
    ]) {
        return Err(ImportError::OtherArchive { file });
    }
    // Windward's own export, in clear or encrypted. It may be large, and is told by its first line.
    let line = &bytes[..bytes.len().min(300)];
    let own = |mark: &[u8]| line.windows(mark.len()).any(|it| it == mark);
    if starts(&[b"age-encryption.org/", b"-----BEGIN AGE"])
        || (starts(&[b"{"]) && own(b"\"windward\":\"record\""))
    {
        return Err(ImportError::RecordExport { file });
    }
    let most = if is_address_book(bytes) {
        limits::VCARD
    } else {
        limits::TABLE
    };
    if bytes.len() > most {
        return Err(ImportError::Size { file, most });
    }
    let Some(decoded) = decode(bytes) else {
        return Err(if ends_with(&file, &[".zip"]) {
            ImportError::NotZip { file }
        } else {
            ImportError::Binary { file }
        });
    };
    if decoded.text.trim().is_empty() {
        return Err(ImportError::Empty { file });
    }
    Ok(decoded)
}

/// Whether bytes begin as an address book does, behind whatever mark stands before them.
fn is_address_book(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(32)]);
    vcard::is_one(start.trim_start_matches('\u{feff}'))
}

fn read_plain(file: &str, text: &str) -> Result<Incoming, ImportError> {
    let start = text.trim_start();
    if vcard::is_one(start) {
        return vcard::read(file, text);
    }
    if start.starts_with('<') {
        let head: String = start.chars().take(2_000).collect();
        let file = file.to_owned();
        let europass = ["skillspassport", "europass.eu", "europass.cedefop"];
        return Err(if europass.iter().any(|it| fold(&head).contains(it)) {
            ImportError::Europass { file }
        } else if fold(&head).contains("<html") || fold(&head).contains("<!doctype html") {
            ImportError::WebPage { file }
        } else {
            ImportError::Xml { file }
        });
    }
    if start.starts_with(['{', '[']) {
        return read_json(file, text);
    }
    let is_heading = |headings: &[String]| {
        known(file, headings).is_some_and(|it| it.share(headings) > 0.0)
            || roles::is_heading(headings)
            || people::is_heading(headings)
    };
    let table = Table::find(text, is_heading);
    let table_known = table
        .as_ref()
        .map_or_else(|| Known::named(file), |it| known(file, &it.headings));
    match (table, table_known) {
        (None, Some(it)) if !matches!(it.used, Use::Roles) => Err(ImportError::OtherTable {
            file: file.to_owned(),
            table: it.name,
        }),
        (None, _)
            if Table::find(text, brag::is_heading).is_some() || brag::is_document(file, text) =>
        {
            brag::read(file, text)
        }
        (None, _) => lines::read(file, text, lines::Trust::Sniffed),
        (Some(_), Some(it)) if matches!(it.used, Use::Career | Use::None) => {
            Err(ImportError::OtherTable {
                file: file.to_owned(),
                table: it.name,
            })
        }
        (Some(_), Some(it)) => {
            let mut gathering = Gathering::new(Importer::LinkedIn, file);
            let whole = matches!(it.used, Use::Items | Use::Connections);
            gathering.wants_roles = !whole;
            linkedin::gather(&mut gathering, it, file, text)?;
            Ok(gathering.finish(if whole {
                "Its headings were recognised, but there is no row below them."
            } else {
                "The roles of a LinkedIn export are in its ‘Positions.csv’."
            }))
        }
        (Some(table), None) if people::is_heading(&table.headings) => {
            let mut gathering = Gathering::new(Importer::Contacts, file);
            gathering.wants_roles = false;
            people::gather_table(&mut gathering, &table, file)?;
            Ok(gathering.finish("Its headings were recognised, but there is no row below them."))
        }
        (Some(table), None) => {
            let mut gathering = Gathering::new(Importer::Table, file);
            roles::gather_all(&mut gathering, &table, file, Source::Own)?;
            Ok(gathering.finish("Its headings were recognised, but there is no row below them."))
        }
    }
}

/// A résumé in one of the JSON forms, whichever it is by its sections.
fn read_json(file: &str, text: &str) -> Result<Incoming, ImportError> {
    let object = json::object_of(file, text)?;
    if json_resume::is_one(&object) {
        json_resume::read(file, text, &object)
    } else if let Some(candidate) = hr_open::candidate(&object) {
        hr_open::read(file, text, &candidate)
    } else {
        let file = file.to_owned();
        Err(ImportError::JsonShape { file })
    }
}

fn read_archive(file: &str, bytes: &[u8], people: People) -> Result<Incoming, ImportError> {
    let mut archive = Archive::open(file, bytes)?;
    let entries = archive.entries()?;
    refuse_documents(file, &entries)?;

    let (climbing, mut entries): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|it| it.climbs);
    if let (Some(first), []) = (climbing.first(), &entries[..]) {
        let (file, entry) = (file.to_owned(), quote(&first.path));
        return Err(ImportError::Climbs { file, entry });
    }
    let named = |entry: &Entry| Known::named(&file_name(&entry.path));
    // Roles first, and the same files in the same order however they were packed.
    entries.sort_by_cached_key(|it| (named(it).map_or(Use::None, |it| it.used), it.path.clone()));
    if !entries.iter().any(|it| named(it).is_some()) {
        return read_single(file, &mut archive, &entries);
    }

    let mut gathering = Gathering::new(Importer::LinkedIn, file);
    for entry in &climbing {
        let path = quote(&entry.path);
        let text = format!(
            "‘{path}’ would be unpacked outside of its folder, as no export does; it was left out."
        );
        gathering.notice(Tone::Look, None, text);
    }
    let has_roles = entries
        .iter()
        .any(|it| named(it).is_some_and(|it| it.used == Use::Roles));
    let mut left = Vec::new();
    // Files looked into because their name says nothing.
    let mut strangers = 0;
    for entry in &entries {
        let known = match named(entry) {
            Some(it) => {
                let read = |used| match used {
                    Use::Roles | Use::Profile | Use::Items => true,
                    Use::Connections => people == People::Read,
                    Use::Career | Use::None => false,
                };
                Some(it).filter(|it| read(it.used))
            }
            None if !has_roles
                && strangers < limits::STRANGERS
                && ends_with(&entry.path, &[".csv"]) =>
            {
                strangers += 1;
                let bytes = archive.unpack(entry)?;
                renamed_positions(&entry.path, &bytes)
            }
            None => None,
        };
        let Some(known) = known else {
            left.extend(count(&mut gathering, &mut archive, entry, named(entry)));
            continue;
        };
        let bytes = archive.unpack(entry)?;
        let place = Place::of(&quote(&entry.path));
        match text_of(&file_name(&entry.path), &bytes) {
            Ok(decoded) => {
                if let Some(doubt) = decoded.doubt {
                    gathering.notice(Tone::Look, Some(place.clone()), doubt);
                }
                linkedin::gather(&mut gathering, known, &place.file, &decoded.text)?;
            }
            Err(error) => gathering.notice(Tone::Alarm, Some(place), error.to_string()),
        }
    }
    if !left.is_empty() {
        gathering.notice(Tone::Aside, None, left_alone(&left));
    }
    Ok(gathering.finish(
        "There is no ‘Positions.csv’ with roles in it. LinkedIn sends an export in two parts: see whether the other one has it.",
    ))
}

/// Counts a table that is not read; how it is named among those left alone, unless it has said so itself.
fn count(
    gathering: &mut Gathering,
    archive: &mut Archive<'_>,
    entry: &Entry,
    known: Option<&'static Known>,
) -> Option<String> {
    let name = file_name(&entry.path);
    let counted_rows = ends_with(&name, &[".csv"])
        .then(|| archive.count(entry, |it| known.is_none_or(|known| known.heads(it))))
        .flatten();
    let path = quote(&entry.path);
    match (counted_rows, known.map(|it| it.used)) {
        (Some(rows), Some(Use::Connections)) => {
            linkedin::connections(gathering, &path, rows);
            None
        }
        (Some(rows), _) if rows > 0 => {
            gathering.ignored(&path, rows);
            Some(format!("‘{name}’ ({})", counted(rows, "row", "rows")))
        }
        _ => Some(format!("‘{name}’")),
    }
}

fn renamed_positions(path: &str, bytes: &[u8]) -> Option<&'static Known> {
    let decoded = decode(bytes)?;
    let roles = |headings: &[String]| known(path, headings).filter(|it| it.used == Use::Roles);
    let table = Table::find(&decoded.text, |headings| roles(headings).is_some())?;
    roles(&table.headings)
}

/// An archive that is no LinkedIn export: somebody packed a single file.
fn read_single(
    file: &str,
    archive: &mut Archive<'_>,
    entries: &[Entry],
) -> Result<Incoming, ImportError> {
    let mut refused = None;
    for entry in entries
        .iter()
        .filter(|it| ends_with(&it.path, &[".csv", ".json", ".txt", ".tsv", ".vcf"]))
        .take(limits::STRANGERS)
    {
        let bytes = archive.unpack(entry)?;
        let inside = quote(&entry.path);
        let read = text_of(&inside, &bytes).and_then(|decoded| read_plain(&inside, &decoded.text));
        match read {
            Ok(mut incoming) => {
                file.clone_into(&mut incoming.label);
                return Ok(incoming);
            }
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    let nested = entries.iter().find(|it| ends_with(&it.path, &[".zip"]));
    let file = file.to_owned();
    Err(match (nested, refused) {
        (Some(inner), _) => ImportError::Nested {
            file,
            entry: quote(&inner.path),
        },
        (None, Some(error)) => error,
        (None, None) if entries.is_empty() => ImportError::Empty { file },
        (None, None) => ImportError::NoRoles { file },
    })
}

/// The documents of office programs are archives too.
fn refuse_documents(file: &str, entries: &[Entry]) -> Result<(), ImportError> {
    let has = |start: &str| entries.iter().any(|it| it.path.starts_with(start));
    let file = file.to_owned();
    let open_document = has("content.xml") && has("META-INF/");
    let apple = has("Index/") && entries.iter().any(|it| ends_with(&it.path, &[".iwa"]));
    if has("xl/") || ((open_document || apple) && !ends_with(&file, &[".odt", ".pages"])) {
        return Err(ImportError::Spreadsheet { file });
    }
    if has("word/") || has("ppt/") || open_document || apple {
        return Err(ImportError::Document { file });
    }
    Ok(())
}

fn left_alone(files: &[String]) -> String {
    let (shown, rest) = files.split_at(files.len().min(limits::LEFT_ALONE));
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "Not looked at, because a record has no place for them: {}{more}.",
        shown.join(", ")
    )
}

fn ends_with(file: &str, endings: &[&str]) -> bool {
    let folded = fold(file);
    endings.iter().any(|ending| folded.ends_with(ending))
}
