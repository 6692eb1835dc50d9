//! What a record says on a day, arranged by the skills and expectations of a framework.

use std::cmp::Reverse;

use hashbrown::HashMap;

use jiff::civil::Date;

use crate::{
    framework::{ExpectationId, Framework, Proficiency, Rung, Skill},
    id::ItemId,
    order::InOrder,
    record::{
        Author, Claim, Content, Destination, Evidence, Focus, FridayMinute, Hand, Kind, Of,
        Placement, PlanSettings, Praise, Profile, Rating, Record, Revision, Role, RoleEnd,
        SharedCopy, View,
    },
    views::{
        aside::Aside,
        board::Kept,
        case::Cases,
        growth::Growth,
        setback::Setbacks,
        standing::{Basis, Standing},
        talks::Talks,
    },
};

/// How many months a piece of evidence, or somebody else's word, backs what it shows.
///
/// Two years is a judgement: long enough for a slow product cycle, short enough that it still says something
/// about the work of today.
pub const FRESH_MONTHS: i32 = 24;

/// A record on a day, read against a framework. Everything the views need, looked up once.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The record.
    pub record: &'a Record,
    /// The framework it is read against.
    pub framework: &'a Framework,
    /// The day; nothing after it is seen.
    pub day: Date,
    /// Who it is about.
    pub profile: Option<Of<'a, Profile>>,
    /// Every role begun by that day, by when it began; those without a date last.
    pub roles: Vec<Of<'a, Role>>,
    /// Every role that waits for its place, those of a time to come included: their titles are asked about now.
    pub unplaced: Vec<Of<'a, Role>>,
    /// The rung held, if any role stands on one.
    pub held: Option<Held<'a>>,
    /// The skills in focus.
    pub focus: Option<Of<'a, Focus>>,
    /// What a plan was last asked for with.
    pub plan: Option<Of<'a, PlanSettings>>,
    /// What it was asked for with before that.
    pub plan_before: Option<&'a PlanSettings>,
    /// Every destination chosen by that day, in the order of their choosing.
    pub destinations: Vec<Of<'a, Destination>>,
    /// Every piece of evidence by that day, latest first.
    pub evidence: Vec<Of<'a, Evidence>>,
    /// Beliefs, experiments, check-ins and things to do.
    pub growth: Growth<'a>,
    /// Conversations, and what comes of them.
    pub talks: Talks<'a>,
    /// Seats, approaches and what belongs to them.
    pub board: Kept<'a>,
    /// Cases for a promotion, and what was handed in.
    pub cases: Cases<'a>,
    /// Setbacks and what follows from them.
    pub setbacks: Setbacks<'a>,
    /// Every praise saved by that day, latest first; what has no date counts from the day it was recorded.
    pub praise: Vec<Of<'a, Praise>>,
    /// Every Friday minute by that day, latest first.
    pub fridays: Vec<Of<'a, FridayMinute>>,
    /// What others wrote by their own hand and is not hidden, in the order of its making.
    pub given: Vec<(ItemId, &'a Revision)>,
    /// Copies that were made for others, in the order of their making.
    pub copies: Vec<Of<'a, SharedCopy>>,
    /// What was put aside, and the quiet times.
    pub aside: Aside<'a>,
    /// Whether the record lies on a server that others run.
    pub served: bool,
    skills: Vec<SkillFacts<'a>>,
    /// How every rung stands, lowest first: several questions of one page ask for the same.
    standings: Vec<Standing<'a>>,
    claims: HashMap<&'a ExpectationId, Vec<Of<'a, Claim>>>,
    shown: HashMap<&'a ExpectationId, Vec<Of<'a, Evidence>>>,
    fresh_since: Date,
}

/// What is known about one skill.
#[derive(Debug, Clone, Default)]
pub struct SkillFacts<'a> {
    /// Ratings, latest first.
    pub ratings: Vec<Of<'a, Rating>>,
    /// Evidence that shows it, latest first, with the proficiency shown.
    pub shown: Vec<(Of<'a, Evidence>, Proficiency)>,
    /// What the rung held, or one below it, asks.
    pub assumed: Option<Proficiency>,
}

/// The rung that a person holds, or held last.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The rung.
    pub rung: &'a Rung,
    /// The role that puts them there.
    pub role: Of<'a, Role>,
    /// Whether the role goes on.
    pub ongoing: bool,
}

