//! What is due by now.

use super::command::{Note, Notice};
use super::draft::Draft;
use super::event::Event;
use super::state::{ClosedReason, Origin, Told};
use super::tell::{tell, withdraw_calls};
use super::{calls, claims, escalate, waves};

/// Before an input is read: a shift that has started is not given away any more.
pub(super) fn before(draft: &mut Draft<'_>) {
    expire(draft);
}

/// After an input was read: everything that is due, so that afterwards nothing is.
pub(super) fn after(draft: &mut Draft<'_>) {
    claims::overdue(draft);
    expire(draft);
    claims::promote(draft);
    waves::due(draft);
    calls::due(draft);
    escalate::early(draft);
    escalate::due(draft);
}

/// The shift has started. An assignment that is under way is waited for.
fn expire(draft: &mut Draft<'_>) {
    let Some(run) = draft.live().filter(|run| run.shift.window.start() <= draft.now) else {
        return;
    };
    if run.claim().is_some_and(|claim| claim.step.in_flight()) {
        return;
    }
    let mut hoping = run.said_yes();
    hoping.extend(
        run.claim()
            .filter(|claim| claim.origin == Origin::Caregiver)
            .map(|claim| claim.caregiver_id.clone()),
    );
    withdraw_calls(draft);
    draft.emit(Event::Closed {
        reason: ClosedReason::Expired,
        note: None,
    });
    for id in hoping {
        tell(draft, &id, Told::Closed);
    }
    draft.emit(Event::NoteAdded { note: Note::Expired });
    escalate::outside_ladder(draft, Notice::Expired);
}
