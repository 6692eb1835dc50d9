//! The pages, over a real store.

mod absent;
mod accounts;
mod agreements;
mod app;
mod attack;
mod board;
mod cases;
mod device;
mod evidence;
mod first_hour;
mod forged;
mod growth;
mod guard;
mod hardening;
mod held;
mod import;
mod ladders;
mod late;
mod law;
mod letters;
mod mail;
mod matrix;
mod opportunities;
mod passkeys;
mod people;
mod plan;
mod regress;
mod resume;
mod said;
mod sent;
mod setbacks;
mod several;
mod sharing;
#[cfg(test)]
#[path = "../../../post/tests/suite/smtpd.rs"]
mod smtpd;
mod talks;
mod ties;
mod today;
mod updates;
mod whole;
