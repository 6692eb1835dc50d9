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
        Action, Award, Bearing, Certificate, CheckIn, Choice, Claim, ClaimState, Content, Decision,
        Destination, Dial, Education, Evidence, Experiment, ExperimentKind, Figure, Focus,
        FridayMinute, Hypothesis, HypothesisAbout, HypothesisStatus, Kind, ListedSkill, Medium,
        NoReading, Origin, Overruled, Placement, PlanSettings, Planned, Praise, Profile, Project,
        Pulse, Quiet, Rating, Reading, Role, RoleEnd, RungTime, Scope, Settled, Shown, Snooze,
        Takeaway, Training, UnknownItem, View, Volunteering,
    },
    outline::{Field, OUTLINES, Outline, Shape, Told},
};
