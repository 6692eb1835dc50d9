//! Pages kept as they were last written.
//!
//! What a page says is a pure function of the record, the ladder, the day and the address. So it is written once, and
//! given again for as long as none of them changes; only the marks of its forms are made anew each time, or two windows
//! would send the same one. `routes.rs` says which pages read nothing else.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use uuid::{Uuid, fmt::Hyphenated};

use crate::{components::MARK, error::WebError, session::Me, state::App};

/// Pages kept for one session, and bytes of them; what was written first goes first.
const MOST_PAGES: usize = 16;
const MOST_BYTES: usize = 1 << 19;

/// The pages that were written from the same facts.
#[derive(Debug, Default)]
pub(crate) struct Pages(Mutex<VecDeque<(String, Arc<Page>)>>);

/// A page without the marks of its forms, which stand between its parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page(Vec<String>);

impl Page {
    fn of(html: &str) -> Self {
        let mut parts = html.split(MARK);
        let first = parts.next().unwrap_or_default().to_owned();
        let rest = parts.map(|part| {
            let after = part.get(Hyphenated::LENGTH..);
            after
                .expect("a mark is an id and stands within a page")
                .to_owned()
        });
        Self(std::iter::once(first).chain(rest).collect())
    }

    fn len(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// The page with marks that no other has.
    fn written(&self) -> String {
        let mark = MARK.len() + Hyphenated::LENGTH;
        let mut html = String::with_capacity(self.len() + (self.0.len() - 1) * mark);
        let mut id = [0; Hyphenated::LENGTH];
        for (place, part) in self.0.iter().enumerate() {
            if place > 0 {
                html.push_str(MARK);
                html.push_str(Uuid::now_v7().hyphenated().encode_lower(&mut id));
            }
            html.push_str(part);
        }
        html
    }
}

impl Pages {
    fn get(&self, address: &str) -> Option<Arc<Page>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pages.iter().find(|(of, _)| of == address);
        found.map(|(_, page)| Arc::clone(page))
    }

    fn keep(&self, address: String, page: Page) {
        if page.len() > MOST_BYTES {
            return;
        }
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|(of, _)| *of != address);
        pages.push_back((address, Arc::new(page)));
        let bytes = |pages: &VecDeque<(String, Arc<Page>)>| {
            pages.iter().map(|(_, page)| page.len()).sum::<usize>()
        };
        while pages.len() > MOST_PAGES || bytes(&pages) > MOST_BYTES {
            pages.pop_front();
        }
    }
}

/// Answers with the page as it was last written, or writes and keeps it.
pub(crate) async fn again(
    State(app): State<Arc<App>>,
    me: Me,
    mut request: Request,
    next: Next,
) -> Result<Response, WebError> {
    // What is said once, and why another ladder is read, is not of the record.
    let is_pure = me.book.instead.is_none() && !app.drawers.has_said(&me.key);
    if *request.method() != Method::GET || !is_pure {
        request.extensions_mut().insert(me);
        return Ok(next.run(request).await);
    }
    let path = request.uri().path_and_query();
    let path = path.map_or("/", |it| it.as_str());
    let address = format!("{}{path}", if me.asks_for_code { "unsaved " } else { "" });
    let arranged = Arc::clone(me.book.arranged());
    if let Some(page) = arranged.pages().get(&address) {
        return Ok(Html(page.written()).into_response());
    }
    request.extensions_mut().insert(me);
    let (parts, body) = next.run(request).await.into_parts();
    if parts.status != StatusCode::OK {
        return Ok(Response::from_parts(parts, body));
    }
    let bytes = to_bytes(body, usize::MAX).await;
    let bytes = bytes.expect("a page is whole before it is sent");
    if let Ok(html) = str::from_utf8(&bytes) {
        arranged.pages().keep(address, Page::of(html));
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::marks;

    fn page(text: &str) -> Page {
        Page::of(text)
    }

    #[test]
    fn marks_are_new_each_time_and_all_else_is_the_same() {
        let html = format!(
            "<form>{}</form><form>{}</form>é",
            marks(None).into_string(),
            marks(None).into_string()
        );
        let page = page(&html);
        let (one, two) = (page.written(), page.written());
        assert_ne!(one, two);
        assert_eq!(Page::of(&one), page);
        assert_eq!(Page::of(&two), page);
        let ids = |html: &str| -> Vec<Uuid> {
            let parts = html.split(MARK).skip(1);
            parts.map(|part| part[..36].parse().unwrap()).collect()
        };
        let mut all = [ids(&html), ids(&one), ids(&two)].concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 6);
        assert_eq!(
            one.replace(char::is_alphanumeric, ""),
            html.replace(char::is_alphanumeric, "")
        );
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let pages = Pages::default();
        for place in 0..=MOST_PAGES {
            pages.keep(place.to_string(), page("a"));
        }
        assert!(pages.get("0").is_none());
        assert!(pages.get("1").is_some());
        pages.keep("large".to_owned(), page(&"a".repeat(MOST_BYTES)));
        assert!(pages.get("1").is_none());
        assert!(pages.get("large").is_some());
        pages.keep("larger".to_owned(), page(&"a".repeat(MOST_BYTES + 1)));
        assert!(pages.get("larger").is_none());
        pages.keep("large".to_owned(), page("b"));
        assert_eq!(pages.get("large").unwrap().written(), "b");
    }
}
