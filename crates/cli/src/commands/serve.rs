//! `windward` and `windward serve`: the pages, on this machine.

use std::{
    fs,
    future::Future,
    io::{self, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use anyhow::{Result, anyhow};
use clap::Args;
use jiff::SignedDuration;
use tokio::{runtime, sync::watch};
use windward_store::{Instance, Keeping, OpenError, Place, Role};
use windward_web::{Network, Options, edge, post::Records, served, sign_in_path};

use crate::{
    browser,
    config::{self, Format, Serving, USUAL},
    files::write_new,
    home::{Begin, Home},
    notify,
    screen::say,
    watch::{self as watching, Stopping, Watched},
};

/// How long a printed link can be used.
const LINK: SignedDuration = SignedDuration::from_hours(1);

/// How long requests under way may take after the server was asked to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Names the address of the server within its data directory, for the `windward` that is started beside it.
const ADDRESS_FILE: &str = "server.addr";

/// Serve the pages on this machine, and open the browser where there is one
#[derive(Debug, Default, Args)]
pub(crate) struct Serve {
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    over: Over,
}

/// What the command line says over the configuration.
#[derive(Debug, Default, Args)]
pub(crate) struct Over {
    /// The address to listen on; without it 127.0.0.1:7878, or a free port if that one is taken
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Where others reach the pages, through a proxy that speaks TLS: everybody has an account then
    ///
    /// The first start prints a link that makes the first administrator. A record that is here already becomes theirs.
    #[arg(long, value_name = "URL")]
    public: Option<String>,
    /// A proxy that is believed to say where a request comes from: an address, or a network such as 10.0.0.0/8
    #[arg(long = "proxy", value_name = "ADDRESS")]
    proxies: Vec<Network>,
    /// The address to serve /metrics, /healthz and /readyz at, apart from the pages
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// How the log on standard error is written
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<Format>,
}

impl Over {
    pub(super) fn options(&self) -> config::Options {
        let proxies: Vec<String> = self.proxies.iter().map(ToString::to_string).collect();
        let proxies = (!proxies.is_empty()).then(|| proxies.join(","));
        let format = self.log_format.map(|it| match it {
            Format::Text => "text".to_owned(),
            Format::Json => "json".to_owned(),
        });
        let all = [
            ("serve.listen", self.listen.map(|it| it.to_string())),
            ("serve.public", self.public.clone()),
            ("serve.proxies", proxies),
            ("metrics.listen", self.metrics.map(|it| it.to_string())),
            ("log.format", format),
        ];
        let said = all.into_iter().filter_map(|(key, it)| Some((key, it?)));
        said.collect()
    }
}

/// Serves, or shows the way to the server that does already.
pub(crate) fn start(home: &Home) -> Result<()> {
    let serve = Serve::default();
    let error = match serve.run(home) {
        Err(error) => error,
        done => return done,
    };
    let Some(OpenError::Served { dir, .. }) = error.downcast_ref() else {
        return Err(error);
    };
    // Without an answer at the address, what is wrong is what the error says.
    let Some(address) = answering(dir) else {
        return Err(error);
    };
    let desk = home.open(Begin::Refuse)?;
    if desk.instance.owner().is_none() {
        let base = home.address()?;
        let base = base.unwrap_or_else(|| format!("http://{address}"));
        return Ok(say(format_args!("Windward is running already: {base}"))?);
    }
    let link = desk.wait(link(&desk.instance, address))?;
    say(format_args!(
        "Windward is running already. This link signs you in, once, within the hour:\n\n  {link}\n"
    ))?;
    if browser::is_there() {
        browser::open(&link);
    }
    Ok(())
}

impl Serve {
    /// What it says over the configuration.
    pub(crate) fn options(&self) -> config::Options {
        self.over.options()
    }

    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let config = home.config()?;
        let (serving, sso, keeping) = (config.serve()?, config.sso()?, config.keeping()?);
        let Serving {
            public,
            listen: wanted,
            proxies,
            metrics,
            mut names,
        } = serving;
        names.extend(public.as_deref().and_then(watching::name_of));
        let (listener, moved) = listen(wanted, public.is_some())?;
        let address = listener.local_addr()?;
        let watched = metrics.map(bind).transpose()?;
        let dir = home.dir()?;
        let instance = match public {
            Some(_) => home.instance_for_accounts()?,
            None => home.instance(Role::Server, Begin::Make)?,
        };
        let accounts = public.is_some() || instance.owner().is_none();
        if sso.is_some() && !accounts {
            return Err(config.no_sso(
                "single sign-on is for a server on which everybody has an account: say with ‘--public URL’, or with \
                 ‘public’ in [serve], where others reach it, or take [sso] out",
            ));
        }
        let watched = match watched {
            Some(listener) => {
                // Before the last line of what it says, which is how to stop it.
                let at = listener.local_addr()?;
                _ = writeln!(io::stdout().lock(), "Watched at http://{at}/metrics");
                let store = match home.place()? {
                    Place::File => "sqlite",
                    Place::Server(_) => "postgresql",
                };
                Some(Watched {
                    listener,
                    store,
                    names,
                })
            }
            None => None,
        };
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        let _noted = AddressFile::write(&dir, address);
        runtime.block_on(async {
            let base = public
                .clone()
                .unwrap_or_else(|| format!("http://{address}"));
            let served = match instance.server() {
                Some(server) => format!("{server}, with the keys in {}", dir.display()),
                None => dir.display().to_string(),
            };
            if accounts {
                let first = first(&instance, &base).await?;
                greet_all(&served, address, &base, first.as_deref());
            } else {
                let link = link(&instance, address).await?;
                greet(&served, address, &link, moved);
                if !self.no_open && browser::is_there() {
                    browser::open(&link);
                }
            }
            let office = home.office(&instance, base);
            let office = office.inspect_err(|error| tracing::warn!("mail: {error:#}"));
            let office = office.map_err(|error| format!("{error:#}"));
            let options = Options {
                listen: address,
                address: match public {
                    Some(public) => Some(public),
                    None => home.address()?,
                },
                clock: edge::now,
                office,
                accounts,
                proxies,
                sso,
                keeping,
            };
            serve(listener, watched, instance, options).await
        })
    }
}

/// Listens, and says whether it had to move from the usual port.
fn listen(wanted: Option<SocketAddr>, public: bool) -> Result<(TcpListener, bool)> {
    let address = wanted.unwrap_or(USUAL);
    match (TcpListener::bind(address), wanted) {
        // Where others come through a proxy it looks for this very port.
        (Err(error), None) if error.kind() == io::ErrorKind::AddrInUse && !public => {
            Ok((bind(SocketAddr::new(USUAL.ip(), 0))?, true))
        }
        (Ok(listener), _) => Ok((listener, false)),
        (Err(error), _) => Err(anyhow!(
            "cannot listen on {address} ({error}); choose another address with `--listen`"
        )),
    }
}

fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| anyhow!("cannot listen on {address} ({error})"))
}

