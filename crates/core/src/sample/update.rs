//! Noor's monthly note: who gets it, the one of last month, and what came back.

use super::{Sample, people::People, text};
use crate::record::{Channel, Outcome, Recipient, Touch, Update, UpdateGroup, UpdateState};

/// The group that gets it.
pub(super) const GROUP: &str = "Who asks how pricing goes";

const BODY: &str = "\
Annual pricing is out in the pilot region, and renewals there are up by six points. Tom’s team said every price aloud \
before a customer did; Wei’s moved the date twice without a word about it.

**What we learned.** Nobody had asked those who leave what would have kept them. We do now, and it is five reasons \
rather than fourteen.

**Next.** Two fences in a small test. One of them will fall; we want to know which.

**An ask.** Who has a customer that left over the price and still picks up the phone?
";

/// Adds it all.
pub(super) fn add(sample: &mut Sample<'_>, people: &People) {
    let group = sample.act.add(UpdateGroup {
        tags: vec!["monthly update".to_owned()],
        ..UpdateGroup::new(GROUP)
    });
    let (month, on) = (sample.month(-1), sample.day(20));
    let reply = sample.act.add(Touch {
        channel: Some(Channel::Email),
        answered: text("The harbour office. I have her number, and she likes to be asked."),
        ..Touch::new(vec![people.tom], sample.day(19))
    });
    let readers = people.readers.map(|contact| Recipient {
        outcome: Outcome::Taken,
        on: Some(on),
        replies: if contact == people.tom {
            vec![reply]
        } else {
            Vec::new()
        },
        ..Recipient::new(contact)
    });
    sample.act.add(Update {
        group: Some(group),
        to: readers.to_vec(),
        state: UpdateState::taken(on),
        ..Update::new(month, "Pricing: six points of renewals", BODY, on)
    });
}
