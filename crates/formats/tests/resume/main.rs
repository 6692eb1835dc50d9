//! A résumé as JSON Resume: valid against the schema as it is published, and read back with nothing missing.

use std::{
    env,
    fmt::Write as _,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use jiff::{Timestamp, civil::date};
use serde_json::{Map, Value};
use windward_core::{
    framework::{Framework, PRODUCT},
    id::{CountedIds, ItemId, NewIds as _},
    record::{Act, Evidence, Praise, Record, Resume, Role, RoleEnd, Stored, Worded},
    sample,
    views::{
        facts::Facts,
        resume::{self as view, Sheet},
    },
};
use windward_formats::{Choices, describe, paper::Block, plan, read, resume};

struct Career {
    record: Record,
    framework: Framework,
}

impl Career {
    /// The sample, with more put into it.
    fn with(more: impl FnOnce(&mut Act<'_>, &Record)) -> Self {
        let framework = Framework::parse(PRODUCT).expect("the shipped ladder");
        let mut ids = CountedIds::default();
        let (today, now) = (
            date(2026, 11, 26),
            Timestamp::from_second(1_795_600_000).expect("a time"),
        );
        let mut entries = sample::entries(framework.hash, today, now, &mut ids);
        let stored = |entries: &[windward_core::record::Entry]| {
            let all = (1..).zip(entries.to_vec()).map(|(seq, entry)| Stored {
                seq,
                received_at: now,
                imported: false,
                entry,
            });
            Record::fold(all.collect::<Vec<_>>())
        };
        let before = stored(&entries);
        let mut act = Act::new(&mut ids, now);
        more(&mut act, &before);
        entries.extend(act.into_entries());
        Self {
            record: stored(&entries),
            framework,
        }
    }

    fn facts(&self) -> Facts<'_> {
        Facts::of(&self.record, &self.framework, date(2026, 11, 26))
    }
}

/// Everything in it: all roles, all evidence with words for what is confidential, praise, a course.
fn full() -> Career {
    Career::with(|act, before| {
        act.add(Role {
            title: "Barista".to_owned(),
            from: "2009".parse().ok(),
            to: RoleEnd::Unknown,
            ..Role::default()
        });
        let mut choices = Resume {
            headline: Some("Principal Product Manager".to_owned()),
            summary: Some("Prices that nobody has to apologise for.".to_owned()),
            place: Some("Bergen".to_owned()),
            email: Some("noor@example.org".to_owned()),
            links: vec![
                "https://example.org/noor".to_owned(),
                "https://www.linkedin.com/in/noor".to_owned(),
            ],
            ..Resume::default()
        };
        let evidence = before.all::<Evidence>();
        for of in evidence {
            choices.chosen.push(of.id);
            if of.it.confidential {
                choices
                    .worded
                    .push(worded(of.id, "Helped with something large"));
            }
        }
        let praise = act.add(Praise {
            words: "She asks first.".to_owned(),
            from: Some("Tom Okafor".to_owned()),
            ..Praise::default()
        });
        choices.chosen.push(praise);
        act.add(choices);
    })
}

fn worded(item: ItemId, words: &str) -> Worded {
    Worded {
        item,
        words: words.to_owned(),
        unknown: Map::new(),
    }
}

#[test]
fn it_is_valid_against_the_schema_as_published() {
    let directory = env::var_os("WINDWARD_RESUME_SCHEMA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/xtask/resume-schema"),
        PathBuf::from,
    );
    let module = directory.join("node_modules/@jsonresume/schema");
    assert!(
        module.is_dir(),
        "{} is not there; `cargo xtask test` brings it",
        module.display()
    );
    let (full, bare) = (full(), Career::with(|_, _| {}));
    let texts = [full.facts(), bare.facts()].map(|facts| resume::json(&view::sheet(&facts)));
    for text in texts {
        assert_eq!(validated(&module, &text), "valid", "{text}");
    }
    // The test can fail: no date is this.
    let broken = "{\"work\": [{\"startDate\": \"soon\"}]}";
    assert_ne!(validated(&module, broken), "valid");
}

