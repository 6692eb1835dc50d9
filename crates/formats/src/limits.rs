//! How much of a file is read. A career is small; whatever goes beyond this is not one, or means harm.

/// Bytes of an archive as it comes. A LinkedIn export with 20,000 messages is near 10 MB.
pub const FILE: usize = 100 << 20;

/// Bytes of one table, unpacked or as it comes. 30,000 connections (as many as LinkedIn allows) take near 5 MB.
pub const TABLE: usize = 16 << 20;

/// Bytes of a JSON file; one with a photograph inside stays below 2 MB.
pub const JSON: usize = 8 << 20;

/// Bytes unpacked from one archive, all files together.
pub const UNPACKED: usize = 64 << 20;

/// Bytes unpacked to count rows that are not read, all files of an archive together. They are never in memory; the
/// bound is on time. 20,000 messages take near 10 MB.
pub const COUNTED: usize = 128 << 20;

/// Files in an archive. A full LinkedIn export has near 50, with articles and pictures a few hundred.
pub const ENTRIES: usize = 10_000;

/// How many times its packed size a file may unpack to, once past [`RATIO_FROM`]. Texts pack 3 to 20 times.
pub const RATIO: usize = 200;

/// Bytes below which [`RATIO`] is not looked at: a short text of one letter is odd but harmless.
pub const RATIO_FROM: usize = 1 << 20;

/// Rows that concern a career in one import.
pub const ROWS: usize = 5_000;

/// People in one import. LinkedIn allows 30,000 connections; with [`ROWS`] they are one act of the store.
pub const PEOPLE: usize = 35_000;

/// Bytes of an address book. Phones put a picture of 50 KB into each card.
pub const VCARD: usize = 64 << 20;

/// Lines of one card that are looked at; the fullest ones have near 60.
pub const CARD_LINES: usize = 400;

/// Ways to reach one person.
pub const WAYS: usize = 40;

/// Tags of one person.
pub const TAGS: usize = 60;

/// Lines in which the heading of a table is looked for: a preamble may be as long as it likes, but not endless.
pub const HEADING_LINES: usize = 10_000;

/// Bytes of a line that may be a heading. None is longer, and a text without line breaks is not cut into cells.
pub const HEADING: usize = 10_000;
/// Bytes of a text that may be a date or two.
pub const DATE: usize = 200;
/// Files of an archive that are unpacked to see what they are, where their names do not say it.
pub const STRANGERS: usize = 20;
/// Files of an archive that are named as left alone. A full LinkedIn export has near 50.
pub const LEFT_ALONE: usize = 60;
/// Cells of one row that are looked at.
pub const CELLS: usize = 200;

/// Quotation marks left open in one table before the rest of it is given up.
pub const UNCLOSED: usize = 20;

/// Levels of brackets in JSON. No résumé has more than ten.
pub const DEPTH: usize = 128;

/// Bytes of roles as text: a thousand lines.
pub const PASTED: usize = 128 << 10;

/// Bytes of one such line.
pub const LINE: usize = 1_000;

/// Characters of a title, a name or an organisation.
pub const WORDS: usize = 300;

/// Characters of a note. LinkedIn allows 2,000 for a description.
pub const NOTE: usize = 20_000;

/// Notices of one import, so that 5,000 odd dates do not bury the rest; the last one says how many more.
pub const NOTICES: usize = 200;
