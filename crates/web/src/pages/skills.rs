//! Skills: where one stands, skill by skill, beginning with those that decide the next rung; what the rungs do,
//! and whether one does it already; the skills in focus.

mod answers;
mod focus;
mod questions;
mod sheet;
mod views;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::{ExpectationId, Rung, SkillId},
    record::Act,
    views::{facts::Facts, readiness::open},
};

use crate::{
    components::{empty, go, go_quietly},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    session::Me,
    words,
};

use self::{
    answers::{answer, claimed, claimed_today, confirmed, rated, rated_today},
    questions::{confirm_form, doing, one},
};
pub(super) use self::{
    answers::{duty_answers, own_claim, skill_answers},
    sheet::{Question, Sheet, next_rung},
    views::{anchors, class, said, views, whose},
};

/// Which rung decides, and whether the duties of the rung held are unfolded.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    rung: String,
    #[serde(default)]
    here: String,
}

impl Asked {
    /// What a form of the page carried along.
    fn sent(form: &Form) -> Self {
        Self {
            rung: form.typed("rung").to_owned(),
            here: form.typed("here").to_owned(),
        }
    }

    /// The page at one of its questions.
    fn path(&self, at: &str) -> String {
        let mut query = Vec::new();
        if !self.rung.is_empty() {
            query.push(format!("rung={}", self.rung));
        }
        if !self.here.is_empty() {
            query.push("here=open".to_owned());
        }
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/skills{mark}{}#{at}", query.join("&"))
    }
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    page(&me, &asked, None)
}

/// Takes an answer about a skill.
pub(crate) async fn rate(me: Me, form: Form) -> Result<Redirect, WebError> {
    let facts = me.book.facts();
    let asked = Asked::sent(&form);
    let id = SkillId::new(form.typed("skill"));
    let skill = facts.framework.skill(&id).ok_or(WebError::NotFound)?;
    let next = next_rung(facts, &asked.rung)?;
    let to = form.back().map_or_else(
        || asked.path(&Sheet::of(facts, next).after_skill(&skill.id)),
        str::to_owned,
    );
    let rating = rated(facts, skill, &form)?;
    answer(&me, &form, rated_today(facts, skill), rating).await?;
    Ok(Redirect::to(&to))
}

/// Confirms what is assumed, as it stands.
pub(crate) async fn confirm(me: Me, form: Form) -> Result<Redirect, WebError> {
    let facts = me.book.facts();
    let asked = Asked::sent(&form);
    let sheet = Sheet::of(facts, next_rung(facts, &asked.rung)?);
    let ratings = confirmed(facts, &sheet, &form);
    let is_left = |question: &&Question<'_>| {
        question.is_open()
            && ratings
                .iter()
                .all(|rating| rating.skill != question.skill.id)
    };
    let left = sheet.skills().find(is_left);
    let to = left.map_or_else(|| "doing".to_owned(), |it| format!("skill-{}", it.skill.id));
    let write = |act: &mut Act<'_>| {
        for rating in ratings {
            act.add(rating);
        }
    };
    me.act(form.once()?, write).await?;
    Ok(Redirect::to(&asked.path(&to)))
}

/// Takes an answer about a duty.
pub(crate) async fn claim(me: Me, form: Form) -> Result<Redirect, WebError> {
    let facts = me.book.facts();
    let mut asked = Asked::sent(&form);
    let id = ExpectationId::new(form.typed("expectation"));
    let (rung, duty) = facts.framework.expectation(&id).ok_or(WebError::NotFound)?;
    let next = next_rung(facts, &asked.rung)?;
    let to = if let Some(back) = form.back() {
        back.to_owned()
    } else {
        let to = Sheet::of(facts, next).after_duty(duty.id());
        if facts.held.is_some_and(|held| held.rung.id == rung.id) {
            "open".clone_into(&mut asked.here);
        }
        asked.path(&to)
    };
    let claim = claimed(facts, duty.id(), &form)?;
    answer(&me, &form, claimed_today(facts, duty.id()), claim).await?;
    Ok(Redirect::to(&to))
}

/// Chooses the skills to keep in view; none ends the focus.
pub(crate) async fn focus(me: Me, mut form: Form) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let today = facts
        .focus
        .filter(|of| of.it.on == PartialDate::day(facts.day));
    let Some(mut focus) = focus::read(facts, &mut form) else {
        let page = page(&me, &Asked::sent(&form), Some(&form))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if let Some(today) = today {
        focus.unknown.clone_from(&today.it.unknown);
    }
    answer(&me, &form, today, focus).await?;
    Ok(Redirect::to(&Asked::sent(&form).path("main")).into_response())
}

