//! What is told to whoever watches the server, at an address of its own: whether it lives, whether it can serve, and numbers.

use std::{
    fmt::Write as _,
    fs,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use anyhow::Result;
use axum::{
    Router,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use tokio::sync::watch;
use windward_web::Figures;

use crate::connections;

/// The format that the numbers are in.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the server is about to end, and takes nothing more.
pub(crate) type Stopping = Arc<AtomicBool>;

/// Serves the numbers until it is told to stop, which is after the pages are: until then it says that they are not ready.
pub(crate) async fn serve(
    listener: TcpListener,
    figures: Figures,
    store: &'static str,
    stopping: Stopping,
    stopped: watch::Receiver<bool>,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
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
        .route("/metrics", get(move || metrics(told.clone(), about)));
    connections::serve(listener, router, stopped).await;
    Ok(())
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
