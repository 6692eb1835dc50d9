//! Whole files through the whole importer.

#[cfg(test)]
mod again;
#[cfg(test)]
mod brag;
#[cfg(test)]
mod files;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod linkedin;
#[cfg(test)]
mod others;
#[cfg(test)]
mod people;
#[cfg(test)]
mod people_again;
