//! What is counted while pages are served, for whoever watches the server: how many, how fast, and never who or what.
//!
//! A request is counted by the address as it stands in the route table (`/people/{id}`), so that no id, no word that was
//! searched for and no token is ever a label. What is told is text in the format of Prometheus.

mod text;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode},
};
use windward_store::StoreError;

use self::text::Text;
use crate::state::App;

/// Up to how many seconds a request counts into each bucket; the last takes the rest. A warm page takes under a
/// millisecond, a password a quarter of a second.
const BUCKETS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// What stands for an address that is none of ours. There is but one such row, whatever was asked for.
const NOWHERE: &str = "none";

/// The numbers of a server, at its side while it serves.
#[derive(Debug, Clone)]
pub struct Figures(Arc<App>);

/// What is counted. The addresses are those of the route table, so there is an end to them.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    routes: Mutex<HashMap<String, Route>>,
    under_way: AtomicU64,
    /// Pages for which the folded record of before was right, went on, or was folded anew.
    pub(crate) folded: [AtomicU64; 3],
}

/// How a page came to its record.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fold {
    Kept,
    Continued,
    Anew,
}

/// One address.
#[derive(Debug, Default)]
struct Route {
    /// How often each method got each answer.
    answers: Vec<(&'static str, u16, u64)>,
    /// How many took at most as long as each bucket says, and longer than the one before.
    buckets: [u64; BUCKETS.len() + 1],
    took: Duration,
}

impl Counts {
    fn routes(&self) -> MutexGuard<'_, HashMap<String, Route>> {
        // Numbers are whole whatever happened while it was held.
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let mut routes = self.routes();
        if !routes.contains_key(route) {
            routes.insert(route.to_owned(), Route::default());
        }
        let Some(route) = routes.get_mut(route) else {
            return;
        };
        let same = |it: &&mut (&str, u16, u64)| (it.0, it.1) == (method, status);
        match route.answers.iter_mut().find(same) {
            Some((_, _, times)) => *times += 1,
            None => route.answers.push((method, status, 1)),
        }
        let seconds = took.as_secs_f64();
        let bucket = BUCKETS.iter().position(|most| seconds <= *most);
        route.buckets[bucket.unwrap_or(BUCKETS.len())] += 1;
        route.took += took;
    }

