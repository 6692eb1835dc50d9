//! Single sign-on: what Windward asks a provider of `OpenID` Connect, and what it believes of the answer.
//!
//! A browser is sent to the provider and comes back with a code. The code is exchanged, from server to server, for a
//! token that says who somebody is; it is believed when the provider that was configured signed it, for us, just now,
//! for this very browser. Of all that it says two things count: who speaks (the issuer) and about whom (the subject).

mod client;
mod provider;
mod settings;
mod token;

use thiserror::Error;

pub use self::{
    provider::{Begun, Going, Provider},
    settings::{BadSettings, Settings},
    token::Somebody,
};

/// Why somebody cannot be signed in. None of it repeats what the provider said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Failure {
    /// It was not reached, or not as TLS has it, or not in time.
    #[error("the provider could not be reached")]
    Unreachable,
    /// What it says about itself does not go with the settings.
    #[error("what the provider says about itself does not fit the configuration")]
    Unfit,
    /// It takes back the code, or does not take our secret.
    #[error("the provider did not take the code")]
    Refused,
    /// What it said about somebody is not to be believed, for this reason.
    #[error("the provider’s token is not to be believed: {0}")]
    Token(&'static str),
}
