//! Why a title is read as it is, in sentences for the person whose title it is.

use super::{
    Function, Seniority,
    lexicon::{
        Meaning,
        functions::{PRODUCT, TIME},
    },
    parse::{How, Parsed, Piece, Says},
    rungs::{By, Call, Placed, Rungs},
    scan::{MAX_CHARS, Scan},
};

/// Explained abbreviations in one reason; a longer list would not be read.
const MAX_GLOSSES: usize = 6;

/// From this confidence on, in per cent, nothing is asked: at least 95 in 100 of such readings are right.
const SURE: u8 = 80;

/// Characters of a title that are quoted back.
const MAX_QUOTED: usize = 60;

pub(super) fn reason(scan: &Scan<'_>, parsed: &Parsed, placed: &Placed, rungs: &Rungs) -> String {
    let mut reason = Reason(String::with_capacity(160));
    match (placed.rung, parsed.how) {
        (_, How::Empty) => reason.say("There are no words in it to read."),
        (_, How::Wish) => {
            reason.say("It says what somebody would like to be, not what they are.");
        }
        (Some(at), _) => reason.on_a_rung(scan, parsed, placed, rungs.rung_name(at)),
        (None, How::Unclear) => reason.say(&format!(
            "‘{}’ may be product management or another job with products; the title does not say. Choose a rung if it is.",
            whole_title(scan)
        )),
        (None, How::Foreign) => reason.say(
            "Windward reads titles in the Latin alphabet only; choose a rung if it was a job in product.",
        ),
        (None, How::Unknown) => reason.unknown(parsed),
        (None, How::Named | How::FieldOnly) => reason.outside(scan, parsed),
    }
    reason.beside(scan, parsed);
    if parsed.how != How::Unclear {
        reason.limits(parsed);
    }
    reason.ask(parsed, placed, rungs);
    if scan.cut {
        reason.say(&format!("Only the first {MAX_CHARS} characters were read."));
    }
    reason.0
}

/// The title to be quoted whole, unless it is too long for that.
fn whole_title<'t>(scan: &Scan<'t>) -> &'t str {
    let title = scan.title.trim();
    let end = title
        .char_indices()
        .nth(MAX_QUOTED)
        .map_or(title.len(), |(at, _)| at);
    &title[..end]
}

/// Sentences, one after the other.
struct Reason(String);

impl Reason {
    fn say(&mut self, sentence: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(sentence);
    }

    fn on_a_rung(&mut self, scan: &Scan<'_>, parsed: &Parsed, placed: &Placed, name: &str) {
        match placed.by {
            By::Whole(Call::Name) => self.say("The ladder has a rung of this name."),
            By::Whole(Call::Alias) => {
                self.say(&format!(
                    "The ladder knows this as another name for ‘{name}’."
                ));
            }
            By::Whole(Call::Loose) => self.say(&format!(
                "It may mean ‘{name}’; companies use this title for different rungs."
            )),
            By::Nearest => {
                self.glosses(scan, parsed, None);
                let level = parsed.seniority.map_or("product manager", Seniority::word);
                self.say(&format!(
                    "The ladder has no rung for ‘{level}’; ‘{name}’ comes nearest."
                ));
            }
            By::Parts { loose: true } => {
                self.glosses(scan, parsed, None);
                self.say(&format!(
                    "It may be ‘{name}’; companies use the word for different rungs."
                ));
            }
            By::Parts { loose: false } | By::Nothing => {
                self.glosses(scan, parsed, Some(name));
            }
        }
    }

