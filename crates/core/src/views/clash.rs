//! Two versions of one item, of which one came too late: what was sent, and what stands.

use std::borrow::Cow;

use crate::{
    date::PartialDate,
    framework::Framework,
    record::Content,
    views::telling::{first_line, texts},
};

/// What was sent beside what stands; `None` is an item that is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash<'a> {
    /// What came too late.
    pub sent: Option<Version<'a>>,
    /// What was there first.
    pub stands: Option<Version<'a>>,
}

/// What one version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<'a> {
    /// When it happened, where the kind says so.
    pub on: Option<PartialDate>,
    /// Its texts, each once, the first of them what a list calls it.
    pub lines: Vec<Line<'a>>,
}

/// A text of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Whether the other version says it too.
    pub alike: bool,
}

/// Sets the two beside each other.
#[must_use]
pub fn clash<'a>(
    framework: &'a Framework,
    sent: Option<&'a Content>,
    stands: Option<&'a Content>,
) -> Clash<'a> {
    let mut sent = sent.map(|it| version(framework, it));
    let mut stands = stands.map(|it| version(framework, it));
    if let (Some(sent), Some(stands)) = (&mut sent, &mut stands) {
        for line in &mut sent.lines {
            let other = stands.lines.iter_mut().find(|it| it.text == line.text);
            if let Some(other) = other {
                (line.alike, other.alike) = (true, true);
            }
        }
    }
    Clash { sent, stands }
}

fn version<'a>(framework: &'a Framework, content: &'a Content) -> Version<'a> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut add = |text: Cow<'a, str>| {
        if !text.is_empty() && !lines.iter().any(|it| it.text == text) {
            let alike = false;
            lines.push(Line { text, alike });
        }
    };
    add(first_line(framework, content));
    texts(framework, content, &mut |(_, text)| {
        add(Cow::Borrowed(text));
    });
    Version {
        on: content.happened(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        framework::{FrameworkHash, PRODUCT},
        record::Evidence,
    };

    fn evidence(what: &str, so_what: &str) -> Content {
        let on = "2026-11-22".parse().unwrap();
        Content::from(Evidence {
            so_what: Some(so_what.to_owned()),
            ..Evidence::line(what.to_owned(), on, FrameworkHash::of(PRODUCT))
        })
    }

    #[test]
    fn both_say_everything_and_what_they_share_is_marked() {
        let framework = Framework::parse(PRODUCT).unwrap();
        let sent = evidence("Raised prices", "Churn stayed");
        let stands = evidence("Raised prices in two regions", "Churn stayed");
        let found = clash(&framework, Some(&sent), Some(&stands));
        let lines = |version: &Option<Version<'_>>| -> Vec<(String, bool)> {
            let lines = &version.as_ref().unwrap().lines;
            lines
                .iter()
                .map(|it| (it.text.to_string(), it.alike))
                .collect()
        };
        let said = |what: &str, alike| (what.to_owned(), alike);
        assert_eq!(
            lines(&found.sent),
            [said("Raised prices", false), said("Churn stayed", true)]
        );
        assert_eq!(
            lines(&found.stands),
            [
                said("Raised prices in two regions", false),
                said("Churn stayed", true)
            ]
        );
        let gone = clash(&framework, Some(&sent), None);
        assert_eq!(gone.stands, None);
        assert!(lines(&gone.sent).iter().all(|it| !it.1));
    }
}
