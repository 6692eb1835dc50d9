//! Numbers as the text that Prometheus reads:
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>, version 0.0.4.

use std::fmt::{Display, Write as _};

/// Numbers, one a line.
#[derive(Debug, Default)]
pub(super) struct Text(String);

impl Text {
    /// What follows is a number of that name and kind.
    pub(super) fn about(&mut self, name: &str, kind: &str, help: &str) {
        _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// A number with labels. Their values are ours: no quotation mark is in any of them.
    pub(super) fn value(&mut self, name: &str, labels: &str, value: impl Display) {
        debug_assert_eq!(labels.matches('"').count() % 2, 0, "{labels}");
        _ = writeln!(self.0, "{name}{{{labels}}} {value}");
    }

    /// A number that there is but once.
    pub(super) fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.about(name, kind, help);
        _ = writeln!(self.0, "{name} {value}");
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}
