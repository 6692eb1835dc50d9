use thiserror::Error;

use crate::{incoming::counted, limits};

/// Why nothing can be read from a file. Each is one sentence for the person who chose the file: what it is, and
/// what to do. Nothing has been imported when one of these comes back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// Not a byte in it, or only spaces. Download it again.
    #[error("‘{file}’ is empty; download it again, or choose another file.")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// More than [`limits::FILE`] (or what else bounds its kind). Choose the single table.
    #[error("‘{file}’ is larger than {}, which no career is; choose a file that holds only your roles, such as ‘Positions.csv’ from a LinkedIn export.", size(*most))]
    Size {
        /// The file's name.
        file: String,
        /// How many bytes are read.
        most: usize,
    },
    /// More than [`limits::ROWS`] rows.
    #[error(
        "‘{file}’ has more than {}, so it cannot be one person’s roles; choose a file that holds only yours.",
        counted(limits::ROWS, "row", "rows")
    )]
    Rows {
        /// The file's name.
        file: String,
    },
    /// More than [`limits::PEOPLE`] people.
    #[error(
        "‘{file}’ has more than {}, more than anybody’s network has; choose a file that holds only yours, or divide it.",
        counted(limits::PEOPLE, "person", "people")
    )]
    People {
        /// The file's name.
        file: String,
    },
    /// A ZIP without its end. Download it again.
    #[error(
        "‘{file}’ is cut short: the end of the archive is missing; download it again and choose the new file."
    )]
    Truncated {
        /// The file's name.
        file: String,
    },
    /// A ZIP in which something does not add up. Download it again.
    #[error(
        "‘{entry}’ inside ‘{file}’ is damaged and does not unpack; download the archive again and choose the new file."
    )]
    Damaged {
        /// The archive's name.
        file: String,
        /// What in it.
        entry: String,
    },
    /// A ZIP packed by a method that few programs use. Unpack it first.
    #[error(
        "‘{entry}’ inside ‘{file}’ is packed in a way that is not read here; unpack the archive and choose the file from it."
    )]
    Packing {
        /// The archive's name.
        file: String,
        /// What in it.
        entry: String,
    },
    /// A ZIP with a password. Unpack it first.
    #[error(
        "‘{file}’ is locked with a password; unpack it with the password and choose ‘{entry}’ from it."
    )]
    Encrypted {
        /// The archive's name.
        file: String,
        /// What in it.
        entry: String,
    },
    /// A ZIP with another in it and nothing beside. Unpack it once.
    #[error("‘{file}’ holds another archive, ‘{entry}’; unpack it once and choose the one inside.")]
    Nested {
        /// The archive's name.
        file: String,
        /// The one inside.
        entry: String,
    },
    /// A ZIP that unpacks to far more than it should.
    #[error(
        "‘{entry}’ inside ‘{file}’ unpacks to far more than any export does, as files made to do harm are; nothing of it was read. Download your export again from where it was made."
    )]
    Bomb {
        /// The archive's name.
        file: String,
        /// What in it.
        entry: String,
    },
    /// A ZIP whose files would all be unpacked outside of its folder.
    #[error(
        "‘{entry}’ inside ‘{file}’ would be unpacked outside of its folder, as files made to do harm are, and there is nothing else in it; nothing was read. Download your export again from where it was made."
    )]
    Climbs {
        /// The archive's name.
        file: String,
        /// The first such file.
        entry: String,
    },
    /// More files in a ZIP than [`limits::ENTRIES`].
    #[error(
        "‘{file}’ holds more than {}, which no export of a career does; choose the export as it was downloaded.",
        counted(limits::ENTRIES, "file", "files")
    )]
    Entries {
        /// The archive's name.
        file: String,
    },
    /// A workbook, whatever its name says. Save it as CSV.
    #[error(
        "‘{file}’ is a workbook of a spreadsheet program; open it there, save the sheet as CSV, and choose that file."
    )]
    Spreadsheet {
        /// The file's name.
        file: String,
    },
    /// A PDF. LinkedIn makes one of a profile; its data export is another thing.
    #[error(
        "‘{file}’ is a PDF, from which nothing can be read reliably; ask LinkedIn for the export of your data (a ZIP), or paste your roles as text."
    )]
    Pdf {
        /// The file's name.
        file: String,
    },
    /// A text document with layout. Paste the roles.
    #[error(
        "‘{file}’ is a document of a word processor; paste your roles as text instead, one a line."
    )]
    Document {
        /// The file's name.
        file: String,
    },
    /// A web page, often the one that asks to sign in.
    #[error(
        "‘{file}’ is a web page, perhaps the one that asked you to sign in; download the file itself and choose that."
    )]
    WebPage {
        /// The file's name.
        file: String,
    },
    /// A Europass in either of its XML forms.
    #[error(
        "‘{file}’ is a Europass, which is not read here; paste its roles as text, one a line: ‘Senior PM, Acme, 2019 to now’."
    )]
    Europass {
        /// The file's name.
        file: String,
    },
    /// XML of any kind.
    #[error(
        "‘{file}’ is XML, which is not read here; choose a LinkedIn export, a JSON Resume, a CSV of roles, or paste your roles as text."
    )]
    Xml {
        /// The file's name.
        file: String,
    },
    /// An archive that is no ZIP.
    #[error(
        "‘{file}’ is an archive, but not a ZIP; unpack it and choose the file inside, or a ZIP of it."
    )]
    OtherArchive {
        /// The file's name.
        file: String,
    },
    /// Named like a ZIP, but something else.
    #[error(
        "‘{file}’ is not a ZIP, though its name says so; download the export again and choose the new file."
    )]
    NotZip {
        /// The file's name.
        file: String,
    },
    /// Bytes that are no text and nothing known.
    #[error(
        "‘{file}’ is neither text nor an archive; choose a LinkedIn export (ZIP), a JSON Resume, or a CSV of roles."
    )]
    Binary {
        /// The file's name.
        file: String,
    },
    /// JSON with a mistake in it.
    #[error(
        "‘{file}’ is not complete JSON: something is wrong on line {line}, column {column}; export it again, or put that right."
    )]
    Json {
        /// The file's name.
        file: String,
        /// Where, from 1.
        line: usize,
        /// Where, from 1.
        column: usize,
    },
    /// JSON nested deeper than [`limits::DEPTH`].
    #[error(
        "‘{file}’ is nested more than {} levels deep, which no résumé is; choose another file.",
        limits::DEPTH
    )]
    Depth {
        /// The file's name.
        file: String,
    },
    /// JSON, but not of a résumé.
    #[error(
        "‘{file}’ is JSON, but neither a JSON Resume (it has none of ‘basics’, ‘work’ and ‘education’) nor a candidate of HR Open (no ‘profiles’); choose the résumé’s own file."
    )]
    JsonShape {
        /// The file's name.
        file: String,
    },
    /// Windward's own export, which comes in another way.
    #[error(
        "‘{file}’ is an export of a Windward record; bring it in under Settings, or with ‘windward import-record’."
    )]
    RecordExport {
        /// The file's name.
        file: String,
    },
    /// A table of a LinkedIn export that a record has no use for.
    #[error(
        "‘{file}’ is the table ‘{table}’ of a LinkedIn export, of which a record keeps nothing; choose ‘Positions.csv’ or the whole ZIP."
    )]
    OtherTable {
        /// The file's name.
        file: String,
        /// What LinkedIn calls it.
        table: &'static str,
    },
    /// Text, but neither a table of roles nor lines that name any.
    #[error(
        "Nothing in ‘{file}’ looks like a role; a table needs headings such as ‘Title’, ‘Company’, ‘From’ and ‘To’, a text one role a line: ‘Senior PM, Acme, 2019 to now’."
    )]
    NoRoles {
        /// The file's name.
        file: String,
    },
}

/// ‘16 MB’, ‘128 kB’.
fn size(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{} kB", bytes >> 10),
        megabytes => format!("{megabytes} MB"),
    }
}
