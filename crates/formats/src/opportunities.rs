//! The history of opportunities as a table.

use windward_core::views::{
    facts::Facts,
    opportunities::{Considered, on_rung},
};

use crate::table::write_row;

const HEADINGS: [&str; 13] = [
    "Title",
    "Organisation",
    "Where",
    "Rung",
    "Stage",
    "Since",
    "What was said",
    "Stands at",
    "Next step",
    "By",
    "Answer by",
    "Source",
    "Link",
];

/// A table with a row for each stage of each opportunity (CSV with CRLF, as RFC 4180 has it). A cell that a table program
/// would take for a formula begins with an apostrophe. Postings, terms and what was weighed are not in it.
#[must_use]
pub fn to_csv(facts: &Facts<'_>, all: &[Considered<'_>]) -> String {
    let mut out = String::new();
    write_row(&mut out, &HEADINGS.map(str::to_owned));
    for considered in all {
        let it = considered.of.it;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let rung = on_rung(facts, it).rung;
        let next = it.next.as_ref().filter(|next| next.done.is_none());
        let date = |date: Option<windward_core::date::PartialDate>| {
            date.map(|it| it.to_string()).unwrap_or_default()
        };
        for entered in &it.stages {
            write_row(
                &mut out,
                &[
                    it.title.clone(),
                    text(&it.organisation),
                    it.place.word().to_owned(),
                    rung.map(|rung| rung.name.clone()).unwrap_or_default(),
                    entered.stage.word().to_owned(),
                    entered.on.to_string(),
                    text(&entered.note),
                    considered.stage.word().to_owned(),
                    next.map(|it| it.what.clone()).unwrap_or_default(),
                    date(next.and_then(|it| it.by)),
                    date(it.offer.as_ref().and_then(|it| it.answer_by)),
                    text(&it.source),
                    text(&it.link),
                ],
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};
    use windward_core::{
        framework::{Framework, PRODUCT},
        id::CountedIds,
        record::{
            Act, NextStep, Opportunity, OpportunityPlace, Record, Stage, StageEntered, Stored,
        },
        views::opportunities::opportunities,
    };

    use super::*;

    #[test]
    fn each_stage_is_a_row_and_no_cell_is_a_formula() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let on = "2026-11-01".parse().unwrap();
        let mut it = Opportunity {
            organisation: Some("=HYPERLINK(\"https://evil.example\")".to_owned()),
            source: Some("@ada, \"by the sea\"".to_owned()),
            next: Some(NextStep::new("-1+1", Some("2026-11-30".parse().unwrap()))),
            ..Opportunity::new(
                "Lead Product Manager",
                OpportunityPlace::Outside,
                on,
                framework.hash,
            )
        };
        it.stages.push(StageEntered::new(
            Stage::Applied,
            "2026-11".parse().unwrap(),
        ));
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        act.add(it);
        let entries = act.into_entries().into_iter().zip(1..);
        let record = Record::fold(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
        let facts = Facts::of(&record, &framework, date(2026, 11, 22));
        let table = to_csv(&facts, &opportunities(&facts));
        let mut rows = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let stages: Vec<(&str, &str)> = rows.iter().map(|row| (&row[4], &row[5])).collect();
        assert_eq!(stages, [("seen", "2026-11-01"), ("applied", "2026-11")]);
        let row = &rows[0];
        assert_eq!(&row[3], "Lead / Principal Product Manager");
        assert!(row[1].starts_with("'=") && row[8].starts_with("'-") && row[11].starts_with("'@"));
        assert!(
            row.iter()
                .all(|cell| !cell.starts_with(['=', '+', '-', '@']))
        );
    }
}
