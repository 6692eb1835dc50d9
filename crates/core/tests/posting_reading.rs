//! How postings are read: made-up ones, labelled by hand with the skills that each passage names. Those in `apart` were
//! not looked at while the words were gathered; `docs/reference/posting.md` tells their figures.

use std::fmt::Write as _;

use windward_core::{
    framework::{Framework, PRODUCT},
    record::{Opportunity, OpportunityPlace},
    title,
    views::opportunities::{Target, posting},
};

/// What the words were gathered from.
const GATHERED: &[&str] = &[
    include_str!("postings/fintech-senior.txt"),
    include_str!("postings/health-director.txt"),
    include_str!("postings/mobility-principal.txt"),
    include_str!("postings/rail-lead.txt"),
    include_str!("postings/retail-pm.txt"),
];

/// What was kept apart.
const APART: &[&str] = &[
    include_str!("postings/apart/energy-senior.txt"),
    include_str!("postings/apart/media-head.txt"),
];

/// Of what was labelled and of what was read, how much is both.
#[derive(Debug, Default)]
struct Score {
    labelled: usize,
    read: usize,
    both: usize,
    told: String,
}

impl Score {
    fn of(postings: &[&str]) -> Self {
        let framework = Framework::parse(PRODUCT).unwrap_or_else(|faults| panic!("{faults}"));
        let mut score = Self::default();
        for posting in postings {
            score.add(&framework, posting);
        }
        score
    }

    fn add(&mut self, framework: &Framework, labelled: &str) {
        let (title, lines) = labelled.split_once('\n').expect("a title");
        let title = title.trim_start_matches(['#', ' ']);
        let (mut text, mut labels) = (String::new(), Vec::new());
        for line in lines.lines() {
            let (words, label) = line.split_once("=>").unwrap_or((line, ""));
            let _ = writeln!(text, "{words}");
            labels.extend(label.split('|').map(|label| {
                let skills = label.split(',').map(str::trim).filter(|it| !it.is_empty());
                skills.map(str::to_owned).collect::<Vec<_>>()
            }));
        }
        let it = Opportunity {
            posting: Some(text),
            ..Opportunity::new(
                title,
                OpportunityPlace::Outside,
                "2026-11-01".parse().expect("a day"),
                framework.hash,
            )
        };
        let rung = title::read(framework, title).rung;
        let rung = rung.and_then(|id| framework.rung(&id));
        let posting = posting::read(framework, rung, &it);
        assert_eq!(
            posting.passages.len(),
            labels.len(),
            "{title}: {:#?}",
            posting.passages
        );
        for (place, (passage, labels)) in posting.passages.iter().zip(&labels).enumerate() {
            let named = posting.named.iter().filter(|it| it.passage == place);
            let mut read = Vec::new();
            for named in named {
                if let Target::Skill(skill) = named.target {
                    read.push((skill.id.to_string(), named.by.join(" + ")));
                }
            }
            let both = read.iter().filter(|(it, _)| labels.contains(it)).count();
            self.labelled += labels.len();
            self.read += read.len();
            self.both += both;
            for (skill, by) in read.iter().filter(|(it, _)| !labels.contains(it)) {
                let _ = writeln!(self.told, "too much: {skill} ({by}) in {}", passage.words);
            }
            for skill in labels
                .iter()
                .filter(|it| !read.iter().any(|(read, _)| read == *it))
            {
                let _ = writeln!(self.told, "missed: {skill} in {}", passage.words);
            }
        }
    }
}

#[test]
fn what_postings_name_is_read_as_it_was_labelled() {
    for (postings, right, found) in [(GATHERED, 90, 85), (APART, 85, 55)] {
        let score = Score::of(postings);
        let Score {
            labelled,
            read,
            both,
            told,
        } = &score;
        println!("{labelled} labelled, {read} read, {both} both");
        assert!(
            100 * both >= right * read,
            "{both} of {read} read are right\n{told}"
        );
        assert!(
            100 * both >= found * labelled,
            "{both} of {labelled} found\n{told}"
        );
    }
}
