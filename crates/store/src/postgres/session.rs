//! A connection for as long as one verb needs it, and statements on it.

use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
};

use deadpool_postgres::Object;
use futures_util::{TryStreamExt, future::join_all};
use tokio::{join, pin};
use tokio_postgres::{
    Error, Row, RowStream,
    error::SqlState,
    types::{Format, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use super::fault::fault;
use crate::{
    connection::{Asked, Cells, Connection, Question, Value},
    error::StoreError,
    sql::{self, Statement},
};

/// Begins a transaction that would hold up others while it waits for the row of one.
const BEGIN_BOUNDED: &str = "BEGIN; SET LOCAL lock_timeout = '1s'";

/// How many statements are on their way at once.
const AT_ONCE: usize = 64;

/// Something under way on a connection. Boxed, so that each of the many verbs does not hold a copy of its code.
pub(super) type Under<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A connection of the pool. One that is not [finished](Self::finish) is in an unknown state, and closed.
pub(super) struct Session {
    client: Option<Object>,
    prepared: bool,
    within: bool,
    /// The next statement begins the transaction.
    begins: AtomicBool,
    begin: &'static str,
}

/// Why an attempt failed.
pub(super) struct Failed {
    pub(super) error: StoreError,
    /// Whether it may be done all the same.
    pub(super) unclear: bool,
}

impl Failed {
    /// Before anything was done.
    pub(super) const fn before(error: StoreError) -> Self {
        let unclear = false;
        Self { error, unclear }
    }
}

impl Session {
    pub(super) const fn new(client: Object, prepared: bool) -> Self {
        Self {
            client: Some(client),
            prepared,
            within: false,
            begins: AtomicBool::new(false),
            begin: "BEGIN",
        }
    }

    fn client(&self) -> &Object {
        self.client.as_ref().expect("taken by its end alone")
    }

    /// Begins a transaction, for verbs that write more than one row.
    pub(super) fn begin(&mut self) -> Under<'_, Result<(), StoreError>> {
        Box::pin(async {
            self.client().batch_execute("BEGIN").await.map_err(fault)?;
            self.within = true;
            Ok(())
        })
    }

    /// The same together with the first statement, so that it is no way there and back of its own. That statement must
    /// change nothing: were the beginning alone refused, it would stand by itself.
    pub(super) const fn begin_with_first(&mut self) {
        self.within = true;
        self.begins = AtomicBool::new(true);
    }

    /// Has a transaction that begins with its first statement wait for nobody's rows for long.
    pub(super) const fn bound_waits(&mut self) {
        self.begin = BEGIN_BOUNDED;
    }

    /// Tells the server if that is still to do.
    async fn tell_begin(&self) -> Result<(), Error> {
        if self.begins.swap(false, Ordering::Relaxed) {
            self.client().batch_execute(self.begin).await?;
        }
        Ok(())
    }

    /// Whether the server knows of a transaction.
    fn is_within(&self) -> bool {
        self.within && !self.begins.load(Ordering::Relaxed)
    }

    /// Commits what went well, takes back what did not, and gives the connection back if it is sound.
    pub(super) async fn finish<T>(mut self, outcome: Result<T, StoreError>) -> Result<T, Failed> {
        match outcome {
            Ok(value) => self.commit().await.map(|()| value),
            Err(error) => Err(self.give_up(error).await),
        }
    }

    fn commit(&mut self) -> Under<'_, Result<(), Failed>> {
        Box::pin(async {
            if self.is_within()
                && let Err(error) = self.end().await
            {
                let error = fault(error);
                let unclear = is_lost(&error);
                return Err(Failed { error, unclear });
            }
            self.keep();
            Ok(())
        })
    }

    /// The end of a transaction, which answers nothing.
    fn end(&self) -> Under<'_, Result<Answer, Error>> {
        Box::pin(async {
            let ended = self.client().batch_execute("COMMIT").await;
            ended.map(|()| (Vec::new(), 0))
        })
    }

    fn give_up(&mut self, error: StoreError) -> Under<'_, Failed> {
        Box::pin(async {
            let unclear = is_lost(&error) && !self.within;
            let sound = !is_lost(&error)
                && (!self.is_within() || self.client().batch_execute("ROLLBACK").await.is_ok());
            if sound {
                self.keep();
            }
            Failed { error, unclear }
        })
    }

    /// Runs a text that no other database is asked, in a message of its own.
    pub(super) async fn plain(&self, text: &str) -> Result<(), StoreError> {
        self.client().batch_execute(text).await.map_err(fault)
    }

    /// The same with values; how many rows it changed.
    pub(super) async fn change(&self, text: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let typed = values.iter().map(|value| (*value, value.kind()));
        let stream = self
            .client()
            .query_typed_raw(text, typed)
            .await
            .map_err(fault)?;
        pin!(stream);
        while stream.try_next().await.map_err(fault)?.is_some() {}
        Ok(stream.rows_affected().unwrap_or(0))
    }

    /// The first column of an answer.
    pub(super) async fn texts(&self, text: &str) -> Result<Vec<String>, StoreError> {
        let rows = self.client().query_typed(text, &[]).await.map_err(fault)?;
        rows.iter()
            .map(|row| row.try_get(0).map_err(fault))
            .collect()
    }

    /// How the server would go about a statement, without doing it.
    pub(super) async fn explain(&self, statement: &Statement) -> Result<Vec<String>, StoreError> {
        let text = format!("EXPLAIN {}", statement.text());
        let one: (&(dyn ToSql + Sync), Type) = (&One, Type::UNKNOWN);
        let ones = vec![one; statement.values()];
        let rows = self
            .client()
            .query_typed(&text, &ones)
            .await
            .map_err(fault)?;
        rows.iter()
            .map(|row| row.try_get(0).map_err(fault))
            .collect()
    }

    fn keep(&mut self) {
        self.client = None;
    }

    /// Has the server prepare a statement, if that is how it is asked.
    async fn prepare(&self, statement: &'static Statement) -> Result<(), StoreError> {
        if self.prepared {
            let prepared = self.client().prepare_cached(statement.text()).await;
            prepared.map_err(fault)?;
        }
        Ok(())
    }

    async fn stream(
        &self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<RowStream, Error> {
        let client = self.client();
        if self.prepared {
            let prepared = client.prepare_cached(statement.text()).await?;
            return client.query_raw(&prepared, values.iter().copied()).await;
        }
        // In one message, under no name: what a pooler between us and the server needs.
        let typed = values.iter().map(|value| (*value, value.kind()));
        client.query_typed_raw(statement.text(), typed).await
    }

    /// Runs a statement: its rows, and how many it changed; or the server’s own error.
    fn ask<'a>(
        &'a self,
        statement: &'static Statement,
        values: &'a [Value<'a>],
    ) -> Under<'a, Result<Answer, Error>> {
        Box::pin(async move {
            // On their way at once, in this order.
            let (begun, stream) = join!(biased; self.tell_begin(), self.stream(statement, values));
            let stream = begun.and(stream)?;
            pin!(stream);
            let mut found = Vec::new();
            while let Some(row) = stream.try_next().await? {
                found.push(row);
            }
            Ok((found, stream.rows_affected().unwrap_or(0)))
        })
    }

    /// Runs statements in this order, many on their way at once. Of several errors the first one is told: what follows
    /// one in a transaction fails because of it.
    fn ask_all<'a>(
        &'a self,
        asked: &'a [Borrowed<'a>],
    ) -> Under<'a, Result<Vec<Answer>, StoreError>> {
        Box::pin(async move {
            if asked.len() > 1 {
                self.prepare_all(asked).await?;
            }
            let mut answers = Vec::with_capacity(asked.len());
            for some in asked.chunks(AT_ONCE) {
                let some = some
                    .iter()
                    .map(|(statement, values)| self.ask(statement, values));
                for answer in join_all(some).await {
                    answers.push(answer.map_err(fault)?);
                }
            }
            Ok(answers)
        })
    }

    /// Once, and not once for each that is on its way, which would also change their order.
    async fn prepare_all(&self, asked: &[Borrowed<'_>]) -> Result<(), StoreError> {
        let mut prepared: Option<&Statement> = None;
        for (statement, _) in asked {
            if !prepared.is_some_and(|it| std::ptr::eq(it, *statement)) {
                self.prepare(statement).await?;
                prepared = Some(statement);
            }
        }
        Ok(())
    }

    /// Runs the last statements of a transaction, and its end together with the last of them. If one of the first `rows` is
    /// refused because its key is taken, all is taken back and a transaction begins with what comes next: which one
    /// it was.
    fn last<'a>(
        &'a mut self,
        asked: &'a [Borrowed<'a>],
        rows: usize,
    ) -> Under<'a, Result<Option<usize>, StoreError>> {
        Box::pin(async move {
            self.prepare_all(asked).await?;
            let parts = asked.chunks(AT_ONCE).enumerate();
            let count = parts.len();
            for (part, some) in parts {
                let is_last = part + 1 == count;
                // From then on nobody but the server knows whether it is done.
                self.within = self.within && !is_last;
                let answers = some
                    .iter()
                    .map(|(statement, values)| self.ask(statement, values));
                // One of them, so that nothing can come after it.
                let end = is_last.then(|| self.end());
                let answers = join_all(answers.chain(end)).await;
                for (at, answer) in answers.into_iter().enumerate() {
                    let Err(error) = answer else { continue };
                    let place = part * AT_ONCE + at;
                    if place >= rows || error.code() != Some(&SqlState::UNIQUE_VIOLATION) {
                        return Err(fault(error));
                    }
                    if !is_last {
                        self.plain("ROLLBACK").await?;
                    }
                    self.begin_with_first();
                    return Ok(Some(place));
                }
            }
            Ok(None)
        })
    }
}

