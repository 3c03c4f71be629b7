//! What a flow tells a host: what it asks for, how far it is, what it came to.

use std::time::Duration;

use careweave::sync::{IntegrationStatus, PlannedChange};
use careweave::types::Pii;
use careweave::workflows::appointments::HintReport;
use careweave::workflows::flow::{FlowProgress, FlowReport};
use chrono::{DateTime, Utc};

use super::flows_deals::HostDealChange;
use super::flows_tasks::{HostTaskChange, HostTaskSource};
use super::results::results;

results! {
    /// What a run of a flow came to. It names records by opaque ids and holds no personal data.
    HostFlowReport as "FlowReport" {
        /// The flow: appointments, sales.
        flow: &'static str,
        /// Whether it was to write nothing.
        dry_run: bool,
        /// How many records were read.
        read: u64,
        /// How many of them were as before.
        unchanged: u64,
        /// How many changes were written, and seen to be there.
        written: u64,
        /// How many changes were there already.
        already: u64,
        /// How many records wait for something of their own: a signature, a date.
        waiting: u64,
        /// How many fields are in conflict and wait for a person.
        conflicts: u64,
        /// Every change that was decided on, in the order of deciding.
        planned: Vec<PlannedRow>,
        /// Changes the gate refused to let through.
        refused: Vec<RefusedChange>,
        /// Changes of which nobody knows yet whether they happened. The next run looks.
        in_doubt: Vec<DoubtfulChange>,
        /// Records and changes that failed.
        failed: Vec<FailedChange>,
        /// How old the oldest change was that was not carried over before this run, in seconds; nothing when there was none.
        lag_seconds: Option<f64>,
        /// How long the run took, in seconds.
        duration_seconds: f64,
    }

    /// A change that was decided on. Contents are shown as digests.
    PlannedRow as "PlannedRow" {
        /// The opaque id of the record.
        reference: String,
        /// The path of the field; empty for the whole record.
        field: String,
        /// create, update, delete.
        action: &'static str,
        /// The digest of the content it had; nothing for none.
        before: Option<String>,
        /// The digest of the content it is to have.
        after: Option<String>,
        /// Why, as a code: changed_there.
        reason: String,
    }

    /// A change the gate did not let through.
    RefusedChange as "RefusedChange" {
        /// The opaque id of the record.
        reference: String,
        /// What would have been done.
        operation: String,
        /// The level that forbids it.
        level: String,
    }

    /// A change of which nobody knows yet whether it happened.
    DoubtfulChange as "DoubtfulChange" {
        /// The opaque id of the record.
        reference: String,
        /// What was done, perhaps.
        operation: String,
        /// From when on a look can tell.
        until: DateTime<Utc>,
    }

    /// A record or a change that failed.
    FailedChange as "FailedChange" {
        /// The opaque id of the record.
        reference: String,
        /// What failed: ``board.apply``, ``prospects.update``.
        operation: String,
        /// The code of the failure: not_found, server.
        code: &'static str,
        /// The field, where one is to blame.
        field: Option<String>,
        /// What went wrong, without personal data.
        message: String,
        /// Whether the next run may succeed with nothing changed.
        retryable: bool,
    }

    /// How far a run is.
    HostFlowProgress as "FlowProgress" {
        /// The flow.
        flow: &'static str,
        /// Records read so far.
        read: u64,
        /// Of them unchanged.
        unchanged: u64,
        /// Changes written so far.
        written: u64,
        /// Failures so far.
        failed: u64,
    }

    /// What a delivery of a scheduling service came to.
    HostHintReport as "HintReport" {
        /// How many events it brought.
        events: u32,
        /// How many records were marked: each is fetched, and what the delivery says of it is not believed.
        marked: u32,
    }

    /// Whether an account is kept in step, whether that works, and when it last did.
    SyncStanding as "SyncStanding" {
        /// The name of the integration: ``"calendly.main"``.
        name: String,
        /// inactive: it is switched off. active: it is on and its last reading was complete. error: it was not.
        state: &'static str,
        /// Since when.
        since: DateTime<Utc>,
        /// How many readings in a row failed or were partial.
        failures: u32,
        /// Why the last one did: a code.
        reason: Option<String>,
        /// When a reading was last complete.
        last_success_at: Option<DateTime<Utc>>,
        /// When one last was not.
        last_failure_at: Option<DateTime<Utc>>,
    }

    /// What a flow asks of your side. Only the fields of its method are there.
    HostQuestion as "HostQuestion" {
        /// Its number: an answer goes by it.
        number: u64,
        /// The method: board.find, board.get, board.changed, board.apply, crm.changed_deals, crm.deal, crm.apply, crm.has_applied;
        /// desk.send, desk.find_message, desk.place_call, desk.find_call, desk.take, desk.person, desk.candidates, desk.revalidate,
        /// desk.assign, desk.assigned_to, desk.unassign.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        method: &'static str,
        /// The appointment whose task is wanted.
        external: Option<HostTaskSource>,
        /// The task that is wanted.
        task_id: Option<String>,
        /// The mark or token to read from.
        after: Option<String>,
        /// At most so many.
        limit: Option<u32>,
        /// The change to a task.
        task_change: Option<HostTaskChange>,
        /// The deal that is wanted.
        deal_id: Option<String>,
        /// The change to a deal.
        deal_change: Option<HostDealChange>,
        /// The key of the change.
        key: Option<String>,
        /// Of a desk: what the method is given, as JSON text.
        plain: Option<Pii<String>>,
    }

    /// A step of a flow: one of these.
    HostFlowStep as "FlowStep" {
        /// What is asked of your side.
        question: Option<HostQuestion>,
        /// How far it is.
        progress: Option<HostFlowProgress>,
        /// What it came to, at its end.
        report: Option<HostFlowReport>,
        /// What a delivery came to.
        hints: Option<HostHintReport>,
        /// How an account stands.
        standing: Option<SyncStanding>,
        /// What became of a single change: written, already, planned, refused, in_doubt.
        carried: Option<&'static str>,
        /// What campaigns answer, as JSON text.
        plain: Option<Pii<String>>,
    }
}

