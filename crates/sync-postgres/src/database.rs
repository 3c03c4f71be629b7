use std::fmt;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use deadpool_postgres::{Object, Pool};
use futures_util::future::join;
use tokio::time::error::Elapsed;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Row};

use crate::connection::{self, Settings};
use crate::fault::{self, Stage};
use crate::migrations;
use crate::schema::Schema;
use crate::transaction::Statement;
use crate::url;

/// A value of a statement with its type, so that no round trip is spent on asking for it.
pub(crate) type Given<'a> = (&'a (dyn ToSql + Sync), Type);

/// What the server answered in time.
type Answer<T> = std::result::Result<std::result::Result<T, tokio_postgres::Error>, Elapsed>;

/// Where a change and a look after it are sent: by itself, or in a transaction.
pub(crate) trait Session: Send {
    fn schema(&self) -> &Schema;

    /// The name of the operation in errors.
    fn at(&self) -> &'static str;

    /// Both in one round trip, in this order.
    fn write_and_read(
        &mut self,
        change: Statement<'_>,
        look: Statement<'_>,
    ) -> impl Future<Output = Result<(Vec<Row>, Result<Vec<Row>>)>> + Send;

    /// The rows of a look.
    fn look(&mut self, look: Statement<'_>) -> impl Future<Output = Result<Vec<Row>>> + Send;

    /// The rows of a change.
    fn change(&mut self, change: Statement<'_>) -> impl Future<Output = Result<Vec<Row>>> + Send;
}

/// A session in which every statement commits by itself.
pub(crate) struct Committing<'d> {
    pub(crate) db: &'d Database,
    pub(crate) at: &'static str,
}

impl Session for Committing<'_> {
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
        self.db.write_and_read(self.at, change, look).await
    }

    async fn look(&mut self, (sql, given): Statement<'_>) -> Result<Vec<Row>> {
        self.db.read(self.at, sql, given).await
    }

    async fn change(&mut self, (sql, given): Statement<'_>) -> Result<Vec<Row>> {
        self.db.write(self.at, sql, given).await
    }
}

/// The longest wait for an answer beyond the time-out of the statement.
const MAX_GRACE: Duration = Duration::from_secs(5);

/// The connections to one schema. Every statement given here is one round trip and a transaction of its own.
pub(crate) struct Database {
    pool: Pool,
    schema: Schema,
    server: String,
    patience: Duration,
}

impl Database {
    /// Connects, and brings the tables up to date.
    pub(crate) async fn open(server: Config, settings: Settings) -> Result<Self> {
        const AT: &str = "store.open";
        let database = Self::of(server, settings)?;
        let mut client = database.connection(AT).await?;
        let migrated = migrations::migrate(&mut client, &database.schema).await;
        database.returned(client, migrated.is_ok());
        migrated.map_err(|e| database.told(e))?;
        Ok(database)
    }

    /// A pool that connects when it is first asked for a connection.
    pub(crate) fn of(server: Config, settings: Settings) -> Result<Self> {
        Ok(Self {
            server: url::server(&server),
            pool: connection::pool(server, &settings)?,
            patience: settings.statement_timeout + settings.statement_timeout.min(MAX_GRACE),
            schema: settings.schema,
        })
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn server(&self) -> &str {
        &self.server
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }

    /// The rows of a statement that changes nothing.
    pub(crate) async fn read(&self, at: &'static str, sql: &str, given: &[Given<'_>]) -> Result<Vec<Row>> {
        let client = self.connection(at).await?;
        let rows = self.rows(at, Stage::Reading, &client, sql, given).await;
        self.settle(client, rows)
    }

    /// The rows of a statement that changes something, which is committed when they are given.
    pub(crate) async fn write(&self, at: &'static str, sql: &str, given: &[Given<'_>]) -> Result<Vec<Row>> {
        let client = self.connection(at).await?;
        let rows = self.rows(at, Stage::Writing, &client, sql, given).await;
        self.settle(client, rows)
    }

    /// A change and, in the same round trip, a look at what is there after it.
    async fn write_and_read(
        &self,
        at: &'static str,
        (change, changed): Statement<'_>,
        (look, asked): Statement<'_>,
    ) -> Result<(Vec<Row>, Result<Vec<Row>>)> {
        let client = self.connection(at).await?;
        // Both are sent before either is answered; the server takes them in this order.
        let (written, seen) = join(
            self.rows(at, Stage::Writing, &client, change, changed),
            self.rows(at, Stage::Reading, &client, look, asked),
        )
        .await;
        match (written, seen) {
            (Ok(written), seen) => {
                self.returned(client, seen.is_ok());
                Ok((written, seen))
            }
            (Err(e), _) => self.settle(client, Err(e)),
        }
    }

    pub(crate) async fn connection(&self, at: &'static str) -> Result<Object> {
        self.pool
            .get()
            .await
            .map_err(|e| self.told(fault::of_pool(at, e)))
    }

    /// A statement without values or rows.
    pub(crate) async fn send(
        &self,
        at: &'static str,
        stage: Stage,
        client: &Client,
        sql: &str,
    ) -> Result<()> {
        let answer = tokio::time::timeout(self.patience, client.batch_execute(sql)).await;
        self.answered(at, stage, answer)
    }

    pub(crate) async fn rows(
        &self,
        at: &'static str,
        stage: Stage,
        client: &Client,
        sql: &str,
        given: &[Given<'_>],
    ) -> Result<Vec<Row>> {
        let answer = tokio::time::timeout(self.patience, client.query_typed(sql, given)).await;
        self.answered(at, stage, answer)
    }

    fn answered<T>(&self, at: &'static str, stage: Stage, answer: Answer<T>) -> Result<T> {
        let error = match answer {
            Ok(Ok(given)) => return Ok(given),
            Ok(Err(e)) => fault::of_driver(at, stage, e),
            Err(_) => fault::no_answer(at, stage),
        };
        Err(self.told(error))
    }

    /// Keeps the connection for the next call when it is known to be in order, and gives the outcome on.
    fn settle<T>(&self, client: Object, outcome: Result<T>) -> Result<T> {
        self.returned(client, outcome.is_ok());
        outcome
    }

    /// After any failure the connection is given up: a new one costs little and is in a known state.
    pub(crate) fn returned(&self, client: Object, in_order: bool) {
        if !in_order {
            drop(Object::take(client));
        }
    }

    fn told(&self, error: Error) -> Error {
        let error = error.with("server", self.server.clone());
        if error.kind() == ErrorKind::Unreachable {
            return error;
        }
        error.with("schema", self.schema.as_str())
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("server", &self.server)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}
