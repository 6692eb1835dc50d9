//! Who asks, and what they see: from the cookie to a folded record.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use windward_core::{
    framework::PRODUCT,
    id::ActId,
    record::{Act, Entry, Record},
};
use windward_store::{
    AccountName, AccountRole, Appended, Conflict, Deed, Head, PersonStore, SessionSecret,
    StoreError,
};
use zeroize::Zeroizing;

use crate::{
    book::{Book, Planned},
    edge::FormIds,
    error::WebError,
    figures::Fold,
    layout::OF_THE_SAMPLE,
    state::{App, SampleRefusal, SessionKey},
    visitor::{Extracting, Visitor},
};

/// The person who asks, signed in, with the record they see.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    pub(crate) app: Arc<App>,
    pub(crate) book: Book,
    pub(crate) key: SessionKey,
    /// Whether they look around in the sample.
    pub(crate) sample: bool,
    /// Whether the recovery code was never typed back.
    pub(crate) asks_for_code: bool,
    /// Since when they have been leaving, if they are.
    pub(crate) leaving_since: Option<Timestamp>,
    pub(crate) visitor: Visitor,
    store: PersonStore,
}

impl FromRequestParts<Arc<App>> for Me {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, WebError> {
        let found: Extracting<'_, Self> = Box::pin(Self::of(parts, app));
        found.await
    }
}

impl Me {
    async fn of(parts: &Parts, app: &Arc<App>) -> Result<Self, WebError> {
        let visitor = Visitor::of(&parts.headers, app).await?;
        visitor.person()?;
        let (key, now) = (visitor.key, app.now());
        let store = visitor.session.store.clone().ok_or(WebError::Locked)?;
        let sample = app.drawers.sample(&key);
        let is_sample = sample.is_some();
        if is_of_another(parts, is_sample) {
            return Err(WebError::SampleLeft);
        }
        let (record, news) = match sample {
            Some(sample) => (sample, false),
            None => folded(app, &store, &key, visitor.session.head).await?,
        };
        let asks_for_code = !is_sample && !is_code_kept(app, &store, &key, now).await?;
        let leaving_since = if app.options.accounts {
            app.instance.leaving_since(store.person()).await?
        } else {
            None
        };
        let before = app.drawers.arranged(&key);
        let (instance, person) = (&app.instance, Some(store.person()));
        let book = Book::of(record, before, instance, person, &app.frameworks, now).await?;
        app.drawers.keep_arranged(&key, book.arranged());
        if news {
            refresh_due(&store, &book).await;
        }
        Ok(Self {
            app: Arc::clone(app),
            book,
            key,
            sample: is_sample,
            asks_for_code,
            leaving_since,
            visitor,
            store,
        })
    }
}

/// Whether the recovery code was typed back, ever.
async fn is_code_kept(
    app: &App,
    store: &PersonStore,
    key: &SessionKey,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if let Some(kept) = app.drawers.code_kept(key, now) {
        return Ok(kept);
    }
    let kept = store.recovery_confirmed().await?;
    app.drawers.note_code(key, kept, now);
    Ok(kept)
}

/// Whether a form comes from a page of the sample and meets the record, or the other way round.
fn is_of_another(parts: &Parts, is_sample: bool) -> bool {
    let leads_between = [
        "/sample",
        "/sample/leave",
        "/sign-out",
        "/sign-out/everywhere",
    ];
    if parts.method.is_safe() || leads_between.contains(&parts.uri.path()) {
        return false;
    }
    let mut query = parts.uri.query().unwrap_or_default().split('&');
    query.any(|part| part == OF_THE_SAMPLE) != is_sample
}

/// The record as it stands, from memory where nothing changed since; and whether something did.
///
/// The head is read on every request, so this is right beside other servers and the command line too.
async fn folded(
    app: &App,
    store: &PersonStore,
    key: &SessionKey,
    head: Option<Head>,
) -> Result<(Arc<Record>, bool), WebError> {
    let head = match head {
        Some(head) => head,
        None => store.head().await?,
    };
    let known = app.drawers.folded(key);
    let (head, record) = match known {
        Some((known, record)) if known == head => {
            app.counts.fold(Fold::Kept);
            return Ok((record, false));
        }
        Some((known, record)) if known.rewrites == head.rewrites => {
            let since = store.load_since(known.seq).await?;
            if since.head.rewrites == known.rewrites {
                let mut record = record;
                Arc::make_mut(&mut record).extend(since.entries);
                app.counts.fold(Fold::Continued);
                (since.head, record)
            } else {
                fold_anew(app, store).await?
            }
        }
        _ => fold_anew(app, store).await?,
    };
    app.drawers
        .keep_folded(key, store.person(), head, Arc::clone(&record));
    Ok((record, true))
}

