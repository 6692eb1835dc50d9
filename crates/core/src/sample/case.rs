//! Noor's case for Principal: the first, which was put off, and the second, which she is making.

use serde_json::Map;

use super::{Sample, evidence::Done, people::People, text};
use crate::{
    framework::{ExpectationId, RungId},
    id::ItemId,
    record::{
        Case, CaseDecider, CaseDecision, CaseOutcome, CaseVerdict, Disclosed, Disclosure, Feedback,
        FeedbackSort, Objection, Packet, PacketLine, PacketPiece, Story, Submission, Vouch,
        Voucher,
    },
};

const SUMMARY: &str = "\
I price what Tidepool sells. Two years ago nobody did: prices were set deal by deal, and nobody could say why we lost \
the customers we lost.

I wrote the pricing strategy that both product lines plan by, and I did it before anybody asked. I found annual pricing \
in the support tickets, got finance to agree to one region, and stopped a discount of ours that had sold nothing. \
Renewals in the pilot went from 71 to 77 of 100. Sales and engineering changed the prices on one date, and no customer \
was told two of them.

What I have not done is to own a line’s result from January to December. The add-on line is where I begin: I explain \
its quarter, and by the spring I ask to answer for it.";

/// Adds it all.
pub(super) fn add(sample: &mut Sample<'_>, people: &People, done: &Logged) {
    first(sample, people, done);
    second(sample, people, done);
}

/// What of the evidence and the praise is named.
#[derive(Debug)]
pub(super) struct Logged {
    pub(super) pieces: Vec<ItemId>,
    pub(super) praise: Vec<ItemId>,
}

impl Logged {
    /// The piece that begins so.
    fn piece(&self, begins: &str) -> Option<ItemId> {
        let at = Done::place(begins)?;
        self.pieces.get(at).copied()
    }

    pub(super) fn some(&self, begin: &[&str]) -> Vec<ItemId> {
        begin.iter().filter_map(|it| self.piece(it)).collect()
    }
}

/// The one that was put off, with what was handed in and why it was not enough.
fn first(sample: &mut Sample<'_>, people: &People, done: &Logged) {
    let (decided, framework) = (sample.day(141), sample.framework);
    let did_on = Some(sample.day(60));
    let reason = |sample: &mut Sample<'_>, contact, words: &str, did: &str| {
        sample.act.add(Feedback {
            contact: Some(contact),
            did: text(did),
            did_on: did_on.filter(|_| !did.is_empty()),
            ..Feedback::new(words, FeedbackSort::Criticism, decided, framework)
        })
    };
    let feedback = vec![
        reason(
            sample,
            people.anders,
            "There is no product line whose profit and loss is yours.",
            "Asked for the add-on line, and explain its quarter with Ines",
        ),
        reason(
            sample,
            people.petra,
            "Two of the five had never heard of the pricing work.",
            "A note each month, to those who ask how pricing goes",
        ),
    ];
    let (begun, handed_in) = (sample.day(190), sample.day(155));
    let case = sample.act.add(Case {
        ask: text("Promotion to Principal Product Manager, with the pricing group."),
        summary: text("Three years of pricing; a strategy that both lines plan by."),
        outcome: Some(CaseOutcome {
            decision: CaseDecision::NotNow,
            from: None,
            role: None,
            feedback,
            note: text("The group went to Omar. The door is open for the spring after next."),
            on: decided,
            unknown: Map::new(),
        }),
        ..Case::new(RungId::new("principal"), begun, framework)
    });
    let packet = Packet {
        rung: "Lead / Principal Product Manager".to_owned(),
        name: Some(super::NAME.to_owned()),
        held: text("Senior Product Manager"),
        ask: text("Promotion to Principal Product Manager, with the pricing group."),
        summary: text("Three years of pricing; a strategy that both lines plan by."),
        matrix: vec![PacketLine {
            expectation: ExpectationId::new("principal-vision"),
            name: "Vision and strategy".to_owned(),
            asked: text("leading"),
            verdict: Some(CaseVerdict::Thin),
            evidence: vec![1],
            seen_by: vec!["Petra Lindqvist".to_owned()],
            comment: None,
            unknown: Map::new(),
        }],
        evidence: vec![PacketPiece {
            number: 1,
            item: done.piece("Pricing strategy").unwrap_or(case),
            what: "Pricing strategy for two years, written without being asked".to_owned(),
            so_what: text("Adopted by the leadership team as the plan for both product lines"),
            figure: None,
            my_part: text(
                "Wrote it in the weeks after the reorganisation, when nobody owned the question.",
            ),
            on: sample.day(210),
            to: None,
            seen_by: vec!["Petra Lindqvist, my manager".to_owned()],
            links: Vec::new(),
            confidential: false,
            summarised: false,
            unknown: Map::new(),
        }],
        ..Packet::default()
    };
    if let Ok(frozen) = Submission::freeze(case, packet, handed_in, framework) {
        sample.act.add(Submission {
            to: text("The summer committee"),
            ..frozen
        });
    }
}