/// A link that makes the first administrator, where nobody has an account yet.
async fn first(instance: &Instance, base: &str) -> Result<Option<String>> {
    if instance.has_accounts().await? {
        return Ok(None);
    }
    let token = instance.invite_first(edge::now()).await?;
    Ok(Some(format!("{base}/join/{}", token.reveal().as_str())))
}

fn greet_all(served: &str, address: SocketAddr, base: &str, first: Option<&str>) {
    let first = first.map_or_else(String::new, |link| {
        format!(
            "Nobody has an account yet. This link makes the first one, which administers the others; it works once,\n\
             within the hour, and whoever opens it first has it:\n\n  {link}\n\n"
        )
    });
    // A server goes on when nobody reads what it says.
    _ = write!(
        io::stdout().lock(),
        "Windward serves {served} on {address}; others reach it at {base}\n\n{first}\
         `windward user add NAME` invites somebody. Stop with Ctrl+C.\n"
    )
    .and_then(|()| io::stdout().flush());
}

async fn link(instance: &Instance, address: SocketAddr) -> Result<String> {
    let now = edge::now();
    let token = instance.new_sign_in_link(now, now + LINK).await?;
    Ok(format!("http://{address}{}", sign_in_path(&token)))
}

fn greet(served: &str, address: SocketAddr, link: &str, moved: bool) {
    let mut told = String::new();
    if moved {
        told = format!(
            "Port {} is taken, so this is port {}.\n",
            USUAL.port(),
            address.port()
        );
    }
    // A server goes on when nobody reads what it says.
    _ = write!(
        io::stdout().lock(),
        "Windward serves {served}\n\
         {told}\n\
         \x20 {link}\n\n\
         This link signs you in, once, within the hour; `windward` in another terminal makes\n\
         a fresh one, with the same `--data` if you gave one.\n\
         Stop with Ctrl+C.\n"
    )
    .and_then(|()| io::stdout().flush());
}

