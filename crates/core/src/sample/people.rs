//! Whom Noor knows: at work, from earlier work, from an association and a conference.

use serde_json::Map;

use super::{Sample, text};
use crate::{
    id::ItemId,
    record::{
        Cadence, Channel, Community, CommunityKind, Contact, Gathering, Moment, MomentKind, Reach,
        ReachKind, Touch,
    },
};

/// Those whom other parts of the sample name.
#[derive(Debug, Clone, Copy)]
pub(super) struct People {
    pub(super) petra: ItemId,
    pub(super) tom: ItemId,
    pub(super) omar: ItemId,
    pub(super) anders: ItemId,
    pub(super) marit: ItemId,
    pub(super) rafael: ItemId,
    pub(super) agnes: ItemId,
    pub(super) henk: ItemId,
    pub(super) priya: ItemId,
    pub(super) johanna: ItemId,
    /// Those who get the monthly note.
    pub(super) readers: [ItemId; 6],
}

/// Name, title, organisation, e-mail, how they are known, tags.
type Known = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const PETRA: Known = (
    "Petra Lindqvist",
    "Director of Product",
    "Tidepool",
    "petra@tidepool.example",
    "My manager for three years.",
    &["Tidepool", "monthly update"],
);
const TOM: Known = (
    "Tom Okafor",
    "Head of Sales",
    "Tidepool",
    "tom@tidepool.example",
    "Every price I set, he has to say aloud.",
    &["Tidepool", "monthly update"],
);
const INES: Known = (
    "Ines Duarte",
    "Finance Business Partner",
    "Tidepool",
    "ines@tidepool.example",
    "We keep the books of the add-on line together.",
    &["Tidepool", "monthly update"],
);
const MARIT: Known = (
    "Marit Solberg",
    "Chief Financial Officer",
    "Nordlys Rail",
    "marit@nordlys.example",
    "Ran finance at Brightwater when I had my first product.",
    &["Brightwater"],
);
const RAFAEL: Known = (
    "Rafael Ortega",
    "Director of Product",
    "Lumio",
    "rafael@lumio.example",
    "Sat opposite me at Brightwater; became director a year and a half ago.",
    &["Brightwater"],
);
const AGNES: Known = (
    "Agnes Mbeki",
    "Author of ‘The Price Page’",
    "",
    "agnes@pricepage.example",
    "Spoke at the pricing day in Utrecht.",
    &["pricing"],
);
const HENK: Known = (
    "Henk Visser",
    "Retired",
    "",
    "henk@visser.example",
    "Led sales at Brightwater for eleven years.",
    &["Brightwater"],
);
const PRIYA: Known = (
    "Priya Raman",
    "Senior Product Manager",
    "Fjord Energy",
    "priya@fjordenergy.example",
    "We answered tickets side by side at Halden.",
    &["Halden", "First in Product"],
);
const JOHANNA: Known = (
    "Johanna Lindt",
    "Chief Product Officer",
    "Kestrel",
    "",
    "Wrote the piece on board papers that everybody at work passed around.",
    &[],
);

/// Those whom nothing else names.
const OTHERS: [Known; 6] = [
    (
        "Wei Chen",
        "Engineering Lead",
        "Tidepool",
        "wei@tidepool.example",
        "",
        &["Tidepool", "monthly update"],
    ),
    (
        "Jonas Weber",
        "Product Manager",
        "Tidepool",
        "jonas@tidepool.example",
        "I mentor him on Thursdays.",
        &["Tidepool", "monthly update"],
    ),
    (
        "Omar Farouk",
        "Group Product Manager",
        "Tidepool",
        "omar@tidepool.example",
        "Leads the pricing group.",
        &["Tidepool", "monthly update"],
    ),
    (
        "Anders Holm",
        "Chief Product Officer",
        "Tidepool",
        "anders@tidepool.example",
        "Petra’s manager.",
        &["Tidepool"],
    ),
    (
        "Theo Lang",
        "Founder",
        "Pfennig",
        "theo@pfennig.example",
        "I helped with the savings app for six Thursdays.",
        &[],
    ),
    (
        "Hanneke Vos",
        "Teacher of finance",
        "Harbour Evening School",
        "",
        "Her course is the reason that I ask about margins.",
        &[],
    ),
];

