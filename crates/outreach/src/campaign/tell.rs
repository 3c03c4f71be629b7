//! What candidates and people in the office are told.

use careweave_types::CaregiverId;

use super::command::Task;
use super::draft::Draft;
use super::event::Event;
use super::sending;
use super::state::{Call, Told};

/// Tells somebody, once, if the rules of sending let us; what matters and may not be texted becomes a person's task.
pub(super) fn tell(draft: &mut Draft<'_>, id: &CaregiverId, told: Told) {
    let Some(run) = draft.run() else { return };
    let held = run.outreach.is_paused() && !matches!(told, Told::Confirmed | Told::OptedOut);
    let Some(contact) = run.contact(id) else {
        if told == Told::Confirmed {
            raise(draft, Task::TellInPerson, Some(id));
        }
        return;
    };
    if held || contact.told.contains(&told) {
        return;
    }
    if contact.group.is_some() && told != Told::OptedOut {
        return draft.emit(Event::ContactTold {
            caregiver_id: id.clone(),
            told,
            channel: None,
            not_before: None,
        });
    }
    match sending::answer(contact, told.class(), told.began(), draft.now, draft.policy) {
        Some((channel, not_before)) => draft.emit(Event::ContactTold {
            caregiver_id: id.clone(),
            told,
            channel: Some(channel),
            not_before,
        }),
        None if matches!(told, Told::Confirmed | Told::NotPossible | Told::Released) => {
            raise(draft, Task::TellInPerson, Some(id));
        }
        None => {}
    }
}

pub(super) fn raise(draft: &mut Draft<'_>, task: Task, id: Option<&CaregiverId>) {
    draft.emit(Event::TaskRaised {
        task,
        caregiver_id: id.cloned(),
    });
}

/// Takes back the calls that lie ahead.
pub(super) fn withdraw_calls(draft: &mut Draft<'_>) {
    for id in ahead(draft) {
        withdraw_call(draft, &id, None);
    }
}

/// Those who have a call ahead.
pub(super) fn ahead(draft: &Draft<'_>) -> Vec<CaregiverId> {
    let Some(run) = draft.run() else {
        return Vec::new();
    };
    let lies_ahead = |call: Call| matches!(call, Call::Planned { at } if at > draft.now);
    run.contacts
        .iter()
        .filter(|contact| lies_ahead(contact.call))
        .map(|contact| contact.candidate.caregiver_id.clone())
        .collect()
}

pub(super) fn withdraw_call(
    draft: &mut Draft<'_>,
    id: &CaregiverId,
    again_at: Option<chrono::DateTime<chrono::Utc>>,
) {
    draft.emit(Event::CallWithdrawn {
        caregiver_id: id.clone(),
        again_at,
    });
}
