//! The least that a database does for a record: one query for all of it, one transaction with one row. What the
//! stores are held against.

use std::{path::Path, time::Instant};

use anyhow::Result;
use rusqlite::Connection;
use tokio_postgres::{Client, NoTls, Statement};

use crate::stores::TIME;

/// A table as that of the entries, without what surrounds it.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS raw (who bigint NOT NULL, seq bigint NOT NULL, content bytea NOT NULL, PRIMARY KEY (who, seq))";

/// A connection to a server.
pub(crate) async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // It ends with its client.
    tokio::spawn(connection);
    Ok(client)
}

/// All entries there are, from a server; their bytes.
pub(crate) async fn load_server(client: &Client, query: &Statement) -> Result<usize> {
    let rows = client.query(query, &[]).await?;
    Ok(rows
        .iter()
        .map(|row| row.get::<_, Option<&[u8]>>(4).map_or(0, <[u8]>::len))
        .sum())
}

/// All entries there are, from a file; their bytes.
pub(crate) fn load_file(connection: &Connection, query: &str) -> Result<usize> {
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([])?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        bytes += row.get::<_, Option<Vec<u8>>>(4)?.map_or(0, |it| it.len());
    }
    Ok(bytes)
}

/// Clients that each insert a row a transaction into a server’s table for as long as is measured; how many in all.
pub(crate) async fn insert_server(url: &str, clients: usize, bytes: usize) -> Result<u64> {
    connect(url).await?.batch_execute(TABLE).await?;
    let mut tasks = Vec::new();
    for who in 0..clients {
        let client = connect(url).await?;
        let who = i64::try_from(who)?;
        tasks.push(tokio::spawn(async move {
            let insert = client
                .prepare("INSERT INTO raw (who, seq, content) VALUES ($1, $2, $3)")
                .await?;
            let last = client
                .query_one(
                    "SELECT coalesce(max(seq), 0) FROM raw WHERE who = $1",
                    &[&who],
                )
                .await?;
            let (mut seq, content, mut count): (i64, _, u64) = (last.get(0), vec![7_u8; bytes], 0);
            let begun = Instant::now();
            while begun.elapsed() < TIME {
                seq += 1;
                client.batch_execute("BEGIN").await?;
                client.execute(&insert, &[&who, &seq, &content]).await?;
                client.batch_execute("COMMIT").await?;
                count += 1;
            }
            anyhow::Ok(count)
        }));
    }
    let mut count = 0;
    for task in tasks {
        count += task.await??;
    }
    Ok(count)
}

/// One that inserts a row a transaction into a file of its own; how many.
pub(crate) fn insert_file(dir: &Path, bytes: usize) -> Result<u64> {
    let connection = Connection::open(dir.join("raw.db"))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute(TABLE, [])?;
    let last: i64 = connection.query_row("SELECT coalesce(max(seq), 0) FROM raw", [], |row| {
        row.get(0)
    })?;
    let (mut seq, content, mut count) = (last, vec![7_u8; bytes], 0);
    let begun = Instant::now();
    while begun.elapsed() < TIME {
        seq += 1;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection
            .prepare_cached("INSERT INTO raw (who, seq, content) VALUES (0, ?1, ?2)")?
            .execute((seq, &content))?;
        connection.execute_batch("COMMIT")?;
        count += 1;
    }
    Ok(count)
}
