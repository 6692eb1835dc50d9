//! What a statement is run on, whichever database lies beneath: values go in, rows come out.
//!
//! The verbs of a journal ([`crate::verbs`]) are written once, over this. SQLite answers at once, a server
//! after a while, so the methods are async; [`at_once`] is the way through those that never wait.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::Type;

use crate::{error::StoreError, sql::Statement};

/// A value for a statement: of one of the three types that columns have, or none of that type.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Int(Option<i64>),
    Bytes(Option<&'a [u8]>),
    Text(Option<&'a str>),
}

impl Value<'_> {
    /// Its type, as a server knows it.
    pub(crate) const fn kind(&self) -> Type {
        match self {
            Self::Int(_) => Type::INT8,
            Self::Bytes(_) => Type::BYTEA,
            Self::Text(_) => Type::TEXT,
        }
    }
}

macro_rules! value_from {
    ($($type:ty => $variant:ident),*) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from(value: $type) -> Self {
                Self::$variant(Some(value))
            }
        }

        impl<'a> From<Option<$type>> for Value<'a> {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value)
            }
        }
    )*};
}

value_from!(i64 => Int, &'a [u8] => Bytes, &'a str => Text);

impl From<u64> for Value<'_> {
    /// Nothing is numbered beyond what a database counts, so more than that is as good as the most.
    fn from(number: u64) -> Self {
        Self::Int(Some(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(Some(bytes))
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Int(value) => value.map(ValueRef::Integer),
            Self::Bytes(value) => value.map(ValueRef::Blob),
            Self::Text(value) => value.map(|it| ValueRef::Text(it.as_bytes())),
        };
        Ok(ToSqlOutput::Borrowed(value.unwrap_or(ValueRef::Null)))
    }
}

/// Values for a statement, in the order of its placeholders.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::connection::Value::from($value)),*][..]
    };
}
pub(crate) use values;

/// A row of an answer.
pub(crate) enum Cells<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

const OTHER_TYPE: StoreError = StoreError::Malformed("a value of another type");

impl Cells<'_> {
    pub(crate) fn some_number(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Integer(number) => Ok(Some(number)),
                ValueRef::Null => Ok(None),
                _ => Err(OTHER_TYPE),
            },
            Self::Postgres(row) => row.try_get(column).map_err(|_| OTHER_TYPE),
        }
    }

    pub(crate) fn some_bytes(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        match self {
            Self::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Blob(bytes) => Ok(Some(bytes)),
                ValueRef::Null => Ok(None),
                _ => Err(OTHER_TYPE),
            },
            Self::Postgres(row) => row.try_get(column).map_err(|_| OTHER_TYPE),
        }
    }

    pub(crate) fn some_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self {
            Self::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Text(text) => std::str::from_utf8(text)
                    .map(Some)
                    .map_err(|_| StoreError::Malformed("a text that is none")),
                ValueRef::Null => Ok(None),
                _ => Err(OTHER_TYPE),
            },
            Self::Postgres(row) => row.try_get(column).map_err(|_| OTHER_TYPE),
        }
    }

    pub(crate) fn number(&self, column: usize) -> Result<i64, StoreError> {
        self.some_number(column)?.ok_or(OTHER_TYPE)
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        self.some_bytes(column)?.ok_or(OTHER_TYPE)
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.some_text(column)?.ok_or(OTHER_TYPE)
    }
}

/// A statement that is asked for rows, and what they mean.
pub(crate) struct Question<'a, F> {
    pub(crate) statement: &'static Statement,
    pub(crate) values: &'a [Value<'a>],
    pub(crate) read: F,
}

/// A statement and its values.
pub(crate) type Asked<'a> = (&'static Statement, Vec<Value<'a>>);

/// Something that runs statements, one after another.
pub(crate) trait Connection {
    /// Runs a statement; how many rows it changed.
    fn run(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Runs a statement once for each list of values; how many rows each time changed.
    fn run_each(
        &mut self,
        statement: &'static Statement,
        lists: &[Vec<Value<'_>>],
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send;

    /// Runs statements in this order, all in one go; how many rows each changed.
    fn run_all(
        &mut self,
        asked: &[Asked<'_>],
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send;

    /// Adds entries and runs other statements after that, all in one go, as the last of a transaction: which ends with it,
    /// where that can be done in the same go.
    ///
    /// Where the id of an entry is taken, answers with the place of the first such, and nothing of it counts: it was taken
    /// back and a transaction begins anew, or it is for the caller to take it back.
    fn add_last(
        &mut self,
        entries: &[Vec<Value<'_>>],
        others: &[Asked<'_>],
    ) -> impl Future<Output = Result<Option<usize>, StoreError>> + Send;

    /// All rows of an answer.
    fn all<T: Send>(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send;

    /// All rows of the answers to several questions, asked in this order and in one go; each row is read by the place of its
    /// question.
    fn answers<T: Send>(
        &mut self,
        asked: &[Asked<'_>],
        read: impl Fn(usize, &Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<Vec<T>>, StoreError>> + Send;

    /// The answers to two questions, asked in one go.
    fn both<A: Send, B: Send>(
        &mut self,
        first: Question<'_, impl Fn(&Cells<'_>) -> Result<A, StoreError> + Send>,
        second: Question<'_, impl Fn(&Cells<'_>) -> Result<B, StoreError> + Send>,
    ) -> impl Future<Output = Result<(Vec<A>, Vec<B>), StoreError>> + Send;
}

/// The first row of an answer.
pub(crate) async fn one<C: Connection, T: Send>(
    db: &mut C,
    statement: &'static Statement,
    values: &[Value<'_>],
    read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
) -> Result<Option<T>, StoreError> {
    Ok(db.all(statement, values, read).await?.into_iter().next())
}

/// The outcome of what never waits: a verb over SQLite.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => unreachable!("a statement on SQLite is done when it returns"),
    }
}