    /// ‘‘Sr.’ is senior, ‘PM’ is product manager; ‘Growth’ is the area it looks after. So it reads as …’; where no
    /// word wants explaining, it begins with what it reads as.
    fn glosses(&mut self, scan: &Scan<'_>, parsed: &Parsed, reads_as: Option<&str>) {
        let mut glosses: Vec<(&str, &str)> = Vec::new();
        for (at, piece) in parsed.pieces.iter().enumerate() {
            let Some(gloss) = gloss(scan, parsed, at, piece) else {
                continue;
            };
            // ‘Associate … (Rotational)’ is junior once.
            if glosses.len() < MAX_GLOSSES && glosses.iter().all(|(_, said)| *said != gloss) {
                glosses.push((scan.raw(piece.from, piece.to), gloss));
            }
        }
        let explained = !glosses.is_empty();
        let mut parts = Vec::with_capacity(3);
        if explained {
            let each = glosses
                .iter()
                .map(|(raw, gloss)| format!("‘{raw}’ is {gloss}"));
            parts.push(each.collect::<Vec<_>>().join(", "));
        } else if let Some(name) = reads_as {
            parts.push(format!("It reads as ‘{name}’"));
        }
        if let Some(kind) = &parsed.kind {
            parts.push(format!("‘{kind}’ says what kind"));
        }
        if let Some(area) = &parsed.area {
            parts.push(format!("‘{area}’ is the area it looks after"));
        }
        if !parts.is_empty() {
            self.say(&format!("{}.", parts.join("; ")));
        }
        // ‘PM’ is product manager: there is nothing to conclude.
        let said = |name: &str| {
            glosses
                .iter()
                .any(|(_, gloss)| name.eq_ignore_ascii_case(gloss))
        };
        if let Some(name) = reads_as.filter(|name| explained && !said(name)) {
            // ‘Junior Produktmanager’: the level needs no words, but it counts.
            let level = parsed.pieces.iter().find(|piece| {
                piece.meaning().is_some_and(
                    |it| matches!(it, Meaning::Level(level) if Some(level) == parsed.seniority),
                )
            });
            let raw = level.map(|piece| scan.raw(piece.from, piece.to));
            match raw.filter(|raw| glosses.iter().all(|(glossed, _)| glossed != raw)) {
                Some(raw) => self.say(&format!("With ‘{raw}’ it reads as ‘{name}’.")),
                None => self.say(&format!("So it reads as ‘{name}’.")),
            }
        }
    }

    /// What is unsure ends in a question.
    fn ask(&mut self, parsed: &Parsed, placed: &Placed, rungs: &Rungs) {
        if placed.confidence.percent() >= SURE {
            return;
        }
        match (placed.rung, parsed.how) {
            (Some(at), _) => self.say(&format!(
                "This is not sure: is ‘{}’ the rung?",
                rungs.rung_name(at)
            )),
            (None, How::Named | How::FieldOnly) => {
                self.say("This is not sure: was it a job in product? Then choose a rung.");
            }
            // These ask already, or have nothing to ask about.
            (None, How::Empty | How::Unclear | How::Wish | How::Unknown | How::Foreign) => {}
        }
    }

    fn unknown(&mut self, parsed: &Parsed) {
        match parsed.seniority {
            Some(level) => self.say(&format!("It says {}, but not in what.", level.word())),
            None => self.say("None of its words names a job in product that Windward knows."),
        }
        self.say("It stays as it is; choose a rung if it was a job in product.");
    }

    fn outside(&mut self, scan: &Scan<'_>, parsed: &Parsed) {
        const FROM_THERE: &str = "It stays as it is: people come to product from there, too.";
        let somebody_elses = parsed
            .job
            .is_some_and(|at| parsed.pieces[at].meaning() == Some(Meaning::To));
        if somebody_elses {
            self.say("It names somebody who works for that person, not the person.");
            self.say(FROM_THERE);
            return;
        }
        // ‘Director de marketing de producto’: the piece says marketing, the whole of it product marketing.
        let named = parsed.job.filter(|at| match parsed.pieces[*at].meaning() {
            Some(Meaning::Role(own) | Meaning::Ranked(own, _) | Meaning::Field(own)) => {
                own == parsed.function && own.name().is_some()
            }
            _ => parsed.function.name().is_some(),
        });
        let doubtful = parsed
            .job
            .is_some_and(|at| matches!(parsed.pieces[at].meaning(), Some(Meaning::Doubtful(_))));
        let means = if doubtful { "mostly means" } else { "means" };
        let said = named.map_or(whole_title(scan), |at| {
            let piece = &parsed.pieces[at];
            scan.raw(piece.from, piece.to)
        });
        match parsed.function {
            TIME => self.say("The ‘PM’ in it is a time of day."),
            Function::Product => {
                self.say("It is a job in product, but the ladder has no rung for such titles.");
            }
            Function::Adjacent(name) if said.eq_ignore_ascii_case(name) => self.say(&format!(
                "‘{said}’ is beside product management, and no rung of it."
            )),
            Function::Adjacent(name) => self.say(&format!(
                "‘{said}’ {means} {name}: beside product management, and no rung of it."
            )),
            Function::Other(name) => {
                let name = name.unwrap_or("another job");
                self.say(&format!("‘{said}’ {means} {name}, not product management."));
                self.say(FROM_THERE);
            }
        }
    }

