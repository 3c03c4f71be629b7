use careweave_sync_core::ReferenceState;
use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result, TimeWindow};

use super::TaskSource;
use super::model::KIND;
use super::planner::Shared;
use super::settle::{Attention, Round, read_base};

/// How many references are read at once.
const PAGE: u32 = 1_000;

impl Round<'_> {
    /// Deals with what a complete reading of `window` did not bring: each missing record is looked up; it moved, or it is gone.
    ///
    /// # Errors
    /// Failures of the store.
    pub(super) async fn vanished(&mut self, window: TimeWindow) -> Result<()> {
        let missing = self.missing(window).await?;
        let live = missing.len() + self.seen.len();
        let mut gone = Vec::new();
        for (external, base) in missing {
            let id = ExternalId::new(&*external.id)?;
            match self.sync.provider.get(&id).await {
                Ok(appointment) => self.all(vec![appointment], Attention::WhenChanged).await?,
                Err(error) if error.kind() == ErrorKind::NotFound => gone.push((external, base)),
                Err(error) => self.report.fail(&external.token(), &error),
            }
        }
        let brake = self.sync.options.brake;
        let share = live.saturating_mul(usize::from(brake.percent)) / 100;
        let allowed = usize::try_from(brake.count).unwrap_or(usize::MAX).max(share);
        if gone.len() > allowed {
            let error = Error::new(
                ErrorKind::Rejected,
                "appointments.vanished",
                "more appointments are gone at once than the brake lets through: look at the service, and raise it if it is right",
            );
            for (external, _) in &gone {
                self.report.fail(&external.token(), &error);
            }
            return Ok(());
        }
        for (external, base) in gone {
            if let Err(error) = self.bury(&external, base).await {
                if error.kind() == ErrorKind::Storage {
                    return Err(error);
                }
                self.report.fail(&external.token(), &error);
            }
        }
        Ok(())
    }

    /// The live records of the window that were not read.
    async fn missing(&self, window: TimeWindow) -> Result<Vec<(TaskSource, Shared)>> {
        let (store, connection) = (&self.sync.store, self.sync.connection());
        let (mut after, mut missing) = (0, Vec::new());
        loop {
            let page = store.changed(connection, KIND, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(missing);
            };
            after = last.change;
            for held in page {
                let unseen =
                    held.state == ReferenceState::Live && !self.seen.contains(&held.external.external_id);
                if !unseen {
                    continue;
                }
                let base = read_base(store.body(&held.external).await?)?;
                if let Some(base) = base.filter(|base| window.contains(base.start)) {
                    let external = TaskSource {
                        source: held.external.connection,
                        id: held.external.external_id,
                    };
                    missing.push((external, base));
                }
            }
        }
    }

    /// Closes the task of an appointment that is gone, if there is anything left to do about it.
    async fn bury(&mut self, external: &TaskSource, base: Shared) -> Result<()> {
        let task = self.sync.board.find(external).await?;
        let status = self.sync.options.statuses.gone();
        if let Some(task) = task.as_ref().filter(|task| task.draft.status.is_open()) {
            let mut closed = task.draft.clone();
            closed.status = status;
            if !self
                .write_because(external, Some(task), &closed, "gone_there")
                .await?
            {
                return Ok(());
            }
        }
        // The status the task is left with: were the appointment to come back, its own is applied again.
        self.forget(external, &Shared { status, ..base }).await
    }
}