impl<'a> Facts<'a> {
    /// The same, of a record that lies on a server that others run.
    #[must_use]
    pub fn served(self, served: bool) -> Self {
        Self { served, ..self }
    }

    /// Arranges what `record` says by the end of `day`.
    #[must_use]
    pub fn of(record: &'a Record, framework: &'a Framework, day: Date) -> Self {
        let mut facts = Self {
            record,
            framework,
            day,
            profile: record.profile(),
            roles: Vec::new(),
            unplaced: Vec::new(),
            held: None,
            focus: None,
            plan: None,
            plan_before: None,
            destinations: Vec::new(),
            evidence: Vec::new(),
            growth: Growth::default(),
            talks: Talks::default(),
            board: Kept::default(),
            cases: Cases::default(),
            setbacks: Setbacks::default(),
            praise: Vec::new(),
            fridays: Vec::new(),
            given: Vec::new(),
            copies: Vec::new(),
            aside: Aside::default(),
            served: false,
            skills: vec![SkillFacts::default(); framework.skills.len()],
            standings: Vec::new(),
            claims: HashMap::new(),
            shown: HashMap::new(),
            fresh_since: day.saturating_sub(jiff::Span::new().months(FRESH_MONTHS)),
        };
        facts.collect(record);
        facts.growth.arrange();
        facts.talks.arrange(record);
        facts.board.arrange();
        facts.setbacks.arrange();
        let order = |of: &Of<'_, Role>| (of.it.from.is_none(), of.it.from, of.revision.seq);
        facts.roles.order_by_key(order);
        facts.held = held(&facts.roles, framework, day);
        let latest = |of: &Of<'_, Evidence>| Reverse((of.it.until(), of.revision.seq));
        facts.evidence.order_by_key(latest);
        let latest = |of: &Of<'_, Praise>| Reverse((of.it.on, of.revision.seq));
        facts.praise.order_by_key(latest);
        let latest = |of: &Of<'_, FridayMinute>| Reverse((of.it.on, of.revision.seq));
        facts.fridays.order_by_key(latest);
        facts.arrange_evidence();
        facts.latest_first();
        facts.assume();
        let rungs = framework.rungs.iter();
        facts.standings = rungs.map(|rung| Standing::read(&facts, rung)).collect();
        facts
    }