    /// What stands beside the job: the company's own level, interim, and the like.
    fn beside(&mut self, scan: &Scan<'_>, parsed: &Parsed) {
        if parsed.code.as_deref() == Some("T") {
            self.say("The ‘T’ stands for technical; it is no level.");
        } else if let Some(code) = &parsed.code {
            self.say(&format!(
                "The {code} is a level within the company and says little elsewhere."
            ));
        }
        if parsed.interim && parsed.function == PRODUCT {
            self.say(
                "It was held for a while, as the title says; the rung is the one that was filled.",
            );
        }
        for piece in &parsed.pieces {
            if let Some(Meaning::Note(note)) = piece.meaning() {
                self.say(&format!(
                    "‘{}’ means {note}.",
                    scan.raw(piece.from, piece.to)
                ));
            }
        }
    }

    /// What speaks against being sure, each reason once.
    fn limits(&mut self, parsed: &Parsed) {
        for (at, limit) in parsed.limits.iter().enumerate() {
            let said = parsed.limits[..at]
                .iter()
                .any(|before| before.why == limit.why);
            if !limit.why.is_empty() && !said {
                self.say(limit.why);
            }
        }
    }
}

/// A word of seniority in plain English; finer shades of one level are said to be that.
fn level_gloss(level: Seniority, key: &str) -> Option<&'static str> {
    let shade = match level {
        Seniority::Director => "a grade of director",
        Seniority::VicePresident => "a grade of vice president",
        _ => "",
    };
    if key == level.word() || (key.contains(level.word()) && shade.is_empty()) {
        return None;
    }
    Some(if key.contains(level.word()) {
        shade
    } else {
        level.word()
    })
}

/// What a piece means, unless it says so itself.
fn gloss(scan: &Scan<'_>, parsed: &Parsed, at: usize, piece: &Piece) -> Option<&'static str> {
    let Says::Known(meaning) = piece.says else {
        return None;
    };
    let gloss = match meaning {
        // ‘Associate Director’ is no junior, ‘AVP Product Manager’ no director; the limit says what they are.
        Meaning::Level(level) if parsed.seniority != Some(level) => return None,
        Meaning::Level(level) => {
            return level_gloss(level, scan.key(piece.from, piece.to));
        }
        Meaning::Role(PRODUCT) => "product manager",
        Meaning::Ranked(PRODUCT, level) => match level {
            Seniority::Intern => "intern in product management",
            Seniority::Junior => "junior product manager",
            Seniority::Mid => "product manager",
            Seniority::Senior => "senior product manager",
            Seniority::Staff => "staff product manager",
            Seniority::Lead => "product lead",
            Seniority::Principal => "principal product manager",
            Seniority::Group => "group product manager",
            Seniority::Head => "head of product",
            Seniority::Director => "product director",
            Seniority::VicePresident => "vice president of product",
            Seniority::Chief => "chief product officer",
        },
        Meaning::Doubtful(doubt) => doubt.means,
        Meaning::Field(PRODUCT) if parsed.job == Some(at) => "product management",
        Meaning::Tail if parsed.job == Some(at) => "product",
        _ => return None,
    };
    let key = scan.key(piece.from, piece.to);
    (!key.contains(gloss) && !gloss.contains(key)).then_some(gloss)
}
