//! The list of titles with the readings expected of them: how many are right, and whether claims of confidence hold.
//!
//! `titles/titles.csv` was written from knowledge of the field before the reading was tried on it. Every third
//! row is only measured: word lists and rules are tuned on the others, and an expectation is not changed to fit
//! what the code says.

use windward_core::{
    framework::{Framework, PRODUCT, RungId},
    title::{Reader, TitleReading},
};

const LIST: &str = include_str!("titles/titles.csv");

struct Row {
    title: String,
    language: String,
    rung: Option<RungId>,
    adjacent: bool,
    measured: bool,
}

impl Row {
    fn right(&self, reading: &TitleReading) -> bool {
        reading.rung == self.rung && reading.adjacent == self.adjacent
    }
}

/// The fields of a line; a field in quotes may hold commas, and two quotes for one.
fn fields(line: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => {
                // The first of two quotes inside closes, the second opens again and is text.
                if !quoted && !field.is_empty() {
                    field.push('"');
                }
                quoted = !quoted;
            }
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    fields
}

fn list() -> Vec<Row> {
    let rows = LIST.lines().skip(1).enumerate().map(|(at, line)| {
        let [title, language, rung, adjacent, part]: [String; 5] = fields(line)
            .try_into()
            .unwrap_or_else(|_| panic!("five fields: {line}"));
        let measured = part == "measure";
        assert_eq!(
            measured,
            at % 3 == 2,
            "every third row is measured: {title}"
        );
        Row {
            title,
            language,
            rung: (!rung.is_empty()).then(|| RungId::new(rung)),
            adjacent: adjacent == "yes",
            measured,
        }
    });
    rows.collect()
}

/// What one part of the list came to.
#[derive(Default)]
struct Tally {
    rows: usize,
    right: usize,
    sure: usize,
    sure_and_right: usize,
    false_friends: Vec<String>,
}

impl Tally {
    fn accuracy(&self) -> f64 {
        share(self.right, self.rows)
    }

    fn sure_accuracy(&self) -> f64 {
        share(self.sure_and_right, self.sure)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a list has fewer than 2^52 rows"
)]
fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

#[test]
fn the_list_is_read_as_well_as_it_is_claimed() {
    let framework = Framework::parse(PRODUCT).expect("the shipped ladder");
    let reader = Reader::new(&framework);
    let mut parts = [Tally::default(), Tally::default()];
    let mut by_confidence = [(0, 0); 11];
    for row in list() {
        let reading = reader.read(&row.title);
        let right = row.right(&reading);
        let sure = reading.confidence.percent() >= 80;
        let part = &mut parts[usize::from(row.measured)];
        part.rows += 1;
        part.right += usize::from(right);
        part.sure += usize::from(sure);
        part.sure_and_right += usize::from(sure && right);
        if row.rung.is_none() && reading.rung.is_some() {
            part.false_friends.push(row.title.clone());
        }
        if row.measured {
            let bin = &mut by_confidence[usize::from(reading.confidence.percent() / 10)];
            bin.0 += 1;
            bin.1 += usize::from(right);
        }
        if !right && !row.measured {
            println!(
                "{} ‘{}’: read as {:?} at {}, expected {:?}. {}",
                row.language, row.title, reading.rung, reading.confidence, row.rung, reading.reason
            );
        }
    }
    for (name, part) in ["tuned on", "measured"].iter().zip(&parts) {
        println!(
            "{name}: {} of {} right ({:.3}); {} of {} right where 0.8 or more is claimed ({:.3})",
            part.right,
            part.rows,
            part.accuracy(),
            part.sure_and_right,
            part.sure,
            part.sure_accuracy()
        );
    }
    for (tenth, (rows, right)) in by_confidence
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.0 > 0)
    {
        println!(
            "measured, 0.{tenth}: {right} of {rows} right ({:.2})",
            share(*right, *rows)
        );
    }
    let [tuned, measured] = &parts;
    assert_eq!(tuned.false_friends, [""; 0], "false friends on the ladder");
    assert_eq!(
        measured.false_friends, [""; 0],
        "false friends on the ladder"
    );
    assert!(
        measured.sure_accuracy() >= 0.95,
        "claims of 0.8 and more do not hold"
    );
    assert!(tuned.accuracy() >= 0.99 && measured.accuracy() >= 0.97);
    // An unsure reading of everything would pass the rest: most titles are to be read, and surely.
    assert!(share(measured.sure, measured.rows) >= 0.65);
}
