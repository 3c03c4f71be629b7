//! Several statements that are kept all or not at all.

use std::sync::Arc;

use careweave_types::{Error, ErrorKind, Result};
use deadpool_postgres::Object;
use futures_util::future::{BoxFuture, join, join_all};
use tokio_postgres::Row;

use crate::database::{Database, Given, Session};
use crate::fault::Stage;
use crate::schema::Schema;

/// A statement and its values.
pub(crate) type Statement<'a> = (&'a str, &'a [Given<'a>]);

/// A transaction at READ COMMITTED: a statement sees what was committed before it began, so what is to stay as it was
/// read is locked, and read after that. Statements given together are sent in one round trip and taken in their order.
pub(crate) struct Transaction {
    db: Arc<Database>,
    /// Absent only while it is dropped.
    client: Option<Object>,
    at: &'static str,
    state: State,
    /// Whether a commit would keep anything.
    wrote: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was sent.
    Fresh,
    /// It is open at the server.
    Begun,
    /// It was committed, or undone.
    Ended,
    /// A statement failed, or nobody knows whether it did: the connection is of no use.
    Broken,
}

impl Transaction {
    /// Does `work` in a transaction of its own, and commits when it succeeds.
    pub(crate) async fn run<T>(
        db: Arc<Database>,
        at: &'static str,
        work: impl for<'t> FnOnce(&'t mut Self) -> BoxFuture<'t, Result<T>> + Send,
    ) -> Result<T> {
        let mut tx = Self {
            client: Some(db.connection(at).await?),
            db,
            at,
            state: State::Fresh,
            wrote: false,
        };
        let outcome = work(&mut tx).await;
        if tx.state != State::Begun {
            return outcome;
        }
        match outcome {
            Ok(given) => tx.commit().await.map(|()| given),
            Err(e) => {
                // What cannot be undone now is undone when the connection is given up.
                drop(tx.send("ROLLBACK", Stage::Reading).await);
                Err(e)
            }
        }
    }

    pub(crate) fn schema(&self) -> &Schema {
        self.db.schema()
    }

    pub(crate) fn table(&self, name: &str) -> String {
        self.schema().table(name)
    }

    /// The name of the operation in errors.
    pub(crate) fn at(&self) -> &'static str {
        self.at
    }

    pub(crate) async fn read(&mut self, sql: &str, given: &[Given<'_>]) -> Result<Vec<Row>> {
        let [rows] = self.together([(sql, given)]).await?;
        Ok(rows)
    }

    pub(crate) async fn write(&mut self, sql: &str, given: &[Given<'_>]) -> Result<Vec<Row>> {
        self.wrote = true;
        self.read(sql, given).await
    }

    /// The rows of statements that are sent at once.
    ///
    /// # Errors
    /// As the statements fail; `Internal`, and nothing is sent, when the transaction has ended or broken: what came after would be
    /// committed by itself.
    pub(crate) async fn together<const N: usize>(
        &mut self,
        statements: [Statement<'_>; N],
    ) -> Result<[Vec<Row>; N]> {
        self.check_open()?;
        if self.state == State::Fresh {
            // From here on, also should this future be dropped, the connection is not as it was.
            self.state = State::Broken;
            let begin = self.db.send(self.at, Stage::Reading, self.client()?, "BEGIN");
            let (begun, rows) = join(begin, self.all(statements)).await;
            begun?;
            let rows = rows?;
            self.state = State::Begun;
            return Ok(rows);
        }
        // Nothing is kept before the commit, so whatever breaks here may be tried again.
        let rows = self.all(statements).await;
        if rows.is_err() {
            self.state = State::Broken;
        }
        rows
    }

    /// The last statements of the transaction, with its commit in the same round trip. When one fails, nothing is kept.
    pub(crate) async fn finish<const N: usize>(
        &mut self,
        statements: [Statement<'_>; N],
    ) -> Result<[Vec<Row>; N]> {
        self.check_open()?;
        if self.state == State::Fresh {
            let [] = self.together([]).await?;
        }
        self.state = State::Broken;
        let commit = self.db.send(self.at, Stage::Writing, self.client()?, "COMMIT");
        let (rows, committed) = join(self.all(statements), commit).await;
        let rows = match (rows, committed) {
            (Ok(rows), Ok(())) => rows,
            // Without an answer to the commit nothing tells whether it was reached. After a statement that failed it is
            // answered, and undoes.
            (_, Err(e)) | (Err(e), Ok(())) => return Err(e),
        };
        self.state = State::Ended;
        Ok(rows)
    }

    /// Writes a row that is there and `locked`, which ends the transaction; or one that another worker may have written
    /// by now. The statement returns a row when it wrote; false when it did not.
    pub(crate) async fn put(&mut self, locked: bool, sql: &str, given: &[Given<'_>]) -> Result<bool> {
        if locked {
            let [rows] = self.finish([(sql, given)]).await?;
            return Ok(!rows.is_empty());
        }
        Ok(!self.write(sql, given).await?.is_empty())
    }

    async fn commit(&mut self) -> Result<()> {
        let stage = match self.wrote {
            true => Stage::Writing,
            false => Stage::Reading,
        };
        self.send("COMMIT", stage).await
    }

    /// Ends the transaction with a word.
    async fn send(&mut self, sql: &str, stage: Stage) -> Result<()> {
        self.state = State::Broken;
        self.db.send(self.at, stage, self.client()?, sql).await?;
        self.state = State::Ended;
        Ok(())
    }

    fn check_open(&self) -> Result<()> {
        let how = match self.state {
            State::Fresh | State::Begun => return Ok(()),
            State::Ended => "ended",
            State::Broken => "broken",
        };
        Err(Error::new(
            ErrorKind::Internal,
            self.at,
            "the transaction takes no more statements: begin another",
        )
        .with("transaction", how))
    }

    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                self.at,
                "the transaction has no connection any more",
            )
        })
    }

    async fn all<const N: usize>(&self, statements: [Statement<'_>; N]) -> Result<[Vec<Row>; N]> {
        let client = self.client()?;
        let sent = statements.map(|(sql, given)| self.db.rows(self.at, Stage::Reading, client, sql, given));
        let mut answers = join_all(sent).await.into_iter();
        let mut rows = std::array::from_fn(|_| Vec::new());
        for place in &mut rows {
            if let Some(answer) = answers.next() {
                *place = answer?;
            }
        }
        Ok(rows)
    }
}

impl Drop for Transaction {
    /// A connection that may be in the middle of something is given up, also after a panic; the server undoes the rest.
    fn drop(&mut self) {
        let in_order = matches!(self.state, State::Fresh | State::Ended);
        if let Some(client) = self.client.take() {
            self.db.returned(client, in_order);
        }
    }
}

impl Session for Transaction {
    fn schema(&self) -> &Schema {
        self.db.schema()
    }

    fn at(&self) -> &'static str {
        self.at
    }

    async fn write_and_read(
        &mut self,
        change: Statement<'_>,
        look: Statement<'_>,
    ) -> Result<(Vec<Row>, Result<Vec<Row>>)> {
        self.wrote = true;
        let [changed, seen] = self.together([change, look]).await?;
        Ok((changed, Ok(seen)))
    }

    async fn look(&mut self, (sql, given): Statement<'_>) -> Result<Vec<Row>> {
        self.read(sql, given).await
    }

    async fn change(&mut self, (sql, given): Statement<'_>) -> Result<Vec<Row>> {
        self.write(sql, given).await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use careweave_sync_core::suite::block_on;

    use super::*;
    use crate::connection::Settings;
    use crate::tls::Protection;

    /// A transaction in this state, over a pool that was never asked to connect: a statement that were sent could not succeed, nor
    /// fail with the error of a transaction.
    fn transaction(state: State) -> Transaction {
        let settings = Settings {
            schema: Schema::new("careweave").unwrap(),
            pool_size: 1,
            statement_timeout: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(1),
            protection: Protection::None,
        };
        let server = "postgres://nobody@127.0.0.1:1/none".parse().unwrap();
        Transaction {
            db: Arc::new(Database::of(server, settings).unwrap()),
            client: None,
            at: "ledger.plan",
            state,
            wrote: false,
        }
    }

    #[test]
    fn a_statement_after_the_end_of_its_transaction_is_refused_and_not_sent() {
        for (state, how) in [(State::Ended, "ended"), (State::Broken, "broken")] {
            let refused = [
                block_on(transaction(state).together([("DELETE FROM effect", &[])])).map(drop),
                block_on(transaction(state).finish([("DELETE FROM effect", &[])])).map(drop),
                block_on(transaction(state).read("SELECT 1", &[])).map(drop),
                block_on(transaction(state).write("DELETE FROM effect", &[])).map(drop),
                block_on(transaction(state).put(true, "DELETE FROM effect", &[])).map(drop),
            ];
            for refused in refused {
                let error = refused.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Internal, "{error:#}");
                assert_eq!(error.operation(), "ledger.plan");
                assert_eq!(error.get("transaction"), Some(how), "{error:#}");
            }
        }
        // An open one comes as far as its connection.
        let error = block_on(transaction(State::Fresh).read("SELECT 1", &[])).unwrap_err();
        assert_eq!(error.get("transaction"), None, "{error:#}");
    }
}
