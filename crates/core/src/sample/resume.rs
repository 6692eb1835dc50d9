//! Noor's résumé, as it was when the harbour office asked for one.

use super::{Sample, case::Logged, text};
use crate::{id::ItemId, record::Resume};

/// How the pieces that stand in it begin.
const IN_IT: [&str; 5] = [
    "Shipped annual pricing",
    "Pricing strategy for two years",
    "Teardown of seven rivals",
    "Price experiment with a holdout group",
    "Billing pages rebuilt",
];

/// Adds it.
pub(super) fn add(sample: &mut Sample<'_>, done: &Logged, noted: &[ItemId]) {
    sample.act.add(Resume {
        headline: text("Senior Product Manager, prices and renewals"),
        summary: text(
            "Ten years from support to pricing. I look for the reason behind the tickets, try it small, and say what it cost.",
        ),
        email: text("noor@tidepool.example"),
        links: vec!["https://noor.example".to_owned()],
        chosen: done.some(&IN_IT),
        noted: noted.to_vec(),
        ..Resume::default()
    });
}
