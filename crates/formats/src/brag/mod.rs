//! Brag documents: evidence as people keep it elsewhere, in Markdown and in tables.

mod export;

pub use self::export::{to_csv, to_markdown};

/// The columns of a table of evidence, in the order in which they are written.
pub(crate) const COLUMNS: [&str; 15] = [
    "what",
    "so what",
    "figure",
    "from",
    "to",
    "unit",
    "my part",
    "on",
    "until",
    "skills",
    "responsibilities",
    "witnesses",
    "links",
    "confidential",
    "framework",
];

/// What stands before the details below a bullet.
mod labels {
    pub(super) const ON: &str = "When";
    pub(super) const SO_WHAT: &str = "So what";
    pub(super) const FIGURE: &str = "In figures";
    pub(super) const MY_PART: &str = "My part";
    pub(super) const SKILLS: &str = "Skills";
    pub(super) const DUTIES: &str = "Duties";
    pub(super) const WITNESSES: &str = "Seen by";
    pub(super) const LINK: &str = "Link";
    pub(super) const CONFIDENTIAL: &str = "Confidential";
}