/// Adds them, with communities, touches and moments.
pub(super) fn add(sample: &mut Sample<'_>) -> People {
    let association = sample.act.add(Community {
        name: "First in Product".to_owned(),
        kind: CommunityKind::Association,
        url: None,
        notes: text("People who came to product from support, and those who want to."),
        unknown: Map::new(),
    });
    let conference = sample.act.add(Community {
        name: "The pricing day".to_owned(),
        kind: CommunityKind::Conference,
        url: None,
        notes: None,
        unknown: Map::new(),
    });
    // Without a year, as people tell it.
    let yesterday = sample.day(1).to_string();
    let yesterday = yesterday.split_once('-').map(|(_, day)| format!("--{day}"));
    let mut put = |known: Known, more: fn(Contact) -> Contact| {
        let mut contact = contact(known);
        if known.0 == PRIYA.0 {
            contact.birthday.clone_from(&yesterday);
        }
        if contact.tags.iter().any(|tag| tag == "First in Product") {
            contact.communities.push(association);
        }
        if [AGNES.0, PRIYA.0].contains(&known.0) {
            contact.communities.push(conference);
        }
        sample.act.add(more(contact))
    };
    let (petra, tom, ines) = (put(PETRA, |it| it), put(TOM, |it| it), put(INES, |it| it));
    let others = OTHERS.map(|known| put(known, |it| it));
    let [wei, jonas, omar, anders, theo, _] = others;
    let people = People {
        petra,
        tom,
        omar,
        anders,
        marit: put(MARIT, |it| Contact {
            boundaries: text("No calls. Mail at any time, answers when the trains run."),
            ..it
        }),
        rafael: put(RAFAEL, |it| it),
        agnes: put(AGNES, |it| it),
        henk: put(HENK, |it| it),
        priya: put(PRIYA, |it| Contact {
            cadence: Some(Cadence::Quarter),
            ..it
        }),
        johanna: put(JOHANNA, |it| it),
        readers: [petra, tom, ines, wei, jonas, omar],
    };
    gathering(sample, &people, conference);
    touches(sample, &people, jonas, theo);
    let (launched, moved) = (sample.day(9), sample.day(20));
    sample.act.add(Moment {
        of: jonas,
        kind: MomentKind::Launch,
        what: "His third launch, the first with a team of his own".to_owned(),
        on: launched,
        answered: Some(launched),
        unknown: Map::new(),
    });
    sample.act.add(Moment {
        of: theo,
        kind: MomentKind::HardTime,
        what: "The savings app lets half of its people go".to_owned(),
        on: moved,
        answered: None,
        unknown: Map::new(),
    });
    people
}

fn contact((name, title, organisation, email, how, tags): Known) -> Contact {
    let mut words = name.split(' ');
    let email = text(email).map(|it| Reach::new(ReachKind::Email, it));
    Contact {
        given: words.next().map(str::to_owned),
        family: words.next().map(str::to_owned),
        title: text(title),
        organisation: text(organisation),
        reach: email.into_iter().collect(),
        how_known: text(how),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Contact::named(name)
    }
}

fn gathering(sample: &mut Sample<'_>, people: &People, conference: ItemId) {
    let (on, done) = (sample.day(66), sample.day(60));
    sample.act.add(Gathering {
        name: "The pricing day in Utrecht".to_owned(),
        community: Some(conference),
        on,
        place: text("Utrecht"),
        met: vec![people.agnes, people.priya],
        follow_up: text("Send Priya the survey that nobody had seen"),
        followed_up: Some(done),
        notes: None,
        unknown: Map::new(),
    });
}

/// Touches that belong to no seat.
fn touches(sample: &mut Sample<'_>, people: &People, jonas: ItemId, theo: ItemId) {
    for (days_ago, with, channel, said, gave) in [
        (9, jonas, Channel::InPerson, "He rang the bell himself.", ""),
        (
            60,
            people.priya,
            Channel::Message,
            "",
            "The survey from Utrecht",
        ),
        (
            240,
            theo,
            Channel::Email,
            "They are hiring a second designer.",
            "Three remarks on the new price page",
        ),
    ] {
        let on = sample.day(days_ago);
        sample.act.add(Touch {
            channel: Some(channel),
            note: text(said),
            gave: text(gave),
            ..Touch::new(vec![with], on)
        });
    }
}
