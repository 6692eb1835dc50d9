//! Which ways to grow to take, when, and why.

pub mod case;
pub mod choose;
pub mod lay;
#[cfg(test)]
mod tests;
