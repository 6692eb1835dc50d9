//! What is printed: figures beside their targets and references, the same words everywhere.

use std::{fmt, time::Duration};

/// Several runs of one measurement, in one unit.
#[derive(Debug, Clone)]
pub(crate) struct Runs(Vec<f64>);

impl Runs {
    pub(crate) fn of(runs: impl IntoIterator<Item = f64>) -> Self {
        let mut runs: Vec<f64> = runs.into_iter().collect();
        runs.sort_by(f64::total_cmp);
        Self(runs)
    }

    pub(crate) fn micros(runs: impl IntoIterator<Item = Duration>) -> Self {
        Self::of(runs.into_iter().map(|took| took.as_secs_f64() * 1e6))
    }

    /// The run that `part` of all are not above; the nearest one. Not a number for no runs.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list that fits into memory"
        )]
        let place = (part * self.0.len().saturating_sub(1) as f64).round() as usize;
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The median, and between what all runs lie if there are several.
    pub(crate) fn shown(&self, decimals: usize, unit: &str) -> String {
        let median = self.median();
        if self.0.len() < 2 {
            return format!("{median:.decimals$} {unit}");
        }
        let (least, most) = (self.quantile(0.0), self.quantile(1.0));
        format!("{median:.decimals$} {unit} ({least:.decimals$}..{most:.decimals$})")
    }
}

/// ‘met’ or ‘NOT met’.
pub(crate) fn verdict(met: bool) -> String {
    if met { "met" } else { "NOT met" }.to_owned()
}

/// ‘1.3 times’.
pub(crate) fn ratio(measured: f64, reference: f64) -> String {
    format!("{:.2}", measured / reference)
}

/// A table with a heading, columns as wide as they need to be.
#[derive(Debug)]
pub(crate) struct Table {
    heading: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heading: impl Into<String>, columns: &[&str]) -> Self {
        let first = columns.iter().map(|name| (*name).to_owned()).collect();
        Self {
            heading: heading.into(),
            rows: vec![first],
        }
    }

    /// A table of figures with targets.
    pub(crate) fn of_figures(heading: impl Into<String>) -> Self {
        let columns = [
            "figure",
            "measured",
            "target",
            "reference in the same run",
            "ratio",
            "",
        ];
        Self::new(heading, &columns)
    }

    pub(crate) fn row<const CELLS: usize>(&mut self, cells: [String; CELLS]) {
        self.cells(cells.into());
    }

    /// A row of as many cells as there happen to be.
    pub(crate) fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

/// As Markdown, in columns that a terminal shows well too, so that what is printed and what a page of the docs says are the
/// same.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}:\n", self.heading)?;
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(|it| width(it).max(3)).collect();
        for (place, row) in self.rows.iter().enumerate() {
            for (column, width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                write!(f, "| {cell:width$} ")?;
            }
            writeln!(f, "|")?;
            if place == 0 {
                for width in &widths {
                    write!(f, "| {} ", "-".repeat(*width))?;
                }
                writeln!(f, "|")?;
            }
        }
        Ok(())
    }
}
