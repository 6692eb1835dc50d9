//! What came of a touch: the form, and the entries that it writes together.

use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
    order::InOrder,
    record::{Act, Action, Approach, Channel, Gift, Lesson, Question, Step, StepKind, Touch},
    views::{
        board::{Preparation, Stage},
        facts::Facts,
    },
};

use crate::{
    components::{Field, Kind, field, marks, not_saved},
    form::{Form, TEXT},
    pages::{
        choices::{self, options, or_none},
        people::touch::opens,
    },
    session::Me,
};

/// A touch as it was told.
#[derive(Debug)]
pub(super) struct Told {
    touch: Touch,
    asked: Vec<ItemId>,
    given: Vec<ItemId>,
    learned: Option<Learned>,
    /// Whether what comes next is something to do.
    opens: bool,
    framework: FrameworkHash,
}

/// What was learned in it.
#[derive(Debug)]
struct Learned {
    text: String,
    skills: Vec<SkillId>,
    hypotheses: Vec<ItemId>,
}

/// Reads the form; `None` where something is wrong, which the form then says.
pub(super) fn read(me: &Me, prepared: &Preparation<'_>, form: &mut Form) -> Option<Told> {
    let framework = &me.book.framework;
    let today = PartialDate::day(me.book.today);
    let on = form.date("on").unwrap_or(today);
    if on.is_after(me.book.today) {
        form.fault(
            "on",
            "That lies ahead. Put a question on the list for it, and log it when it was.",
        );
    }
    let ticked = |form: &Form, name: &str| -> Vec<ItemId> {
        form.all(name).filter_map(|id| id.parse().ok()).collect()
    };
    let (asked, given) = (ticked(form, "asked_of"), ticked(form, "given_of"));
    let questions = prepared.questions.iter().map(|it| it.of);
    let questions = questions
        .filter(|of| asked.contains(&of.id))
        .map(|of| of.it.ask.clone());
    let gifts = prepared.gifts.iter().filter(|of| given.contains(&of.id));
    let gifts = gifts.map(|of| of.it.what.clone());
    let together = |first: Vec<String>, more: Option<String>| {
        let all: Vec<String> = first.into_iter().chain(more).collect();
        (!all.is_empty()).then(|| all.join("\n"))
    };
    let (questions, gifts) = (questions.collect(), gifts.collect());
    let skill = choices::skill(form, framework, "skill");
    let belief = form.typed("hypothesis").parse().ok();
    let learned = form.text("learned", TEXT).map(|text| Learned {
        text,
        skills: skill.into_iter().collect(),
        hypotheses: belief.into_iter().collect(),
    });
    let seats = prepared.seats.iter();
    let touch = Touch {
        channel: Channel::named(form.typed("channel")),
        asked: together(questions, form.text("asked", TEXT)),
        answered: form.text("answered", TEXT),
        gave: together(gifts, form.text("gave", TEXT)),
        next: form.text("next", TEXT),
        seat: seats
            .filter(|seat| seat.is_taken())
            .map(|seat| seat.of.id)
            .next(),
        ..Touch::new(vec![prepared.person.id], on)
    };
    form.is_good().then_some(Told {
        touch,
        asked,
        given,
        learned,
        opens: form.ticked("opens"),
        framework: framework.hash,
    })
}

