//! Whether the database beneath an instance is what it should be: `windward store check`.

use std::path::Path;

use crate::{
    instance,
    open_error::OpenError,
    place::Place,
    postgres::Postgres,
    schema::SCHEMA_VERSION,
    sqlite::{self, Sqlite},
};

/// What a look at a database found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examination {
    /// What it is: names and values.
    pub facts: Vec<(&'static str, String)>,
    /// Settings that the store depends on.
    pub settings: Vec<(&'static str, String)>,
    /// How many rows each table has; not counted where there are problems.
    pub rows: Vec<(String, u64)>,
    /// What is wrong, one sentence each.
    pub problems: Vec<String>,
}

/// Examines the database of a data directory. Changes nothing; one of an older version is refused as well as
/// one of a later: opening it brings it up.
pub async fn examine(data_dir: &Path, place: &Place) -> Result<Examination, OpenError> {
    match place {
        Place::File => {
            let path = instance::database(data_dir);
            if !path.try_exists().map_err(OpenError::io(&path))? {
                return Err(OpenError::Nothing(data_dir.to_owned()));
            }
            current(sqlite::version(&path)?)?;
            Ok(Sqlite::open(&path)?.examine().await?)
        }
        Place::Server(url) => {
            let store = Postgres::connect(url)?;
            match store.version()? {
                0 => Err(OpenError::Empty(place.to_string())),
                found => {
                    current(found)?;
                    Ok(store.examine().await?)
                }
            }
        }
    }
}

fn current(found: i64) -> Result<(), OpenError> {
    if found < SCHEMA_VERSION {
        return Err(OpenError::Older {
            found,
            known: SCHEMA_VERSION,
        });
    }
    Ok(())
}
