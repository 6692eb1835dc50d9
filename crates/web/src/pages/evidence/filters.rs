//! What of the evidence is asked for, as an address says it.

use form_urlencoded::Serializer;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::{Expectation, ExpectationId, SkillId},
    id::ActId,
    record::Record,
    views::{evidence::Filter, facts::Facts, readiness::in_view, search::Query},
};

use crate::{
    components::{Field, Kind, field, go_quietly},
    form::{Form, sentence},
    pages::choices::{self, Choices, options, or_none},
};

/// What the address asks for; what is empty asks for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    skill: String,
    expectation: String,
    from: String,
    to: String,
    backs: String,
    confidential: String,
    /// Which page of the list, from 1; what is no number is the first.
    page: String,
    /// The act of an import that led here.
    imported: String,
}

/// A field, and what is wrong with what it says.
type Faults = Vec<(&'static str, String)>;

/// A filter that takes everything.
pub(super) fn all() -> Filter<'static> {
    Filter::default()
}

impl Asked {
    /// The import that led here, and how much of it stands.
    pub(super) fn came(&self, record: &Record) -> Option<(ActId, usize)> {
        let act = self.imported.parse().ok()?;
        let touched = record.touched_by(act);
        let count = touched.filter(|(_, it)| it.last().act == act).count();
        (count > 0).then_some((act, count))
    }

    pub(super) fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }

    /// Everything but the page, by name.
    fn fields(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("skill", &self.skill),
            ("expectation", &self.expectation),
            ("from", &self.from),
            ("to", &self.to),
            ("backs", &self.backs),
            ("confidential", &self.confidential),
        ]
    }

    /// The address of another page of the same list.
    pub(super) fn at(&self, page: usize) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.fields().iter().filter(|(_, value)| !value.is_empty()));
        query.append_pair("page", &page.to_string());
        format!("/evidence?{}", query.finish())
    }

    /// What it asks for. What names nothing is left out, and said.
    pub(super) fn read<'a>(&self, facts: &Facts<'a>) -> (Filter<'a>, Faults) {
        let mut faults = Faults::new();
        let mut date = |name: &'static str, text: &str| -> Option<PartialDate> {
            let text = text.trim();
            let read = (!text.is_empty()).then(|| text.parse());
            read?
                .map_err(|error| faults.push((name, sentence(&error))))
                .ok()
        };
        let (from, to) = (date("from", &self.from), date("to", &self.to));
        let expectation = facts
            .framework
            .expectation(&ExpectationId::new(self.expectation.as_str()));
        let yes_or_no = |text: &str| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let filter = Filter {
            query: Query::parse(&self.q),
            skill: facts.framework.skill(&SkillId::new(self.skill.as_str())),
            expectation: expectation.map(|(_, expectation)| expectation),
            from,
            to,
            backs: yes_or_no(&self.backs),
            confidential: yes_or_no(&self.confidential),
        };
        (filter, faults)
    }
}

/// The form above the list.
pub(super) fn form(facts: &Facts<'_>, asked: &Asked, faults: &Faults, is_set: bool) -> Markup {
    let values = asked.fields().map(|(name, value)| (name, value.to_owned()));
    let mut form = Form::filled(values);
    for (name, says) in faults {
        form.fault(name, says.clone());
    }
    let (form, date) = (&form, Kind::Date);
    let skills = choices::skills(facts.framework, "any skill");
    let backs = [("yes", "backs something"), ("no", "backs nothing")];
    let backs = or_none("either", options(&backs, str::to_owned));
    let kept = [("yes", "confidential"), ("no", "not confidential")];
    let kept = or_none("either", options(&kept, str::to_owned));
    let narrowed = asked
        .fields()
        .iter()
        .skip(1)
        .any(|(_, value)| !value.is_empty());
    html! {
        section {
            form method="get" action="/evidence" role="search" {
                div.row {
                    label for="search" { "Find" }
                    input id="search" name="q" value=(asked.q) type="search" autocomplete="off" placeholder="pricing, renewals, Tom";
                    button.quiet { "Find" }
                    @if is_set { (go_quietly("/evidence", "Show all")) }
                }
                details.fold open[narrowed] {
                    summary { "Only some of it" }
                    div.halves {
                        div {
                            (field(form, Field { name: "skill", label: "Shows the skill", hint: "", kind: Kind::One(&skills) }))
                            (field(form, Field { name: "expectation", label: "Shows what a rung expects", hint: "", kind: Kind::One(&expectations(facts)) }))
                            (field(form, Field { name: "backs", label: "Backs your standing", hint: "", kind: Kind::One(&backs) }))
                        }
                        div {
                            div.pair {
                                (field(form, Field { name: "from", label: "Done since", hint: "A day, a month or a year.", kind: date }))
                                (field(form, Field { name: "to", label: "Done until", hint: "", kind: date }))
                            }
                            (field(form, Field { name: "confidential", label: "Confidential", hint: "", kind: Kind::One(&kept) }))
                        }
                    }
                    button.quiet { "Show these" }
                }
            }
        }
    }
}

/// Everything that the rung held and those open next expect.
fn expectations(facts: &Facts<'_>) -> Choices {
    let rungs = in_view(facts).into_iter();
    let expected = rungs.flat_map(|rung| {
        rung.expectations().map(|it| {
            let says = match it {
                Expectation::Ask(ask) => facts
                    .framework
                    .skill(&ask.skill)
                    .map_or(ask.skill.as_str(), |skill| &skill.name),
                Expectation::Responsibility(duty) => &duty.text,
            };
            (it.id().to_string(), format!("{}: {says}", rung.short))
        })
    });
    or_none("anything", expected)
}