/// A statement and its values.
type Borrowed<'a> = (&'static Statement, &'a [Value<'a>]);

fn borrowed<'a>(asked: &'a [Asked<'a>]) -> Vec<Borrowed<'a>> {
    let asked = asked.iter();
    asked
        .map(|(statement, values)| (*statement, &**values))
        .collect()
}

/// The rows of an answer, and how many were changed.
type Answer = (Vec<Row>, u64);

fn is_lost(error: &StoreError) -> bool {
    matches!(error, StoreError::Unreachable(_))
}

/// What rows mean.
fn meaning<T>(
    rows: &[Row],
    read: impl Fn(&Cells<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| read(&Cells::Postgres(row))).collect()
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Taken out of the pool and closed: the server undoes what was not committed.
            drop(Object::take(client));
        }
    }
}

impl Connection for Session {
    async fn run(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let (_, changed) = self.ask(statement, values).await.map_err(fault)?;
        Ok(changed)
    }

    async fn run_each(
        &mut self,
        statement: &'static Statement,
        lists: &[Vec<Value<'_>>],
    ) -> Result<Vec<u64>, StoreError> {
        let asked: Vec<_> = lists.iter().map(|values| (statement, &**values)).collect();
        let answers = self.ask_all(&asked).await?;
        Ok(answers.into_iter().map(|(_, changed)| changed).collect())
    }

    async fn run_all(&mut self, asked: &[Asked<'_>]) -> Result<Vec<u64>, StoreError> {
        let answers = self.ask_all(&borrowed(asked)).await?;
        Ok(answers.into_iter().map(|(_, changed)| changed).collect())
    }

    async fn add_last(
        &mut self,
        entries: &[Vec<Value<'_>>],
        others: &[Asked<'_>],
    ) -> Result<Option<usize>, StoreError> {
        let added = entries.iter().map(|it| (&sql::ADD_NEW_ENTRY, &**it));
        let asked: Vec<_> = added.chain(borrowed(others)).collect();
        self.last(&asked, entries.len()).await
    }

    async fn all<T: Send>(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
        read: impl Fn(&Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let (found, _) = self.ask(statement, values).await.map_err(fault)?;
        meaning(&found, read)
    }

    async fn answers<T: Send>(
        &mut self,
        asked: &[Asked<'_>],
        read: impl Fn(usize, &Cells<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<Vec<T>>, StoreError> {
        let answers = self.ask_all(&borrowed(asked)).await?;
        let answers = answers.iter().enumerate();
        let meanings = answers.map(|(place, (found, _))| meaning(found, |row| read(place, row)));
        meanings.collect()
    }

    async fn both<A: Send, B: Send>(
        &mut self,
        first: Question<'_, impl Fn(&Cells<'_>) -> Result<A, StoreError> + Send>,
        second: Question<'_, impl Fn(&Cells<'_>) -> Result<B, StoreError> + Send>,
    ) -> Result<(Vec<A>, Vec<B>), StoreError> {
        let (first_read, second_read) = (first.read, second.read);
        debug_assert!(!self.within, "it is a transaction of its own");
        // Before, or else they would be asked after the end that is already on its way.
        let (one, other) = join!(
            self.prepare(first.statement),
            self.prepare(second.statement)
        );
        one.and(other)?;
        // All on its way at once. Nothing is written, so it does no harm if the beginning alone fails.
        let (begun, first, second, ended) = join!(
            self.client()
                .batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            self.ask(first.statement, first.values),
            self.ask(second.statement, second.values),
            self.client().batch_execute("COMMIT"),
        );
        begun.map_err(fault)?;
        let answers = (
            meaning(&first.map_err(fault)?.0, first_read)?,
            meaning(&second.map_err(fault)?.0, second_read)?,
        );
        ended.map_err(fault)?;
        Ok(answers)
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Int(value) => value.to_sql(&Type::INT8, out),
            Self::Bytes(value) => value.to_sql(&Type::BYTEA, out),
            Self::Text(value) => value.to_sql(&Type::TEXT, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::BYTEA, Type::TEXT].contains(kind)
    }

    to_sql_checked!();
}

/// A value of whatever type the server takes it for: ‘1’ is one of each that columns have.
#[derive(Debug)]
struct One;

impl ToSql for One {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(b"1");
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}
