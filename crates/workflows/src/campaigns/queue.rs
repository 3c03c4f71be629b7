//! Commands as effects that wait in the outbox.

use std::time::Duration;

use careweave_outreach::CommandKey;
use careweave_outreach::campaign::{Action, Command, Message};
use careweave_sync_core::{ClaimFilter, Dispatch, EffectKey, Fingerprint, Intent, NewCommand, Reconcile};
use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};

/// How long after its deadline a message may still go out at its service. Nothing documents it.
const QUIET: Duration = Duration::from_secs(15);

/// What a command needs of whoever carries it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// It reaches a person, and must not do so twice.
    Once,
    /// Doing it again under the same key changes nothing.
    Repeatable,
}

/// The kinds of commands: the word in operations, and what each needs.
const KINDS: &[(&str, Care)] = &[
    ("send_sms", Care::Once),
    ("send_whats_app_template", Care::Once),
    ("send_email", Care::Once),
    ("notify_loser", Care::Once),
    ("place_call", Care::Once),
    ("queue_offer", Care::Repeatable),
    ("report_outcome", Care::Repeatable),
    ("forward_answer", Care::Repeatable),
    ("release_shift", Care::Repeatable),
    ("cancel_scheduled", Care::Repeatable),
    ("request_candidates", Care::Repeatable),
    ("revalidate", Care::Repeatable),
    ("assign_shift", Care::Repeatable),
    ("unassign_shift", Care::Repeatable),
    ("read_assignment", Care::Repeatable),
    ("request_approval", Care::Repeatable),
    ("notify_coordinator", Care::Repeatable),
    ("notify_client", Care::Repeatable),
    ("create_task", Care::Repeatable),
    ("add_note", Care::Repeatable),
    ("record_suppression", Care::Repeatable),
    ("emit_metric", Care::Repeatable),
];

fn kind(action: &Action) -> &'static str {
    match action {
        Action::SendSms { .. } => "send_sms",
        Action::SendWhatsAppTemplate { .. } => "send_whats_app_template",
        Action::SendEmail { .. } => "send_email",
        Action::NotifyLoser { .. } => "notify_loser",
        Action::PlaceCall { .. } => "place_call",
        Action::QueueOffer { .. } => "queue_offer",
        Action::ReportOutcome { .. } => "report_outcome",
        Action::ForwardAnswer { .. } => "forward_answer",
        Action::ReleaseShift { .. } => "release_shift",
        Action::CancelScheduled { .. } => "cancel_scheduled",
        Action::RequestCandidates { .. } => "request_candidates",
        Action::Revalidate { .. } => "revalidate",
        Action::AssignShift { .. } => "assign_shift",
        Action::UnassignShift { .. } => "unassign_shift",
        Action::ReadAssignment { .. } => "read_assignment",
        Action::RequestApproval { .. } => "request_approval",
        Action::NotifyCoordinator { .. } => "notify_coordinator",
        Action::NotifyClient { .. } => "notify_client",
        Action::CreateTask { .. } => "create_task",
        Action::AddNote { .. } => "add_note",
        Action::RecordSuppression { .. } => "record_suppression",
        Action::EmitMetric { .. } => "emit_metric",
    }
}

pub(super) fn care(action: &Action) -> Care {
    let kind = kind(action);
    let known = KINDS.iter().find(|(word, _)| *word == kind);
    known.map_or(Care::Once, |(_, care)| *care)
}

/// The message of a command that carries one to a person.
pub(super) fn message(action: &Action) -> Option<&Message> {
    match action {
        Action::SendSms { message }
        | Action::SendWhatsAppTemplate { message }
        | Action::SendEmail { message }
        | Action::NotifyLoser { message }
        | Action::PlaceCall { message }
        | Action::QueueOffer { message } => Some(message),
        _ => None,
    }
}

/// Every operation of a scope, for the claim of a worker.
pub(super) fn operations(scope: &str) -> ClaimFilter {
    ClaimFilter {
        operations: KINDS
            .iter()
            .map(|(kind, _)| format!("campaign.{scope}.{kind}"))
            .collect(),
    }
}

/// The key a command has in the ledger.
pub(super) fn effect_key(scope: &str, key: &CommandKey) -> Result<EffectKey> {
    EffectKey::new(format!("campaign/{scope}/{}", key.as_str()))
}

/// A command as it is queued.
pub(super) fn queued(scope: &str, command: &Command, now: DateTime<Utc>) -> Result<NewCommand> {
    let body = serde_json::to_vec(command).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "campaign.queue",
            "a command could not be written",
        )
        .with_source(error)
    })?;
    Ok(NewCommand {
        intent: Intent {
            key: effect_key(scope, &command.key)?,
            operation: format!("campaign.{scope}.{}", kind(&command.action)),
            subject: command.correlation.clone(),
            detail: String::new(),
            fingerprint: Fingerprint::of_bytes(&body),
            strategy: match care(&command.action) {
                Care::Once => Reconcile::FindByNaturalKey { quiet: QUIET },
                Care::Repeatable => Reconcile::ReadBack {
                    quiet: Duration::ZERO,
                },
            },
        },
        dispatch: Dispatch {
            lane: lane(scope, command, now),
            due_at: command.not_before.unwrap_or(now),
            priority: priority(&command.action),
        },
        body: Pii::new(body),
    })
}

/// What is kept in order: the agency system about one shift, messages to one person, notices to the office. What waits for its
/// time holds up nobody.
fn lane(scope: &str, command: &Command, now: DateTime<Utc>) -> String {
    let of = |parts: &[&str]| format!("campaign/{scope}/{}", CommandKey::of(parts).as_str());
    if command.not_before.is_some_and(|at| at > now) {
        return of(&["later", command.key.as_str()]);
    }
    let stream = command.correlation.as_str();
    match &command.action {
        Action::RequestApproval { .. }
        | Action::NotifyCoordinator { .. }
        | Action::NotifyClient { .. }
        | Action::CreateTask { .. }
        | Action::AddNote { .. }
        | Action::EmitMetric { .. } => of(&["office", stream]),
        Action::RecordSuppression { .. } => of(&["suppression", command.key.as_str()]),
        Action::CancelScheduled { .. } => of(&["cancel", command.key.as_str()]),
        action => match message(action) {
            Some(message) => of(&["person", stream, message.contact.as_str()]),
            None => of(&["book", stream]),
        },
    }
}

/// What somebody waits for goes first: an opt-out, then the claim, then messages.
const fn priority(action: &Action) -> u8 {
    match action {
        Action::RecordSuppression { .. } | Action::CancelScheduled { .. } => 200,
        Action::Revalidate { .. }
        | Action::AssignShift { .. }
        | Action::UnassignShift { .. }
        | Action::ReadAssignment { .. } => 150,
        Action::EmitMetric { .. } | Action::AddNote { .. } => 50,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operations_of_a_scope_fit_into_one_claim_and_are_codes() {
        let filter = operations("agency-9001");
        filter.validate().unwrap();
        assert_eq!(filter.operations.len(), KINDS.len());
        assert!(filter.takes("campaign.agency-9001.assign_shift"));
    }
}
