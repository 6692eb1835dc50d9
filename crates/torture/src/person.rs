//! Somebody who is signed in and writes: a line of evidence, a line said better, a conversation of seven entries in one
//! act.

use std::{
    net::SocketAddr,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};
use uuid::{Builder, Uuid};

use crate::{
    dice::Dice,
    http::{Answer, Connection, form, hidden},
    ledger::{Fate, Write, mark},
    server::Server,
};

/// Entries of a conversation: itself, three things that were said, three promises.
const OF_A_CONVERSATION: usize = 7;

/// Signs in by the link that a server printed; the cookie of the session.
pub fn sign_in(server: &Server) -> Result<String> {
    let answer = server.connect()?.get(&server.link, "")?;
    let cookie = answer
        .header("set-cookie")
        .and_then(|it| it.split(';').next());
    let cookie = cookie.with_context(|| format!("no session: {}", answer.status))?;
    Ok(cookie.to_owned())
}

/// A form’s own mark, which makes it safe to send twice.
#[must_use]
pub fn once(dice: &mut Dice) -> Uuid {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = now.map_or(0, |it| u64::try_from(it.as_millis()).unwrap_or(0));
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&dice.throw().to_le_bytes());
    bytes[8..].copy_from_slice(&dice.throw().to_le_bytes()[..2]);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// One that writes over a connection of their own.
#[derive(Debug)]
pub struct Writer {
    address: SocketAddr,
    cookie: String,
    dice: Dice,
    /// What its marks begin with, and how many it made.
    run: u64,
    count: u64,
    /// The page of the piece of evidence that it wrote last.
    latest: Option<String>,
    connection: Option<Connection>,
}

impl Writer {
    /// Somebody with a session; `run` is nobody else’s.
    #[must_use]
    pub const fn new(address: SocketAddr, cookie: String, dice: Dice, run: u64) -> Self {
        Self {
            address,
            cookie,
            dice,
            run,
            count: 0,
            latest: None,
            connection: None,
        }
    }

    /// Forgets the connection, where the server was started anew.
    pub fn hang_up(&mut self) {
        self.connection = None;
    }

    /// Thinks of something to write. Saying better what was written needs the page of it first.
    fn next(&mut self, connection: &mut Connection) -> Result<Write> {
        self.count += 1;
        let mark = mark(self.run, self.count);
        let once = once(&mut self.dice).to_string();
        let what = format!("{mark} Shipped the pricing page, and wrote down what it taught us");
        let latest = self.latest.clone();
        let (path, form, entries) = match (self.dice.below(10), latest) {
            (0, _) => {
                let rest = [
                    "said0.words",
                    "said1.words",
                    "said2.words",
                    "new0.what",
                    "new1.what",
                    "new2.what",
                ];
                let mut fields = vec![("once", once.as_str()), ("whom", "Noor"), ("note", &what)];
                fields.extend(rest.map(|name| (name, what.as_str())));
                (
                    "/conversations/record".to_owned(),
                    form(&fields),
                    OF_A_CONVERSATION,
                )
            }
            (1..=3, Some(latest)) => {
                let page = connection.get(&latest, &self.cookie)?;
                let revises = hidden(&page.body, "revises");
                let revises = revises
                    .with_context(|| format!("{latest} is no page of evidence: {}", page.status))?;
                let fields = [
                    ("once", once.as_str()),
                    ("revises", revises),
                    ("what", &what),
                ];
                (latest, form(&fields), 1)
            }
            _ => {
                let fields = [("once", once.as_str()), ("what", &what)];
                ("/evidence".to_owned(), form(&fields), 1)
            }
        };
        Ok(Write {
            mark,
            entries,
            path,
            form,
            fate: Fate::Unanswered,
        })
    }

    /// Writes once and notes what came of it; the answer, if one came.
    ///
    /// # Errors
    /// Where nothing was written: the server cannot be reached.
    pub fn write(&mut self, ledger: &mut Vec<Write>) -> Result<Option<Answer>> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::to(self.address)?,
        };
        let write = self.next(&mut connection)?;
        let at = ledger.len();
        ledger.push(write);
        let Ok(answer) = send(&mut connection, &self.cookie, &mut ledger[at]) else {
            return Ok(None);
        };
        self.connection = Some(connection);
        if answer.status == 303 {
            let to = answer.header("location");
            let piece = to.filter(|it| it.starts_with("/evidence/"));
            self.latest = piece.map(str::to_owned).or(self.latest.take());
        }
        Ok(Some(answer))
    }
}

/// Sends a write and notes what the answer says of it.
///
/// # Errors
/// Where no answer came, so that it may be there or not.
pub fn send(connection: &mut Connection, cookie: &str, write: &mut Write) -> Result<Answer> {
    write.fate = Fate::Unanswered;
    let answer = connection.post(&write.path, cookie, &write.form)?;
    write.fate = match answer.status {
        303 => Fate::Acknowledged,
        // Whoever sent it is told that nothing was written.
        507 | 400..=499 => Fate::Refused,
        _ => Fate::Unanswered,
    };
    Ok(answer)
}

/// Everything there is, an entry a line.
pub fn export(server: &Server, cookie: &str) -> Result<String> {
    let answer = server.connect()?.get("/settings/export", cookie)?;
    if answer.status != 200 {
        bail!("the record export was answered with {}", answer.status);
    }
    Ok(answer.body)
}
