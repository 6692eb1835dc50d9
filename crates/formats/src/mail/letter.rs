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

use super::{
    MailError, Mailbox, StopLink,
    mailbox::line,
    stop::{ListUnsubscribe, OneClick},
};

/// Characters of a subject in a header.
const SUBJECT: usize = 300;

/// One mail to one person: a text, and the same as HTML where there is any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Who writes.
    pub from: Mailbox,
    /// To whom answers go, where that is somebody else than `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// To whom.
    pub to: Mailbox,
    /// What it is about. Whatever it holds, one line of it becomes the header.
    pub subject: String,
    /// The text; every mail has one.
    pub text: String,
    /// The same as a page of HTML, as [`markdown::page`](super::markdown::page) makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Where letters of its kind are stopped, where they come by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<StopLink>,
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
        let mut builder = headed(&self.from, &self.subject, stamp)?.to(self.to.written()?);
        if let Some(to) = &self.reply_to {
            builder = builder.reply_to(to.written()?);
        }
        if let Some(stop) = &self.stop {
            builder = builder.header(ListUnsubscribe(stop.clone()));
            if stop.is_one_click() {
                builder = builder.header(OneClick);
            }
        }
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

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    fn stamp() -> Stamp {
        Stamp {
            at: "2026-11-20T08:00:00Z".parse().unwrap(),
            id: Uuid::from_u128(7),
        }
    }

    fn who(name: &str, address: &str) -> Mailbox {
        Mailbox::new(Some(name), address).unwrap()
    }

    fn letter() -> Letter {
        Letter {
            from: who("Marta Öberg", "marta@example.org"),
            reply_to: None,
            to: who("Inês Duarte", "ines@example.org"),
            subject: "October: renewals up – 77 %".to_owned(),
            text: "Hello all,\n\n.\n- 77 % · naïve\n".to_owned(),
            html: Some("<p>Hello all</p>".to_owned()),
            stop: None,
        }
    }

    /// The names of the headers, each once per header, before the first empty line.
    fn headers(bytes: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(
            head.replace("\r\n", "").chars().all(|c| !c.is_control()),
            "{head}"
        );
        let begins = head.split("\r\n").filter(|it| !it.starts_with([' ', '\t']));
        begins
            .map(|it| it.split(':').next().unwrap().to_owned())
            .collect()
    }

    const HEADERS: [&str; 7] = [
        "From",
        "Subject",
        "Date",
        "Message-ID",
        "To",
        "MIME-Version",
        "Content-Type",
    ];

    #[test]
    fn another_reader_reads_what_was_written() {
        let bytes = letter().message(stamp()).unwrap().formatted();
        assert_eq!(headers(&bytes), HEADERS);
        let read = MessageParser::default().parse(&bytes).unwrap();
        let to = read.to().unwrap().first().unwrap();
        assert_eq!(to.name(), Some("Inês Duarte"));
        assert_eq!(to.address(), Some("ines@example.org"));
        assert_eq!(
            read.from().unwrap().first().unwrap().name(),
            Some("Marta Öberg")
        );
        assert_eq!(read.subject(), Some("October: renewals up – 77 %"));
        let text = read.body_text(0).unwrap().replace("\r\n", "\n");
        assert_eq!(text.trim_end(), letter().text.trim_end());
        assert!(read.body_html(0).unwrap().contains("<p>Hello all</p>"));
        assert_eq!(read.date().unwrap().to_rfc3339(), "2026-11-20T08:00:00Z");
        assert!(read.message_id().unwrap().ends_with("@example.org"));
    }

    #[test]
    fn whoever_gets_it_can_stop_it_and_a_provider_by_one_click_where_it_is_https() {
        let headers_of = |link: &str| {
            let it = Letter {
                stop: Some(link.to_owned().try_into().unwrap()),
                ..letter()
            };
            let bytes = it.message(stamp()).unwrap().formatted();
            let read = MessageParser::default().parse(&bytes).unwrap();
            let raw = |name: &str| read.header_raw(name).map(|it| it.trim().to_owned());
            (raw("List-Unsubscribe"), raw("List-Unsubscribe-Post"))
        };
        let long = format!(
            "https://windward.example.org/digest/stop/{}",
            "ab".repeat(32)
        );
        assert_eq!(
            headers_of(&long),
            (
                Some(format!("<{long}>")),
                Some("List-Unsubscribe=One-Click".to_owned())
            )
        );
        let (here, one_click) = headers_of("http://127.0.0.1:7878/digest/stop/ab");
        assert!(here.is_some());
        assert_eq!(one_click, None);
    }

    #[test]
    fn without_html_the_text_is_the_mail() {
        let it = Letter {
            html: None,
            ..letter()
        };
        let bytes = it.message(stamp()).unwrap().formatted();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.text_body_count(), 1);
        assert!(!String::from_utf8_lossy(&bytes).contains("multipart"));
    }

    #[test]
    fn no_field_ends_its_header_and_begins_another() {
        const EVIL: [&str; 8] = [
            "x\r\nBcc: all@example.org",
            "x\nBcc: all@example.org",
            "x\rBcc: all@example.org",
            "x\r\n\r\nA body",
            "x\0\u{b}\u{c}\u{85}\u{2028}Bcc: all@example.org",
            "\r\n Bcc: all@example.org",
            "=?utf-8?q?x=0D=0ABcc:_all@example.org?=",
            "x\\\r\n\"<all@example.org>, \"",
        ];
        for evil in EVIL {
            let it = Letter {
                from: who(evil, "marta@example.org"),
                reply_to: Some(who(evil, "answers@example.org")),
                to: who(evil, "ines@example.org"),
                subject: evil.to_owned(),
                text: evil.to_owned(),
                html: Some(evil.to_owned()),
                stop: StopLink::try_from(format!("https://example.org/{evil}")).ok(),
            };
            let bytes = it.message(stamp()).unwrap().formatted();
            let mut all = headers(&bytes);
            assert_eq!(all.iter().filter(|it| *it == "Reply-To").count(), 1);
            all.retain(|it| it != "Reply-To");
            // Some of them may stand in an address.
            all.retain(|it| it != "List-Unsubscribe" && it != "List-Unsubscribe-Post");
            assert_eq!(all, HEADERS, "{evil:?}");
            let read = MessageParser::default().parse(&bytes).unwrap();
            assert!(read.bcc().is_none(), "{evil:?}");
            assert_eq!(read.to().unwrap().iter().count(), 1, "{evil:?}");
            assert_eq!(
                read.to().unwrap().first().unwrap().address(),
                Some("ines@example.org")
            );
            let all = unsent(
                &it.from,
                std::slice::from_ref(&it.to),
                evil,
                evil,
                Some(evil),
                stamp(),
            )
            .unwrap();
            let read = MessageParser::default().parse(&all).unwrap();
            assert_eq!(read.bcc().unwrap().iter().count(), 1, "{evil:?}");
            for address in [
                format!("a@example.org{evil}"),
                format!("{evil}@example.org"),
            ] {
                assert!(Mailbox::new(None, &address).is_err(), "{address:?}");
            }
        }
    }

    #[test]
    fn a_file_for_many_is_a_draft_to_oneself_and_names_each_once() {
        let me = who("Marta", "marta@example.org");
        let others = [
            who("Ines", "ines@example.org"),
            who("Ines D.", "INES@example.org"),
            who("Tom", "tom@example.org"),
        ];
        let bytes = unsent(&me, &others, "October", "text", None, stamp()).unwrap();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.header_raw("X-Unsent").map(str::trim), Some("1"));
        assert_eq!(
            read.to().unwrap().first().unwrap().address(),
            Some("marta@example.org")
        );
        let bcc: Vec<_> = read
            .bcc()
            .unwrap()
            .iter()
            .filter_map(|it| it.address())
            .collect();
        assert_eq!(bcc, ["ines@example.org", "tom@example.org"]);
        assert_eq!(
            unsent(&me, &[], "x", "x", None, stamp()),
            Err(MailError::Nobody)
        );
    }

    #[test]
    fn a_letter_that_was_kept_without_such_an_address_still_reads() {
        let kept = serde_json::to_string(&letter()).unwrap();
        assert!(!kept.contains("stop"));
        assert_eq!(serde_json::from_str::<Letter>(&kept).unwrap(), letter());
    }

    #[test]
    fn the_same_letter_is_the_same_mail_however_often_it_is_written() {
        let one = letter().message(stamp()).unwrap().formatted();
        assert_eq!(one, letter().message(stamp()).unwrap().formatted());
    }
}
