//! What Noor believes, tries and notices: a fork that is tried out before it is taken, a role that went to somebody
//! else, and a plateau that shows before it is felt.

use jiff::Span;
use serde_json::Map;

use super::{Sample, text};
use crate::{
    date::PartialDate,
    framework::SkillId,
    id::ItemId,
    record::{
        Action, Bearing, CheckIn, Choice, Decision, Experiment, ExperimentKind, Hypothesis,
        HypothesisAbout, Medium, Pulse, Reading, Settled, Takeaway,
    },
};

/// Days ago, energy, learning, challenge, recognition (0: not answered), line.
const CHECK_INS: [(i32, [u8; 4], &str); 17] = [
    (516, [4, 5, 4, 3], "Pricing is mine. I wake up with it."),
    (485, [4, 5, 4, 3], ""),
    (
        456,
        [5, 4, 4, 4],
        "First finance review without Petra in the room.",
    ),
    (424, [4, 4, 3, 4], ""),
    (
        396,
        [4, 4, 4, 4],
        "The strategy paper is read by people I have never met.",
    ),
    (
        366,
        [4, 4, 3, 4],
        "I could do this for years. I wonder whether I should.",
    ),
    (335, [4, 3, 3, 4], ""),
    (
        304,
        [3, 4, 3, 3],
        "The holdout result was hard to tell, and right to tell.",
    ),
    (273, [4, 3, 3, 4], ""),
    (243, [0, 0, 0, 0], ""),
    (
        214,
        [4, 3, 3, 4],
        "Second strategy paper. I knew how it would go before I began.",
    ),
    (181, [4, 3, 2, 3], ""),
    (
        152,
        [2, 3, 3, 1],
        "Omar leads the pricing group. Petra says I am doing all the right things, only not for long enough.",
    ),
    (
        122,
        [3, 2, 3, 3],
        "The guild is the part of the week I look forward to.",
    ),
    (92, [4, 3, 2, 3], ""),
    (
        61,
        [3, 2, 2, 3],
        "Third price change by the same plan. It works.",
    ),
    (32, [4, 2, 2, 4], "Calm, and a little bored."),
];

/// What was asked for and went to somebody else, in the check-in of so many days ago.
const PASSED_OVER: (i32, &str) = (152, "Leading the new pricing group; it went to Omar");

/// Days after its beginning, energy, learning, line.
type Felt = &'static [(i32, u8, u8, &'static str)];

const GUILD: Felt = &[
    (5, 3, 3, "Nobody came prepared, me included."),
    (12, 4, 4, ""),
    (19, 4, 3, "Jonas ran the hour. I only asked questions."),
    (
        27,
        3,
        4,
        "Two people do not talk to each other, and now it is mine to notice.",
    ),
    (34, 4, 4, ""),
    (41, 5, 4, "They stayed after the hour."),
    (48, 4, 5, ""),
    (54, 5, 4, "I would miss it."),
];

const START_UP: Felt = &[
    (6, 4, 5, "They decide in a day what takes us a month."),
    (13, 3, 4, ""),
    (20, 3, 3, "All growth charts, no customer I could ring."),
    (28, 2, 3, ""),
    (
        36,
        2,
        2,
        "I catch myself drafting their price page for businesses.",
    ),
];

const LEDGER: Felt = &[
    (6, 3, 5, "Contribution margin is not what I thought it was."),
    (13, 4, 4, ""),
    (
        20,
        4,
        5,
        "Ines let me explain a variance, and it was right.",
    ),
];

const ARTICLES: Felt = &[
    (8, 3, 3, "Longer than an evening."),
    (30, 3, 3, ""),
    (55, 4, 3, "A stranger wrote back with a better example."),
];

/// Adds it all. `principal` and `director` are the destinations. The belief that leading people would suit her.
pub(super) fn add(sample: &mut Sample<'_>, principal: ItemId, director: ItemId) -> ItemId {
    settled(sample);
    for (days_ago, answers, line) in CHECK_INS {
        let [energy, learning, challenge, recognition] = answers.map(Reading::new);
        let on = sample.day(days_ago);
        sample.act.add(CheckIn {
            energy,
            learning,
            challenge,
            recognition,
            line: text(line),
            passed_over: (days_ago == PASSED_OVER.0).then(|| PASSED_OVER.1.to_owned()),
            ..CheckIn::skipped(on)
        });
    }
    let leading = fork(sample, director);
    consumers(sample);
    ledger(sample, principal);
    rest(sample);
    leading
}