impl Told {
    /// Writes the touch, what was learned in it, and which questions and gifts it used up.
    pub(super) fn write(self, act: &mut Act<'_>, prepared: &Preparation<'_>) {
        let on = self.touch.on;
        let seat = self.touch.seat;
        let answered = self.touch.answered.clone();
        let next = self.touch.next.clone().filter(|_| self.opens);
        let touch = act.add(self.touch);
        if let Some(next) = next {
            act.add(Action {
                whom: Some(prepared.person.it.name.clone()),
                ..Action::new(next, on, self.framework)
            });
        }
        for question in prepared
            .questions
            .iter()
            .filter(|it| self.asked.contains(&it.of.id))
        {
            act.revise(
                question.of,
                Question {
                    asked: Some(on),
                    touch: Some(touch),
                    ..question.of.it.clone()
                },
            );
        }
        for of in prepared
            .gifts
            .iter()
            .filter(|of| self.given.contains(&of.id))
        {
            act.revise(
                *of,
                Gift {
                    given: Some(on),
                    touch: Some(touch),
                    ..of.it.clone()
                },
            );
        }
        if let Some(Learned {
            text,
            skills,
            hypotheses,
        }) = self.learned
        {
            act.add(Lesson {
                seat,
                touch: Some(touch),
                skills,
                hypotheses,
                ..Lesson::new(prepared.person.id, text, on, self.framework)
            });
        }
        // An answer to the small question is a step of the approach.
        let waiting = prepared.approach.as_ref();
        let waiting = waiting.filter(|it| matches!(it.stage, Stage::Asked | Stage::Resting));
        if let Some((approach, answered)) = waiting.zip(answered) {
            let mut steps = approach.of.it.steps.clone();
            steps.push(Step {
                kind: StepKind::Answered,
                on,
                note: Some(answered),
                touch: Some(touch),
                unknown: serde_json::Map::new(),
            });
            act.revise(
                approach.of,
                Approach {
                    steps,
                    ..approach.of.it.clone()
                },
            );
        }
    }
}

/// The form.
pub(super) fn fields(facts: &Facts<'_>, it: &Preparation<'_>, form: &Form) -> Markup {
    let mut ways = options(Channel::WORDS, Channel::label);
    ways.retain(|(word, _)| word != Channel::Update.word());
    let mut skills = choices::skills(facts.framework, "no skill in particular");
    // After none, what they sit there for comes first.
    let seats: Vec<_> = it
        .seats
        .iter()
        .filter_map(|seat| seat.of.it.skill.as_ref().map(ToString::to_string))
        .collect();
    skills[1..].order_by_key(|(id, _)| !seats.contains(id));
    let beliefs = facts.growth.hypotheses.iter().rev();
    let beliefs = beliefs.map(|of| {
        (
            of.id.to_string(),
            format!("I believe that {}", of.it.belief),
        )
    });
    let beliefs = or_none("none", beliefs);
    let (asked, given): (Vec<&str>, Vec<&str>) = (
        form.all("asked_of").collect(),
        form.all("given_of").collect(),
    );
    html! {
        (not_saved(form))
        form method="post" action={ "/board/with/" (it.person.id) } {
            (marks(None))
            div.pair {
                (field(form, Field { name: "channel", label: "How", hint: "", kind: Kind::One(&ways) }))
                (field(form, Field { name: "on", label: "When", hint: "Today, if you leave it empty.", kind: Kind::Date }))
            }
            @if !it.questions.is_empty() {
                fieldset {
                    legend { "What you asked" }
                    @for question in &it.questions {
                        @let id = question.of.id.to_string();
                        label.check { input type="checkbox" name="asked_of" value=(id) checked[asked.contains(&id.as_str())]; span { (question.of.it.ask) } }
                    }
                }
            }
            (field(form, Field { name: "asked", label: if it.questions.is_empty() { "What you asked" } else { "What else you asked" }, hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "answered", label: "What they said", hint: "", kind: Kind::Text }))
            (field(form, Field { name: "learned", label: "What you learned", hint: "In your words, if it is more than what they said.", kind: Kind::Text }))
            div.pair {
                (field(form, Field { name: "skill", label: "It is about", hint: "", kind: Kind::One(&skills) }))
                (field(form, Field { name: "hypothesis", label: "It bears on", hint: "", kind: Kind::One(&beliefs) }))
            }
            @if !it.gifts.is_empty() {
                fieldset {
                    legend { "What you gave" }
                    @for of in &it.gifts {
                        @let id = of.id.to_string();
                        label.check { input type="checkbox" name="given_of" value=(id) checked[given.contains(&id.as_str())]; span { (of.it.what) } }
                    }
                }
            }
            (field(form, Field { name: "gave", label: if it.gifts.is_empty() { "What you gave" } else { "What else you gave" }, hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "next", label: "What comes next", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (opens(form))
            div.actions { button { "Log the touch" } }
        }
    }
}
