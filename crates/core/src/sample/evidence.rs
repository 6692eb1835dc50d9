//! What Noor did, what others said of it, and what a few Fridays left behind.

use serde_json::Map;

use super::{Sample, case::Logged, proficient, text};
use crate::{
    framework::{ExpectationId, SkillId},
    id::ItemId,
    record::{Evidence, Figure, FridayMinute, Praise, Shown},
};

/// No figure.
const NONE: [&str; 4] = [""; 4];

pub(super) struct Done {
    what: &'static str,
    so_what: &'static str,
    /// Of what, from, to, unit; empty where it is not known.
    figure: [&'static str; 4],
    my_part: &'static str,
    days_ago: i32,
    skills: &'static [(&'static str, u8)],
    duties: &'static [&'static str],
    seen_by: &'static [&'static str],
    confidential: bool,
}

impl Done {
    /// Which of them begins so.
    pub(super) fn place(begins: &str) -> Option<usize> {
        EVIDENCE.iter().position(|it| it.what.starts_with(begins))
    }
}

const EVIDENCE: [Done; 17] = [
    Done {
        what: "Shipped annual pricing",
        so_what: "Renewals up 6 points in the pilot",
        figure: ["Renewals in the pilot", "71", "77", "of 100"],
        my_part: "Found in the support tickets that people asked for it, and got finance to agree to a pilot of one region.",
        days_ago: 45,
        skills: &[
            ("execution", 4),
            ("prioritisation", 4),
            ("collaboration", 4),
        ],
        duties: &["senior-strategic-initiatives", "senior-data-decisions"],
        seen_by: &["Ines Duarte, finance", "Tom Okafor, sales"],
        confidential: false,
    },
    Done {
        what: "Pricing strategy for two years, written without being asked",
        so_what: "Adopted by the leadership team as the plan for both product lines",
        figure: NONE,
        my_part: "Wrote it in the weeks after the reorganisation, when nobody owned the question.",
        days_ago: 210,
        skills: &[("vision", 3), ("market", 4), ("communication", 4)],
        duties: &["senior-unasked-strategy", "senior-long-term-vision"],
        seen_by: &["Petra Lindqvist, my manager"],
        confidential: false,
    },
    Done {
        what: "Teardown of seven rivals’ price pages, kept current each quarter",
        so_what: "Sales uses it in every second deal",
        figure: NONE,
        my_part: "",
        days_ago: 120,
        skills: &[("market", 4), ("consumer-science", 3)],
        duties: &["senior-expert"],
        seen_by: &["Tom Okafor, sales"],
        confidential: false,
    },
    Done {
        what: "Brought sales and engineering to one date for the price change",
        so_what: "No customer was told two different prices",
        figure: NONE,
        my_part: "Ran the weekly half hour and wrote every decision down.",
        days_ago: 70,
        skills: &[("stakeholders", 4), ("collaboration", 4)],
        duties: &["senior-stakeholder-priorities"],
        seen_by: &["Tom Okafor, sales", "Wei Chen, engineering"],
        confidential: false,
    },
    Done {
        what: "Mentored Jonas through his first launch",
        so_what: "He led the second one alone",
        figure: NONE,
        my_part: "Every Thursday for four months.",
        days_ago: 95,
        skills: &[("mentoring", 3)],
        duties: &["senior-mentor"],
        seen_by: &["Jonas Weber"],
        confidential: false,
    },
    Done {
        what: "Second board paper on pricing",
        so_what: "Approved with one change",
        figure: NONE,
        my_part: "The draft was mine; Petra rewrote the summary.",
        days_ago: 160,
        skills: &[("executive-influence", 2), ("communication", 4)],
        duties: &[],
        seen_by: &["Petra Lindqvist, my manager"],
        confidential: false,
    },
    Done {
        what: "Price experiment with a holdout group",
        so_what: "Showed that the discount we were proud of had sold nothing",
        figure: NONE,
        my_part: "Designed it with the data team and argued for stopping.",
        days_ago: 300,
        skills: &[("data", 4), ("consumer-science", 3), ("product-sense", 4)],
        duties: &["senior-data-decisions"],
        seen_by: &["Wei Chen, engineering"],
        confidential: false,
    },
    Done {
        what: "Retention dashboard that support and product read together",
        so_what: "First month: 14 churn reasons down to 5 that we can act on",
        figure: NONE,
        my_part: "",
        days_ago: 640,
        skills: &[("data", 3)],
        duties: &[],
        seen_by: &[],
        confidential: false,
    },
    Done {
        what: "Cancelled the loyalty scheme after its second trial",
        so_what: "A quarter of two engineers freed",
        figure: NONE,
        my_part: "It had been my idea. I wrote what we had learned and said so.",
        days_ago: 900,
        skills: &[("product-sense", 3), ("prioritisation", 3)],
        duties: &[],
        seen_by: &["Petra Lindqvist, my manager"],
        confidential: false,
    },
    Done {
        what: "Billing pages rebuilt",
        so_what: "Fewer tickets about invoices",
        figure: ["Tickets about invoices", "300", "90", "a month"],
        my_part: "",
        days_ago: 1_900,
        skills: &[("execution", 3), ("design", 3)],
        duties: &[],
        seen_by: &[],
        confidential: false,
    },
    Done {
        what: "Price page copy put right with Wei’s team",
        so_what: "",
        figure: NONE,
        my_part: "",
        days_ago: 9,
        skills: &[],
        duties: &[],
        seen_by: &[],
        confidential: false,
    },
    Done {
        what: "Answered the auditors’ questions about discounts",
        so_what: "",
        figure: NONE,
        my_part: "",
        days_ago: 17,
        skills: &[],
        duties: &[],
        seen_by: &["Ines Duarte, finance"],
        confidential: false,
    },
    Done {
        what: "Priced the joint offer with Larkfield",
        so_what: "The two boards had one number to talk about",
        figure: NONE,
        my_part: "Built the model; Ines checked it.",
        days_ago: 26,
        skills: &[("business", 2)],
        duties: &[],
        seen_by: &["Ines Duarte, finance"],
        confidential: true,
    },
    Done {
        what: "Third round of price tests, set up like the two before",
        so_what: "Nothing to ship; I could have told you before we began",
        figure: NONE,
        my_part: "",
        days_ago: 34,
        skills: &[("data", 4)],
        duties: &[],
        seen_by: &["Wei Chen, engineering"],
        confidential: false,
    },
    Done {
        what: "Asked each member of the committee for one reason, after Principal went to somebody else",
        so_what: "Three of five said the same: no product line whose profit and loss is mine",
        figure: NONE,
        my_part: "Waited two weeks, then wrote five short messages.",
        days_ago: 132,
        skills: &[("stakeholders", 4)],
        duties: &[],
        seen_by: &["Petra Lindqvist, my manager"],
        confidential: false,
    },
    Done {
        what: "Second round of price tests, in two more regions",
        so_what: "The first result held",
        figure: NONE,
        my_part: "",
        days_ago: 245,
        skills: &[("data", 4), ("consumer-science", 3)],
        duties: &[],
        seen_by: &["Wei Chen, engineering"],
        confidential: false,
    },
    Done {
        what: "Workshop on reading price tests, for the other product managers",
        so_what: "Two teams have run their own since",
        figure: NONE,
        my_part: "",
        days_ago: 330,
        skills: &[("mentoring", 3), ("data", 4)],
        duties: &["senior-mentor"],
        seen_by: &["Jonas Weber"],
        confidential: false,
    },
];