    /// How a rung stands, expectation by expectation.
    ///
    /// # Panics
    /// If the rung is of another framework than [`Self::framework`].
    #[must_use]
    pub fn standing(&self, rung: &Rung) -> &Standing<'a> {
        let height = self.framework.height(&rung.id);
        &self.standings[height.expect("a rung of the framework that the record is read against")]
    }

    /// Goes through the record once, whatever the number of kinds: this is what every page costs.
    fn collect(&mut self, record: &'a Record) {
        for (id, thread) in record.threads() {
            let revision = thread.last();
            let Some(content) = &revision.content else {
                continue;
            };
            if record.is_hidden(id) {
                continue;
            }
            if let Content::Role(it) = content
                && it.placement == Placement::Open
            {
                self.unplaced.push(Of { id, revision, it });
            }
            if !revision.had_happened_by(self.day) {
                continue;
            }
            if revision.hand().is_theirs() {
                self.given.push((id, revision));
            }
            match content {
                Content::Role(it) => self.roles.push(Of { id, revision, it }),
                Content::Evidence(it) => self.evidence.push(Of { id, revision, it }),
                Content::Destination(it) => self.destinations.push(Of { id, revision, it }),
                Content::Focus(it) => {
                    let newer =
                        |of: Of<'_, Focus>| (of.it.on, of.revision.seq) < (it.on, revision.seq);
                    if self.focus.is_none_or(newer) {
                        self.focus = Some(Of { id, revision, it });
                    }
                }
                Content::PlanSettings(it) => {
                    let newer = |of: Of<'_, PlanSettings>| {
                        (of.it.on, of.revision.seq) < (it.on, revision.seq)
                    };
                    if self.plan.is_none_or(newer) {
                        self.plan = Some(Of { id, revision, it });
                        let mut earlier = thread.revisions().iter().rev().skip(1);
                        self.plan_before =
                            earlier.find_map(|it| PlanSettings::of(it.content.as_ref()?));
                    }
                }
                Content::Rating(it) => {
                    if let Some(place) = self.framework.skill_place(&it.skill) {
                        self.skills[place].ratings.push(Of { id, revision, it });
                    }
                }
                Content::Claim(it) => {
                    if let Some((_, expectation)) = self.framework.expectation(&it.expectation) {
                        let claims = self.claims.entry(expectation.id()).or_default();
                        claims.push(Of { id, revision, it });
                    }
                }
                Content::Action(_)
                | Content::CheckIn(_)
                | Content::Experiment(_)
                | Content::Hypothesis(_)
                | Content::Pulse(_)
                | Content::RungTime(_)
                | Content::Settled(_)
                | Content::Takeaway(_) => self.growth.take(id, revision, content),
                Content::Agreement(_)
                | Content::Ally(_)
                | Content::Conversation(_)
                | Content::Counterpart(_)
                | Content::Feedback(_)
                | Content::Promise(_)
                | Content::TalkNote(_)
                | Content::Touch(_) => self.talks.take(id, revision, content),
                Content::Approach(_)
                | Content::BoardReview(_)
                | Content::Gift(_)
                | Content::Lesson(_)
                | Content::Question(_)
                | Content::Seat(_) => self.board.take(id, revision, content),
                Content::Case(_) | Content::Submission(_) => {
                    self.cases.take(id, revision, content);
                }
                Content::Reflection(_)
                | Content::Reframe(_)
                | Content::Setback(_)
                | Content::SetbackNote(_)
                | Content::Support(_) => self.setbacks.take(id, revision, content),
                Content::Quiet(_) => {
                    self.aside.take(id, revision, content);
                    self.setbacks.take(id, revision, content);
                }
                Content::Snooze(_) => self.aside.take(id, revision, content),
                // What a view of its own shows, or none does.
                Content::Award(_)
                | Content::Certificate(_)
                | Content::Community(_)
                | Content::Contact(_)
                | Content::Criterion(_)
                | Content::Dispute(_)
                | Content::Education(_)
                | Content::FeedbackAsk(_)
                | Content::Gathering(_)
                | Content::Hidden(_)
                | Content::ListedSkill(_)
                | Content::Moment(_)
                | Content::Opportunity(_)
                | Content::Profile(_)
                | Content::Project(_)
                | Content::Resume(_)
                | Content::TagCadence(_)
                | Content::Training(_)
                | Content::Update(_)
                | Content::UpdateGroup(_)
                | Content::Volunteering(_)
                | Content::Unknown(_) => {}
                Content::SharedCopy(it) => self.copies.push(Of { id, revision, it }),
                Content::Praise(it) => self.praise.push(Of { id, revision, it }),
                Content::FridayMinute(it) => self.fridays.push(Of { id, revision, it }),
            }
        }
    }

    fn arrange_evidence(&mut self) {
        for of in &self.evidence {
            for shown in &of.it.skills {
                if let Some(place) = self.framework.skill_place(&shown.skill) {
                    self.skills[place].shown.push((*of, shown.proficiency));
                }
            }
            for id in &of.it.responsibilities {
                if let Some((_, expectation)) = self.framework.expectation(id) {
                    self.shown.entry(expectation.id()).or_default().push(*of);
                }
            }
        }
    }

    fn latest_first(&mut self) {
        for skill in &mut self.skills {
            skill
                .ratings
                .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        }
        for claims in self.claims.values_mut() {
            claims.order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        }
    }

    /// Whoever holds a rung is taken to do what it and the rungs below it ask, until they say otherwise.
    fn assume(&mut self) {
        let Some(held) = self.held else {
            return;
        };
        for rung in self.framework.below(held.rung).chain([held.rung]) {
            for ask in &rung.asks {
                let Some(asked) = ask.level.proficiency() else {
                    continue;
                };
                if let Some(place) = self.framework.skill_place(&ask.skill) {
                    let assumed = &mut self.skills[place].assumed;
                    *assumed = (*assumed).max(Some(asked));
                }
            }
        }
    }

    /// What is known about a skill of the framework.
    #[must_use]
    pub fn skill(&self, skill: &Skill) -> &SkillFacts<'a> {
        const NOTHING: &SkillFacts<'static> = &SkillFacts {
            ratings: Vec::new(),
            shown: Vec::new(),
            assumed: None,
        };
        let place = self.framework.skill_place(&skill.id);
        place.map_or(NOTHING, |place| &self.skills[place])
    }

    /// The proficiency that a skill stands at, and what that rests on: the higher of one's own latest rating and of
    /// what recent evidence shows; with neither, what the rung held asks.
    #[must_use]
    pub fn now(&self, skill: &Skill) -> (Option<Proficiency>, Basis<'a>) {
        let known = self.skill(skill);
        let fresh = known.shown.iter().filter(|(of, _)| self.is_fresh(of.it));
        let best = fresh.max_by_key(|(_, proficiency)| *proficiency);
        match (known.own(), best) {
            (Some(own), Some((of, shown))) if *shown > own.it.proficiency => {
                (Some(*shown), Basis::Evidence(*of))
            }
            (Some(own), _) => (Some(own.it.proficiency), Basis::Rating(own)),
            (None, Some((of, shown))) => (Some(*shown), Basis::Evidence(*of)),
            (None, None) => match known.assumed {
                Some(assumed) => (Some(assumed), Basis::Held),
                None => (None, Basis::Nothing),
            },
        }
    }

    /// Claims about a responsibility, latest first.
    #[must_use]
    pub fn claims(&self, id: &ExpectationId) -> &[Of<'a, Claim>] {
        self.claims.get(id).map_or(&[], Vec::as_slice)
    }

    /// Evidence that names a responsibility, latest first.
    #[must_use]
    pub fn evidence_of(&self, id: &ExpectationId) -> &[Of<'a, Evidence>] {
        self.shown.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether evidence is recent enough to back something, see [`FRESH_MONTHS`].
    #[must_use]
    pub fn is_fresh(&self, evidence: &Evidence) -> bool {
        evidence.until().last_day() >= self.fresh_since
    }

    /// Whether a rating or claim of that day is recent enough to back something.
    #[must_use]
    pub fn is_fresh_day(&self, on: crate::date::PartialDate) -> bool {
        on.last_day() >= self.fresh_since
    }

    /// Whether the responsibilities of a rung are assumed to be done: those of the rung held and below it.
    #[must_use]
    pub fn is_assumed(&self, rung: &Rung) -> bool {
        self.held.is_some_and(|held| {
            let mut at_or_below = self.framework.below(held.rung).chain([held.rung]);
            at_or_below.any(|it| it.id == rung.id)
        })
    }
}