fn page(me: &Me, asked: &Asked, focus_form: Option<&Form>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let next = next_rung(facts, &asked.rung)?;
    let sheet = Sheet::of(facts, next);
    let head = Head {
        title: "Skills",
        lede: lede(facts, &sheet, next),
        section: Section::Skills,
    };
    let first = sheet
        .skills()
        .find(|it| it.is_open())
        .map(|it| &it.skill.id);
    let carried = carried(asked);
    let body = html! {
        @if facts.roles.is_empty() {
            (empty("No role yet", "The rung you hold fills in the likely answers, so a role comes first. It takes a title and a year.", &html! { (go("/welcome", "Begin with a title")) (go_quietly("/ladder", "Read the ladder")) }))
        } @else {
            (switch(facts, next))
            (focus::fold(facts, next, asked, focus_form))
            @if let Some(next) = next { (deciding(facts, &sheet, next, asked, first)) }
            @for (group, questions) in &sheet.others {
                section {
                    h2 { (group.name) }
                    @for question in questions { (one(facts, question, next, &carried, first)) }
                    (confirm_form(questions.iter(), asked, "the"))
                }
            }
            @let assumed_elsewhere = sheet.others.iter().any(|(_, skills)| skills.iter().any(Question::is_assumed));
            @if assumed_elsewhere && sheet.deciding.iter().any(Question::is_assumed) {
                section { (confirm_form(sheet.skills(), asked, "all")) }
            }
            @if let Some(next) = next { (doing(facts, &sheet, next, asked)) }
        }
    };
    Ok(layout::page(me, facts, &head, &body))
}

fn lede(facts: &Facts<'_>, sheet: &Sheet<'_>, next: Option<&Rung>) -> Markup {
    // Without a role there is no question on the page to lead to.
    if facts.roles.is_empty() {
        return html! { p { "What people in product do, from a first try to shaping how others work. You say which step is you, skill by skill, once a role of yours is known." } };
    }
    let all = sheet.deciding.len();
    let open = sheet.deciding.iter().filter(|it| it.is_open()).count();
    let assumed = sheet.deciding.iter().filter(|it| it.is_assumed()).count();
    html! {
        p {
            @match next {
                Some(next) => {
                    "Of the " (words::count(all, "skill", "skills")) " that " a href={ "/ladder/" (next.id) } { (next.name) } " asks for, "
                    a href="#deciding" { (all - open) " " (if all - open == 1 { "is" } else { "are" }) " confirmed" }
                    @if assumed > 0 { ", " (assumed) " assumed from the rung you hold" }
                    @if open > assumed { ", " (open - assumed) " not looked at yet" }
                    ". "
                }
                None => "What people in product do, from a first try to shaping how others work. ",
            }
            @let first = sheet.skills().find(|it| it.is_open());
            @match first {
                Some(first) => { "Read what each step looks like and press the number that is you: begin with " a href={ "#skill-" (first.skill.id) } { (words::lower(&first.skill.name)) } "." }
                None => "Every skill is looked at. Answer again when something has changed; each day keeps its own answer.",
            }
        }
    }
}

/// Which rung decides: every one that is open.
fn switch(facts: &Facts<'_>, next: Option<&Rung>) -> Markup {
    let ways = open(facts);
    html! {
        @if ways.len() > 1 {
            nav.switch aria-label="The rung that decides" {
                span.soft { "Read for" }
                @for way in &ways {
                    @let rung = way.standing.rung;
                    a.button.quiet href={ "/skills?rung=" (rung.id) } aria-current=[next.is_some_and(|next| next.id == rung.id).then_some("true")] { (rung.name) }
                }
            }
        }
    }
}

fn deciding(
    facts: &Facts<'_>,
    sheet: &Sheet<'_>,
    next: &Rung,
    asked: &Asked,
    first: Option<&SkillId>,
) -> Markup {
    let is_held = facts.held.is_some_and(|held| held.rung.id == next.id);
    let confirmed = sheet.deciding.iter().filter(|it| !it.is_open()).count();
    let carried = carried(asked);
    html! {
        section #deciding {
            h2 {
                @if is_held { "What " (next.name) ", the rung you hold, asks " } @else { "What decides " (next.name) " " }
                small { (confirmed) " of " (sheet.deciding.len()) " confirmed" }
            }
            p.soft.key {
                span { span.swatch.have {} "you" }
                span { span.swatch.assumed {} "assumed" }
                span { span.swatch.asked {} "asked by " (next.short) }
                span.keys-hint { "Keys " kbd { "1" } " to " kbd { "5" } " answer the skill in focus." }
            }
            @for question in &sheet.deciding { (one(facts, question, Some(next), &carried, first)) }
            (confirm_form(sheet.deciding.iter(), asked, "the"))
        }
    }
}