/// Words, who said them, what they are, for what, days ago.
const PRAISE: [[&str; 4]; 5] = [
    [
        "I have never seen a price change go out with so little noise. Whatever you did, write it down.",
        "Tom Okafor",
        "head of sales",
        "The price change",
    ],
    [
        "You were the first who asked what I wanted to learn, not only what I could do for the launch.",
        "Jonas Weber",
        "product manager",
        "Thursdays",
    ],
    [
        "The paper was the first on pricing that I read to the end.",
        "Petra Lindqvist",
        "my manager",
        "Second board paper on pricing",
    ],
    [
        "For what it’s worth, I voted for you. The work is there; they have to see it.",
        "Ines Duarte",
        "finance, on the committee",
        "Going for Principal",
    ],
    [
        "You wrote down what forty people a day told us. Nobody had.",
        "Amara Nwosu",
        "support, Halden Systems",
        "The list of what tickets had in common",
    ],
];

/// How many days ago each of [`PRAISE`] was said.
const SAID: [i32; 5] = [66, 90, 158, 138, 3_400];

/// Did, learned, who helped, days ago.
const FRIDAYS: [(&str, &str, &str, i32); 6] = [
    (
        "Third price test closed. Slides.",
        "I can run these asleep, and I nearly did.",
        "",
        34,
    ),
    (
        "Annual pricing is out.",
        "Finance says yes when they have picked the region themselves.",
        "Ines, with the model.",
        45,
    ),
    (
        "Two talks with sales about one date.",
        "They wanted to be asked, not to be right.",
        "Tom, who moved first.",
        73,
    ),
    (
        "",
        "Two of the five on the committee had never heard of the pricing work. Being good is not being known.",
        "Petra, who said it plainly.",
        136,
    ),
    (
        "Did not open the laptop on Thursday.",
        "It was allowed.",
        "My sister, with bread.",
        143,
    ),
    (
        "Board paper handed in.",
        "The summary is the paper.",
        "Petra rewrote mine.",
        160,
    ),
];

impl Sample<'_> {
    pub(super) fn evidence(&mut self) -> Logged {
        let pieces = EVIDENCE.iter().map(|done| self.done(done)).collect();
        let mut praise = Vec::new();
        for ([words, from, from_role, for_what], days_ago) in PRAISE.into_iter().zip(SAID) {
            let on = Some(self.day(days_ago));
            praise.push(self.act.add(Praise {
                words: words.to_owned(),
                from: text(from),
                from_role: text(from_role),
                for_what: text(for_what),
                on,
                ..Praise::default()
            }));
        }
        for (did, learned, helped, days_ago) in FRIDAYS {
            let on = self.day(days_ago);
            self.act.add(FridayMinute {
                did: text(did),
                learned: text(learned),
                helped: text(helped),
                on,
                unknown: Map::new(),
            });
        }
        Logged { pieces, praise }
    }

    fn done(&mut self, done: &Done) -> ItemId {
        let shown = done.skills.iter().map(|(skill, proficiency)| Shown {
            skill: SkillId::new(*skill),
            proficiency: proficient(*proficiency),
        });
        let on = self.day(done.days_ago);
        self.act.add(Evidence {
            so_what: text(done.so_what),
            figure: figure(done.figure),
            my_part: text(done.my_part),
            skills: shown.collect(),
            responsibilities: done
                .duties
                .iter()
                .map(|id| ExpectationId::new(*id))
                .collect(),
            witnesses: done.seen_by.iter().map(|name| (*name).to_owned()).collect(),
            confidential: done.confidential,
            ..Evidence::line(done.what, on, self.framework)
        })
    }
}

fn figure(parts: [&str; 4]) -> Option<Figure> {
    let [what, from, to, unit] = parts.map(text);
    let figure = Figure {
        what,
        from,
        to,
        unit,
        unknown: Map::new(),
    };
    (!figure.is_empty()).then_some(figure)
}