impl<'a> SkillFacts<'a> {
    /// One's own latest rating.
    #[must_use]
    pub fn own(&self) -> Option<Of<'a, Rating>> {
        let own =
            |of: &&Of<'_, Rating>| of.it.view == View::Own && of.revision.author == Author::Owner;
        self.ratings.iter().find(own).copied()
    }

    /// The latest view of somebody else: `given` by their own hand, or as I noted it.
    #[must_use]
    pub fn other(&self, view: View, given: bool) -> Option<Of<'a, Rating>> {
        let theirs = |of: &&Of<'_, Rating>| {
            let hand = of.revision.hand();
            of.it.view == view
                && (if given {
                    hand.is_theirs()
                } else {
                    hand == Hand::Own
                })
        };
        self.ratings.iter().find(theirs).copied()
    }
}

/// The highest rung among the roles that go on; with none, that of the role that ended last.
fn held<'a>(roles: &[Of<'a, Role>], framework: &'a Framework, day: Date) -> Option<Held<'a>> {
    let placed = roles.iter().filter_map(|role| {
        let rung = framework.rung(role.it.placement.rung()?)?;
        let ended = match role.it.to {
            RoleEnd::Ongoing => None,
            // The rule of the course: it goes on only if all of its last month or year lies ahead.
            RoleEnd::On(date) if date.is_after(day) => None,
            RoleEnd::On(date) => Some(Some(date)),
            RoleEnd::Unknown => Some(None),
        };
        Some((ended, framework.height(&rung.id), rung, *role))
    });
    let best = placed.max_by_key(|(ended, height, _, role)| {
        (ended.is_none(), ended.flatten(), *height, role.it.from)
    })?;
    let (ended, _, rung, role) = best;
    Some(Held {
        rung,
        role,
        ongoing: ended.is_none(),
    })
}
