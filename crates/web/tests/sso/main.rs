//! Single sign-on against a provider that lies as it is told to, and as browsers would ask.

mod hostile;
mod people;
mod place;
mod provider;
