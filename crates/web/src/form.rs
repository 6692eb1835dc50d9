//! Forms as they arrive: every field kept as typed, faults said beside the field.

use axum::extract::{FromRequest, Request};
use uuid::Uuid;
use windward_core::{date::PartialDate, id::EntryId};
use zeroize::Zeroizing;

use crate::{edge::FormIds, error::WebError, kept::arrived, visitor::Extracting};

/// A form as it was sent, with what is wrong with it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Form {
    values: Vec<(String, String)>,
    faults: Vec<(String, String)>,
}

/// Fields of one form; the largest has about 150. What comes after them is not looked at.
const MOST_FIELDS: usize = 2_000;

/// The names of fields that hold what nobody else may learn: a form with one is in no page again.
pub(crate) const SECRETS: [&str; 8] = [
    "password",
    "again",
    "now",
    "remembered",
    "today",
    "passphrase",
    "code",
    "secret",
];

/// Characters of a one-line field.
pub(crate) const LINE: usize = 300;

/// Characters of a field for text; as many as an importer takes into a note.
pub(crate) const TEXT: usize = 20_000;

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let read: Extracting<'_, Self> = Box::pin(Self::read(request));
        read.await
    }
}

impl FromIterator<(String, String)> for Form {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self {
            values: pairs.into_iter().take(MOST_FIELDS).collect(),
            faults: Vec::new(),
        }
    }
}

impl Form {
    async fn read(request: Request) -> Result<Self, WebError> {
        Ok(Self::of(&arrived(request).await?))
    }

