//! One person's career as an append-only journal of entries, and the record folded from it.
//!
//! An **item** is one thing in a career, an **entry** is one dated fact about an item: it puts the item (for
//! the first time or again) or withdraws it. [`Record`] is the fold over all entries: the last one stands, the
//! earlier ones are the item's history. Nothing is ever edited.

mod act;
mod audience;
mod entry;
pub mod export;
mod fields;
mod fold;
mod items;
mod outline;
mod plain;

pub use self::{
    act::Act,
    audience::{Grant, Granted, Viewer},
    entry::{Audience, Author, Change, Entry, EntryError, Item, Stored},
    fold::{BY_LINK, Hand, Of, Record, Revision, Thread},
    items::{
        Action, Agreement, Ally, AllyPlace, AllyStep, Answer, Approach, AskedAbout, Award, Bearing,
        BoardReview, Cadence, Case, CaseDecider, CaseDecision, CaseLine, CaseOutcome, CaseVerdict,
        Certificate, Channel, CheckIn, Choice, Claim, ClaimState, Community, CommunityKind,
        Contact, Content, Conversation, Correction, Counterpart, Criterion, Decider, Decision,
        Destination, Dial, Disclosed, Disclosure, Dispute, Education, Evidence, Experiment,
        ExperimentKind, Feedback, FeedbackAsk, FeedbackSort, Figure, Focus, FridayMinute,
        Gathering, Gift, GiftKind, Goal, Hidden, Hypothesis, HypothesisAbout, HypothesisStatus,
        Kind, Knows, Lesson, ListedSkill, LookBack, Manner, Matters, Medium, Moment, MomentKind,
        NextStep, NoReading, Objection, Offer, Opportunity, OpportunityPlace, Origin, Outcome,
        Overruled, Packet, PacketLine, PacketPiece, PacketStory, PacketWords, Perspective,
        Placement, PlanSettings, Planned, Praise, Prepared, Profile, Project, Promise,
        PromiseOwner, PromiseState, Pulse, Question, Quiet, Rating, Reach, ReachKind, Reading,
        Recipient, Reflection, Reframe, Relation, Resume, Role, RoleEnd, RungTime, Scope, Seat,
        SeatChoice, SeatReview, Setback, SetbackKind, SetbackNote, Settled, SharedCopy, Shown,
        Shows, Snooze, Stage, StageEntered, StayGo, StayOrGo, Step, StepDraft, StepKind, StepSort,
        Story, Submission, Support, SupportKind, TagCadence, Takeaway, TalkNote, Term, TooLong,
        Touch, Training, UnknownItem, Update, UpdateGroup, UpdateState, View, Volunteering, Vouch,
        Voucher, Weighed, Worded,
    },
    outline::{Field, OUTLINES, Outline, Shape, Told},
};
