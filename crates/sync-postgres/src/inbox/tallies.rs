//! What was counted as it happened.

use careweave_sync_core::InboxCounts;
use careweave_types::Result;
use tokio_postgres::types::Type;

use crate::column::{number, only};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

/// Counts one more of `$2` for source `$1`.
pub(super) fn add_sql(table: &str) -> String {
    format!(
        "INSERT INTO {table} AS t (source, what, n) VALUES ($1, $2, 1) \
         ON CONFLICT (source, what) DO UPDATE SET n = t.n + 1"
    )
}

/// Counts one more; the transaction goes on.
pub(crate) async fn add(tx: &mut Transaction, source: &str, what: &str) -> Result<()> {
    let sql = add_sql(&tx.table("inbox_tally"));
    tx.write(&sql, &[(&source, Type::TEXT), (&what, Type::TEXT)])
        .await
        .map(drop)
}

/// Counts one more, and ends the transaction.
pub(super) async fn add_and_end(tx: &mut Transaction, source: &str, what: &str) -> Result<()> {
    let sql = add_sql(&tx.table("inbox_tally"));
    let given: [Given<'_>; 2] = [(&source, Type::TEXT), (&what, Type::TEXT)];
    tx.finish([(&sql, &given)]).await.map(drop)
}

/// All numbers of a source, from one statement, so that they belong together.
pub(super) async fn counts(db: &Database, at: &'static str, source: &str) -> Result<InboxCounts> {
    const TALLIED: [&str; 8] = [
        "accepted",
        "repeated",
        "differing",
        "applied",
        "superseded",
        "ignored",
        "rejected",
        "hints",
    ];
    let tallied = TALLIED
        .map(|what| {
            format!("coalesce((SELECT n FROM {{t}} WHERE source = $1 AND what = '{what}'), 0) AS {what}")
        })
        .join(", ")
        .replace("{t}", &db.schema().table("inbox_tally"));
    let sql = format!(
        "SELECT {tallied}, \
         (SELECT count(*) FROM {message} WHERE source = $1 AND state = 'received') AS received, \
         (SELECT coalesce(sum(served), 0)::bigint FROM {mark} WHERE source = $1) AS hints_served, \
         (SELECT coalesce(sum(hints - served), 0)::bigint FROM {mark} WHERE source = $1) AS hints_waiting",
        message = db.schema().table("inbox_message"),
        mark = db.schema().table("inbox_mark"),
    );
    let rows = db.read(at, &sql, &[(&source, Type::TEXT)]).await?;
    let row = only(&rows, "received")?;
    Ok(InboxCounts {
        accepted: number(row, "accepted")?,
        repeated: number(row, "repeated")?,
        differing: number(row, "differing")?,
        received: number(row, "received")?,
        applied: number(row, "applied")?,
        superseded: number(row, "superseded")?,
        ignored: number(row, "ignored")?,
        rejected: number(row, "rejected")?,
        hints: number(row, "hints")?,
        hints_served: number(row, "hints_served")?,
        hints_waiting: number(row, "hints_waiting")?,
    })
}
