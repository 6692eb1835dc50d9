//! One connection to a mail server.

use std::{future::Future, net::SocketAddr, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use thiserror::Error;
use tokio::time::timeout;
use windward_outbound::{MAIL, Named, NoWay, Outbound, Wanted};
use windward_store::StoreError;

use crate::{
    answer::{Answer, said},
    server::{MailServer, Security},
};

/// How long a connection and each answer to a command may take: half of what RFC 5321 allows at most.
const COMMAND: Duration = Duration::from_secs(150);

/// How long the first connection may take, while a person may be waiting.
const CONNECT: Duration = Duration::from_secs(20);

/// How long a letter and the answer to it may take: what RFC 5321 asks to wait.
const LETTER: Duration = Duration::from_mins(10);

/// Bytes of a letter written at a time.
const CHUNK: usize = 16 * 1024;

/// The longest file of certificates that is read.
const MOST_CERTIFICATES: u64 = 1024 * 1024;

/// Why there is no connection to a mail server over which a letter could go.
#[derive(Debug, Error)]
pub enum LineError {
    /// Nobody answers there.
    #[error(
        "the mail server {host} does not answer on port {port}: {why}. Check its name, port and kind of TLS, and whether this machine may reach it"
    )]
    Unreachable {
        /// Where.
        host: String,
        /// On which port.
        port: u16,
        /// What was seen.
        why: String,
    },
    /// It is where nobody may connect to.
    #[error("the mail server {host} is not connected to: {why}. Nothing was sent")]
    Barred {
        /// Where.
        host: String,
        /// Why.
        why: String,
    },
    /// It cannot be trusted.
    #[error("the way to the mail server {host} cannot be protected: {why}. Nothing was sent")]
    Tls {
        /// Where.
        host: String,
        /// Why.
        why: String,
    },
    /// It does not know the user, or the password is wrong.
    #[error(
        "the mail server does not let {user} in: {why}. Check user and password; many providers want an app password"
    )]
    NotLetIn {
        /// Whom.
        user: String,
        /// What it said.
        why: String,
    },
    /// Certificates to trust that cannot be read.
    #[error("the certificates in {0} cannot be used: {1}")]
    Root(String, String),
}

/// A connection over which letters go, one after another.
pub struct Line {
    connection: AsyncSmtpConnection,
    from: Address,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

impl Line {
    /// Connects where it may, protects the way, and signs in.
    pub async fn open(
        server: &MailServer,
        named: Named,
        outbound: &Outbound,
    ) -> Result<Self, LineError> {
        let host = server.host.trim_start_matches('[').trim_end_matches(']');
        let unreachable = |why: String| LineError::Unreachable {
            host: server.host.clone(),
            port: server.port,
            why,
        };
        let failed = |error: Error| {
            if error.is_tls() || is_of_tls(&error) {
                LineError::Tls {
                    host: server.host.clone(),
                    why: cause(&error),
                }
            } else {
                unreachable(cause(&error))
            }
        };
        let tls = match server.security {
            Security::None => None,
            Security::Tls | Security::StartTls => Some(tls(host, server)?),
        };
        let hello = ClientId::default();
        let implicit = tls.clone().filter(|_| server.security == Security::Tls);
        let addresses = timeout(CONNECT, addresses(server, named, outbound)).await;
        let addresses = addresses.map_err(|_| unreachable("it took too long".to_owned()))??;
        // To an address that was checked: the name is not looked up once more.
        let connecting = AsyncSmtpConnection::connect_tokio1(
            addresses.as_slice(),
            Some(CONNECT),
            &hello,
            implicit,
            None,
        );
        let connected = timeout(CONNECT, connecting).await;
        let mut connection = connected
            .map_err(|_| unreachable("it took too long".to_owned()))?
            .map_err(failed)?;
        if let Some(tls) = tls.filter(|_| server.security == Security::StartTls) {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(LineError::Tls {
                    host: server.host.clone(),
                    why: "it does not offer STARTTLS".to_owned(),
                });
            }
            let protecting = timeout(CONNECT, connection.starttls(tls, &hello)).await;
            protecting
                .map_err(|_| unreachable("it took too long".to_owned()))?
                .map_err(failed)?;
        }
        if let (Some(user), Some(password)) = (&server.user, &server.password) {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let entering = timeout(COMMAND, connection.auth(&mechanisms, &credentials)).await;
            entering
                .map_err(|_| unreachable("it took too long".to_owned()))?
                .map_err(|error| LineError::NotLetIn {
                    user: user.clone(),
                    why: said(&error),
                })?;
        }
        let from = server.from.address().parse();
        let from = from.map_err(|_| unreachable("the sender has no address".to_owned()))?;
        Ok(Self { connection, from })
    }

