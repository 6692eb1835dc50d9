//! What Noor considers: another team at Tidepool and a railway by the sea, both with an offer, and one that was not for
//! her; and what matters to her.

use super::{Sample, people::People, text};
use crate::{
    id::ItemId,
    record::{
        Correction, Criterion, Matters, NextStep, Offer, Opportunity, OpportunityPlace, Reading,
        Stage, StageEntered, Weighed,
    },
};

const RAILWAY: &str = "\
About us
Fjord Rail carries eleven million people a year along the coast, and seven people set the fares.

What you will do
- Define the long-term vision and strategy for fares, and bring the company behind it
- Own the P&L of ticketing, its budget included
- Present pricing decisions to the executive team and twice a year to the board
- Mentor two product managers and guide their initiatives
- Run experiments and passenger interviews, and let them overrule a favourite idea
- Work closely with engineering, operations and public bodies who want different things

What you bring
- Eight years or more in product, some of them in pricing
- You write so that a minister can follow
- Patience with timetables

What we offer
- Free travel by rail, a pension and an office by the water
";

const GROWTH: &str = "\
Lead Product Manager, Growth (internal)

- Lead a team of three product managers and grow it to five
- Own activation and retention, and the metrics that we steer by
- Prioritise the roadmap across growth and pricing by business impact
- Work hand in hand with marketing and sales
- Bring growth to the leadership team every month
";

/// How near something comes, in a number and in words.
type Near = (u8, &'static str);

/// What matters, how much, then how near the railway and the growth team come to it.
const MATTERS: [(&str, Matters, Near, Near); 5] = [
    (
        "Small teams",
        Matters::Little,
        (5, "Seven people set all the fares."),
        (2, "Three now, five soon, and Marketing in every meeting."),
    ),
    (
        "Mornings without meetings",
        Matters::Most,
        (4, "They said so unasked."),
        (2, "The growth stand-up is at nine."),
    ),
    (
        "A P&L of my own",
        Matters::Much,
        (5, "Ticketing’s."),
        (2, "Petra keeps it."),
    ),
    (
        "People I trust",
        Matters::Most,
        (3, "Marit does; I have met two of them."),
        (5, "I know all of them."),
    ),
    (
        "Pay",
        Matters::Much,
        (2, "A little less, and the rent is lower."),
        (4, "A step up."),
    ),
];

/// Adds it all.
pub(super) fn add(sample: &mut Sample<'_>, people: &People) {
    let on = sample.day(30);
    let criteria =
        MATTERS.map(|(what, matters, ..)| sample.act.add(Criterion::new(what, matters, on)));
    let sides = MATTERS.map(|(.., railway, growth)| (railway, growth));
    railway(sample, people, &criteria, sides.map(|it| it.0));
    growth(sample, people, &criteria, sides.map(|it| it.1));
    passed_by(sample);
}

fn railway(sample: &mut Sample<'_>, people: &People, criteria: &[ItemId], says: [Near; 5]) {
    let seen = sample.day(46);
    let stages = [
        (Stage::Seen, 46, ""),
        (
            Stage::Talking,
            41,
            "Marit says that they mean it about the mornings.",
        ),
        (Stage::Applied, 33, ""),
        (
            Stage::Interviewing,
            20,
            "Three talks and a case about night trains.",
        ),
        (Stage::Offer, 4, ""),
    ];
    let stages = entered(sample, &stages);
    let patience = Correction {
        words: "You write so that a minister can follow".to_owned(),
        skill: Some(crate::framework::SkillId::new("communication")),
        expectation: None,
        asks: true,
        unknown: serde_json::Map::new(),
    };
    let it = Opportunity {
        organisation: text("Fjord Rail"),
        source: text("Marit Solberg"),
        contact: Some(people.marit),
        link: text("https://fjordrail.example/jobs/fares"),
        posting: text(RAILWAY),
        corrections: vec![patience],
        stages,
        next: Some(NextStep::new(
            "Ask who had the role before, and why they left",
            Some(sample.day(-2)),
        )),
        offer: Some(Offer {
            terms: text("Ninety per cent of my pay, four days in the office, from February"),
            answer_by: Some(sample.day(-9)),
            ..Offer::default()
        }),
        weighed: weighed(criteria, says),
        note: text(
            "A town where I know one person. Bring Agnes’ question: who decides when it gets uncomfortable?",
        ),
        ..Opportunity::new(
            "Principal Product Manager, Fares",
            OpportunityPlace::Outside,
            seen,
            sample.framework,
        )
    };
    sample.act.add(it);
}

fn growth(sample: &mut Sample<'_>, people: &People, criteria: &[ItemId], says: [Near; 5]) {
    let seen = sample.day(18);
    let stages = [
        (
            Stage::Talking,
            18,
            "Petra asked whether I would look at it.",
        ),
        (Stage::Offer, 6, "Mine if I want it."),
    ];
    let stages = entered(sample, &stages);
    let it = Opportunity {
        organisation: text("Tidepool"),
        source: text("Petra Lindqvist"),
        contact: Some(people.petra),
        posting: text(GROWTH),
        stages,
        offer: Some(Offer {
            terms: text("Lead of growth from January, and the step in pay that goes with it"),
            answer_by: Some(sample.day(-14)),
            ..Offer::default()
        }),
        weighed: weighed(criteria, says),
        ..Opportunity::new(
            "Lead Product Manager, Growth",
            OpportunityPlace::Inside,
            seen,
            sample.framework,
        )
    };
    sample.act.add(it);
}

/// One that was looked at and let go.
fn passed_by(sample: &mut Sample<'_>) {
    let stages = [
        (Stage::Seen, 220, ""),
        (
            Stage::Declined,
            205,
            "Forty people, and none of them talks to a customer.",
        ),
    ];
    let stages = entered(sample, &stages);
    let it = Opportunity {
        organisation: text("Lumen Pay"),
        source: text("A recruiter"),
        stages,
        ..Opportunity::new(
            "Head of Product",
            OpportunityPlace::Outside,
            sample.day(220),
            sample.framework,
        )
    };
    sample.act.add(it);
}

/// Stage, days ago, what was said.
fn entered(sample: &Sample<'_>, stages: &[(Stage, i32, &str)]) -> Vec<StageEntered> {
    let stages = stages.iter().map(|(stage, days_ago, note)| StageEntered {
        note: text(note),
        ..StageEntered::new(*stage, sample.day(*days_ago))
    });
    stages.collect()
}

fn weighed(criteria: &[ItemId], says: [Near; 5]) -> Vec<Weighed> {
    let pairs = criteria.iter().zip(says);
    let weighed = pairs.map(|(criterion, (reading, says))| Weighed {
        criterion: *criterion,
        reading: Reading::new(reading),
        says: text(says),
        unknown: serde_json::Map::new(),
    });
    weighed.collect()
}
