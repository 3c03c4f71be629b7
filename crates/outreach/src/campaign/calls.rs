//! Calls to those who do not answer.

use careweave_types::CaregiverId;
use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::event::Event;
use super::sending::{self, Permission};
use super::state::{Call, Run};
use super::tell::withdraw_call;
use super::waves::urgency;

/// The calls whose decision is due.
pub(super) fn due(draft: &mut Draft<'_>) {
    let Some(run) = draft
        .live()
        .filter(|run| run.is_open() && !run.outreach.is_paused())
    else {
        return;
    };
    let now = draft.now;
    let is_due = |call: Call| matches!(call, Call::Waiting { due_at } if due_at <= now);
    let who: Vec<CaregiverId> = run
        .contacts
        .iter()
        .filter(|contact| is_due(contact.call))
        .map(|contact| contact.candidate.caregiver_id.clone())
        .collect();
    for id in who {
        match allowed(draft, &id) {
            Ok(at) => draft.emit(Event::CallPlanned { caregiver_id: id, at }),
            Err(rule) => draft.emit(Event::CallRefused {
                caregiver_id: id,
                rule,
            }),
        }
    }
}

/// When they may be called, or the rule against it.
fn allowed(draft: &Draft<'_>, id: &CaregiverId) -> Result<DateTime<Utc>, String> {
    let (Some(run), Some(voice)) = (draft.run(), draft.policy.voice) else {
        return Err("no_voice".to_owned());
    };
    let Some(contact) = run.contact(id).filter(|contact| contact.standing.is_silent()) else {
        return Err("not_silent".to_owned());
    };
    match sending::call(
        contact,
        voice,
        urgency(run, draft.now, draft.policy),
        draft.now,
        draft.policy,
    ) {
        Permission::Now(_) => Ok(draft.now),
        Permission::From(at, _) if at < run.shift.window.start() => Ok(at),
        Permission::From(..) => Err("too_late".to_owned()),
        Permission::No(rule) => Err(rule.to_owned()),
    }
}

/// Facts about somebody changed: a call that lies ahead moves, or is taken back.
pub(super) fn replan(draft: &mut Draft<'_>, id: &CaregiverId) {
    let planned = |run: &Run| run.contact(id).map(|contact| contact.call);
    let Some(Call::Planned { at }) = draft.live().and_then(planned) else {
        return;
    };
    if at <= draft.now {
        return;
    }
    match allowed(draft, id) {
        Ok(again) if again == at => {}
        Ok(again) => {
            withdraw_call(draft, id, None);
            draft.emit(Event::CallPlanned {
                caregiver_id: id.clone(),
                at: again,
            });
        }
        Err(rule) => {
            withdraw_call(draft, id, None);
            draft.emit(Event::CallRefused {
                caregiver_id: id.clone(),
                rule,
            });
        }
    }
}
