//! From a job title to a rung, with a confidence and the reason in words.
//!
//! A title is taken apart into what somebody does ([`Function`]), how senior ([`Seniority`]), what they look
//! after (the scope) and the company's own level. The ladder's rungs are read the same way, from their names and
//! aliases, and the two are brought together; so no rung is known to the code by its id, and a ladder of other
//! rungs works. A title that equals a name or an alias as a whole stands on that rung, whatever its parts say.
//!
//! The confidence is a claim: of the titles of `tests/titles/titles.csv` that were kept apart from the making of
//! the word lists, at least 95 in 100 of the readings that claim 0.8 or more are right (a test counts them). What
//! is unsure says so and why, and a person confirms it. A title from outside product is never placed: where
//! people come from is part of a career, not a rung of it.

mod lexicon;
mod parse;
mod reason;
mod rungs;
pub(crate) mod scan;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::framework::{Framework, RungId};

/// A title as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleReading {
    /// The title as it was given.
    pub title: String,
    /// The rung it stands on; `None` for a title from outside product, beside it, or not understood.
    pub rung: Option<RungId>,
    /// Beside product: the same teams, another job.
    pub adjacent: bool,
    /// How sure the reading is, of a rung or of there being none.
    pub confidence: Confidence,
    /// Why, in a sentence or more, for the person whose title it is.
    pub reason: String,
    /// What somebody of this title does.
    pub function: Function,
    /// How senior the title says they are; `None` where it does not say.
    pub seniority: Option<Seniority>,
    /// What they look after, as written: an area, a product, a region.
    pub scope: Option<String>,
    /// A company's own level, as written: `L6`, `II`.
    pub level_code: Option<String>,
    /// Held for a while, as ‘interim’ or ‘acting’.
    pub interim: bool,
}

/// How sure a reading is, in whole per cent. Shown and serialised as a share of one: `0.85`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Confidence(u8);

impl Confidence {
    /// From per cent; more than 100 is 100.
    #[must_use]
    pub const fn of_percent(percent: u8) -> Self {
        Self(if percent > 100 { 100 } else { percent })
    }

    /// In per cent, 0 to 100.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

/// What somebody does. Serialised as its name, or null where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// Product management.
    Product,
    /// Beside it, by name: product marketing, product operations.
    Adjacent(&'static str),
    /// Outside product, by name where the title says what.
    Other(Option<&'static str>),
}

impl Function {
    /// Its name in words; `None` where it is not known.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Product => Some("product management"),
            Self::Adjacent(name) => Some(name),
            Self::Other(name) => name,
        }
    }
}

impl Serialize for Function {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name().serialize(serializer)
    }
}

/// How senior a title says somebody is, lowest first. Titles without any such word say nothing, which in product
/// is the plain product manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seniority {
    /// Learning on the job for a time: interns, working students, apprentices.
    Intern,
    /// Beginning: associate, junior, entry-level.
    Junior,
    /// In the middle, said in so many words; the same rung as a title without a word for it.
    Mid,
    /// Senior.
    Senior,
    /// Staff: senior beyond senior, by oneself.
    Staff,
    /// Lead, of a team or of a subject.
    Lead,
    /// Principal.
    Principal,
    /// Group, as in group product manager.
    Group,
    /// Head of something.
    Head,
    /// Director, with its finer shades.
    Director,
    /// Vice president, with its finer shades.
    VicePresident,
    /// Chief officer.
    Chief,
}

impl Seniority {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Intern => "intern",
            Self::Junior => "junior",
            Self::Mid => "mid-level",
            Self::Senior => "senior",
            Self::Staff => "staff",
            Self::Lead => "lead",
            Self::Principal => "principal",
            Self::Group => "group",
            Self::Head => "head",
            Self::Director => "director",
            Self::VicePresident => "vice president",
            Self::Chief => "chief",
        }
    }

    /// Whether whoever has it leads what the title names: ‘head of product’ needs no further word for the job.
    const fn leads(self) -> bool {
        matches!(
            self,
            Self::Lead
                | Self::Principal
                | Self::Head
                | Self::Director
                | Self::VicePresident
                | Self::Chief
        )
    }
}

/// Reads titles against one ladder. Making one costs far more than a reading: keep it for many titles.
#[derive(Debug, Clone)]
pub struct Reader {
    rungs: rungs::Rungs,
}

