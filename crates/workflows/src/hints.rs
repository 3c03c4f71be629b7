//! WellSky's hints in the inbox of a store, so that they outlive the process.

use std::sync::Arc;

use async_trait::async_trait;
use careweave_sync_core::{Inbox, Subject, inbox};
use careweave_types::Result;
use careweave_wellsky_client::events::{Ack, HintStore, Mark, Record, RecordKind};
use chrono::{DateTime, Utc};

/// Hints as dirty marks of an inbox: what was acknowledged is fetched, whatever becomes of the process in between.
#[derive(Clone, Debug)]
pub struct InboxHints {
    inbox: Arc<dyn Inbox>,
    source: String,
}

impl InboxHints {
    /// Hints of one agency in `inbox`, under the name `source`: `"wellsky.agency-9001"`.
    ///
    /// # Errors
    /// `InvalidInput` for a name that is no source.
    pub fn new(inbox: Arc<dyn Inbox>, source: &str) -> Result<Self> {
        inbox::machine::check_source("hints.source", source)?;
        Ok(Self {
            inbox,
            source: source.to_owned(),
        })
    }

    fn subject(&self, record: &Record) -> Subject {
        Subject {
            source: self.source.clone(),
            kind: record.kind.as_str().to_owned(),
            id: record.id.clone(),
        }
    }
}

#[async_trait]
impl HintStore for InboxHints {
    async fn mark(&self, record: &Record, now: DateTime<Utc>) -> Result<()> {
        self.inbox.hint(&self.subject(record), now).await.map(drop)
    }

    async fn waiting(&self, limit: u32) -> Result<Vec<Mark>> {
        let dirty = self.inbox.dirty(&self.source, limit).await?;
        dirty
            .into_iter()
            .map(|mark| {
                Ok(Mark {
                    record: Record::new(RecordKind::from(mark.subject.kind.as_str()), mark.subject.id)?,
                    seen: mark.hints,
                })
            })
            .collect()
    }

    async fn fetched(&self, mark: &Mark, now: DateTime<Utc>) -> Result<Ack> {
        let subject = self.subject(&mark.record);
        let after = self.inbox.fetched(&subject, mark.seen, None, now).await?;
        Ok(if after.is_dirty() {
            Ack::StillDirty
        } else {
            Ack::Clean
        })
    }
}