    /// Whether another letter can go over it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.connection.has_broken()
    }

    /// Sends one letter. `begin` is asked once the recipient is accepted and before the letter's words go out;
    /// they do if it says so.
    pub async fn send<F>(
        &mut self,
        to: &str,
        letter: &[u8],
        begin: impl FnOnce() -> F + Send,
    ) -> Result<Answer, StoreError>
    where
        F: Future<Output = Result<bool, StoreError>> + Send,
    {
        let Ok(to) = to.parse::<Address>() else {
            return Ok(Answer::Refused("that is no address".to_owned()));
        };
        let parameters = match self.parameters(&to, letter) {
            Ok(parameters) => parameters,
            Err(why) => return Ok(Answer::Refused(why.to_owned())),
        };
        let mail = Mail::new(Some(self.from.clone()), parameters);
        match self.command(mail).await {
            Ok(()) => {}
            // Of the sender, not of the letter: no other letter would fare better.
            Err(Refusal::Permanent(why)) => {
                self.reset().await;
                return Ok(Answer::Stopped(why));
            }
            Err(Refusal::Transient(why)) => {
                self.reset().await;
                return Ok(Answer::Paused(why));
            }
            Err(Refusal::Broken(why)) => return Ok(Answer::Later(why)),
        }
        if let Err(refusal) = self.command(Rcpt::new(to, Vec::new())).await {
            return Ok(self.refused(refusal).await);
        }
        match begin().await {
            Ok(true) => {}
            other => {
                self.reset().await;
                return other.map(|_| Answer::NotMine);
            }
        }
        if let Err(refusal) = self.command(Data).await {
            return Ok(self.refused(refusal).await);
        }
        Ok(self.words(letter).await)
    }

    /// The letter itself, after which nothing is as certain as before.
    async fn words(&mut self, letter: &[u8]) -> Answer {
        let mut written = false;
        let chunks = Chunks {
            rest: letter,
            written: &mut written,
        };
        let sending = timeout(LETTER, self.connection.message_iter(chunks)).await;
        match sending {
            Ok(Ok(response)) => Answer::Sent(format!(
                "{} {}",
                response.code(),
                response.first_line().unwrap_or_default()
            )),
            Ok(Err(error)) if error.is_permanent() => Answer::Refused(said(&error)),
            Ok(Err(error)) if error.is_transient() => Answer::Later(said(&error)),
            broken => {
                self.connection.abort().await;
                let why = match &broken {
                    Ok(Err(error)) => cause(error),
                    _ => "it took too long".to_owned(),
                };
                // The mark that ends a letter is written last of all: without it, a server throws away what it has.
                if written {
                    Answer::Unclear(why)
                } else {
                    Answer::Later(why)
                }
            }
        }
    }

    fn parameters(&self, to: &Address, letter: &[u8]) -> Result<Vec<MailParameter>, &'static str> {
        let offers = |feature| self.connection.server_info().supports_feature(feature);
        let mut parameters = Vec::new();
        let plain = |address: &Address| {
            let text: &str = address.as_ref();
            text.is_ascii()
        };
        if !plain(to) || !plain(&self.from) {
            if !offers(Extension::SmtpUtfEight) {
                return Err("the mail server takes no address with letters beyond a to z");
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !letter.is_ascii() {
            if !offers(Extension::EightBitMime) {
                return Err("the mail server takes no letter with such characters");
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }

    async fn command(&mut self, command: impl std::fmt::Display) -> Result<(), Refusal> {
        match timeout(COMMAND, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(Refusal::Permanent(said(&error))),
            // 421 says that the connection ends with it.
            Ok(Err(error)) if error.is_transient() => {
                if error.status().is_some_and(|it| u16::from(it) == 421) {
                    self.connection.abort().await;
                }
                Err(Refusal::Transient(said(&error)))
            }
            Ok(Err(error)) => {
                self.connection.abort().await;
                Err(Refusal::Broken(cause(&error)))
            }
            Err(_) => {
                self.connection.abort().await;
                Err(Refusal::Broken("it took too long".to_owned()))
            }
        }
    }

    async fn refused(&mut self, refusal: Refusal) -> Answer {
        self.reset().await;
        match refusal {
            Refusal::Permanent(why) => Answer::Refused(why),
            Refusal::Transient(why) | Refusal::Broken(why) => Answer::Later(why),
        }
    }

    /// Forgets the letter that was begun, so that another can follow.
    async fn reset(&mut self) {
        if self.is_open() && self.command(Rset).await.is_err() {
            self.connection.abort().await;
        }
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        if self.is_open() {
            // Every letter has its answer; a server that does not say good-bye too changes nothing.
            let _ = timeout(CONNECT, self.connection.quit()).await;
        }
    }
}

/// Why a command was not taken.
enum Refusal {
    Permanent(String),
    Transient(String),
    Broken(String),
}

/// A letter in pieces, which notes when the last of them was written: the next one is asked for then.
struct Chunks<'a> {
    rest: &'a [u8],
    written: &'a mut bool,
}

impl<'a> Iterator for Chunks<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            *self.written = true;
            return None;
        }
        let (chunk, rest) = self.rest.split_at(self.rest.len().min(CHUNK));
        self.rest = rest;
        Some(chunk)
    }
}

