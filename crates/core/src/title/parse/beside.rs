//! What a title says beside job and level: what is looked after, and the company's own level.

use std::ops::Range;

use super::{
    find::{Clause, Found},
    pieces::{Piece, Says},
};
use crate::title::{
    lexicon::{Meaning, functions::AGILE},
    scan::Scan,
};

/// What is looked after: what is neither job nor level nor company, as runs of pieces.
pub(super) fn scope(
    pieces: &[Piece],
    clauses: &[Clause],
    found: &Found,
    job: Option<usize>,
) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let Some(job) = job else {
        return runs;
    };
    for (number, clause) in clauses.iter().enumerate() {
        // ‘(Senior)’, ‘(remote)’, ‘| Speaker’ say nothing about what is looked after.
        let silent = pieces[clause.range.clone()].iter().all(is_silent);
        let later = number > found.clause
            || found
                .part
                .scope_from
                .is_some_and(|from| clause.range.contains(&from));
        let mut run: Option<Range<usize>> = None;
        for at in clause.range.clone().filter(|_| !silent) {
            let after = later && found.part.scope_from.is_none_or(|from| at >= from);
            let counts = at != job
                && !of_a_company(pieces, at)
                && match pieces[at].says {
                    // ‘Product Owner (Scrum)’: a way of working.
                    Says::Known(Meaning::Field(AGILE)) => false,
                    Says::Unknown
                    | Says::Known(Meaning::Area | Meaning::Aspect | Meaning::Field(_)) => true,
                    Says::Known(
                        Meaning::Bare
                        | Meaning::Goods
                        | Meaning::Role(_)
                        | Meaning::Head
                        | Meaning::Hand
                        | Meaning::Doubtful(_)
                        | Meaning::Level(_),
                    ) => after,
                    // Small words count between two that do.
                    Says::Known(Meaning::Of | Meaning::And | Meaning::Tail) => run.is_some(),
                    _ => false,
                };
            match (&mut run, counts) {
                (Some(run), true) => run.end = at + 1,
                (None, true) => run = Some(at..at + 1),
                (Some(_), false) => runs.extend(run.take()),
                (None, false) => {}
            }
        }
        runs.extend(run);
    }
    for run in &mut runs {
        while run.end > run.start && is_small(&pieces[run.end - 1]) {
            run.end -= 1;
        }
    }
    runs.retain(|run| run.end > run.start);
    runs
}

/// ‘Ex-Google’.
fn of_a_company(pieces: &[Piece], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|before| pieces[before].meaning());
    pieces[at].says == Says::Unknown && before == Some(Meaning::Past)
}

/// Words that say what kind of job it is wherever they stand, folded.
const KINDS: [&str; 9] = [
    "technical",
    "tech",
    "digital",
    "technisch",
    "technique",
    "tecnico",
    "tecnica",
    "numerique",
    "digitale",
];

/// Whether a run says what kind of job it is, and not what it is for.
pub(super) fn is_kind(
    scan: &Scan<'_>,
    pieces: &[Piece],
    run: &Range<usize>,
    job: Option<usize>,
) -> bool {
    let key = scan.key(pieces[run.start].from, pieces[run.end - 1].to);
    job.is_some_and(|job| run.end <= job) || KINDS.contains(&key)
}

fn is_small(piece: &Piece) -> bool {
    matches!(piece.meaning(), Some(Meaning::Of | Meaning::And))
}

fn is_silent(piece: &Piece) -> bool {
    matches!(
        piece.says,
        Says::Known(
            Meaning::Level(_)
                | Meaning::Noise
                | Meaning::Interim
                | Meaning::Note(_)
                | Meaning::And
                | Meaning::Role(_)
                | Meaning::Ranked(..)
                | Meaning::Doubtful(_)
        ) | Says::Code
    )
}

/// What is looked after, as written.
pub(super) fn in_words(
    scan: &Scan<'_>,
    pieces: &[Piece],
    scope: &[Range<usize>],
) -> Option<String> {
    let runs = scope
        .iter()
        .map(|run| scan.raw(pieces[run.start].from, pieces[run.end - 1].to));
    let words = runs.collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then_some(words)
}

/// The company's own levels, as written.
pub(super) fn code(scan: &Scan<'_>, pieces: &[Piece]) -> Option<String> {
    let mut codes: Vec<&str> = Vec::new();
    for piece in pieces {
        let raw = scan.raw(piece.from, piece.to);
        match piece.says {
            Says::Code => codes.push(raw),
            Says::CodeAtEnd => codes.extend(last_figure(raw)),
            _ => {}
        }
    }
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// The figure that a word ends with. Marks without a width may stand behind it.
fn last_figure(raw: &str) -> Option<&str> {
    let (at, figure) = raw.char_indices().rfind(|(_, it)| it.is_alphanumeric())?;
    raw.get(at..at + figure.len_utf8())
}

/// The words that say something about the job, in one line.
pub(super) fn whole(scan: &Scan<'_>, pieces: &[Piece], clauses: &[Clause]) -> String {
    let mut whole = String::with_capacity(scan.folded.len());
    for piece in clauses
        .iter()
        .flat_map(|clause| &pieces[clause.range.clone()])
    {
        let silent = matches!(
            piece.says,
            Says::Code | Says::CodeAtEnd | Says::Known(Meaning::Noise | Meaning::Interim)
        );
        if !silent {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(scan.key(piece.from, piece.to));
        }
    }
    whole
}
