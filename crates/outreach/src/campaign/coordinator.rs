//! What a coordinator can do.

use careweave_types::CaregiverId;

use super::draft::Draft;
use super::event::{Event, Rejection};
use super::facts::{Answer, CancelReason, Exclusion};
use super::input::CoordinatorAction;
use super::state::{Call, ClosedReason, Outreach, Standing};
use super::tell::{ahead, tell, withdraw_call, withdraw_calls};
use super::{claims, intake, waves};
use crate::ContactId;

pub(super) fn act(
    draft: &mut Draft<'_>,
    by: &ContactId,
    action: &CoordinatorAction,
) -> Result<(), Rejection> {
    if draft.live().is_none() && !matches!(action, CoordinatorAction::ManualAssign { .. }) {
        return Err(Rejection::NotLive);
    }
    match action {
        CoordinatorAction::Pause => pause(draft, by),
        CoordinatorAction::Resume => resume(draft, by),
        CoordinatorAction::Cancel { notify, note } => {
            cancel(draft, *notify, note.clone());
            Ok(())
        }
        CoordinatorAction::ManualAssign { caregiver_id } => claims::assign_manually(draft, caregiver_id, by),
        CoordinatorAction::Approve { fence } => claims::approved(draft, *fence, by),
        CoordinatorAction::Deny { fence } => claims::denied(draft, *fence),
        CoordinatorAction::Ack => ack(draft, by),
        CoordinatorAction::AddCandidates { candidates } => {
            intake::add(draft, candidates);
            Ok(())
        }
        CoordinatorAction::Exclude { caregiver_id, rule } => exclude(draft, caregiver_id, rule),
    }
}

fn pause(draft: &mut Draft<'_>, by: &ContactId) -> Result<(), Rejection> {
    if draft.live().is_none_or(|run| run.outreach.is_paused()) {
        return Err(Rejection::NotRunning);
    }
    for id in ahead(draft) {
        let planned = draft.contact(&id).map(|contact| contact.call);
        let again_at = match planned {
            Some(Call::Planned { at }) => Some(at),
            _ => None,
        };
        withdraw_call(draft, &id, again_at);
    }
    draft.emit(Event::Paused { by: by.clone() });
    Ok(())
}

fn resume(draft: &mut Draft<'_>, by: &ContactId) -> Result<(), Rejection> {
    let Some(Outreach::Paused { since, wave, next_at }) = draft.live().map(|run| run.outreach) else {
        return Err(Rejection::NotRunning);
    };
    draft.emit(Event::Resumed {
        by: by.clone(),
        paused_seconds: draft.now - since,
    });
    if next_at.is_none() && wave > 0 {
        waves::settle(draft);
    }
    Ok(())
}

fn cancel(draft: &mut Draft<'_>, notify: Option<CancelReason>, note: Option<careweave_types::Pii<String>>) {
    let reason = ClosedReason::Cancelled { notify };
    let hoping: Vec<CaregiverId> = draft
        .run()
        .map(|run| {
            let contacts = run.contacts.iter().filter(|contact| contact.standing.may_hope());
            contacts
                .map(|contact| contact.candidate.caregiver_id.clone())
                .collect()
        })
        .unwrap_or_default();
    withdraw_calls(draft);
    draft.emit(Event::Closed { reason, note });
    if let Some(told) = reason.told() {
        for id in hoping {
            tell(draft, &id, told);
        }
    }
}

impl Standing {
    /// True when they were asked and may still think the shift could be theirs.
    const fn may_hope(&self) -> bool {
        match self {
            Self::Sent | Self::Delivered => true,
            Self::Replied { answer } => !matches!(answer, Answer::Decline | Answer::OptOut),
            _ => false,
        }
    }
}

fn ack(draft: &mut Draft<'_>, by: &ContactId) -> Result<(), Rejection> {
    if draft.run().is_some_and(|run| run.escalation.acked_by.is_some()) {
        return Err(Rejection::Duplicate);
    }
    draft.emit(Event::Acked { by: by.clone() });
    Ok(())
}

fn exclude(draft: &mut Draft<'_>, id: &CaregiverId, rule: &str) -> Result<(), Rejection> {
    if draft
        .run()
        .is_some_and(|run| run.excluded.iter().any(|e| e.caregiver_id == *id))
    {
        return Err(Rejection::Duplicate);
    }
    if ahead(draft).contains(id) {
        withdraw_call(draft, id, None);
    }
    claims::give_up(draft, id, rule);
    draft.emit(Event::Excluded {
        exclusion: Exclusion {
            caregiver_id: id.clone(),
            rule: rule.to_owned(),
        },
    });
    Ok(())
}
