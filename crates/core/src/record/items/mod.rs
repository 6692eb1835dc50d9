//! The kinds of items, one file each. `CONTRIBUTING.md` says how to add one.

mod action;
mod agreement;
mod ally;
mod approach;
mod award;
mod board_review;
mod cadence;
mod case;
mod certificate;
mod check_in;
mod claim;
mod community;
mod contact;
mod conversation;
mod copy;
mod counterpart;
mod criterion;
mod destination;
mod dial;
mod dispute;
mod education;
mod evidence;
mod experiment;
mod feedback;
mod feedback_ask;
mod focus;
mod friday;
mod gathering;
mod gift;
mod hidden;
mod hypothesis;
mod lesson;
mod listed_skill;
mod moment;
mod opportunity;
mod packet;
mod plan_settings;
mod praise;
mod profile;
mod project;
mod promise;
mod pulse;
mod question;
mod quiet;
mod rating;
mod reflection;
mod reframe;
mod resume;
mod role;
mod rung_time;
mod seat;
mod setback;
mod setback_note;
mod settled;
mod snooze;
mod story;
mod submission;
mod support;
mod tag_cadence;
mod takeaway;
mod talk_note;
mod touch;
mod training;
mod update;
mod update_group;
mod volunteering;

use serde::{
    Deserialize, Serialize,
    de::{MapAccess, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

pub use self::{
    action::Action,
    agreement::{Agreement, Answer, Decider, Term},
    ally::{Ally, AllyPlace, AllyStep, Knows, StepSort},
    approach::{Approach, Step, StepDraft, StepKind},
    award::Award,
    board_review::{BoardReview, SeatChoice, SeatReview},
    cadence::Cadence,
    case::{
        Case, CaseDecider, CaseDecision, CaseLine, CaseOutcome, CaseVerdict, Disclosed, Disclosure,
        Vouch, Voucher,
    },
    certificate::Certificate,
    check_in::CheckIn,
    claim::{Claim, ClaimState},
    community::{Community, CommunityKind},
    contact::{Contact, Reach, ReachKind},
    conversation::{Conversation, Manner, Prepared, Relation},
    copy::{SharedCopy, Shows},
    counterpart::{Counterpart, Goal},
    criterion::{Criterion, Matters},
    destination::Destination,
    dial::{Dial, NoReading, Reading},
    dispute::Dispute,
    education::Education,
    evidence::{Evidence, Figure, Shown},
    experiment::{Bearing, Choice, Decision, Experiment, ExperimentKind},
    feedback::{Feedback, FeedbackSort},
    feedback_ask::FeedbackAsk,
    focus::Focus,
    friday::FridayMinute,
    gathering::Gathering,
    gift::{Gift, GiftKind},
    hidden::Hidden,
    hypothesis::{Hypothesis, HypothesisAbout, HypothesisStatus, Overruled},
    lesson::Lesson,
    listed_skill::ListedSkill,
    moment::{Moment, MomentKind},
    opportunity::{
        Correction, NextStep, Offer, Opportunity, OpportunityPlace, Stage, StageEntered, Weighed,
    },
    packet::{Packet, PacketLine, PacketPiece, PacketStory, PacketWords},
    plan_settings::{PlanSettings, Planned},
    praise::Praise,
    profile::Profile,
    project::Project,
    promise::{Promise, PromiseOwner, PromiseState},
    pulse::Pulse,
    question::Question,
    quiet::Quiet,
    rating::{Rating, View},
    reflection::{LookBack, Reflection},
    reframe::Reframe,
    resume::{Resume, Worded},
    role::{Placement, Role, RoleEnd, Scope},
    rung_time::RungTime,
    seat::{Perspective, Seat},
    setback::{AskedAbout, Setback, SetbackKind, StayGo, StayOrGo},
    setback_note::SetbackNote,
    settled::Settled,
    snooze::Snooze,
    story::{Objection, Story},
    submission::{Submission, TooLong},
    support::{Support, SupportKind},
    tag_cadence::TagCadence,
    takeaway::{Medium, Takeaway},
    talk_note::TalkNote,
    touch::{Channel, Touch},
    training::Training,
    update::{Outcome, Recipient, Update, UpdateState},
    update_group::UpdateGroup,
    volunteering::Volunteering,
};
use crate::date::PartialDate;

/// A kind of item: its pinned name, its day, and its place in [`Content`].
pub trait Kind: Sized + 'static {
    /// The name in stored entries. Never changes; a changed meaning is a new kind.
    const KIND: &'static str;

    /// The content as this kind, if it is one.
    fn of(content: &Content) -> Option<&Self>;

    /// When it happened; `None` counts from the day it was recorded.
    fn happened(&self) -> Option<PartialDate>;
}

/// Where an imported item came from, and what was imported last, so that importing again can compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// Which importer.
    pub importer: String,
    /// What the importer knows the item by, the same at every import.
    pub key: String,
    /// The values as last imported.
    pub values: Map<String, Value>,
}

