//! One person's career as an append-only journal of entries, and the record folded from it.
//!
//! An **item** is one thing in a career, an **entry** is one dated fact about an item: it puts the item (for
//! the first time or again) or withdraws it. [`Record`] is the fold over all entries: the last one stands, the
//! earlier ones are the item's history. Nothing is ever edited.

mod act;
mod audience;
mod entry;
pub mod export;
mod fold;
mod items;
mod outline;

pub use self::{
    act::Act,
    audience::{Grant, Viewer},
    entry::{Audience, Author, Change, Entry, EntryError, Item, Stored},
    fold::{Of, Record, Revision, Thread},
    items::{
        Action, Approach, Award, Bearing, BoardReview, Cadence, Certificate, Channel, CheckIn,
        Choice, Claim, ClaimState, Community, CommunityKind, Contact, Content, Decision,
        Destination, Dial, Education, Evidence, Experiment, ExperimentKind, Figure, Focus,
        FridayMinute, Gathering, Gift, GiftKind, Hypothesis, HypothesisAbout, HypothesisStatus,
        Kind, Lesson, ListedSkill, Medium, Moment, MomentKind, NoReading, Origin, Overruled,
        Perspective, Placement, PlanSettings, Planned, Praise, Profile, Project, Pulse, Question,
        Rating, Reach, ReachKind, Reading, Role, RoleEnd, RungTime, Scope, Seat, SeatChoice,
        SeatReview, Settled, Shown, Step, StepDraft, StepKind, TagCadence, Takeaway, Touch,
        Training, UnknownItem, View, Volunteering,
    },
    outline::{Field, OUTLINES, Outline, Shape, Told},
};