/// Right after the detour, standing still was what was wanted.
fn settled(sample: &mut Sample<'_>) {
    let (on, until) = (sample.day(1_180), sample.day(1_000));
    sample.act.add(Settled {
        until,
        why: Some("Back at work after half a year away. One product, no plans.".to_owned()),
        on,
        unknown: Map::new(),
    });
}

/// Leading people or going deeper: tried for eight weeks after the group went to Omar.
fn fork(sample: &mut Sample<'_>, director: ItemId) -> ItemId {
    let belief = Hypothesis {
        because: Some(
            "the best part of my year was Jonas’s second launch, and I was not in the room"
                .to_owned(),
        ),
        know_when: Some(
            "after eight weeks of the guild I still look forward to Thursdays".to_owned(),
        ),
        destination: Some(director),
        ..hypothesis(
            sample,
            148,
            "leading people would suit me as much as pricing does",
            HypothesisAbout::Role,
        )
    };
    let belief = sample.act.add(belief);
    let mut guild = experiment(
        sample,
        145,
        "Lead the product guild for eight weeks",
        ExperimentKind::Lead,
    );
    guild.hypothesis = Some(belief);
    guild.hours_a_week = Some(3);
    run(sample, &mut guild, 140, 56);
    guild.at_stake =
        Some("Some Thursday evenings, and looking foolish before nine colleagues.".to_owned());
    guild.look_for = Some("Whether I leave the hour with more energy than I came with.".to_owned());
    guild.first_step =
        Some("Ask Petra whether anybody minds if I take the guild until the summer.".to_owned());
    guild.decision = Some(Decision {
        bearing: Some(Bearing::For),
        about_work: Some("Most of it is noticing who does not speak.".to_owned()),
        opened: Some("Two people asked whether I would mentor them; HR asked me to read the draft of the new ladder.".to_owned()),
        about_self: Some("I do not need to be the one who is right. That was news.".to_owned()),
        ..decision(sample, 82, Choice::Keep)
    });
    felt(sample, guild, 140, GUILD);
    let mut talks = experiment(
        sample,
        40,
        "Two talks with people who became directors less than two years ago",
        ExperimentKind::Talk,
    );
    talks.hypothesis = Some(belief);
    talks.hours_a_week = Some(1);
    talks.look_for = Some("What they stopped doing, and whether they miss it.".to_owned());
    sample.act.add(talks);
    belief
}

/// A belief that did not hold.
fn consumers(sample: &mut Sample<'_>) {
    let belief = Hypothesis {
        because: Some("I am tired of explaining products to people who do not use them".to_owned()),
        know_when: Some(
            "I would rather read their users’ messages than our price calls".to_owned(),
        ),
        ..hypothesis(
            sample,
            420,
            "a consumer product would suit me better than business customers",
            HypothesisAbout::Fit,
        )
    };
    let belief = sample.act.add(belief);
    let mut help = experiment(
        sample,
        412,
        "Help a young savings app on Thursday evenings",
        ExperimentKind::Explore,
    );
    help.hypothesis = Some(belief);
    help.hours_a_week = Some(4);
    run(sample, &mut help, 405, 42);
    help.at_stake = Some("Six evenings.".to_owned());
    help.decision = Some(Decision {
        bearing: Some(Bearing::Against),
        about_work: Some(
            "Nobody there had talked to a customer in a year, and nobody missed it.".to_owned(),
        ),
        about_self: Some("I like to know the person who pays by name.".to_owned()),
        opened: Some("Their founder still sends me price pages to look at.".to_owned()),
        ..decision(sample, 360, Choice::Stop)
    });
    felt(sample, help, 405, START_UP);
}

