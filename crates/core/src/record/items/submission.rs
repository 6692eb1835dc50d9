use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Packet;
use crate::{date::PartialDate, framework::FrameworkHash, id::ItemId};

/// A packet that nobody would read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the packet is longer than 200 kilobytes of text, and nobody reads so much; shorten it, or leave evidence out"
)]
pub struct TooLong;

/// A packet as it was handed in: its content, for good. A file made of it is a rendering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// The case that it is of.
    pub case: ItemId,
    /// What was handed in.
    pub packet: Packet,
    /// SHA-256 of the packet and the day, see [`Submission::hash_of`].
    pub hash: String,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day it was handed in.
    pub on: PartialDate,
    /// The version of the framework that the expectations are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Submission = "submission", happened: |it| Some(it.on));

impl Submission {
    /// The longest packet that is handed in, in bytes of its text form: what one entry holds, with room for the rest
    /// of it. A packet of twenty pages is a third of that.
    pub const MOST_BYTES: usize = 200 * 1024;

    /// Freezes a packet on a day.
    ///
    /// # Errors
    /// Where it is longer than [`Submission::MOST_BYTES`].
    pub fn freeze(
        case: ItemId,
        packet: Packet,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Result<Self, TooLong> {
        let bytes = serde_json::to_string(&packet).map_or(usize::MAX, |text| text.len());
        if bytes > Self::MOST_BYTES {
            return Err(TooLong);
        }
        Ok(Self {
            case,
            hash: Self::hash_of(&packet, on),
            packet,
            to: None,
            on,
            framework,
            unknown: Map::new(),
        })
    }

    /// SHA-256, in 64 hexadecimal digits, of `{"day":…,"packet":…}` as canonical JSON: keys in the order of their
    /// bytes, nothing between the tokens.
    #[must_use]
    pub fn hash_of(packet: &Packet, on: PartialDate) -> String {
        let mut value = serde_json::json!({ "day": on, "packet": packet });
        // A no-op unless some crate in the tree asks `serde_json` to keep insertion order.
        value.sort_all_objects();
        let mut hash = String::with_capacity(64);
        for byte in Sha256::digest(value.to_string().as_bytes()) {
            _ = write!(hash, "{byte:02x}");
        }
        hash
    }

    /// Whether the hash is that of the content and the day.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.hash == Self::hash_of(&self.packet, self.on)
    }
}
