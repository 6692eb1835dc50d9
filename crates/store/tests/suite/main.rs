//! The store from outside. One program, so that helpers are shared and linked once.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod brought;
#[cfg(test)]
mod copies;
#[cfg(test)]
#[path = "../../../windward/benches/figures/dice.rs"]
mod dice;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hand;
#[cfg(test)]
mod instance;
#[cfg(test)]
mod law;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod long;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod meanwhile;
#[cfg(test)]
mod model;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod names;
#[cfg(test)]
mod pen;
#[cfg(test)]
mod places;
#[cfg(test)]
mod post;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod races;
#[cfg(test)]
mod raised;
#[cfg(test)]
mod schedule;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod speed;
#[cfg(test)]
mod story;
#[cfg(test)]
mod trips;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod walk;