/// What runs now, for the gap of the next rung.
fn ledger(sample: &mut Sample<'_>, principal: ItemId) {
    let belief = Hypothesis {
        because: Some("every price I set ends up in a ledger that I cannot read alone".to_owned()),
        know_when: Some("I explain a month’s variance before Ines asks, twice".to_owned()),
        skill: Some(SkillId::new("business")),
        destination: Some(principal),
        ..hypothesis(
            sample,
            30,
            "owning a small P&L is what I lack for Principal, not more strategy",
            HypothesisAbout::Experience,
        )
    };
    let belief = sample.act.add(belief);
    let mut line = experiment(
        sample,
        28,
        "Keep the books of the add-on line with Ines for ten weeks",
        ExperimentKind::Stretch,
    );
    line.hypothesis = Some(belief);
    line.hours_a_week = Some(3);
    run(sample, &mut line, 27, 70);
    line.at_stake = Some(
        "Ines’s patience. The line is small enough that a mistake is seen and mended.".to_owned(),
    );
    line.look_for =
        Some("Whether the second month’s questions are better than the first’s.".to_owned());
    line.first_step =
        Some("Ask Ines for last month’s statement and mark each line I cannot explain.".to_owned());
    let id = felt(sample, line, 27, LEDGER);
    let (on, framework) = (sample.day(3), sample.framework);
    let due = sample.day(-4);
    sample.act.add(Action {
        experiment: Some(id),
        whom: Some("Ines Duarte".to_owned()),
        due: Some(due),
        ..Action::new(
            "Send Ines my guess at November’s variance before she closes the books",
            on,
            framework,
        )
    });
}

fn rest(sample: &mut Sample<'_>) {
    let mut articles = experiment(
        sample,
        90,
        "Write one article a month on pricing",
        ExperimentKind::Teach,
    );
    articles.hours_a_week = Some(2);
    run(sample, &mut articles, 88, 80);
    articles.public = true;
    articles.at_stake = Some("Being wrong where others can see it.".to_owned());
    felt(sample, articles, 88, ARTICLES);
    let framework = sample.framework;
    for (days_ago, title, medium, by, took, whom) in [
        (
            330,
            "A handbook of price fences",
            Medium::Book,
            "",
            "A discount that everybody gets is a lower price with extra steps.",
            "Jonas",
        ),
        (
            200,
            "Finance for people who decide",
            Medium::Course,
            "evening school",
            "Ask which line of the statement would move, before asking whether it is worth it.",
            "",
        ),
        (
            66,
            "The pricing day in Utrecht",
            Medium::Conference,
            "",
            "Everybody measures willingness to pay; almost nobody asks who was never asked.",
            "the guild",
        ),
        (
            12,
            "On leaving the work to others",
            Medium::Book,
            "",
            "",
            "",
        ),
    ] {
        let on = sample.day(days_ago);
        sample.act.add(Takeaway {
            title: title.to_owned(),
            medium,
            by: text(by),
            link: None,
            took: text(took),
            for_whom: text(whom),
            skill: (medium == Medium::Course).then(|| SkillId::new("business")),
            experiment: None,
            on,
            framework,
            unknown: Map::new(),
        });
    }
    let (asked, done) = (sample.day(146), sample.day(139));
    sample.act.add(Action {
        whom: Some("Petra Lindqvist".to_owned()),
        done: Some(done),
        outcome: Some("‘You have done it with your own team. Show me that a team which is not yours follows you.’".to_owned()),
        way_out: Some("outside-view".to_owned()),
        ..Action::new("Ask Petra what spoke for Omar, and what would speak for me next time", asked, framework)
    });
}

fn hypothesis(
    sample: &Sample<'_>,
    days_ago: i32,
    belief: &str,
    about: HypothesisAbout,
) -> Hypothesis {
    Hypothesis::new(belief, about, sample.day(days_ago), sample.framework)
}

fn experiment(sample: &Sample<'_>, days_ago: i32, what: &str, kind: ExperimentKind) -> Experiment {
    Experiment::new(what, kind, sample.day(days_ago), sample.framework)
}

/// Its first day, so many days ago, and how many days it runs.
fn run(sample: &Sample<'_>, it: &mut Experiment, days_ago: i32, days: i32) {
    it.from = Some(sample.day(days_ago));
    it.to = Some(sample.day(days_ago - days + 1));
}

fn decision(sample: &Sample<'_>, days_ago: i32, choice: Choice) -> Decision {
    Decision {
        choice,
        bearing: None,
        about_work: None,
        opened: None,
        about_self: None,
        on: sample.day(days_ago),
        unknown: Map::new(),
    }
}

/// Adds an experiment that began so many days ago, with its pulses.
fn felt(sample: &mut Sample<'_>, it: Experiment, days_ago: i32, pulses: Felt) -> ItemId {
    let experiment = sample.act.add(it);
    let began = sample.today.saturating_sub(Span::new().days(days_ago));
    for (after, energy, learning, line) in pulses {
        sample.act.add(Pulse {
            experiment,
            energy: Reading::new(*energy),
            learning: Reading::new(*learning),
            line: text(line),
            on: PartialDate::day(began.saturating_add(Span::new().days(*after))),
            unknown: Map::new(),
        });
    }
    experiment
}
