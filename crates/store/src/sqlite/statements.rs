//! Statements on SQLite, which is done when it returns.

use std::future::{Future, ready};

use rusqlite::{Connection as Database, params_from_iter};

use crate::{
    connection::{Asked, Cells, Connection, Question, Value},
    error::StoreError,
    sql::{self, Statement},
};

/// A connection that statements are run on.
pub(crate) struct OnSqlite<'a>(pub(crate) &'a Database);

impl OnSqlite<'_> {
    fn execute(&self, statement: &Statement, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut statement = self.0.prepare_cached(statement.sqlite())?;
        Ok(statement.execute(params_from_iter(values))? as u64)
    }

    fn query<T>(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.0.prepare_cached(statement.sqlite())?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(&Cells::Sqlite(row))?);
        }
        Ok(found)
    }
}

impl Connection for OnSqlite<'_> {
    fn run(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, StoreError>> + Send {
        ready(self.execute(statement, values))
    }

    fn run_each(
        &mut self,
        statement: &'static Statement,
        lists: &[Vec<Value<'_>>],
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send {
        let counts = lists.iter().map(|values| self.execute(statement, values));
        ready(counts.collect())
    }

    fn run_all(
        &mut self,
        asked: &[Asked<'_>],
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send {
        let counts = asked
            .iter()
            .map(|(statement, values)| self.execute(statement, values));
        ready(counts.collect())
    }

    /// The end of the transaction is for whoever began it.
    fn add_last(
        &mut self,
        entries: &[Vec<Value<'_>>],
        others: &[Asked<'_>],
    ) -> impl Future<Output = Result<Option<usize>, StoreError>> + Send {
        let add = || {
            for (place, entry) in entries.iter().enumerate() {
                if self.execute(&sql::ADD_ENTRY, entry)? == 0 {
                    return Ok(Some(place));
                }
            }
            for (statement, values) in others {
                self.execute(statement, values)?;
            }
            Ok(None)
        };
        ready(add())
    }

    fn all<T: Send>(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        ready(self.query(statement, values, read))
    }

    fn answers<T: Send>(
        &mut self,
        asked: &[Asked<'_>],
        read: impl Fn(usize, &Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<Vec<T>>, StoreError>> + Send {
        let answers = asked
            .iter()
            .enumerate()
            .map(|(place, (statement, values))| {
                self.query(statement, values, |row| read(place, row))
            });
        ready(answers.collect())
    }

    fn both<A: Send, B: Send>(
        &mut self,
        first: Question<'_, impl Fn(&Cells<'_>) -> Result<A, StoreError> + Send>,
        second: Question<'_, impl Fn(&Cells<'_>) -> Result<B, StoreError> + Send>,
    ) -> impl Future<Output = Result<(Vec<A>, Vec<B>), StoreError>> + Send {
        let answers = self
            .query(first.statement, first.values, first.read)
            .and_then(|one| {
                Ok((
                    one,
                    self.query(second.statement, second.values, second.read)?,
                ))
            });
        ready(answers)
    }
}
