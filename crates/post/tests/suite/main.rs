//! Mail from outside, through a real mail server.

#[cfg(test)]
mod line;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod smtpd;
