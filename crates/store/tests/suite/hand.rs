//! How far a test goes: a little way by itself, and as far as it is told by hand (`cargo xtask proof`).

use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

/// What can be made longer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hand {
    /// Steps of the walk beside the model.
    Model,
    /// Records that go through every store and back.
    Trips,
    /// Backups made while others write.
    Backups,
}

impl Hand {
    const fn variable(self) -> &'static str {
        match self {
            Self::Model => "WINDWARD_MODEL_STEPS",
            Self::Trips => "WINDWARD_TRIPS",
            Self::Backups => "WINDWARD_BACKUPS",
        }
    }
}

/// How many, if nobody says otherwise.
pub(crate) fn size(what: Hand, usual: usize) -> usize {
    let named = what.variable();
    env::var(named).map_or(usual, |many| {
        many.parse()
            .unwrap_or_else(|_| panic!("{named} is ‘{many}’, which is no number"))
    })
}

/// What everything that looks thrown follows from: the one that is named, or that of the moment. It is printed.
pub(crate) fn seed() -> u64 {
    let named = env::var("WINDWARD_SEED").ok();
    let seed = named.map_or_else(
        || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            u64::try_from(now.as_nanos() & u128::from(u32::MAX)).unwrap()
        },
        |seed| seed.parse().expect("WINDWARD_SEED is a number"),
    );
    println!("seed {seed}");
    seed
}
