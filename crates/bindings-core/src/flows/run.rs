//! What a host asks a flow to do, as the flow of the crate.

use std::sync::Arc;
use std::time::Duration;

use careweave::http::{Clock, SystemClock};
use careweave::providers::Provider;
use careweave::types::{Error, Result};
use careweave::webhooks::Delivery;
use careweave::wellsky::WellSky;
use careweave::workflows::appointments::{AppointmentSync, SyncOptions};
use careweave::workflows::flow::{Carried, FlowContext, FlowProgress, FlowStore};
use careweave::workflows::sales::{SalesFlow, SalesMaps};

use super::seat::Seat;
use crate::StoreHandle;
use crate::operations::{AppointmentsAsked, HostFlowStep, SalesAsked};
use crate::wellsky_settings::seconds;

pub(super) const APPOINTMENTS: &str = "flow.appointments";
pub(super) const SALES: &str = "flow.sales";

/// How long a run and an answer of the host may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) whole: Option<Duration>,
    pub(super) answer: Option<Duration>,
}

impl Limits {
    pub(super) fn read(operation: &'static str, whole: Option<f64>, answer: Option<f64>) -> Result<Self> {
        let span =
            |field, given: Option<f64>| given.map(|given| seconds(operation, field, given)).transpose();
        Ok(Self {
            whole: span("timeout_seconds", whole)?,
            answer: span("answer_seconds", answer)?,
        })
    }
}

/// What is done about appointments.
enum AppointmentRun {
    Sync,
    Push,
    Serve { limit: u32 },
    Accept { headers: Vec<String>, body: Vec<u8> },
    SwitchOn,
    SwitchOff,
    Status,
}

/// A run over appointments, read and checked.
pub(super) struct Appointments {
    run: AppointmentRun,
    actor: String,
    options: SyncOptions,
    dry: bool,
    progress: bool,
    pub(super) limits: Limits,
}

impl Appointments {
    pub(super) fn read(asked: AppointmentsAsked) -> Result<Self> {
        let mut options = SyncOptions::default();
        options.days_back = asked.days_back.unwrap_or(options.days_back);
        options.days_ahead = asked.days_ahead.unwrap_or(options.days_ahead);
        options.brake.count = asked.gone_count.unwrap_or(options.brake.count);
        options.brake.percent = asked.gone_percent.unwrap_or(options.brake.percent);
        if options.brake.percent > 100 {
            return Err(Error::invalid(APPOINTMENTS, "gone_percent", "must be 0 to 100"));
        }
        if let Some(statuses) = asked.statuses {
            options.statuses = statuses.read(APPOINTMENTS)?;
        }
        options.window(SystemClock::new().now())?;
        let required = |field: &'static str| Error::invalid(APPOINTMENTS, field, "is required");
        let run = match asked.run.as_str() {
            "sync" => AppointmentRun::Sync,
            "push" => AppointmentRun::Push,
            "serve" => AppointmentRun::Serve {
                limit: asked.limit.unwrap_or(100),
            },
            "accept" => AppointmentRun::Accept {
                headers: asked
                    .headers
                    .filter(|headers| headers.len() % 2 == 0)
                    .ok_or_else(|| {
                        Error::invalid(APPOINTMENTS, "headers", "must be names and values in turn")
                    })?,
                body: asked.body.ok_or_else(|| required("body"))?.0.into_exposed(),
            },
            "switch_on" => AppointmentRun::SwitchOn,
            "switch_off" => AppointmentRun::SwitchOff,
            "status" => AppointmentRun::Status,
            _ => {
                return Err(Error::invalid(
                    APPOINTMENTS,
                    "run",
                    "must be one of sync, push, serve, accept, switch_on, switch_off, status",
                ));
            }
        };
        Ok(Self {
            run,
            actor: asked.actor,
            options,
            dry: asked.dry_run.unwrap_or_default(),
            progress: asked.progress.unwrap_or_default(),
            limits: Limits::read(APPOINTMENTS, asked.timeout_seconds, asked.answer_seconds)?,
        })
    }

