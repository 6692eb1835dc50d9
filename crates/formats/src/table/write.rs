//! Tables written out, of which no cell is a formula.

use std::{borrow::Cow, fmt::Write as _};

/// What begins a formula in a table program, which would run it when the file is opened.
/// In a table of East Asia the wide forms do so too, and what cannot be seen before one of them does not prevent it.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// Writes one row, every cell harmless.
pub(crate) fn write_row(out: &mut String, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let cell = harmless(cell);
        if cell.contains([',', '"', '\n', '\r']) {
            _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// A cell that no table program runs. One that begins with an apostrophe already gets another, so that the import
/// can take off exactly one.
fn harmless(cell: &str) -> Cow<'_, str> {
    let shown = cell.trim_start_matches('\'');
    if shown.starts_with(FORMULA) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before [`harmless`].
pub(crate) fn as_it_was(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let dangers = [
            "=1+1", "+A1", "-2", "@SUM(A1)", "\tx", "'=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1",
            "－1", "＠x",
        ];
        for danger in dangers {
            let made = harmless(danger);
            assert!(made.starts_with('\''), "{made}");
            assert_eq!(as_it_was(&made), danger);
        }
        for plain in ["Shipped", "'tis done", "", "a=1"] {
            assert_eq!(harmless(plain), plain);
            assert_eq!(as_it_was(plain), plain);
        }
        let mut row = String::new();
        write_row(&mut row, &["=HYPERLINK(\"http://evil\",\"x\")".to_owned()]);
        assert_eq!(row, "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"\r\n");
    }
}