/// How many entries of an act are kept until it is written, so that one that came too late can be shown beside what stands.
/// A form makes a few; what brings more is told of as a whole.
const MOST_TOLD: usize = 32;

/// What is said of an act of which one entry came too late.
fn stale<'a>(
    mut act: impl Iterator<Item = &'a Entry>,
    is_late: impl Fn(&Entry) -> bool,
) -> WebError {
    let late = act.find(|entry| is_late(entry));
    WebError::Stale {
        sent: late.map(|entry| Box::new(entry.change.clone())),
    }
}

/// Has the store say what is due, where another wrote to the record and did not.
async fn refresh_due(store: &PersonStore, book: &Book) {
    let due = book.due_rows(store);
    let refreshed = match store.due().await {
        Ok(Some(there)) if there == due => Ok(()),
        Ok(_) => store.put_due(due).await,
        Err(error) => Err(error),
    };
    // It follows from the record, and is made again with the next change: no page fails for it.
    if let Err(error) = refreshed {
        tracing::warn!(%error, "what is due could not be noted");
    }
}

async fn fold_anew(app: &App, store: &PersonStore) -> Result<(Head, Arc<Record>), WebError> {
    app.counts.fold(Fold::Anew);
    let loaded = store.load().await?;
    Ok((loaded.head, Arc::new(Record::fold(loaded.entries))))
}

