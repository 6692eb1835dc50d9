//! One mail to one person, and the same note as a file for one's own mail program.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::{
    Message,
    message::{
        MessageBuilder, MultiPart, SinglePart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MailError, Mailbox, mailbox::line};

/// Characters of a subject in a header.
const SUBJECT: usize = 300;

/// One mail to one person: a text, and the same as HTML where there is any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Who writes.
    pub from: Mailbox,
    /// To whom.
    pub to: Mailbox,
    /// What it is about. Whatever it holds, one line of it becomes the header.
    pub subject: String,
    /// The text; every mail has one.
    pub text: String,
    /// The same as a page of HTML, as [`markdown::page`](super::markdown::page) makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// When a mail is written, and what it is known by: the clock and the dice are the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The date in its header.
    pub at: Timestamp,
    /// What its `Message-ID` is made of: the same for every try to send the same letter.
    pub id: Uuid,
}

impl Letter {
    /// The letter as a mail, ready to be given to a server.
    pub fn message(&self, stamp: Stamp) -> Result<Message, MailError> {
        let builder = headed(&self.from, &self.subject, stamp)?.to(self.to.written()?);
        finished(builder, &self.text, self.html.as_deref(), stamp)
    }
}

/// A note to many as a file that a mail program opens as a draft: it is addressed to oneself, and the others stand in
/// `Bcc`, so that nobody gets to see another's address.
pub fn unsent(
    from: &Mailbox,
    others: &[Mailbox],
    subject: &str,
    text: &str,
    html: Option<&str>,
    stamp: Stamp,
) -> Result<Vec<u8>, MailError> {
    if others.is_empty() {
        return Err(MailError::Nobody);
    }
    let mut builder = headed(from, subject, stamp)?.to(from.written()?).keep_bcc();
    let mut written: Vec<&Mailbox> = Vec::with_capacity(others.len());
    for other in others {
        if !written.iter().any(|it| it.is(other)) {
            builder = builder.bcc(other.written()?);
            written.push(other);
        }
    }
    let message = finished(builder.header(Unsent), text, html, stamp)?;
    Ok(message.formatted())
}

fn headed(from: &Mailbox, subject: &str, stamp: Stamp) -> Result<MessageBuilder, MailError> {
    let at = u64::try_from(stamp.at.as_second()).unwrap_or(0);
    Ok(Message::builder()
        .from(from.written()?)
        .subject(line(subject, SUBJECT))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(at))
        .message_id(Some(format!("<{}@{}>", stamp.id, from.domain()))))
}

fn finished(
    builder: MessageBuilder,
    text: &str,
    html: Option<&str>,
    stamp: Stamp,
) -> Result<Message, MailError> {
    let plain = SinglePart::plain(text.to_owned());
    let message = match html {
        Some(html) => {
            // Nobody who writes the text knows the id, so no line of the text is taken for the end of a part.
            let both = MultiPart::alternative().boundary(format!("part-{}", stamp.id.simple()));
            let both = both
                .singlepart(plain)
                .singlepart(SinglePart::html(html.to_owned()));
            builder.multipart(both)
        }
        None => builder.singlepart(plain),
    };
    message.map_err(|error| MailError::Written(error.to_string()))
}

/// `X-Unsent: 1`, by which Outlook opens a file as a draft.
#[derive(Clone)]
struct Unsent;

impl Header for Unsent {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Unsent")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "1".to_owned())
    }
}