/// What the validator of the schema says.
fn validated(module: &std::path::Path, text: &str) -> String {
    const SCRIPT: &str = "const it = require(process.argv[1]);\
        const text = require('fs').readFileSync(0, 'utf8');\
        it.validate(JSON.parse(text), (errors) => console.log(errors ? JSON.stringify(errors) : 'valid'));";
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .arg(module)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is here where npm is");
    let mut stdin = node.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = node.wait_with_output().expect("it runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout)
        .expect("text")
        .trim()
        .to_owned()
}

#[test]
fn what_goes_out_comes_back() {
    let career = full();
    let facts = career.facts();
    let sheet = view::sheet(&facts);
    let incoming = read("resume.json", resume::json(&sheet).as_bytes()).expect("a résumé");
    assert_eq!(incoming.skipped.len(), 0, "{:?}", incoming.skipped);
    let came: Vec<(String, Map<String, Value>)> = incoming
        .found
        .iter()
        .map(|it| (it.content.kind().to_owned(), it.content.fields()))
        .collect();
    let top = incoming.found.iter().find_map(|it| match &it.content {
        windward_core::record::Content::Resume(it) => Some(it),
        _ => None,
    });
    let (top, kept) = (top.expect("what stands on top"), sheet.kept.expect("it").it);
    assert_eq!(
        (
            &top.headline,
            &top.summary,
            &top.place,
            &top.email,
            &top.links
        ),
        (
            &kept.headline,
            &kept.summary,
            &kept.place,
            &kept.email,
            &kept.links
        )
    );
    for part in &sheet.parts {
        for item in &part.items {
            let there = came.iter().any(|(kind, fields)| {
                let told = part.outline.fields.iter();
                kind == part.outline.kind
                    && told.clone().all(|field| {
                        let text = part.outline.text(&item.told.fields, Some(field.name));
                        part.outline.text(fields, Some(field.name)) == text
                    })
            });
            assert!(there, "{:?}", item.told.fields);
        }
    }
    for job in &sheet.jobs {
        let role = job.of.it;
        let mut note = job.words().unwrap_or_default().to_owned();
        for piece in &job.pieces {
            let gap = if note.is_empty() { "" } else { "\n" };
            _ = write!(note, "{gap}- {}", piece.words());
        }
        let found = incoming.found.iter().find_map(|it| {
            let windward_core::record::Content::Role(it) = &it.content else {
                return None;
            };
            (it.title == role.title && it.organisation == role.organisation).then_some(it)
        });
        let found = found.unwrap_or_else(|| panic!("{}", role.title));
        assert_eq!(
            (found.from, found.to),
            (role.from, role.to),
            "{}",
            role.title
        );
        assert_eq!(found.note.clone().unwrap_or_default(), note);
    }
    let names: Vec<String> = incoming
        .found
        .iter()
        .map(|it| describe(&it.content))
        .collect();
    for piece in &sheet.elsewhere {
        let words = piece.words();
        assert!(
            names
                .iter()
                .any(|it| words.starts_with(it.split(',').next().unwrap()))
        );
    }
}

#[test]
fn a_file_of_others_goes_out_as_it_came_in() {
    let text = r#"{"basics": {"name": "Ada", "label": "Product", "email": "ada@example.org", "url": "https://ada.example",
        "location": {"city": "Bergen", "countryCode": "NO"}, "image": "https://ada.example/me.png"},
        "work": [{"position": "PM", "name": "Acme", "startDate": "2019", "endDate": "2020", "summary": "Prices.",
        "highlights": ["Up by a third", "Two markets"]}],
        "education": [{"institution": "Bergen", "studyType": "MSc", "area": "Industrial Design, with honours"}]}"#;
    let incoming = read("resume.json", text.as_bytes()).expect("a résumé");
    let says: Vec<&str> = incoming.notices.iter().map(|it| it.text.as_str()).collect();
    assert!(says.iter().any(|it| it.contains("picture")), "{says:?}");
    let framework = Framework::parse(PRODUCT).expect("the shipped ladder");
    let (today, now) = (
        date(2026, 11, 26),
        Timestamp::from_second(1_795_600_000).expect("a time"),
    );
    let mut ids = CountedIds::default();
    let plan = plan(incoming, &Record::fold(Vec::new()), today);
    let act = ids.act();
    let entries = plan.entries(&Choices::default(), act, &mut ids, now);
    let stored = (1..).zip(entries).map(|(seq, entry)| Stored {
        seq,
        received_at: now,
        imported: false,
        entry,
    });
    let record = Record::fold(stored.collect::<Vec<_>>());
    let facts = Facts::of(&record, &framework, today);
    let out: Value = serde_json::from_str(&resume::json(&view::sheet(&facts))).expect("JSON");
    assert_eq!(out["basics"]["label"], "Product");
    assert_eq!(out["basics"]["email"], "ada@example.org");
    assert_eq!(out["basics"]["url"], "https://ada.example");
    assert_eq!(out["basics"]["location"]["address"], "Bergen, NO");
    // The note came with the file, so it stands without being asked for, its points apart.
    assert_eq!(out["work"][0]["summary"], "Prices.");
    assert_eq!(out["work"][0]["highlights"][0], "Up by a third");
    assert_eq!(out["work"][0]["highlights"][1], "Two markets");
    assert_eq!(out["education"][0]["studyType"], "MSc");
    assert_eq!(
        out["education"][0]["area"],
        "Industrial Design, with honours"
    );
}