/// Where the mail server is, as far as it may be connected to.
async fn addresses(
    server: &MailServer,
    named: Named,
    outbound: &Outbound,
) -> Result<Vec<SocketAddr>, LineError> {
    let wanted = Wanted {
        host: &server.host,
        port: server.port,
        usual: MAIL,
        named,
        in_clear: server.security == Security::None,
    };
    let found = outbound.addresses(wanted).await;
    found.map_err(|error| match error {
        NoWay::Unknown(why) | NoWay::Unreached(why) => LineError::Unreachable {
            host: server.host.clone(),
            port: server.port,
            why: said(&why),
        },
        barred => LineError::Barred {
            host: server.host.clone(),
            why: barred.to_string(),
        },
    })
}

fn tls(host: &str, server: &MailServer) -> Result<TlsParameters, LineError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    match &server.root {
        None => builder = builder.certificate_store(CertificateStore::WebpkiRoots),
        Some(path) => {
            let bad = |why: String| LineError::Root(path.display().to_string(), why);
            let length = std::fs::metadata(path)
                .map_err(|it| bad(it.to_string()))?
                .len();
            if length > MOST_CERTIFICATES {
                return Err(bad("it is longer than 1 MiB".to_owned()));
            }
            let pem = std::fs::read(path).map_err(|it| bad(it.to_string()))?;
            let certificate = Certificate::from_pem(&pem).map_err(|it| bad(cause(&it)))?;
            builder = builder
                .certificate_store(CertificateStore::None)
                .add_root_certificate(certificate);
        }
    }
    builder.build().map_err(|error| LineError::Tls {
        host: host.to_owned(),
        why: cause(&error),
    })
}

/// Whether a connection failed in its protection: what cannot be trusted comes as data that is not valid.
fn is_of_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut at = Some(error);
    while let Some(error) = at {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|it| it.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        at = error.source();
    }
    false
}

/// The innermost reason, which says the most.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    said(innermost)
}
