use std::sync::Arc;

use careweave_http::Clock;
use careweave_scheduling_providers::request::ListAppointments;
use careweave_scheduling_providers::{Provider, SchedulingProviderExt as _};
use careweave_sync_core::{
    Action, Brake, Completion, GateScope, Health, Inbox, IntegrationEvent, IntegrationState,
    IntegrationStatus,
};
use careweave_types::{Error, ErrorKind, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::model::{KIND, connection};
use super::settle::{Attention, Round};
use super::{StatusMap, TaskBoard};
use crate::flow::{FlowContext, FlowReport, FlowStore};

/// A store that appointments can be kept in step with. Implement the traits; this one follows.
pub trait AppointmentStore: FlowStore + Health + Inbox {}

impl<T: FlowStore + Health + Inbox + ?Sized> AppointmentStore for T {}

/// What is read, and how much may be gone at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// How many days back; 7.
    pub days_back: u32,
    /// How many days ahead; 90.
    pub days_ahead: u32,
    /// How many appointments may be gone in one run: its count, or its share of those in the window. A run looks each of
    /// them up, so its `misses` count for nothing.
    pub brake: Brake,
    /// Which status stands for which.
    pub statuses: StatusMap,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            days_back: 7,
            days_ahead: 90,
            brake: Brake::default(),
            statuses: StatusMap::default(),
        }
    }
}

impl SyncOptions {
    /// The window around an instant.
    ///
    /// # Errors
    /// `InvalidInput` for days that lead out of the calendar, and for none at all.
    pub fn window(&self, now: DateTime<Utc>) -> Result<TimeWindow> {
        const AT: &str = "appointments.window";
        let back = now.checked_sub_signed(TimeDelta::days(i64::from(self.days_back)));
        let ahead = now.checked_add_signed(TimeDelta::days(i64::from(self.days_ahead)));
        TimeWindow::new(
            back.ok_or_else(|| Error::invalid(AT, "days_back", "leads out of the calendar"))?,
            ahead.ok_or_else(|| Error::invalid(AT, "days_ahead", "leads out of the calendar"))?,
        )
    }
}

/// One account of a scheduling service and the tasks of a host, kept in step.
#[derive(Clone, Debug)]
pub struct AppointmentSync {
    pub(super) provider: Provider,
    pub(super) board: Arc<dyn TaskBoard>,
    pub(super) store: Arc<dyn AppointmentStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) context: FlowContext,
    pub(super) options: SyncOptions,
}

impl AppointmentSync {
    /// Keeps `board` and the account of `provider` in step, as the worker `actor`. The levels of the gate are those of the
    /// connection `<service>/<account>`.
    ///
    /// # Errors
    /// `InvalidInput` for an actor or an account that the store would refuse, and for a window that is none.
    pub fn new(
        provider: Provider,
        board: Arc<dyn TaskBoard>,
        store: Arc<dyn AppointmentStore>,
        clock: Arc<dyn Clock>,
        actor: impl Into<String>,
        options: SyncOptions,
    ) -> Result<Self> {
        options.window(clock.now())?;
        let name = connection(provider.identity());
        let flows: Arc<dyn FlowStore> = Arc::clone(&store) as Arc<dyn FlowStore>;
        let context = FlowContext::new(flows, Arc::clone(&clock), name, actor)?;
        Ok(Self {
            provider,
            board,
            store,
            clock,
            context,
            options,
        })
    }

    /// The same with another context of the same connection: for a dry run, or to hear of progress.
    #[must_use]
    pub fn within(mut self, context: impl FnOnce(FlowContext) -> FlowContext) -> Self {
        self.context = context(self.context);
        self
    }

    /// The connection: `"calendly/main"`.
    pub fn connection(&self) -> &str {
        self.context.connection()
    }

    /// The name of the integration, and the source of its hints: `"calendly.main"`.
    pub fn integration(&self) -> String {
        self.connection().replace('/', ".")
    }

    /// Switches the integration on. After a failed reading it is in error, until a complete one.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn switch_on(&self) -> Result<IntegrationStatus> {
        self.observe(IntegrationEvent::SwitchedOn).await
    }

    /// Switches the integration off: nothing is read or written any more.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn switch_off(&self) -> Result<IntegrationStatus> {
        self.observe(IntegrationEvent::SwitchedOff).await
    }

    /// Whether the integration is on, whether it works, and when it last did; `None` before it was ever switched on.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn status(&self) -> Result<Option<IntegrationStatus>> {
        self.store.integration(&self.integration()).await
    }

    /// Reads the window and brings the tasks, and what may be sent, up to date. On demand and by schedule alike: a run after
    /// a complete one writes nothing.
    ///
    /// # Errors
    /// `Forbidden` when the integration is switched off or the gate does not let it read; what reading the service failed with:
    /// then nothing was changed.
    pub async fn sync(&self) -> Result<FlowReport> {
        let began = self.clock.monotonic();
        self.may_read().await?;
        let window = self.options.window(self.clock.now())?;
        let read = self
            .provider
            .everything(ListAppointments::starting_in(window))
            .await;
        let list = match read {
            Ok(list) => list,
            Err(error) => {
                self.failed(&error).await?;
                return Err(error);
            }
        };
        let mut round = Round::new(self);
        for failure in &list.failures {
            let error = Error::new(ErrorKind::Decode, "appointments.list", failure.rule.clone());
            let error = match &failure.field {
                Some(field) => error.with("field", field.clone()),
                None => error,
            };
            let place = failure
                .external_id
                .as_ref()
                .map_or_else(|| format!("row-{}", failure.row), |id| round.source(id).token());
            round.report.fail(&place, &error);
        }
        let broken_before = round.report.failed.len();
        round.all(list.appointments, Attention::WhenChanged).await?;
        if list.complete {
            round.vanished(window).await?;
        }
        let written_whole = round.report.failed.len() == broken_before;
        let event = match (list.complete, written_whole) {
            (true, true) => IntegrationEvent::Fetched(Completion::Complete),
            (false, _) => IntegrationEvent::Fetched(Completion::Partial),
            (true, false) => IntegrationEvent::Failed {
                reason: round.report.failed[broken_before].kind.to_owned(),
            },
        };
        let mut report = round.report;
        if !self.context.is_dry_run() {
            self.observe(event).await?;
        }
        report.duration = self.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    /// Passes when the integration is on and the gate lets it read.
    pub(super) async fn may_read(&self) -> Result<()> {
        let on = self
            .status()
            .await?
            .is_some_and(|status| status.state != IntegrationState::Inactive);
        if !on {
            return Err(Error::new(
                ErrorKind::Forbidden,
                "appointments.sync",
                "the integration is switched off",
            )
            .with("integration", self.integration()));
        }
        let scope = GateScope::connection(self.connection()).kind(KIND);
        self.store.check(&scope, Action::Read).await
    }

    pub(super) async fn failed(&self, error: &Error) -> Result<()> {
        if self.context.is_dry_run() {
            return Ok(());
        }
        let reason = error.kind().code().to_owned();
        self.observe(IntegrationEvent::Failed { reason }).await.map(drop)
    }

    async fn observe(&self, event: IntegrationEvent) -> Result<IntegrationStatus> {
        self.store
            .observe(&self.integration(), &event, self.clock.now())
            .await
    }
}
