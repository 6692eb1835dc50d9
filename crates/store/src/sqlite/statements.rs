//! Statements on SQLite, which is done when it returns.

use std::future::{Future, ready};

use rusqlite::{Connection as Database, params_from_iter};

use crate::{
    connection::{Cells, Connection, Question, Value},
    error::StoreError,
    sql::Statement,
};

/// A connection that statements are run on.
pub(crate) struct OnSqlite<'a>(pub(crate) &'a Database);

impl OnSqlite<'_> {
    fn execute(&self, statement: &Statement, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut statement = self.0.prepare_cached(statement.sqlite())?;
        Ok(statement.execute(params_from_iter(values))? as u64)
    }

    fn execute_each(
        &self,
        (statement, lists): (&Statement, &[Vec<Value<'_>>]),
    ) -> Result<Vec<u64>, StoreError> {
        let counts = lists.iter().map(|values| self.execute(statement, values));
        counts.collect()
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
        ready(self.execute_each((statement, lists)))
    }

    fn run_each_and(
        &mut self,
        first: (&'static Statement, &[Vec<Value<'_>>]),
        second: (&'static Statement, &[Vec<Value<'_>>]),
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send {
        ready(self.execute_each(first).and_then(|counts| {
            self.execute_each(second)?;
            Ok(counts)
        }))
    }

    fn all<T: Send>(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        ready(self.query(statement, values, read))
    }

    fn all_each<T: Send>(
        &mut self,
        statement: &'static Statement,
        lists: &[Vec<Value<'_>>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<Vec<T>>, StoreError>> + Send {
        let answers = lists
            .iter()
            .map(|values| self.query(statement, values, &read));
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
