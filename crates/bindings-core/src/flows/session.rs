use std::fmt;
use std::process;
use std::sync::Arc;

use careweave::types::{Error, ErrorKind, Result};
use careweave::workflows::appointments::suite;

use super::campaigns::{CAMPAIGNS, Campaigns};
use super::failure::HostFailure;
use super::run::{APPOINTMENTS, Appointments, SALES, Sales};
use super::seat::{Reply, Seat, Waiting};
use super::work::Work;
use crate::call::from_json;
use crate::operations::{AppointmentsAsked, CampaignsAsked, SalesAsked};
use crate::{Call, ProviderSession, StoreHandle, WellSkySession};

/// One run of a flow. Ask for the [`next`](Self::next) step until there is none; what it asks is to be
/// [answered](Self::answer) or [refused](Self::refuse). Closing or dropping it ends the run where it stands, which is safe: the
/// next one looks up what this one left open.
pub struct FlowSession {
    operation: &'static str,
    pid: u32,
    waiting: Waiting,
    work: Arc<Work>,
}

impl FlowSession {
    /// Appointments of an account and the tasks of the host; arguments as the row `flow.appointments` has them.
    ///
    /// # Errors
    /// `InvalidInput` that names the field; what making the provider again in a forked child gives.
    pub fn appointments(
        provider: &ProviderSession,
        store: Arc<StoreHandle>,
        arguments: &str,
    ) -> Result<Self> {
        let asked: AppointmentsAsked = from_json(APPOINTMENTS, arguments)?;
        let run = Appointments::read(asked)?;
        let provider = provider.provider()?;
        let waiting = Waiting::default();
        let (limits, seats) = (run.limits, waiting.clone());
        let work = Work::new(APPOINTMENTS, limits.whole, move |steps| {
            Box::pin(run.run(provider, store, Seat::new(steps, seats, limits.answer)))
        });
        Ok(Self::of(APPOINTMENTS, waiting, work))
    }

    /// Deals of the host and WellSky; arguments as the row `flow.sales` has them.
    ///
    /// # Errors
    /// As [`appointments`](Self::appointments).
    pub fn sales(wellsky: &WellSkySession, store: Arc<StoreHandle>, arguments: &str) -> Result<Self> {
        let asked: SalesAsked = from_json(SALES, arguments)?;
        let run = Sales::read(asked)?;
        let wellsky = wellsky.client()?;
        let waiting = Waiting::default();
        let (limits, seats) = (run.limits, waiting.clone());
        let work = Work::new(SALES, limits.whole, move |steps| {
            Box::pin(run.run(wellsky, store, Seat::new(steps, seats, limits.answer)))
        });
        Ok(Self::of(SALES, waiting, work))
    }

    /// Campaigns of the host that fill shifts; arguments as the row `flow.campaigns` has them. With a session of WellSky it ranks
    /// and assigns there; without one the host does.
    ///
    /// # Errors
    /// As [`appointments`](Self::appointments).
    pub fn campaigns(
        wellsky: Option<&WellSkySession>,
        store: Arc<StoreHandle>,
        arguments: &str,
    ) -> Result<Self> {
        let asked: CampaignsAsked = from_json(CAMPAIGNS, arguments)?;
        let wellsky = wellsky.map(WellSkySession::client).transpose()?;
        let run = Campaigns::read(&asked, wellsky)?;
        let waiting = Waiting::default();
        let (limits, seats) = (run.limits, waiting.clone());
        let work = Work::new(CAMPAIGNS, limits.whole, move |steps| {
            Box::pin(run.run(store, Seat::new(steps, seats, limits.answer)))
        });
        Ok(Self::of(CAMPAIGNS, waiting, work))
    }

    /// The rules of boards, tried on the host's, which holds no task yet. It ends without a report, or with the failure of the
    /// first rule that does not hold.
    pub fn board_suite() -> Self {
        const OPERATION: &str = "flow.board_suite";
        let waiting = Waiting::default();
        let seats = waiting.clone();
        let work = Work::new(OPERATION, None, move |steps| {
            Box::pin(async move { suite::board(&Seat::new(steps, seats, None)).await })
        });
        Self::of(OPERATION, waiting, work)
    }

    fn of(operation: &'static str, waiting: Waiting, work: Work) -> Self {
        Self {
            operation,
            pid: process::id(),
            waiting,
            work: Arc::new(work),
        }
    }

    /// The next step as JSON, or `null` at the end. A question may be answered before or after the next step is asked for.
    pub fn next(&self) -> Call {
        let (operation, same, work) = (self.operation, self.same_process(), Arc::clone(&self.work));
        Call::of_text(operation, async move {
            same?;
            work.next().await
        })
    }

    /// Answers a question, with the JSON its method gives. An answer that nobody waits for is let go.
    ///
    /// # Errors
    /// `Unsupported` in a process forked since.
    pub fn answer(&self, number: u64, answer: &str) -> Result<()> {
        self.same_process()?;
        self.waiting.reply(number, Reply::Answer(answer.to_owned()));
        Ok(())
    }

    /// Says that a question is not answered: `{"exception":"KeyError"}`, or the fields of [`refusal`](crate::refusal).
    ///
    /// # Errors
    /// `InvalidInput` for what is no such object; as [`answer`](Self::answer).
    pub fn refuse(&self, number: u64, failure: &str) -> Result<()> {
        self.same_process()?;
        let failure: HostFailure = from_json("flow.refuse", failure)?;
        self.waiting.reply(number, Reply::Failure(failure));
        Ok(())
    }

    /// Ends the run. Gives `null`.
    pub fn close(&self) -> Call {
        let (operation, same, work) = (self.operation, self.same_process(), Arc::clone(&self.work));
        work.close();
        Call::of(operation, async move {
            if same.is_ok() {
                work.closed().await;
            }
            Ok(())
        })
    }

    fn same_process(&self) -> Result<()> {
        if self.pid == process::id() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Unsupported,
            self.operation,
            "this was begun before a fork; begin again in the child, it takes up what was left",
        ))
    }
}

impl fmt::Debug for FlowSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowSession")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