#[test]
fn a_note_for_oneself_stands_only_where_it_was_ticked() {
    let noted = |tick: bool| {
        let career = Career::with(|act, _| {
            let role = act.add(Role {
                title: "Barista".to_owned(),
                note: Some("Kept me warm that winter".to_owned()),
                ..Role::default()
            });
            act.add(Resume {
                noted: tick.then_some(role).into_iter().collect(),
                ..Resume::default()
            });
        });
        let facts = career.facts();
        let sheet = view::sheet(&facts);
        let texts = [resume::json(&sheet), resume::paper(&sheet).to_markdown()];
        texts.map(|it| it.contains("Kept me warm that winter"))
    };
    assert_eq!(noted(false), [false, false]);
    assert_eq!(noted(true), [true, true]);
}

#[test]
fn what_is_confidential_stands_in_its_own_words_or_not_at_all() {
    let secret = |sheet: &Sheet<'_>| {
        let pieces = sheet.jobs.iter().flat_map(|it| &it.pieces);
        let mut all = pieces.chain(&sheet.elsewhere);
        all.any(|it| it.of.it.confidential)
    };
    let chosen = Career::with(|act, before| {
        let all = before.all::<Evidence>().filter(|of| of.it.confidential);
        let chosen: Vec<ItemId> = all.map(|of| of.id).collect();
        assert!(!chosen.is_empty(), "the sample has something confidential");
        act.add(Resume {
            chosen,
            ..Resume::default()
        });
    });
    let facts = chosen.facts();
    assert!(!secret(&view::sheet(&facts)));
    assert!(view::all(&facts).unworded().count() > 0);

    let full = full();
    let facts = full.facts();
    let sheet = view::sheet(&facts);
    assert!(secret(&sheet));
    let everywhere = [resume::json(&sheet), resume::paper(&sheet).to_markdown()];
    for text in everywhere {
        assert!(text.contains("Helped with something large"));
        for of in full
            .record
            .all::<Evidence>()
            .filter(|of| of.it.confidential)
        {
            assert!(!text.contains(&of.it.what), "{}", of.it.what);
        }
    }
}

#[test]
fn it_reads_as_a_resume_does() {
    let career = full();
    let facts = career.facts();
    let paper = resume::paper(&view::sheet(&facts));
    if let Ok(to) = env::var("WINDWARD_LOOK") {
        std::fs::write(to, paper.to_pdf().expect("a PDF")).expect("it is written");
    }
    let headings: Vec<&str> = paper
        .blocks
        .iter()
        .filter_map(|it| match it {
            Block::Heading { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    insta::assert_snapshot!(headings.join("\n"));
    insta::assert_snapshot!("as_markdown", paper.to_markdown());
}
