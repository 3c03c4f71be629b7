use careweave_sync_core::{CursorMove, Page};
use careweave_types::ids::ExternalId;
use careweave_types::{ErrorKind, Result};

use super::model::KIND;
use super::runner::AppointmentSync;
use super::settle::{Attention, Round};
use super::{Task, TaskSource};
use crate::flow::FlowReport;

/// How many tasks are read at once.
const PAGE: u32 = 200;

impl AppointmentSync {
    /// Reads the tasks that changed since the last time and tells the service what changed about their appointments: another
    /// time, another status. What the gate holds back is sent by a later [`sync`](Self::sync).
    ///
    /// # Errors
    /// As [`sync`](Self::sync); what reading the board failed with.
    pub async fn push(&self) -> Result<FlowReport> {
        let began = self.clock.monotonic();
        self.may_read().await?;
        let stream = format!("{}/tasks", self.connection());
        let mut round = Round::new(self);
        let cursor = self.store.cursor(&stream).await?;
        let mut version = cursor.as_ref().map_or(0, |cursor| cursor.version);
        let mut mark = cursor.and_then(|cursor| cursor.token);
        loop {
            let page = self.board.changed(mark.as_deref(), PAGE).await?;
            for task in &page.tasks {
                if let Some(external) = self.of_this_account(task) {
                    self.settle_task(&mut round, external).await?;
                }
            }
            if mark.as_deref() != Some(&*page.next) && !self.context.is_dry_run() {
                let step = CursorMove {
                    stream: stream.clone(),
                    expected_version: version,
                    high: None,
                    token: Some(page.next.clone()),
                };
                let moved = Page {
                    connection: self.connection().to_owned(),
                    kind: KIND.to_owned(),
                    records: Vec::new(),
                    cursor: Some(step),
                    scan: None,
                };
                self.store.apply_page(&moved, None, self.clock.now()).await?;
                version += 1;
            }
            mark = Some(page.next);
            if !page.more {
                break;
            }
        }
        let mut report = round.report;
        report.duration = self.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    fn of_this_account<'t>(&self, task: &'t Task) -> Option<&'t TaskSource> {
        task.external
            .as_ref()
            .filter(|external| external.source == self.connection())
    }

    async fn settle_task(&self, round: &mut Round<'_>, external: &TaskSource) -> Result<()> {
        let id = ExternalId::new(&*external.id)?;
        let failed = round.report.failed.len();
        match self.provider.get(&id).await {
            Ok(appointment) => round.all(vec![appointment], Attention::Always).await?,
            // Only a complete reading calls it gone.
            Err(error) if error.kind() == ErrorKind::NotFound => round.report.waiting += 1,
            Err(error) => round.report.fail(&external.token(), &error),
        }
        if round.report.failed.len() > failed && !self.context.is_dry_run() {
            // The place in the board moves on; the record is looked at again as one that was named.
            self.store.hint(&self.subject(&id), self.clock.now()).await?;
        }
        Ok(())
    }
}
