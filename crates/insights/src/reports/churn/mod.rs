//! Which clients may leave, why, and whether somebody is on it.

mod client;
mod show;

use careweave_types::{AgencyZone, ClientStatus, Error, Result};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::event::words::VisitEnd;
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Subject, Symbol};
use crate::measure::Rate;
use crate::period::{Basis, Period, instant};
use client::Client;

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChurnQuery {
    /// The zone of the days on which clients are looked at.
    pub zone: AgencyZone,
    /// Longer than these days without a look into the portal. Default: 30.
    pub silent_days: u32,
    /// The days over which visits are counted. Default: 28.
    pub visit_days: u32,
    /// Fewer than this percentage of visits completed. Default: 85.
    pub completed_percent: u32,
    /// Only with at least this many visits. Default: 8.
    pub min_visits: u64,
    /// The days over which complaints are counted. Default: 30.
    pub complaint_days: u32,
    /// This many complaints or more. Default: 3.
    pub complaints: u64,
    /// A client counts as calm again after this many days without a reason. Default: 14.
    pub clear_days: u32,
}

impl ChurnQuery {
    /// The defaults of the fields.
    pub const fn new(zone: AgencyZone) -> Self {
        Self {
            zone,
            silent_days: 30,
            visit_days: 28,
            completed_percent: 85,
            min_visits: 8,
            complaint_days: 30,
            complaints: 3,
            clear_days: 14,
        }
    }
}

/// Why a client may leave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum ChurnReason {
    /// Care is paused.
    OnHold,
    /// The family has a login, and has not looked into the portal for this many whole days.
    PortalSilent {
        /// How many.
        days: i64,
    },
    /// Too few of the visits took place that the client did not call off.
    VisitsNotCompleted {
        /// The share that did.
        completed: Rate,
    },
    /// Complaints.
    Complaints {
        /// How many.
        count: u64,
    },
}

impl ChurnReason {
    /// The reason's word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::OnHold => "on_hold",
            Self::PortalSilent { .. } => "portal_silent",
            Self::VisitsNotCompleted { .. } => "visits_not_completed",
            Self::Complaints { .. } => "complaints",
        }
    }

    /// For people.
    pub fn sentence(&self) -> String {
        match self {
            Self::OnHold => "care is paused".to_owned(),
            Self::PortalSilent { days } => format!("no look into the portal for {days} days"),
            Self::VisitsNotCompleted { completed } => {
                format!(
                    "{} of {} visits took place",
                    completed.numerator(),
                    completed.denominator()
                )
            }
            Self::Complaints { count } => format!("{count} complaints"),
        }
    }
}

/// What to do about a task for a client at risk: never two for one spell of risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum RetentionTask {
    /// Open one, of high priority, under this key: the same for every run that sees the same spell.
    Open {
        /// The key.
        key: String,
    },
    /// One is open.
    IsOpen {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// One was opened and closed in this spell; the next spell gets the next one.
    Done,
    /// No reason is left, and the client is watched until the spell is over.
    NotNeeded,
}

/// A client in a spell of risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientAtRisk {
    /// Who.
    pub client: String,
    /// When the spell began: a reason, after enough days without one.
    pub since: DateTime<Utc>,
    /// The reasons now; none while the client is calming down.
    pub reasons: Vec<ChurnReason>,
    /// The task.
    pub task: RetentionTask,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Churn {
    /// What it rests on.
    pub basis: Basis,
    /// Clients looked at: all of whom something is known, without those discharged.
    pub clients: u64,
    /// Those in a spell of risk, by key.
    pub at_risk: Vec<ClientAtRisk>,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Status(Standing),
    Started { portal_user: bool },
    Login,
    Visit { visit: Symbol, end: VisitEnd },
    Complained,
    TaskOpened,
    TaskClosed,
}

/// Where a client stands, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Standing {
    OnHold,
    Discharged,
    Other,
}

impl Report for Churn {
    type Fact = Fact;
    type Query = ChurnQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (client, fact) = match &event.body {
            Body::ClientStatusChanged(changed) => (
                &changed.client,
                Fact::Status(match changed.status {
                    ClientStatus::OnHold => Standing::OnHold,
                    ClientStatus::Discharged => Standing::Discharged,
                    _ => Standing::Other,
                }),
            ),
            Body::CareStarted(started) => (
                &started.client,
                Fact::Started {
                    portal_user: started.portal_user,
                },
            ),
            Body::PortalLogin(login) => (&login.client, Fact::Login),
            Body::VisitEnded(visit) => {
                let end = visit.end;
                let visit_symbol = names.symbol(visit.visit.as_str());
                (
                    &visit.client,
                    Fact::Visit {
                        visit: visit_symbol,
                        end,
                    },
                )
            }
            Body::Complained(of) => (&of.client, Fact::Complained),
            Body::RetentionTaskOpened(of) => (&of.client, Fact::TaskOpened),
            Body::RetentionTaskClosed(of) => (&of.client, Fact::TaskClosed),
            _ => return None,
        };
        Some((names.symbol(client.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Visit { visit, end } => Fact::Visit {
                visit: with(visit),
                end,
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &ChurnQuery) -> Result<Self> {
        if query.completed_percent > 100 {
            return Err(Error::invalid(
                "insights.churn",
                "completed_percent",
                "must be at most 100",
            ));
        }
        let mut clients = 0;
        let mut at_risk = Vec::new();
        for subject in facts.subjects() {
            let client = Client::of(&subject, query);
            if client.standing(facts.now()) == Standing::Discharged {
                continue;
            }
            clients += 1;
            let Some(since) = client.spell(facts.now(), query)? else {
                continue;
            };
            let reasons = client.reasons(facts.now());
            let name = facts.name(subject.symbol).to_owned();
            at_risk.push(ClientAtRisk {
                task: task(&subject, &name, since, &reasons, &query.zone),
                client: name,
                since: instant(since),
                reasons,
            });
        }
        at_risk.sort_by(|a, b| a.client.cmp(&b.client));
        Ok(Self {
            basis: facts.basis(&Period::all(query.zone.clone())),
            clients,
            at_risk,
        })
    }
}

fn task(
    subject: &Subject<'_, Fact>,
    name: &str,
    since: i64,
    reasons: &[ChurnReason],
    zone: &AgencyZone,
) -> RetentionTask {
    let last = subject.last_of(|fact| matches!(fact, Fact::TaskOpened | Fact::TaskClosed).then_some(*fact));
    let opened_in_spell = subject
        .facts
        .iter()
        .any(|known| known.fact == Fact::TaskOpened && known.at >= since);
    match last {
        Some((at, Fact::TaskOpened)) => RetentionTask::IsOpen { since: instant(at) },
        _ if opened_in_spell => RetentionTask::Done,
        _ if reasons.is_empty() => RetentionTask::NotNeeded,
        _ => RetentionTask::Open {
            key: format!("churn/{name}/{}", zone.local(instant(since)).date),
        },
    }
}
