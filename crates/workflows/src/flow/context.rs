use std::fmt;
use std::sync::Arc;

use careweave_http::Clock;
use careweave_sync_core::{
    Action, AuditLog, Conflicts, CursorMove, ExternalRef, Fingerprint, GateScope, GatedLedger, Latches,
    Mirror, NewAudit, Page, SeenRecord,
};
use careweave_types::{Error, ErrorKind, Result};

use super::{Carried, FlowProgress, FlowReport};

/// A store that a flow can work on. Implement the traits; this one follows.
pub trait FlowStore: GatedLedger + Mirror + AuditLog + Conflicts + Latches {}

impl<T: GatedLedger + Mirror + AuditLog + Conflicts + Latches + ?Sized> FlowStore for T {}

type Progress = Arc<dyn Fn(&FlowProgress) + Send + Sync>;

/// What every flow works with.
#[derive(Clone)]
pub struct FlowContext {
    pub(crate) store: Arc<dyn FlowStore>,
    pub(crate) clock: Arc<dyn Clock>,
    connection: String,
    actor: String,
    dry_run: bool,
    progress: Option<Progress>,
}

impl fmt::Debug for FlowContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowContext")
            .field("connection", &self.connection)
            .field("actor", &self.actor)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl FlowContext {
    /// A context for one agency, named by its `connection` (`"wellsky/agency-9001"`), under which the levels of the gate are
    /// set and the audit log is kept. `actor` is the opaque name of the worker.
    ///
    /// # Errors
    /// `InvalidInput` for a connection or an actor that the store would refuse.
    pub fn new(
        store: Arc<dyn FlowStore>,
        clock: Arc<dyn Clock>,
        connection: impl Into<String>,
        actor: impl Into<String>,
    ) -> Result<Self> {
        const AT: &str = "flow.context";
        let (connection, actor) = (connection.into(), actor.into());
        GateScope::connection(&*connection).validate(AT)?;
        if actor.is_empty() || actor.len() > 512 || actor.chars().any(char::is_control) {
            return Err(Error::invalid(
                AT,
                "actor",
                "must be 1 to 512 bytes without control characters",
            ));
        }
        Ok(Self {
            store,
            clock,
            connection,
            actor,
            dry_run: false,
            progress: None,
        })
    }

    /// A context that plans and writes nothing.
    #[must_use]
    pub fn dry_run(mut self, dry: bool) -> Self {
        self.dry_run = dry;
        self
    }

    /// Calls `progress` after every record.
    #[must_use]
    pub fn with_progress(mut self, progress: impl Fn(&FlowProgress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// The agency this works for.
    pub fn connection(&self) -> &str {
        &self.connection
    }

    /// True when nothing is to be written.
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Tells whoever listens how far a run is.
    pub fn tell(&self, report: &FlowReport) {
        if let Some(progress) = &self.progress {
            progress(&FlowProgress {
                flow: report.flow,
                read: report.read,
                unchanged: report.unchanged,
                written: report.written,
                failed: report.failed.len() as u64,
            });
        }
    }

    /// Writes an entry into the audit log of the connection; none in a dry run.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn audit(
        &self,
        action: &str,
        subject: &str,
        with: impl FnOnce(NewAudit) -> NewAudit + Send,
    ) -> Result<()> {
        if self.dry_run {
            return Ok(());
        }
        let entry = with(NewAudit::new(self.actor.as_str(), action, subject));
        self.store
            .audit(&self.connection, &[entry], self.clock.now())
            .await
            .map(drop)
    }

    /// Whether the gate lets the flow read a kind of record; where it does not, the report says so.
    pub(crate) async fn may_read(
        &self,
        kind: &'static str,
        operation: &'static str,
        report: &mut FlowReport,
    ) -> Result<bool> {
        let scope = GateScope::connection(self.connection())
            .kind(kind)
            .operation(operation);
        match self.store.check(&scope, Action::Read).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::Forbidden => {
                let level = error.get("level").unwrap_or("off").to_owned();
                report.count(kind, operation, Carried::Gated { level });
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// What was seen of a record last.
    pub(crate) async fn known(&self, of: &ExternalRef) -> Result<Option<Fingerprint>> {
        let found = self.store.reference(of).await?;
        Ok(found.and_then(|found| found.fingerprint))
    }

    /// Keeps what was seen of a record.
    pub(crate) async fn see(&self, kind: &str, id: &str, content: Fingerprint, body: Vec<u8>) -> Result<()> {
        let record = SeenRecord {
            external_id: id.to_owned(),
            fingerprint: content,
            version: None,
            at: None,
            body,
        };
        self.remember(kind, vec![record], None).await.map(drop)
    }

    /// Stores records, a cursor, or both; false when the cursor was moved by somebody else.
    pub(crate) async fn remember(
        &self,
        kind: &str,
        records: Vec<SeenRecord>,
        cursor: Option<CursorMove>,
    ) -> Result<bool> {
        let page = Page {
            connection: self.connection().to_owned(),
            kind: kind.to_owned(),
            records,
            cursor,
            scan: None,
        };
        match self.store.apply_page(&page, None, self.clock.now()).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::Conflict && page.cursor.is_some() => Ok(false),
            Err(error) => Err(error),
        }
    }
}