    /// Notes how a page came to its record.
    pub(crate) fn fold(&self, how: Fold) {
        let [kept, continued, anew] = &self.folded;
        let counter = match how {
            Fold::Kept => kept,
            Fold::Continued => continued,
            Fold::Anew => anew,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// A request that is being answered; counted down however it ends.
#[derive(Debug)]
pub(crate) struct UnderWay<'a> {
    counts: &'a Counts,
    route: Option<MatchedPath>,
    method: &'static str,
    begin: Instant,
}

impl<'a> UnderWay<'a> {
    pub(crate) fn of(counts: &'a Counts, request: &Request) -> Self {
        counts.under_way.fetch_add(1, Ordering::Relaxed);
        Self {
            counts,
            route: request.extensions().get::<MatchedPath>().cloned(),
            method: word(request.method()),
            begin: Instant::now(),
        }
    }

    /// Counts it by its place in the route table, and how long its answer took.
    pub(crate) fn answered(self, status: StatusCode) {
        let route = self.route.as_ref().map_or(NOWHERE, MatchedPath::as_str);
        let took = self.begin.elapsed();
        self.counts.count(route, self.method, status.as_u16(), took);
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.counts.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A method by one of a few words: anybody can send any.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

impl Figures {
    pub(crate) const fn of(app: Arc<App>) -> Self {
        Self(app)
    }

    /// Whether the store answers, so that pages can be given.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.0.instance.tally(self.0.now()).await.map(drop)
    }

    /// All of it, in the text format of Prometheus. What the store is asked for is left out where it does not answer, and
    /// `windward_store_up` says so.
    pub async fn text(&self) -> String {
        let app = &self.0;
        let mut text = Text::default();
        app.counts.tell(&mut text);
        text.one(
            "windward_sessions_in_memory",
            "gauge",
            "Sessions whose record is kept in memory.",
            app.drawers.len(),
        );
        let stats = app.instance.stats();
        text.one(
            "windward_store_appends_total",
            "counter",
            "Acts appended to records since the start.",
            stats.appends,
        );
        text.one(
            "windward_store_commits_total",
            "counter",
            "Transactions made durable since the start.",
            stats.commits,
        );
        let begin = Instant::now();
        let tally = app.instance.tally(app.now()).await;
        let last = app.instance.last_backup().await;
        text.one(
            "windward_store_answer_seconds",
            "gauge",
            "How long the store took to be counted just now.",
            begin.elapsed().as_secs_f64(),
        );
        text.one(
            "windward_store_up",
            "gauge",
            "Whether the store answers.",
            u64::from(tally.is_ok()),
        );
        text.one(
            "windward_store_takes_changes",
            "gauge",
            "Whether changes are saved: not after the disk failed, until a restart.",
            u64::from(app.instance.broken().is_none()),
        );
        if let Ok(tally) = tally {
            let waited = tally.oldest_letter.map_or(0.0, |since| {
                app.now().duration_since(since).as_secs_f64().max(0.0)
            });
            text.one(
                "windward_letters_waiting",
                "gauge",
                "Letters that wait to be sent.",
                tally.letters_waiting,
            );
            text.one(
                "windward_letters_waiting_seconds",
                "gauge",
                "How long the one has waited that has waited longest.",
                waited,
            );
            text.one(
                "windward_sessions",
                "gauge",
                "Sessions that are good.",
                tally.sessions,
            );
        }
        if let Ok(Some(last)) = last {
            text.one(
                "windward_backup_timestamp_seconds",
                "gauge",
                "When the server last made a backup, or tried to.",
                last.at.as_second().unsigned_abs(),
            );
            text.one(
                "windward_backup_verified",
                "gauge",
                "Whether that backup was made and read again.",
                u64::from(last.verified),
            );
        }
        text.into_text()
    }
}

impl Counts {
    fn tell(&self, text: &mut Text) {
        let routes = self.routes();
        let mut sorted: Vec<(&String, &Route)> = routes.iter().collect();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        text.about(
            "windward_http_requests_total",
            "counter",
            "Requests answered, by address as it stands in the route table.",
        );
        for (name, route) in &sorted {
            for (method, status, times) in &route.answers {
                let labels = format!("route=\"{name}\",method=\"{method}\",status=\"{status}\"");
                text.value("windward_http_requests_total", &labels, *times);
            }
        }
        text.about(
            "windward_http_request_seconds",
            "histogram",
            "How long answers took, up to their first byte.",
        );
        for (name, route) in &sorted {
            let mut so_far = 0;
            for (at, times) in route.buckets.iter().enumerate() {
                so_far += times;
                let most = BUCKETS.get(at).map_or("+Inf".to_owned(), f64::to_string);
                let labels = format!("route=\"{name}\",le=\"{most}\"");
                text.value("windward_http_request_seconds_bucket", &labels, so_far);
            }
            let labels = format!("route=\"{name}\"");
            let took = route.took.as_secs_f64();
            text.value("windward_http_request_seconds_sum", &labels, took);
            text.value("windward_http_request_seconds_count", &labels, so_far);
        }
        drop(routes);
        text.one(
            "windward_http_requests_under_way",
            "gauge",
            "Requests that are being answered.",
            self.under_way.load(Ordering::Relaxed),
        );
        text.about(
            "windward_records_folded_total",
            "counter",
            "Pages by how they came to their record: kept in memory, continued from there, or folded anew.",
        );
        for (how, counter) in ["kept", "continued", "anew"].iter().zip(&self.folded) {
            let labels = format!("how=\"{how}\"");
            let times = counter.load(Ordering::Relaxed);
            text.value("windward_records_folded_total", &labels, times);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_up_and_ends_with_all() {
        let counts = Counts::default();
        for (status, millis) in [(200, 1), (200, 3), (404, 7_000)] {
            counts.count("/people/{id}", "GET", status, Duration::from_millis(millis));
        }
        let mut text = Text::default();
        counts.tell(&mut text);
        let told = text.into_text();
        for line in [
            "windward_http_requests_total{route=\"/people/{id}\",method=\"GET\",status=\"200\"} 2",
            "windward_http_requests_total{route=\"/people/{id}\",method=\"GET\",status=\"404\"} 1",
            "windward_http_request_seconds_bucket{route=\"/people/{id}\",le=\"0.001\"} 1",
            "windward_http_request_seconds_bucket{route=\"/people/{id}\",le=\"0.005\"} 2",
            "windward_http_request_seconds_bucket{route=\"/people/{id}\",le=\"5\"} 2",
            "windward_http_request_seconds_bucket{route=\"/people/{id}\",le=\"+Inf\"} 3",
            "windward_http_request_seconds_sum{route=\"/people/{id}\"} 7.004",
            "windward_http_request_seconds_count{route=\"/people/{id}\"} 3",
            "windward_http_requests_under_way 0",
        ] {
            assert!(told.contains(&format!("{line}\n")), "{line}\n{told}");
        }
    }

    #[test]
    fn what_anybody_can_send_is_one_word() {
        let made_up = Method::from_bytes(b"ZEISIG").expect("a method");
        assert_eq!(word(&made_up), "other");
    }
}
