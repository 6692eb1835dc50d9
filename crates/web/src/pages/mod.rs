//! One page, one file.

pub(crate) mod background;
pub(crate) mod changes;
pub(crate) mod compare;
pub(crate) mod course;
pub(crate) mod destinations;
pub(crate) mod evidence;
pub(crate) mod expectation;
pub(crate) mod friday;
pub(crate) mod import;
pub(crate) mod ladder;
pub(crate) mod praise;
pub(crate) mod record;
pub(crate) mod recovery;
pub(crate) mod review;
pub(crate) mod roles;
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod skill;
pub(crate) mod skills;
pub(crate) mod standing;
pub(crate) mod timeline;
pub(crate) mod titles;
pub(crate) mod today;
pub(crate) mod welcome;