/// Serves until it is asked to stop, then finishes what is under way.
async fn serve(
    listener: TcpListener,
    watched: Option<Watched>,
    instance: Instance,
    options: Options,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (stop, stopped) = watch::channel(false);
    let runner = options.office.as_ref().ok().map(|office| {
        let records = Records::of(instance.clone());
        let (office, stopped) = (office.clone(), stopped.clone());
        tokio::spawn(windward_post::run(office, records, edge::now, stopped))
    });
    let keeper = tokio::spawn(keep(
        instance.clone(),
        options.keeping.clone(),
        stopped.clone(),
    ));
    let (pages, figures) = served(instance, options);
    let stopping = Stopping::default();
    // It goes on until all else is done.
    let (_watching, until_the_end) = watch::channel(false);
    if let Some(watched) = watched {
        let stopping = Arc::clone(&stopping);
        let told = watching::serve(watched, figures, stopping, until_the_end);
        tokio::spawn(told);
    }
    // Whoever is told that it serves may ask it to stop at once.
    let asked = signal();
    notify::ready();
    tokio::select! {
        () = windward_inbound::serve(listener, pages, stopped) => {}
        () = asked_to_stop(asked, stop, stopping) => {}
    }
    if let Some(runner) = runner {
        // It stops between two letters, or leaves the one under way for unclear.
        _ = tokio::time::timeout(DRAIN, runner).await;
    }
    // A backup that is under way is given up: it has no name yet.
    _ = tokio::time::timeout(DRAIN, keeper).await;
    Ok(())
}

/// How often it is looked after what is kept.
const KEEP: Duration = Duration::from_hours(1);

/// Looks after what is kept until it is told to stop: at the start, and once an hour.
async fn keep(instance: Instance, keeping: Keeping, mut stop: watch::Receiver<bool>) {
    let holder = edge::holder();
    loop {
        match instance.keep(&keeping, holder, edge::now()).await {
            Ok(pass) => {
                if let Some(fault) = pass.backup.and_then(|it| it.fault) {
                    tracing::error!(fault, "the backup that was due");
                }
            }
            Err(error) => tracing::error!(%error, "what is kept was not looked after"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(KEEP) => {}
        }
    }
}

/// Ends when there is no more time to finish in.
async fn asked_to_stop(
    asked: impl Future<Output = ()>,
    stop: watch::Sender<bool>,
    stopping: Stopping,
) {
    asked.await;
    tracing::info!("stopping");
    stopping.store(true, Ordering::Relaxed);
    notify::stopping();
    stop.send_replace(true);
    tokio::select! {
        () = tokio::time::sleep(DRAIN) => tracing::warn!("requests were cut off after {DRAIN:?}"),
        // Whoever asks twice does not want to wait.
        () = signal() => {}
    }
}

/// Waits for Ctrl+C, or for the signal that service managers send. It listens from when this is called, not from when it is waited for.
#[cfg(unix)]
fn signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn heard(signal: io::Result<Signal>) {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
    let [interrupted, terminated] = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async {
        tokio::select! {
            () = heard(interrupted) => {}
            () = heard(terminated) => {}
        }
    }
}

#[cfg(not(unix))]
async fn signal() {
    _ = tokio::signal::ctrl_c().await;
}

/// The file that names the server's address; gone with it.
#[derive(Debug)]
struct AddressFile(PathBuf);

impl AddressFile {
    /// Writes it. Without it a second `windward` cannot find the server, and nothing else is lost.
    fn write(dir: &Path, address: SocketAddr) -> Option<Self> {
        let path = dir.join(ADDRESS_FILE);
        // One that a killed server left behind; the server lock says that it is not in use.
        _ = fs::remove_file(&path);
        write_new(&path, format!("{address}\n").as_bytes())
            .inspect_err(|error| tracing::warn!("{error:#}"))
            .ok()?;
        Some(Self(path))
    }
}

impl Drop for AddressFile {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// The address of the server of a data directory, if something answers there.
fn answering(dir: &Path) -> Option<SocketAddr> {
    let text = fs::read_to_string(dir.join(ADDRESS_FILE)).ok()?;
    let address = text.trim().parse().ok()?;
    TcpStream::connect_timeout(&address, Duration::from_millis(500)).ok()?;
    Some(address)
}
