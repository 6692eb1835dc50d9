//! A packet as a committee gets it, made up: everything that a paper consists of, on twelve pages or so.

use jiff::civil::date;
use windward_formats::paper::{Block, Level, Paper, QuoteKind, Span, Spans, plain};

fn strong(text: &str) -> Span {
    Span::Strong(text.to_owned())
}

fn words(text: &str) -> Span {
    Span::Plain(text.to_owned())
}

fn heading(level: Level, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

fn text(text: &str) -> Block {
    Block::Text(plain(text))
}

const ASKED: [(&str, &str, &str); 12] = [
    (
        "Vision and roadmap for a product line",
        "Strong",
        "Set the three-year direction of Billing with five teams; the board took it in March 2026.",
    ),
    (
        "Strategy from customer evidence",
        "Strong",
        "Forty interviews in six weeks; the segment that everybody wanted was dropped, and renewals rose from 71 to 77 %.",
    ),
    (
        "Leading without authority",
        "Enough",
        "Brought Legal, Finance and two platform teams to one launch date without a mandate over any of them.",
    ),
    (
        "Growing other product people",
        "Enough",
        "Two people I coached became Senior; a weekly critique that eleven people attend runs without me since May.",
    ),
    (
        "Business ownership",
        "Thin",
        "Answered for the margin of one product for two quarters; the figure is Finance’s.",
    ),
    (
        "Judgement under uncertainty",
        "Strong",
        "Stopped the reseller programme after a two-week test that cost 4,000 € instead of building it for two quarters.",
    ),
    (
        "Communication with executives",
        "Strong",
        "Monthly note to the leadership team, read out twice in the company meeting.",
    ),
    (
        "Technical depth",
        "Enough",
        "Wrote the migration plan with the architects, including the way back; nobody lost an invoice.",
    ),
    (
        "Discovery as a habit",
        "Strong",
        "Every team of the line talks with three customers a week; it was one a month.",
    ),
    (
        "Pricing",
        "Enough",
        "Annual pricing from experiment to default in nine countries.",
    ),
    ("Hiring", "Missing", ""),
    (
        "Representing the company",
        "Thin",
        "One talk at a conference in Tallinn, and a panel.",
    ),
];

const STORIES: [(&str, [&str; 4]); 3] = [
    (
        "Annual pricing",
        [
            "In the summer of 2025 a third of our small customers left within their first year. Nobody could say why: the exit survey had three questions and an answer rate of four per cent, and each team had a favourite explanation. The company had decided to double the sales team; the budget for it was written already.",
            "I asked for six weeks before the money was spent. I wrote the interview guide, spoke with 23 of the 40 customers myself and paired with the two designers for the rest. When the pattern showed — people who paid monthly re-decided monthly — I drafted the annual offer on one page, worked out with Finance what it may cost, and put it in front of 200 customers behind a switch that I had asked the platform team to build. What would not have happened without me: the pause itself, the guide, and the decision to test the price and not the message.",
            "Renewals in the pilot went from 71 to 77 of 100 (source: billing table, read by Finance). The offer became the default in nine countries in January 2026. The sales team grew by two instead of eight people.",
            "Ana Ruiz (Finance), Bo Lind (my manager then), Chiara Conti (platform).",
        ],
    ),
    (
        "The migration nobody noticed",
        [
            "The invoicing service was eleven years old and could not carry the tax rules of 2026. Two attempts to replace it had been stopped, in 2021 and 2023, both after a year. The people who had tried were still there and did not want to try again.",
            "I began with the two of them and wrote down what had stopped them, which became the order of the work: the way back first, then one country, then the rest. I kept the list of what would make us stop, and read it out every second Tuesday. I did not write the code and do not claim it.",
            "Fourteen countries moved between February and June 2026 without a lost invoice. Support tickets about invoices fell by a fifth. The old service was switched off on 30 June.",
            "Dmitri Orlov (Дмитрий Орлов) and Eleni Pappa (Ελένη Παππά), who led the two teams.",
        ],
    ),
    (
        "Critique on Wednesdays",
        [
            "Product people in the line worked alone; the same mistake was made in three teams within one quarter, and each of them learned of the others by accident.",
            "I began a critique of an hour with four people, brought my own unfinished work the first three times, and wrote the two rules that are still used. After half a year I handed it to Filip Sørensen and stopped coming every week.",
            "Eleven people attend now; two of the four who began became Senior, and both name the critique in their own cases.",
            "Filip Sørensen, and whoever reads the notes.",
        ],
    ),
];

fn matrix() -> Block {
    let mut rows: Vec<Vec<Spans>> = Vec::new();
    for round in 0..3 {
        for (asked, verdict, shown) in ASKED {
            let more = " What I say of it myself: this is the work I would want to be judged by, and the part that I would do again in the same way.";
            let shown = if round == 1 && !shown.is_empty() {
                format!("{shown}{more}")
            } else {
                shown.to_owned()
            };
            rows.push(vec![
                plain(asked),
                vec![strong(verdict)],
                plain(shown),
                plain("Ana Ruiz, Bo Lind"),
            ]);
        }
    }
    Block::Table {
        caption: "What Principal asks, and what there is for it".to_owned(),
        head: ["What it asks", "Verdict", "Best evidence", "Who can vouch"]
            .map(str::to_owned)
            .to_vec(),
        shares: vec![4, 2, 9, 3],
        rows,
    }
}

fn quote(kind: QuoteKind, by: &str, said: &str) -> Block {
    Block::Quote {
        words: plain(said),
        by: by.to_owned(),
        on: None,
        kind,
    }
}

pub(crate) fn packet() -> Paper {
    let mut blocks = vec![
        Block::Facts(vec![
            (
                "Asked for".to_owned(),
                plain("Promotion to Principal Product Manager, from January 2027"),
            ),
            (
                "Why now".to_owned(),
                plain(
                    "The line doubles in spring, and the work described here is the work of the rung since March.",
                ),
            ),
            (
                "Decided by".to_owned(),
                plain("Bo Lind, Gunnar Åsberg, Hélène Dupré"),
            ),
        ]),
        heading(Level::One, "Summary"),
        Block::Text(vec![
            words(
                "For two years I have set the direction of Billing, five teams and 40 people. In this time ",
            ),
            strong("renewals rose from 71 to 77 %"),
            words(", the oldest service of the company was replaced "),
            Span::Emphasis("without a lost invoice".to_owned()),
            words(
                ", and two people I coached became Senior. What I am asked to show beyond that, and cannot yet, is hiring: I have had no opening to fill. The evidence is in the ",
            ),
            Span::Link {
                text: "shared folder of this case".to_owned(),
                to: "https://example.org/cases/principal?part=1&name=Åsa".to_owned(),
            },
            words("."),
        ]),
        heading(Level::Two, "Likely objections"),
        Block::List(vec![
            vec![
                strong("‘The migration was an engineering success.’ "),
                words(
                    "It was. My part was the order of the work, the list of what would stop us, and holding to it; both leads say so below.",
                ),
            ],
            vec![
                strong("‘All of it is one product line.’ "),
                words(
                    "True for the figures. The critique and the pricing method are used in two other lines.",
                ),
            ],
            vec![
                strong("‘No hiring.’ "),
                words("Missing, and said so. I sat on four panels; I decided none."),
            ],
        ]),
        Block::NewPage,
        heading(Level::One, "What the rung asks"),
        text(
            "Strong: backed by evidence of the last two years at the level asked, seen by somebody who can vouch. Enough: backed, and seen by nobody but me or older. Thin: below the level asked. Missing: nothing.",
        ),
        matrix(),
        heading(Level::One, "Three stories"),
    ];
    for (title, [before, mine, after, seen]) in STORIES {
        blocks.extend([
            heading(Level::Two, title),
            heading(Level::Three, "Situation"),
            text(before),
            heading(Level::Three, "What I did"),
            text(mine),
            heading(Level::Three, "What changed"),
            text(after),
            heading(Level::Three, "Who saw it"),
            text(seen),
        ]);
    }
    blocks.push(heading(Level::One, "What others say"));
    for round in 0..4 {
        blocks.extend([
            quote(QuoteKind::Given, "Ana Ruiz", "She asked us to stop for six weeks when everybody wanted to spend. I was against it and told her so. She was right, and she never said so afterwards, which I noticed.\n\nThe annual price is hers from the first sketch to the last table."),
            quote(QuoteKind::NotedByMe, "Chiara Conti", "After the review she said that the switch we built for the test is the thing her team still uses most."),
        ]);
        if round == 1 {
            blocks.push(quote(QuoteKind::Given, "Дмитрий Орлов", "Without the list we would have gone on in April, and stopped in May like the others."));
        }
    }
    blocks.push(heading(Level::One, "Evidence"));
    for number in 1..=26 {
        blocks.extend([
            heading(Level::Two, &format!("{number}. Renewals after the annual price, quarter by quarter")),
            Block::Facts(vec![
                ("When".to_owned(), plain("March 2026")),
                ("What came of it".to_owned(), plain("Renewals: 71 to 77 %, read by Finance from the billing table on 4 May 2026; the pilot had 200 customers and the control group as many.")),
                ("My part".to_owned(), plain("The question, the guide and the test; the analysis is Ana’s.")),
                ("See".to_owned(), vec![Span::Link { text: "https://example.org/renewals/2026/quarter-one/table-of-all-pilot-customers-with-their-plans".to_owned(), to: "https://example.org/renewals/2026/quarter-one".to_owned() }]),
            ]),
        ]);
    }
    Paper {
        title: "Case for Principal Product Manager".to_owned(),
        subtitle: Some("From Senior Product Manager, Billing, Acme Nordic".to_owned()),
        author: "Ada Holm".to_owned(),
        day: date(2026, 11, 26),
        foot: "Ada Holm · Case for Principal Product Manager · frozen 26 November 2026, fingerprint 5f3a 90c1"
            .to_owned(),
        blocks,
    }
}