impl HostQuestion {
    /// A question without arguments.
    pub(crate) const fn of(method: &'static str) -> Self {
        Self {
            number: 0,
            method,
            external: None,
            task_id: None,
            after: None,
            limit: None,
            task_change: None,
            deal_id: None,
            deal_change: None,
            key: None,
            plain: None,
        }
    }
}

impl HostFlowStep {
    pub(crate) const NOTHING: Self = Self {
        question: None,
        progress: None,
        report: None,
        hints: None,
        standing: None,
        carried: None,
        plain: None,
    };
}

impl From<HostQuestion> for HostFlowStep {
    fn from(question: HostQuestion) -> Self {
        Self {
            question: Some(question),
            ..Self::NOTHING
        }
    }
}

impl From<&FlowProgress> for HostFlowStep {
    fn from(progress: &FlowProgress) -> Self {
        Self {
            progress: Some(HostFlowProgress {
                flow: progress.flow,
                read: progress.read,
                unchanged: progress.unchanged,
                written: progress.written,
                failed: progress.failed,
            }),
            ..Self::NOTHING
        }
    }
}

impl From<HintReport> for HostFlowStep {
    fn from(report: HintReport) -> Self {
        Self {
            hints: Some(HostHintReport {
                events: report.events,
                marked: report.marked,
            }),
            ..Self::NOTHING
        }
    }
}

impl From<IntegrationStatus> for HostFlowStep {
    fn from(status: IntegrationStatus) -> Self {
        Self {
            standing: Some(SyncStanding {
                name: status.name,
                state: status.state.as_str(),
                since: status.since,
                failures: status.failures,
                reason: status.reason,
                last_success_at: status.last_success_at,
                last_failure_at: status.last_failure_at,
            }),
            ..Self::NOTHING
        }
    }
}

impl From<PlannedChange> for PlannedRow {
    fn from(row: PlannedChange) -> Self {
        Self {
            reference: row.reference,
            field: row.field,
            action: row.action.as_str(),
            before: row.before.map(|digest| digest.to_string()),
            after: row.after.map(|digest| digest.to_string()),
            reason: row.reason,
        }
    }
}

impl From<FlowReport> for HostFlowStep {
    fn from(report: FlowReport) -> Self {
        let refused = report.gated.into_iter().map(|gated| RefusedChange {
            reference: gated.reference,
            operation: gated.operation,
            level: gated.level,
        });
        let in_doubt = report.in_doubt.into_iter().map(|doubt| DoubtfulChange {
            reference: doubt.reference,
            operation: doubt.operation,
            until: doubt.until,
        });
        let failed = report.failed.into_iter().map(|failure| FailedChange {
            reference: failure.reference,
            operation: failure.operation,
            code: failure.kind,
            field: failure.field,
            message: failure.message,
            retryable: failure.retryable,
        });
        Self {
            report: Some(HostFlowReport {
                flow: report.flow,
                dry_run: report.dry_run,
                read: report.read,
                unchanged: report.unchanged,
                written: report.written,
                already: report.already,
                waiting: report.waiting,
                conflicts: report.conflicts,
                planned: report.planned.into_iter().map(PlannedRow::from).collect(),
                refused: refused.collect(),
                in_doubt: in_doubt.collect(),
                failed: failed.collect(),
                lag_seconds: report.lag.map(|lag| lag.as_secs_f64()),
                duration_seconds: Duration::as_secs_f64(&report.duration),
            }),
            ..Self::NOTHING
        }
    }
}