/// The one that is being made.
fn second(sample: &mut Sample<'_>, people: &People, done: &Logged) {
    let (begun, by, decided) = (sample.day(20), sample.month(4), sample.month(5));
    let mut it = Case {
        ask: text("Promotion to Principal Product Manager, with the add-on line as mine."),
        why_now: text(
            "Since the summer both product lines plan by the pricing strategy without me in the room, and the add-on line has somebody who explains its result.",
        ),
        summary: text(SUMMARY),
        stories: stories(done),
        objections: vec![
            objection(
                "She has never owned a P&L.",
                "True, and the reason why the add-on line is in the ask. Ines and I have kept its books together for two quarters.",
            ),
            objection(
                "Pricing is one topic; Principal looks after a portfolio.",
                "Both lines plan by one strategy. What is missing is the third, and that is where I would begin.",
            ),
            objection("Sales still goes to her manager first.", ""),
        ],
        deciders: deciders(sample, people),
        by: Some(by),
        decided: Some(decided),
        words: done.praise.first().copied().into_iter().collect(),
        verdicts: true,
        ..Case::new(RungId::new("principal"), begun, sample.framework)
    };
    for (expectation, begin, comment) in [
        (
            "principal-strategy",
            &["Pricing strategy"][..],
            "One strategy for two lines; the third is not in it.",
        ),
        (
            "principal-mentor",
            &["Mentored Jonas", "Workshop"],
            "Jonas is on his way to Senior; nobody yet who is Senior already.",
        ),
        ("principal-stakeholder-relations", &["Brought sales"], ""),
        (
            "principal-pnl",
            &[],
            "Not mine yet. The add-on line’s quarter is the first.",
        ),
    ] {
        let line = it.line_mut(&ExpectationId::new(expectation));
        line.evidence = Some(done.some(begin)).filter(|it| !it.is_empty());
        line.comment = text(comment);
    }
    let waits = Some(sample.month(6));
    it.line_mut(&ExpectationId::new("principal-whole-portfolio"))
        .waits = waits;
    it.disclosures = done
        .piece("Priced the joint offer")
        .map(|evidence| Disclosure {
            evidence,
            choice: Disclosed::Summarised,
            summary: text("Priced an offer with a partner; both boards used the number."),
            unknown: Map::new(),
        })
        .into_iter()
        .collect();
    let asked = Some(sample.day(6));
    it.vouchers = [
        ("Tom Okafor, sales", Vouch::Will),
        ("Ines Duarte, finance", Vouch::Asked),
    ]
    .map(|(whom, answer)| Voucher {
        whom: whom.to_owned(),
        answer,
        on: asked,
        unknown: Map::new(),
    })
    .to_vec();
    sample.act.add(it);
}

fn stories(done: &Logged) -> Vec<Story> {
    vec![
        Story {
            situation: text(
                "Customers left at the end of their second year, and each team had its own explanation. The discount that we were proud of was one of them.",
            ),
            did: text(
                "I read four hundred support tickets and found what people asked for: to pay once a year. I wrote the case for it, let finance choose the region, and ran the pilot. Ines made the model; Tom’s team said every price aloud before a customer did.",
            ),
            without_me: text(
                "The question would still be asked deal by deal: annual pricing was on no roadmap when I began.",
            ),
            changed: text("Renewals in the pilot went from 71 to 77 of 100 in two quarters."),
            source: text("The renewal report of finance"),
            seen_by: vec![
                "Ines Duarte, finance".to_owned(),
                "Tom Okafor, sales".to_owned(),
            ],
            evidence: done.some(&["Shipped annual pricing"]),
            ..Story::new("Annual pricing, found in the tickets")
        },
        Story {
            situation: text(
                "After the reorganisation nobody owned the question what we charge for, and why.",
            ),
            did: text(
                "I wrote the strategy in six weeks of evenings and Thursday mornings, and took it to seven people who would disagree before it went to the leadership team.",
            ),
            changed: text("Both product lines have planned by it for two quarters."),
            seen_by: vec!["Petra Lindqvist, my manager".to_owned()],
            evidence: done.some(&["Pricing strategy"]),
            ..Story::new("A strategy that nobody had asked for")
        },
        Story {
            situation: text("Sales and engineering had three dates for one change of prices."),
            did: text("We met every week and wrote down each decision."),
            without_me: text(
                "Wei’s team moved the date twice; somebody had to tell Tom’s before a customer did.",
            ),
            changed: text("No customer was told two different prices."),
            seen_by: vec![
                "Tom Okafor, sales".to_owned(),
                "Wei Chen, engineering".to_owned(),
            ],
            evidence: done.some(&["Brought sales"]),
            ..Story::new("One date")
        },
    ]
}

fn objection(what: &str, answer: &str) -> Objection {
    Objection {
        what: what.to_owned(),
        answer: text(answer),
        unknown: Map::new(),
    }
}

fn deciders(sample: &Sample<'_>, people: &People) -> Vec<CaseDecider> {
    let decider = |contact, say: &str, by, said| CaseDecider {
        contact: Some(contact),
        whom: None,
        say: text(say),
        by,
        said,
        unknown: Map::new(),
    };
    vec![
        decider(
            people.petra,
            "That I hand it in in the spring, and that I ask for the add-on line with it",
            Some(sample.day(-6)),
            None,
        ),
        decider(
            people.anders,
            "The add-on line’s quarter, in the words of the person who explains it",
            Some(sample.day(-40)),
            None,
        ),
        decider(
            people.tom,
            "Which of the price changes I will name, and whether he remembers it as I do",
            None,
            Some(sample.day(4)),
        ),
    ]
}