    /// Does it, and tells the host what it came to.
    pub(super) async fn run(self, provider: Provider, store: Arc<StoreHandle>, seat: Seat) -> Result<()> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let (dry, progress) = (self.dry, self.progress.then(|| seat.clone()));
        let board = Arc::new(seat.clone());
        let store = store.flows().await?;
        let sync = AppointmentSync::new(provider, board, store, clock, self.actor, self.options)?
            .within(|context| within(context, dry, progress));
        let told: HostFlowStep = match self.run {
            AppointmentRun::Sync => sync.sync().await?.into(),
            AppointmentRun::Push => sync.push().await?.into(),
            AppointmentRun::Serve { limit } => sync.serve(limit).await?.into(),
            AppointmentRun::Accept { headers, body } => {
                let headers: Vec<(&str, &str)> = headers
                    .chunks_exact(2)
                    .map(|pair| (pair[0].as_str(), pair[1].as_str()))
                    .collect();
                let delivery = Delivery {
                    headers: &headers,
                    body: &body,
                };
                sync.accept(&delivery).await?.into()
            }
            AppointmentRun::SwitchOn => sync.switch_on().await?.into(),
            AppointmentRun::SwitchOff => sync.switch_off().await?.into(),
            AppointmentRun::Status => match sync.status().await? {
                Some(status) => status.into(),
                None => HostFlowStep::NOTHING,
            },
        };
        seat.tell(told);
        Ok(())
    }
}

/// What is done about deals.
enum SalesRun {
    Outbound,
    OutboundWhole,
    Inbound,
    Convert,
    FamilyActivity(careweave::workflows::sales::FamilyActivity),
}

/// A run over deals, read and checked.
pub(super) struct Sales {
    run: SalesRun,
    actor: String,
    connection: Option<String>,
    maps: Option<SalesMaps>,
    dry: bool,
    progress: bool,
    pub(super) limits: Limits,
}

impl Sales {
    pub(super) fn read(asked: SalesAsked) -> Result<Self> {
        let run = match asked.run.as_str() {
            "outbound" => SalesRun::Outbound,
            "outbound_whole" => SalesRun::OutboundWhole,
            "inbound" => SalesRun::Inbound,
            "convert" => SalesRun::Convert,
            "family_activity" => SalesRun::FamilyActivity(
                asked
                    .activity
                    .ok_or_else(|| Error::invalid(SALES, "activity", "is required"))?
                    .into(),
            ),
            _ => {
                return Err(Error::invalid(
                    SALES,
                    "run",
                    "must be one of outbound, outbound_whole, inbound, convert, family_activity",
                ));
            }
        };
        Ok(Self {
            run,
            actor: asked.actor,
            connection: asked.connection,
            maps: asked.maps.map(|maps| maps.read(SALES)).transpose()?,
            dry: asked.dry_run.unwrap_or_default(),
            progress: asked.progress.unwrap_or_default(),
            limits: Limits::read(SALES, asked.timeout_seconds, asked.answer_seconds)?,
        })
    }

    /// Does it, and tells the host what it came to.
    pub(super) async fn run(self, wellsky: WellSky, store: Arc<StoreHandle>, seat: Seat) -> Result<()> {
        let connection = self
            .connection
            .unwrap_or_else(|| format!("wellsky/agency-{}", wellsky.config().agency_id()));
        let store: Arc<dyn FlowStore> = store.flows().await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let context = FlowContext::new(store, clock, connection, self.actor)?;
        let context = within(context, self.dry, self.progress.then(|| seat.clone()));
        let maps = self
            .maps
            .unwrap_or_else(|| SalesMaps::for_api(wellsky.config().api()));
        let flow = SalesFlow::new(context, wellsky, Arc::new(seat.clone()), maps)?;
        let told: HostFlowStep = match self.run {
            SalesRun::Outbound => flow.outbound().await?.into(),
            SalesRun::OutboundWhole => flow.outbound_whole().await?.into(),
            SalesRun::Inbound => flow.inbound().await?.into(),
            SalesRun::Convert => flow.convert().await?.into(),
            SalesRun::FamilyActivity(activity) => HostFlowStep {
                carried: Some(word(&flow.family_activity(&activity).await?)),
                ..HostFlowStep::NOTHING
            },
        };
        seat.tell(told);
        Ok(())
    }
}

fn within(context: FlowContext, dry: bool, progress: Option<Seat>) -> FlowContext {
    let context = context.dry_run(dry);
    match progress {
        Some(seat) => context.with_progress(move |now: &FlowProgress| seat.tell(now.into())),
        None => context,
    }
}

/// What became of a change, as a word.
fn word(carried: &Carried) -> &'static str {
    match carried {
        Carried::Written { .. } => "written",
        Carried::Already { .. } => "already",
        Carried::Planned => "planned",
        Carried::Gated { .. } => "refused",
        Carried::InDoubt { .. } => "in_doubt",
    }
}