impl Me {
    /// Writes an act: all of it or nothing.
    ///
    /// # Errors
    /// [`WebError::Stale`] where something it revises was changed meanwhile.
    pub(crate) async fn write(&self, entries: Vec<Entry>) -> Result<(), WebError> {
        if entries.is_empty() {
            return Ok(());
        }
        let thread = |entry: &Entry| self.book.record.thread(entry.change.item()?);
        let by_another =
            |entry: &Entry| thread(entry).is_some_and(|it| *it.author() != entry.author);
        // The record would pass over it, and whoever asked for it would think that it was done.
        if entries.iter().any(by_another) {
            return Err(WebError::OfAnother);
        }
        // The store sees that what is revised stands, but not that something stands which the page did not know of.
        let is_late = |entry: &Entry| thread(entry).map(|it| it.last().entry_id) != entry.revises;
        if entries.iter().any(is_late) {
            return Err(stale(entries.iter(), is_late));
        }
        let told = if entries.len() <= MOST_TOLD {
            entries.clone()
        } else {
            Vec::new()
        };
        if self.sample {
            let written = self.app.drawers.append_to_sample(&self.key, entries);
            return written.map_err(|refusal| match refusal {
                SampleRefusal::Left => WebError::SampleLeft,
                SampleRefusal::Full => WebError::SampleFull,
                SampleRefusal::Stale { revises } => {
                    stale(told.iter(), |it| it.revises == Some(revises))
                }
            });
        }
        let entries = self.book.begun(entries, self.app.now());
        // Entries name the shipped ladder by its hash. Its text goes into the store with the first of them, so that
        // a later Windward, which ships another, can still read them.
        let kept = self.app.shipped.get_or_try_init(|| async {
            self.app.instance.put_framework(PRODUCT).await.map(|_| ())
        });
        kept.await?;
        let (app, now) = (&self.app, self.app.now());
        let next = self.book.and(&entries, &app.instance, &app.frameworks, now);
        let next = next.await?;
        let due = next.due_rows(&self.store);
        match self.store.append_with_due(entries, None, due).await {
            Ok(appended) => {
                self.keep(&next, &appended);
                Ok(())
            }
            Err(StoreError::Conflict(
                Conflict::Revised { revises, .. } | Conflict::Unknown { revises },
            )) => Err(stale(told.iter(), |it| it.revises == Some(revises))),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps what was worked out for an append, if the record ends as it was thought to: the next page reads it.
    fn keep(&self, next: &Book, appended: &Appended) {
        let drawers = &self.app.drawers;
        let (head, record) = (appended.head, &next.record);
        let known = drawers.folded(&self.key);
        let is_next = |(known, before): (Head, Arc<Record>)| {
            Arc::ptr_eq(&before, &self.book.record) && known.rewrites == head.rewrites
        };
        if !appended.already && head.seq == record.seq() && known.is_some_and(is_next) {
            let person = self.store.person();
            drawers.keep_folded(&self.key, person, head, Arc::clone(record));
            drawers.keep_arranged(&self.key, next.arranged());
        }
    }

    /// Composes an act from the ids of the form that asked for it, and writes it; which one it is.
    pub(crate) async fn act(
        &self,
        once: FormIds,
        compose: impl FnOnce(&mut Act<'_>),
    ) -> Result<ActId, WebError> {
        let mut ids = once;
        let (id, entries) = {
            let mut act = Act::new(&mut ids, self.app.now());
            compose(&mut act);
            (act.id(), act.into_entries())
        };
        // The ids follow from the form and all its answers: it was sent before, and what it did may look otherwise from
        // where the record stands now.
        if self.book.record.touched_by(id).next().is_none() {
            self.write(entries).await?;
        }
        Ok(id)
    }

    /// Has the next page say that something was done.
    pub(crate) fn say(&self, sentence: impl Into<String>) {
        self.app.drawers.say(&self.key, sentence.into());
    }

    /// Has the next page say that an act was done, with a button that takes it back and leads to `back`.
    pub(crate) fn say_of(&self, act: ActId, back: &str, sentence: impl Into<String>) {
        let drawers = &self.app.drawers;
        drawers.say_of(&self.key, act, back.to_owned(), sentence.into());
    }

    /// The plan for the day, solved once for each change of the record.
    pub(crate) fn planned(&self) -> Arc<Planned> {
        let (drawers, arranged) = (&self.app.drawers, self.book.arranged());
        drawers.planned(&self.key, arranged).unwrap_or_else(|| {
            let planned = Arc::new(self.book.planned());
            drawers.keep_planned(&self.key, &planned);
            planned
        })
    }

    /// Whether they may administer accounts and what belongs to the server.
    pub(crate) async fn administers(&self) -> Result<bool, WebError> {
        if !self.app.options.accounts {
            return Ok(true);
        }
        let account = self.app.instance.account_of(self.visitor.person()?).await?;
        Ok(account.is_some_and(|it| it.role == AccountRole::Administrator))
    }

    /// Asks whoever has an account to show once more who they are, before what matters.
    pub(crate) fn sure(&self) -> Result<(), WebError> {
        if self.app.options.accounts && !self.visitor.has_proved() {
            return Err(WebError::Unproven);
        }
        Ok(())
    }

    /// Notes in the audit log that they did something to their own account.
    pub(crate) async fn note(&self, deed: Deed) {
        let person = self.store.person();
        self.app.note(deed, person, Some(person)).await;
    }

    /// The address by which they sign in, if their account is called by one.
    pub(crate) async fn address(&self) -> Option<String> {
        let person = self.visitor.person().ok().filter(|_| !self.sample)?;
        let account = self.app.instance.account_of(person).await.ok()??;
        let name = account.name.parse::<AccountName>().ok()?;
        name.is_address().then_some(account.name)
    }

    /// The store behind the record, for what is not an entry: export, import, keys.
    pub(crate) fn store(&self) -> &PersonStore {
        &self.store
    }
}

/// What names a session in memory.
pub(crate) fn key(secret: &SessionSecret) -> SessionKey {
    Sha256::digest(secret.reveal().as_bytes()).into()
}

/// The session secret in the cookie of that name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<SessionSecret> {
    SessionSecret::parse(carried(headers, name)?)
}

/// The header that sets the session cookie, or ends it.
pub(crate) fn set_cookie(app: &App, secret: Option<&SessionSecret>) -> HeaderValue {
    let (value, age) = match secret {
        Some(secret) => (secret.reveal(), crate::state::LIFETIME.as_secs()),
        None => (Zeroizing::default(), 0),
    };
    set(app, &app.cookie, &value, age)
}

/// A header that sets a cookie that no script reads. Under TLS it is never sent without.
pub(crate) fn set(app: &App, name: &str, value: &str, age: i64) -> HeaderValue {
    let secure = if app.is_over_tls() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::from_str(&cookie).expect("a name and hexadecimal digits");
    header.set_sensitive(true);
    header
}

/// What a cookie of that name carries.
pub(crate) fn carried<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
