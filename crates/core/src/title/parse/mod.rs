//! From pieces to what a title says: which of its jobs counts, how senior, for what.

mod beside;
mod doubts;
mod find;
mod part;
mod pieces;

pub(super) use self::pieces::{Piece, Says};
use self::{find::Found, pieces::pieces};
use super::{
    Function, Seniority,
    lexicon::{
        Meaning,
        functions::{PRODUCT, TIME},
    },
    scan::Scan,
};

/// What a title says, before any ladder comes in.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) pieces: Vec<Piece>,
    pub(super) function: Function,
    /// The piece that names the job.
    pub(super) job: Option<usize>,
    pub(super) seniority: Option<Seniority>,
    /// What is said before the job, or beside it, of its kind: ‘AI Product Manager’, ‘PM - Technical’.
    pub(super) kind: Option<String>,
    /// What is looked after, said after the job.
    pub(super) area: Option<String>,
    pub(super) code: Option<String>,
    pub(super) interim: bool,
    /// How it was found.
    pub(super) how: How,
    /// What speaks against being sure.
    pub(super) limits: Vec<Limit>,
    /// The title without what says nothing about the job, to be compared with a ladder's own names.
    pub(super) whole: String,
}

/// How the job was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// There is nothing to read.
    Empty,
    /// A job is named.
    Named,
    /// A field is named, but nobody in it.
    FieldOnly,
    /// ‘Product’ is there, but what follows may make another job of it.
    Unclear,
    /// A wish, not a job.
    Wish,
    /// Nothing that is known.
    Unknown,
    /// No letter of the Latin alphabet.
    Foreign,
}

/// A reason not to be sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limit {
    /// The most that may be claimed, in per cent.
    pub(super) cap: u8,
    /// A sentence that says why.
    pub(super) why: &'static str,
}

impl Parsed {
    /// What is looked after and of which kind, as written.
    pub(super) fn scope(&self) -> Option<String> {
        let both = [self.kind.as_deref(), self.area.as_deref()];
        let words = both.into_iter().flatten().collect::<Vec<_>>().join(", ");
        (!words.is_empty()).then_some(words)
    }
}

/// Reads a title.
pub(super) fn parse(scan: &Scan<'_>) -> Parsed {
    let pieces = pieces(scan);
    let clauses = find::clauses(&pieces);
    let (found, mut limits) = find::find(&pieces, &clauses);
    let mut read = clauses
        .iter()
        .flat_map(|clause| &pieces[clause.range.clone()]);
    let wish = read
        .clone()
        .any(|piece| piece.meaning() == Some(Meaning::Wish));
    let past = read.any(|piece| piece.meaning() == Some(Meaning::Past));
    let time_only = found.part.job.is_none() && pieces.iter().any(|piece| piece.says == Says::Time);

    let how = if wish {
        How::Wish
    } else if time_only {
        How::Named
    } else {
        how(scan, &pieces, &found)
    };
    let mut function = match found.part.job {
        _ if how == How::Unclear => Function::Other(None),
        Some(job) => job.function,
        None if time_only => TIME,
        None => Function::Other(None),
    };
    let mut job = found.part.job.map(|job| job.piece);
    if let Some((elsewhere, at)) = doubts::job(scan, &pieces, &clauses, &found, &mut limits) {
        function = elsewhere;
        job = Some(at);
    }
    let seniority = doubts::level(&pieces, &found, &mut limits);
    if function == PRODUCT && past {
        limits.push(Limit {
            cap: 60,
            why: "It says that this is over; it is read as what it was.",
        });
    }
    let scope = beside::scope(&pieces, &clauses, &found, job);
    let (kind, area): (Vec<_>, Vec<_>) = scope
        .into_iter()
        .partition(|run| beside::is_kind(scan, &pieces, run, job));
    Parsed {
        function,
        job,
        seniority,
        kind: beside::in_words(scan, &pieces, &kind),
        area: beside::in_words(scan, &pieces, &area),
        code: beside::code(scan, &pieces),
        interim: pieces
            .iter()
            .any(|piece| piece.meaning() == Some(Meaning::Interim)),
        how,
        limits,
        whole: beside::whole(scan, &pieces, &clauses),
        pieces,
    }
}

fn how(scan: &Scan<'_>, pieces: &[Piece], found: &Found) -> How {
    match found.part.job {
        _ if scan.words.is_empty() => How::Empty,
        Some(_) if found.part.unclear(pieces) => How::Unclear,
        Some(_) if found.part.complete() => How::Named,
        Some(_) => How::FieldOnly,
        None if !scan.folded.contains(|c: char| c.is_ascii_lowercase()) => How::Foreign,
        None => How::Unknown,
    }
}