/// An item of a kind that this version does not know, kept as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownItem {
    /// Its kind.
    pub kind: String,
    /// Its fields.
    pub fields: Map<String, Value>,
}

macro_rules! kinds {
    ($($kind:ident),+) => {
        /// What an item is: one of the known kinds, or one of a newer version.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "each variant is named after the type it holds")]
        pub enum Content {
            $($kind($kind),)+
            Unknown(UnknownItem),
        }

        impl Content {
            /// The pinned names of all kinds that this version knows.
            pub const KINDS: &'static [&'static str] = &[$($kind::KIND,)+];

            /// The pinned name of its kind.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$kind(_) => $kind::KIND,)+
                    Self::Unknown(it) => &it.kind,
                }
            }

            /// When it happened, where the kind says so.
            #[must_use]
            pub fn happened(&self) -> Option<PartialDate> {
                match self {
                    $(Self::$kind(it) => it.happened(),)+
                    Self::Unknown(_) => None,
                }
            }

            pub(super) fn to_fields(&self) -> Result<Map<String, Value>, serde_json::Error> {
                let value = match self {
                    $(Self::$kind(it) => serde_json::to_value(it)?,)+
                    Self::Unknown(it) => return Ok(it.fields.clone()),
                };
                match value {
                    Value::Object(fields) => Ok(fields),
                    _ => unreachable!("every kind is a struct with named fields"),
                }
            }

            /// An item of a kind from its fields, without those that every item has.
            pub(super) fn read<'de, A: MapAccess<'de>>(kind: &str, fields: A) -> Result<Self, A::Error> {
                let fields = MapAccessDeserializer::new(fields);
                match kind {
                    $($kind::KIND => $kind::deserialize(fields).map(Self::$kind),)+
                    _ => {
                        let fields = Map::deserialize(fields)?;
                        Ok(Self::Unknown(UnknownItem { kind: kind.to_owned(), fields }))
                    }
                }
            }
        }

        $(
            impl From<$kind> for Content {
                fn from(it: $kind) -> Self {
                    Self::$kind(it)
                }
            }
        )+
    };
}

kinds!(
    Action,
    Agreement,
    Ally,
    Approach,
    Award,
    BoardReview,
    Case,
    Certificate,
    CheckIn,
    Claim,
    Community,
    Contact,
    Conversation,
    Counterpart,
    Criterion,
    Destination,
    Dispute,
    Education,
    Evidence,
    Experiment,
    Feedback,
    FeedbackAsk,
    Focus,
    FridayMinute,
    Gathering,
    Gift,
    Hidden,
    Hypothesis,
    Lesson,
    ListedSkill,
    Moment,
    Opportunity,
    PlanSettings,
    Praise,
    Profile,
    Project,
    Promise,
    Pulse,
    Question,
    Quiet,
    Rating,
    Resume,
    Reflection,
    Reframe,
    Role,
    RungTime,
    Seat,
    Setback,
    SetbackNote,
    Settled,
    SharedCopy,
    Snooze,
    Submission,
    Support,
    TagCadence,
    Takeaway,
    TalkNote,
    Touch,
    Training,
    Update,
    UpdateGroup,
    Volunteering
);

macro_rules! kind {
    ($kind:ident = $name:literal, happened: |$it:ident| $happened:expr) => {
        impl $crate::record::Kind for $kind {
            const KIND: &'static str = $name;

            fn of(content: &$crate::record::Content) -> Option<&Self> {
                match content {
                    $crate::record::Content::$kind(it) => Some(it),
                    _ => None,
                }
            }

            fn happened(&self) -> Option<$crate::date::PartialDate> {
                let $it = self;
                $happened
            }
        }
    };
}
use kind;