    /// The form that was sent as these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        form_urlencoded::parse(bytes).into_owned().collect()
    }
    /// A form that nobody filled in yet, with likely answers.
    pub(crate) fn filled<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let values = values.into_iter();
        values
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// What was typed into a field, as it was; empty if nothing was.
    pub(crate) fn typed(&self, name: &str) -> &str {
        let first = self.values.iter().find(|(key, _)| key == name);
        first.map_or("", |(_, value)| value)
    }

    /// Everything sent under one name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.values.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Every name and value, in the order of the page.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Puts an answer in place of those that were there.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(key, _)| key != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// Puts an answer beside those that are there, for fields with several.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// What nobody else may learn, taken out of the form: it is not written back into a page, and no id is made of it.
    pub(crate) fn secret(&mut self, name: &str) -> Zeroizing<String> {
        debug_assert!(SECRETS.contains(&name), "{name} is no name of a secret");
        let at = self.values.iter().position(|(key, _)| key == name);
        let secret = at.map(|at| self.values.swap_remove(at).1);
        self.values.retain(|(key, _)| key != name);
        Zeroizing::new(secret.unwrap_or_default())
    }

    /// Notes what is wrong with a field.
    pub(crate) fn fault(&mut self, name: &str, says: impl Into<String>) {
        self.faults.push((name.to_owned(), says.into()));
    }

    /// What is wrong with a field.
    pub(crate) fn fault_of(&self, name: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|(key, _)| key == name);
        fault.map(|(_, says)| says.as_str())
    }

    /// The field on the page that comes first among those with a fault; one that the page did not send stands behind them.
    pub(crate) fn first_fault(&self) -> Option<&str> {
        let place = |name: &str| {
            let place = self.values.iter().position(|(key, _)| key == name);
            place.unwrap_or(usize::MAX)
        };
        let faulty = self.faults.iter().map(|(name, _)| name.as_str());
        faulty.min_by_key(|name| place(name))
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    /// Refuses a form in which something is wrong that its page has no place to say beside the field.
    pub(crate) fn sound(&self) -> Result<(), WebError> {
        match self.faults.first() {
            None => Ok(()),
            Some((_, says)) => Err(WebError::Form(says.clone())),
        }
    }

    /// A text without the spaces around it; `None` if there is nothing else. Too long a text is a fault.
    pub(crate) fn text(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.typed(name).trim().replace("\r\n", "\n");
        if text.chars().count() > most {
            self.fault(
                name,
                format!("This is longer than {most} characters; shorten it."),
            );
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// A text that has to be there.
    pub(crate) fn needed(&mut self, name: &str, most: usize, missing: &str) -> Option<String> {
        let text = self.text(name, most);
        if text.is_none() && self.fault_of(name).is_none() {
            self.fault(name, missing);
        }
        text
    }

    /// A date of any precision; `None` if nothing was typed.
    pub(crate) fn date(&mut self, name: &str) -> Option<PartialDate> {
        let text = self.text(name, LINE)?;
        text.parse()
            .map_err(|error| self.fault(name, sentence(&error)))
            .ok()
    }

    /// The ids that this form writes with, made when its page was rendered.
    pub(crate) fn once(&self) -> Result<FormIds, WebError> {
        Ok(FormIds::of(self.mark()?, self.pairs()))
    }

    /// The mark its page was rendered with: the same for every time that this very form is sent.
    pub(crate) fn mark(&self) -> Result<Uuid, WebError> {
        let mark = self.typed("once").parse().ok();
        let mark = mark.filter(|id: &Uuid| id.get_version_num() == 7);
        mark.ok_or_else(|| {
            WebError::Form("It carries no mark of the page it came from.".to_owned())
        })
    }

    /// The page to return to, if the form names one of ours.
    pub(crate) fn back(&self) -> Option<&str> {
        let back = self.typed("back");
        // A path that begins with two slashes, or with a backslash in it, leads to another site in a browser;
        // a control character is no part of a header.
        let ours = back.starts_with('/') && !back.starts_with("//");
        let plain = !back.contains(|c: char| c == '\\' || c.is_control());
        (ours && plain).then_some(back)
    }

    /// The entry that the form was rendered from, which it replaces.
    pub(crate) fn revises(&self) -> Result<Option<EntryId>, WebError> {
        match self.typed("revises") {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| {
                WebError::Form("What it was to replace is not named rightly.".to_owned())
            }),
        }
    }
}

/// An error as a sentence of its own.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    format!(
        "{}{}.",
        first.unwrap_or_default(),
        chars.as_str().trim_end_matches('.')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_beside_what_is_wrong_with_it() {
        let mut form = Form::filled([("from", "soon".to_owned()), ("title", "  PM  ".to_owned())]);
        assert_eq!(form.date("from"), None);
        assert_eq!(form.typed("from"), "soon");
        assert!(form.fault_of("from").unwrap().contains("write a year"));
        assert_eq!(form.text("title", LINE).as_deref(), Some("PM"));
        assert_eq!(form.needed("organisation", LINE, "Where was it?"), None);
        assert_eq!(form.fault_of("organisation"), Some("Where was it?"));
        assert!(!form.is_good());
    }

    #[test]
    fn the_first_fault_is_the_first_on_the_page() {
        let mut form: Form = Form::of(b"once=1&title=&from=soon&to=never");
        assert_eq!(form.first_fault(), None);
        for name in ["level", "to", "from"] {
            form.fault(name, "No.");
        }
        assert_eq!(form.first_fault(), Some("from"));
    }

    #[test]
    fn of_too_many_fields_the_first_are_read() {
        let many = (0..MOST_FIELDS + 7).map(|it| (format!("field{it}"), "a".to_owned()));
        let form: Form = many.collect();
        assert_eq!(form.pairs().count(), MOST_FIELDS);
        let many = "a=1&".repeat(MOST_FIELDS + 7);
        assert_eq!(Form::of(many.as_bytes()).pairs().count(), MOST_FIELDS);
    }

    #[test]
    fn a_secret_is_in_the_form_no_more() {
        let mut form = Form::filled([
            ("passphrase", "five words".to_owned()),
            ("name", "Noor".to_owned()),
            ("passphrase", "again".to_owned()),
        ]);
        assert_eq!(*form.secret("passphrase"), "five words");
        assert_eq!(form.typed("passphrase"), "");
        assert_eq!(form.pairs().count(), 1);
        assert!(form.secret("passphrase").is_empty());
    }

    #[test]
    fn one_returns_only_to_our_own_pages() {
        let back = |path: &str| Form::filled([("back", path.to_owned())]).back().is_some();
        assert!(back("/skills?rung=principal#skill-vision"));
        for path in [
            "",
            "skills",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
        ] {
            assert!(!back(path), "{path:?}");
        }
    }
}