/// What the page's forms carry along, so that its answer is the same page.
fn carried(asked: &Asked) -> Vec<(&str, &str)> {
    let all = [("rung", asked.rung.as_str()), ("here", asked.here.as_str())];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::{
        Timestamp,
        civil::{Date, date},
    };
    use windward_core::{
        framework::{Framework, PRODUCT, RungId},
        id::CountedIds,
        record::{Entry, Placement, Record, Role, View},
        sample,
    };

    use super::*;
    use crate::{book::append, edge::FreshIds};

    const DAY: Date = date(2026, 11, 22);

    /// The sample record with what was written since.
    struct Desk {
        framework: Framework,
        record: Record,
    }

    impl Desk {
        fn sample() -> Self {
            let framework = Framework::parse(PRODUCT).unwrap();
            let now = Timestamp::from_second(1_795_000_000).unwrap();
            let entries = sample::entries(framework.hash, DAY, now, &mut CountedIds::default());
            let mut desk = Self {
                framework,
                record: Record::default(),
            };
            desk.take(entries);
            desk
        }

        /// One role on a rung since 2024, and nothing else.
        fn hired(rung: &str) -> Self {
            let framework = Framework::parse(PRODUCT).unwrap();
            let mut ids = CountedIds::default();
            let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
            act.add(Role {
                from: Some(PartialDate::year(2024).unwrap()),
                placement: Placement::Rung {
                    id: RungId::new(rung),
                    framework: framework.hash,
                },
                ..Role::default()
            });
            let entries = act.into_entries();
            let mut desk = Self {
                framework,
                record: Record::default(),
            };
            desk.take(entries);
            desk
        }

        fn take(&mut self, entries: Vec<Entry>) {
            append(&mut self.record, entries, Timestamp::UNIX_EPOCH);
        }

        fn facts(&self) -> Facts<'_> {
            self.facts_on(DAY)
        }

        fn facts_on(&self, day: Date) -> Facts<'_> {
            Facts::of(&self.record, &self.framework, day)
        }

        fn sheet<'a>(facts: &'a Facts<'a>) -> Sheet<'a> {
            Sheet::of(facts, next_rung(facts, "").unwrap())
        }

        /// Answers about a skill as the page would.
        fn rate(&mut self, skill: &str, answer: u8, on: Date) {
            let facts = self.facts_on(on);
            let skill = self.framework.skill(&SkillId::new(skill)).unwrap();
            let today = rated_today(&facts, skill);
            let rating = rated(&facts, skill, &form(answer)).unwrap();
            let mut ids = FreshIds;
            let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
            let revises = today.map(|of| of.revision.entry_id);
            act.put_one(today.map(|of| of.id), revises, rating);
            let entries = act.into_entries();
            drop(facts);
            self.take(entries);
        }

        fn own(&self, skill: &str) -> Vec<(u8, String)> {
            let facts = self.facts_on(date(2027, 1, 1));
            let skill = self.framework.skill(&SkillId::new(skill)).unwrap();
            let own = facts
                .skill(skill)
                .ratings
                .iter()
                .filter(|of| of.it.view == View::Own);
            own.map(|of| (of.it.proficiency.get(), of.it.on.to_string()))
                .collect()
        }
    }

    fn form(answer: u8) -> Form {
        Form::filled([("proficiency", answer.to_string())])
    }

    #[test]
    fn the_skills_that_decide_come_first_and_every_skill_comes_once() {
        let desk = Desk::sample();
        let facts = desk.facts();
        let sheet = Desk::sheet(&facts);
        let principal = desk.framework.rung(&RungId::new("principal")).unwrap();
        assert_eq!(sheet.deciding.len(), principal.asks.len());
        let more = |it: &Question<'_>| it.asked > facts.skill(it.skill).assumed;
        assert!(more(&sheet.deciding[0]));
        assert!(sheet.deciding.is_sorted_by_key(|it| !more(it)));
        let mut ids: Vec<&str> = sheet.skills().map(|it| it.skill.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), desk.framework.skills.len());
        assert_eq!(sheet.skills().count(), desk.framework.skills.len());
        assert_eq!(sheet.duties.len(), principal.responsibilities.len());
        assert!(!sheet.held.is_empty());
    }

    #[test]
    fn an_answer_of_the_same_day_is_revised_and_one_of_another_day_is_one_more() {
        let mut desk = Desk::sample();
        let before = desk.own("business").len();
        desk.rate("business", 3, DAY);
        desk.rate("business", 4, DAY);
        assert_eq!(desk.own("business").len(), before + 1);
        desk.rate("business", 5, DAY.tomorrow().unwrap());
        let own = desk.own("business");
        assert_eq!(own.len(), before + 2);
        assert_eq!(own[0], (5, "2026-11-23".to_owned()));
        assert_eq!(own[1], (4, "2026-11-22".to_owned()));
    }

    #[test]
    fn an_answer_is_one_of_five() {
        let desk = Desk::sample();
        let facts = desk.facts();
        let skill = desk.framework.skill(&SkillId::new("portfolio")).unwrap();
        assert!(rated(&facts, skill, &form(5)).is_ok());
        assert!(rated(&facts, skill, &form(6)).is_err());
        assert!(rated(&facts, skill, &Form::default()).is_err());
    }

    #[test]
    fn confirming_writes_what_is_assumed_and_named_and_nothing_else() {
        let mut desk = Desk::hired("pm");
        desk.rate("execution", 1, DAY);
        let facts = desk.facts();
        let sheet = Desk::sheet(&facts);
        // Rated already, assumed, asked by no rung up to the one held.
        let sent = ["execution", "communication", "portfolio"].map(|id| ("skill", id.to_owned()));
        let ratings = confirmed(&facts, &sheet, &Form::filled(sent));
        let [rating] = ratings.as_slice() else {
            panic!("{ratings:?}")
        };
        assert_eq!(rating.skill.as_str(), "communication");
        let skill = desk.framework.skill(&rating.skill).unwrap();
        assert_eq!(Some(rating.proficiency), facts.skill(skill).assumed);
        assert_eq!((rating.view, rating.on), (View::Own, PartialDate::day(DAY)));
    }

    #[test]
    fn one_goes_on_to_the_next_open_question_of_the_same_page() {
        let desk = Desk::sample();
        let facts = desk.facts();
        let sheet = Desk::sheet(&facts);
        let open: Vec<&str> = sheet
            .skills()
            .filter(|it| it.is_open())
            .map(|it| it.skill.id.as_str())
            .collect();
        let (first, second) = (open[0], open[1]);
        assert_eq!(
            sheet.after_skill(&SkillId::new(first)),
            format!("skill-{second}")
        );
        assert_eq!(
            sheet.after_skill(&SkillId::new(open[open.len() - 1])),
            format!("skill-{first}")
        );
        let asked = Asked {
            rung: "director".to_owned(),
            here: String::new(),
        };
        assert_eq!(
            asked.path("skill-vision"),
            "/skills?rung=director#skill-vision"
        );
        assert_eq!(Asked::default().path("main"), "/skills#main");
        assert!(next_rung(&facts, "nowhere").is_err());
    }

    #[test]
    fn more_than_three_are_no_focus_and_the_ticks_stay() {
        let desk = Desk::sample();
        let facts = desk.facts();
        let four = ["vision", "market", "data", "design"].map(|id| ("skill", id.to_owned()));
        let mut form = Form::filled(four);
        assert!(focus::read(&facts, &mut form).is_none());
        assert!(form.fault_of("skill").unwrap().contains("You ticked 4"));
        assert_eq!(form.all("skill").count(), 4);
        // The sample has a focus, and no tick ends it.
        let ended = focus::read(&facts, &mut Form::default()).unwrap();
        assert!(ended.skills.is_empty());
        let mut past = Form::filled([("skill", "vision".to_owned()), ("until", "2020".to_owned())]);
        assert!(focus::read(&facts, &mut past).is_none());
        assert!(past.fault_of("until").is_some());
    }

    #[test]
    fn an_answer_about_a_duty_keeps_its_day() {
        let desk = Desk::sample();
        let facts = desk.facts();
        let duty = ExpectationId::new("principal-pnl");
        let sent = Form::filled([("state", "doing".to_owned())]);
        let claim = claimed(&facts, &duty, &sent).unwrap();
        assert_eq!(claim.on, PartialDate::day(DAY));
        assert!(claimed(&facts, &duty, &Form::default()).is_err());
    }
}