impl Reader {
    /// Prepares to read titles against a ladder.
    #[must_use]
    pub fn new(framework: &Framework) -> Self {
        Self {
            rungs: rungs::Rungs::of(framework),
        }
    }

    /// Reads a title. Any text may be given; only its first 240 characters are read, which the reason says.
    #[must_use]
    pub fn read(&self, title: &str) -> TitleReading {
        let scan = scan::scan(title);
        let parsed = parse::parse(&scan);
        let placed = self.rungs.place(&parsed);
        TitleReading {
            title: title.to_owned(),
            rung: placed.rung.map(|at| self.rungs.id(at).clone()),
            adjacent: placed.rung.is_none() && matches!(parsed.function, Function::Adjacent(_)),
            confidence: placed.confidence,
            reason: reason::reason(&scan, &parsed, &placed, &self.rungs),
            function: parsed.function,
            seniority: parsed.seniority,
            scope: parsed.scope(),
            level_code: parsed.code,
            interim: parsed.interim,
        }
    }
}

/// Reads one title against a ladder. For more than a few, make a [`Reader`] once.
#[must_use]
pub fn read(framework: &Framework, title: &str) -> TitleReading {
    Reader::new(framework).read(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::PRODUCT;
    use proptest::prelude::*;
    use std::{fmt::Write as _, sync::LazyLock};

    fn product() -> &'static Reader {
        static READER: LazyLock<Reader> =
            LazyLock::new(|| Reader::new(&Framework::parse(PRODUCT).expect("the shipped ladder")));
        &READER
    }

    fn placed(reader: &Reader, title: &str) -> Option<String> {
        reader.read(title).rung.map(|id| id.as_str().to_owned())
    }

    /// A ladder with nothing but rungs: id, name, aliases, loose aliases.
    fn ladder(rungs: &[(&str, &str, &str, &str)]) -> Framework {
        let mut text = r#"
            format = 1
            id = "small"
            version = "1"
            name = "Small"
            summary = "A small ladder."
            proficiencies = ["a", "b", "c", "d", "e"]
            sources = []
            skills = []
            moves = []
            plays = []
            groups = []
            phases = [{ id = "p", name = "P", about = "All of it.", core = ["Work"] }]
        "#
        .to_owned();
        for (id, name, aliases, loose) in rungs {
            let _ = write!(
                text,
                r#"
                [[rungs]]
                id = "{id}"
                name = "{name}"
                short = "{id}"
                aliases = [{aliases}]
                loose_aliases = [{loose}]
                track = "shared"
                phase = "p"
                years = {{ from = 0, of = "anything" }}
                about = "A rung."
                background = "Any."
                responsibilities = []
                asks = []
                "#
            );
        }
        Framework::parse(&text).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn every_name_of_a_rung_stands_on_it() {
        let framework = Framework::parse(PRODUCT).expect("the shipped ladder");
        let reader = Reader::new(&framework);
        for rung in &framework.rungs {
            for name in std::iter::once(&rung.name)
                .chain(&rung.aliases)
                .chain(&rung.loose_aliases)
            {
                let reading = reader.read(name);
                assert_eq!(reading.rung.as_ref(), Some(&rung.id), "{name}");
                let loose = rung.loose_aliases.contains(name);
                assert!(!loose || reading.confidence.percent() <= 65, "{name}");
            }
        }
    }

    #[test]
    fn parts_are_read_apart() {
        let reading = product().read("Sr. PM II, Growth");
        assert_eq!(reading.rung, Some(RungId::new("senior")));
        assert_eq!(reading.function, Function::Product);
        assert_eq!(reading.seniority, Some(Seniority::Senior));
        assert_eq!(reading.scope.as_deref(), Some("Growth"));
        assert_eq!(reading.level_code.as_deref(), Some("II"));
        assert!(
            reading.reason.starts_with(
                "‘Sr.’ is senior, ‘PM’ is product manager; ‘Growth’ is the area it looks after."
            ),
            "{}",
            reading.reason
        );
    }

    #[test]
    fn what_is_ambiguous_claims_less() {
        let reader = product();
        let claims = |title: &str| reader.read(title).confidence.percent();
        assert!(claims("CPO") < claims("Chief Product Officer"));
        assert!((60..=70).contains(&claims("PM")));
        assert!(claims("Senior PM") < claims("Senior Product Manager"));
        assert!((50..=60).contains(&claims("Product Owner")));
        assert!(claims("Head of Product") <= 65);
    }

    #[test]
    fn the_rest_of_a_title_settles_an_abbreviation() {
        let reader = product();
        assert_eq!(placed(reader, "PM (Project Manager)"), None);
        assert_eq!(placed(reader, "CPO, Human Resources"), None);
        assert_eq!(placed(reader, "2 PM - 10 PM"), None);
        assert_eq!(placed(reader, "Level 2 PM").as_deref(), Some("pm"));
        let surely = reader.read("PM (Product Manager)").confidence;
        assert!(surely > reader.read("PM").confidence);
    }

    #[test]
    fn beside_product_is_neither_on_the_ladder_nor_outside() {
        let reading = product().read("Product Marketing Manager");
        assert_eq!((reading.rung, reading.adjacent), (None, true));
        assert!(reading.reason.contains("beside product management"));
        let reading = product().read("Product Designer");
        assert_eq!((reading.rung, reading.adjacent), (None, false));
        assert!(reading.reason.contains("people come to product from there"));
    }

    #[test]
    fn product_before_an_unknown_word_is_left_open() {
        for title in [
            "Product Zorblatt Manager",
            "Head of Product Zorblatt",
            "Director of Zorblatt Products",
        ] {
            let reading = product().read(title);
            assert_eq!(
                (reading.rung, reading.confidence.percent()),
                (None, 50),
                "{title}"
            );
            assert!(reading.reason.contains("Choose a rung if it is"), "{title}");
        }
        // After the whole job it is what is looked after.
        let reading = product().read("Product Manager Zorblatt");
        assert_eq!(
            (reading.rung, reading.scope.as_deref()),
            (Some(RungId::new("pm")), Some("Zorblatt"))
        );
    }

    #[test]
    fn the_reason_comes_to_a_conclusion_and_asks_where_unsure() {
        let says = |title: &str| product().read(title).reason;
        assert_eq!(
            says("Senior Director of Product Management, Ads"),
            "‘Senior Director’ is a grade of director; ‘Ads’ is the area it looks after. So it reads as ‘Product Director’."
        );
        assert_eq!(
            says("Junior-Produktmanagerin (w/m/d)"),
            "‘Produktmanagerin’ is product manager. With ‘Junior’ it reads as ‘Associate Product Manager’."
        );
        assert!(
            says("Technical Product Manager, APIs")
                .contains("‘Technical’ says what kind; ‘APIs’ is the area")
        );
        assert!(!says("Ex-Google PM").contains("‘Google’"));
        for title in ["Growth Lead", "Founder / Product", "Product Owner", "TPM"] {
            let reading = product().read(title);
            assert!(reading.confidence.percent() < 80, "{title}");
            assert!(reading.reason.contains("This is not sure: "), "{title}");
        }
        assert!(!says("Product Manager, Growth").contains("not sure"));
    }

    #[test]
    fn an_interim_role_is_the_role_that_was_filled() {
        for title in ["Interim CPO", "CPO (interim)", "Chief Product Officer a.i."] {
            let reading = product().read(title);
            assert_eq!(reading.rung, Some(RungId::new("executive")), "{title}");
            assert!(
                reading.interim && reading.reason.contains("for a while"),
                "{title}"
            );
        }
    }

    #[test]
    fn a_ladder_of_other_rungs_is_read_by_its_own_names() {
        let small = ladder(&[
            ("one", "Junior Product Manager", "", ""),
            ("two", "Product Manager", "", r#""Produktmensch""#),
            ("three", "Head of Product", r#""Boss""#, ""),
        ]);
        let reader = &Reader::new(&small);
        assert_eq!(placed(reader, "APM").as_deref(), Some("one"));
        assert_eq!(
            placed(reader, "Technical Product Manager").as_deref(),
            Some("two")
        );
        assert_eq!(placed(reader, "Boss").as_deref(), Some("three"));
        assert_eq!(reader.read("boss!").confidence.percent(), 95);
        assert_eq!(reader.read("Produktmensch").confidence.percent(), 55);
        // No rung for these: the nearest, and said so.
        let reading = reader.read("Senior Product Manager");
        assert_eq!(reading.rung, Some(RungId::new("two")));
        assert!(reading.reason.contains("comes nearest") && reading.confidence.percent() <= 60);
        assert_eq!(placed(reader, "CPO").as_deref(), Some("three"));
        // A ladder may claim what is another job elsewhere.
        let wide = ladder(&[("only", "Product Manager", r#""Project Manager""#, "")]);
        assert_eq!(
            placed(&Reader::new(&wide), "Project Manager").as_deref(),
            Some("only")
        );
    }

    #[test]
    fn a_ladder_of_another_profession_takes_its_own() {
        let design = ladder(&[
            ("d1", "Designer", "", ""),
            ("d2", "Senior Designer", "", ""),
        ]);
        let reader = &Reader::new(&design);
        assert_eq!(
            placed(reader, "Sr. Designer, Payments").as_deref(),
            Some("d2")
        );
        let reading = reader.read("Senior Product Manager");
        assert_eq!((reading.rung, reading.adjacent), (None, false));
        assert!(reading.reason.contains("no rung for such titles"));
    }

    #[test]
    fn what_is_no_title_has_a_sensible_answer() {
        let reader = product();
        for nothing in ["", "   \t", "🦄🦄", "\u{0}\u{7}", "---", "\u{202e}\u{200f}"] {
            let reading = reader.read(nothing);
            assert_eq!(
                (reading.rung, reading.confidence.percent()),
                (None, 0),
                "{nothing:?}"
            );
        }
        let reading = reader.read("مدير المنتج");
        assert!(reading.rung.is_none() && reading.reason.contains("Latin alphabet"));
        let reading = reader.read("\u{202a}Product\u{0} Manager\u{202c}");
        assert_eq!(reading.rung, Some(RungId::new("pm")));
    }

    #[test]
    fn only_the_beginning_of_a_long_title_is_read() {
        let long = format!("Senior Product Manager {}Director", "x ".repeat(5_000));
        let reading = product().read(&long);
        assert_eq!(reading.rung, Some(RungId::new("senior")));
        assert!(
            reading.reason.contains("Only the first 240 characters"),
            "{}",
            reading.reason
        );
        assert_eq!(reading.title, long);
        assert!(reading.reason.len() < 2_000);
    }

    #[test]
    fn serialises_as_the_command_line_prints_it() {
        let json = serde_json::to_value(product().read("PM - Payments (L5)")).expect("plain data");
        assert_eq!(json["rung"], "pm");
        assert_eq!(json["adjacent"], false);
        assert_eq!(json["confidence"].to_string(), "0.75");
        assert_eq!(json["function"], "product management");
        assert_eq!(json["level_code"], "L5");
        let json =
            serde_json::to_value(product().read("Zorblatt extraordinaire")).expect("plain data");
        assert_eq!(
            (&json["rung"], &json["function"]),
            (&serde_json::Value::Null, &serde_json::Value::Null)
        );
        assert_eq!(Confidence::of_percent(7).to_string(), "0.07");
        assert_eq!(Confidence::of_percent(100).to_string(), "1.00");
    }

    proptest! {
        #[test]
        fn any_text_is_read(title in any::<String>()) {
            let reading = product().read(&title);
            prop_assert!(!reading.reason.is_empty());
            prop_assert!(reading.confidence.percent() <= 100);
            prop_assert!(!(reading.adjacent && reading.rung.is_some()));
        }

        /// Words of titles in any order, with anything between them: the parts that random text never reaches.
        #[test]
        fn any_row_of_known_words_is_read(
            words in proptest::collection::vec((
                prop_oneof![
                    Just("product"), Just("manager"), Just("PM"), Just("CPO"), Just("of"), Just("to"), Just("at"),
                    Just("Sr."), Just("head"), Just("marketing"), Just("founder"), Just("2"), Just("II"), Just("level"),
                    Just("products"), Just("a.i."), Just("PM2"), Just("ex"), Just("m"), Just("w"), Just("é"), Just("È"),
                    Just("Chef(fe)"), Just("ProduktmanagerIn"), Just("produit"), Just("x:in"), Just("ﬁ"), Just("𝗠"),
                ],
                prop_oneof![Just(" "), Just(", "), Just("/"), Just(" | "), Just(" @"), Just(" & "), Just("-"), Just("("), Just(")"), Just("."), Just("")],
            ), 0..30)
        ) {
            let title: String = words.into_iter().flat_map(|(word, gap)| [word, gap]).collect();
            let reader = product();
            let reading = reader.read(&title);
            prop_assert!(!reading.reason.is_empty());
            // The same title is read the same way.
            prop_assert_eq!(reader.read(&title), reading);
        }
    }
}
