//! What is told to whoever watches the server, at an address of its own: whether it lives, whether it can serve, and numbers.

use std::{
    fmt::Write as _,
    fs,
    net::{IpAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use anyhow::Result;
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, Uri, header, uri::Authority},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::sync::watch;
use windward_web::Figures;

/// The format that the numbers are in.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the server is about to end, and takes nothing more.
pub(crate) type Stopping = Arc<AtomicBool>;

/// Where it is told, and what goes with it.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) listener: TcpListener,
    /// What kind of store it is.
    pub(crate) store: &'static str,
    /// The names that it may be asked under.
    pub(crate) names: Vec<String>,
}

/// Serves the numbers until it is told to stop, which is after the pages are: until then it says that they are not ready.
pub(crate) async fn serve(
    watched: Watched,
    figures: Figures,
    stopping: Stopping,
    stopped: watch::Receiver<bool>,
) -> Result<()> {
    let Watched {
        listener,
        store,
        names,
    } = watched;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let names: Arc<[String]> = names.into();
    let about = About {
        store,
        started: seconds(SystemTime::now()),
    };
    let told = figures.clone();
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route(
            "/readyz",
            get(move || ready(figures.clone(), Arc::clone(&stopping))),
        )
        .route("/metrics", get(move || metrics(told.clone(), about)))
        .layer(middleware::from_fn_with_state(names, admit));
    windward_inbound::serve(listener, router, stopped).await;
    Ok(())
}

/// The name of an address, as it stands in the header `Host`, without the port.
pub(crate) fn name_of(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    Some(uri.host()?.to_owned())
}

/// Refuses whoever asks under a name that is none of ours: a page elsewhere whose name was pointed at this machine could read
/// along.
async fn admit(State(names): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.map(|it| it.to_str().ok().and_then(|it| it.parse().ok()));
    let ours = match (request.uri().authority(), &host) {
        (Some(asked), _) | (None, Some(Some(asked))) => is_ours(asked, &names),
        (None, Some(None)) => false,
        // No browser leaves it out; what checks whether a server lives often does.
        (None, None) => true,
    };
    if ours {
        return next.run(request).await;
    }
    let hint =
        "This is answered under an address, localhost, and the names of ‘names’ in [metrics].\n";
    (StatusCode::MISDIRECTED_REQUEST, hint).into_response()
}

fn is_ours(asked: &Authority, names: &[String]) -> bool {
    let host = asked.host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_name = |name: &str| name.eq_ignore_ascii_case(host);
    address.parse::<IpAddr>().is_ok() || is_name("localhost") || names.iter().any(|it| is_name(it))
}

async fn ready(figures: Figures, stopping: Stopping) -> impl IntoResponse {
    if stopping.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match figures.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        // What is wrong stands in the log, and not where anybody may ask.
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
}

async fn metrics(figures: Figures, about: About) -> impl IntoResponse {
    let mut text = figures.text().await;
    text.push_str(&about.text());
    ([(header::CONTENT_TYPE, FORMAT)], text)
}

/// What is said of the program itself.
#[derive(Debug, Clone, Copy)]
struct About {
    store: &'static str,
    /// Seconds since 1970.
    started: u64,
}

impl About {
    /// Names that are the same for every program stand without our own in front.
    fn text(self) -> String {
        let Self { store, started } = self;
        let mut text = format!(
            "# HELP windward_build_info Which program this is.\n# TYPE windward_build_info gauge\n\
             windward_build_info{{version=\"{}\",store=\"{store}\"}} 1\n",
            env!("CARGO_PKG_VERSION"),
        );
        let process = [
            ("start_time_seconds", "When it was started.", Some(started)),
            ("resident_memory_bytes", "Memory that it holds.", resident()),
            (
                "open_fds",
                "Files and connections that it has open.",
                open_files(),
            ),
        ];
        for (name, help, value) in process {
            if let Some(value) = value {
                _ = write!(
                    text,
                    "# HELP process_{name} {help}\n# TYPE process_{name} gauge\nprocess_{name} {value}\n"
                );
            }
        }
        text
    }
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |it| it.as_secs())
}

/// Bytes of memory, where the system says it.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

fn open_files() -> Option<u64> {
    u64::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_under_an_address_or_a_name_that_it_was_told() {
        let names = ["windward".to_owned()];
        for (host, ours) in [
            ("127.0.0.1:9187", true),
            ("10.0.0.11", true),
            ("[::1]:9187", true),
            ("LocalHost:9187", true),
            ("windward:9187", true),
            ("Windward", true),
            ("evil.example:9187", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.nip.io:9187", false),
            ("windward.evil.example", false),
        ] {
            assert_eq!(is_ours(&host.parse().unwrap(), &names), ours, "{host}");
        }
        let name = name_of("https://windward.example.org:8443");
        assert_eq!(name.as_deref(), Some("windward.example.org"));
    }
}
