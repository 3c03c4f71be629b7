use chrono::{DateTime, Utc};

use super::state::{Call, Coverage, Outreach, Run, State};

/// When the host has to send a tick at the latest; never when absent. It is the only timer there is: a store keeps it
/// in an index beside the stream.
pub fn next_deadline(state: &State) -> Option<DateTime<Utc>> {
    let run = state.run.as_ref()?;
    let mut next: Option<DateTime<Utc>> = None;
    let mut due = |at: Option<DateTime<Utc>>| {
        if let Some(at) = at {
            next = Some(next.map_or(at, |earlier| earlier.min(at)));
        }
    };
    match &run.coverage {
        Coverage::Open { collecting_until } => {
            due(*collecting_until);
            due(Some(run.shift.window.start()));
            due(run.next_wave_at());
            if !run.outreach.is_paused() {
                run.contacts.iter().for_each(|contact| {
                    if let Call::Waiting { due_at } = contact.call {
                        due(Some(due_at));
                    }
                });
            }
        }
        Coverage::Claiming { claim } => {
            due(claim.due_at);
            if !claim.step.in_flight() {
                due(Some(run.shift.window.start()));
            }
        }
        Coverage::Filled { .. } | Coverage::Closed { .. } => return None,
    }
    due(run.escalation.next_at);
    due(run.escalation.page_at);
    next
}

impl Run {
    /// When the next wave goes, unless outreach is paused.
    pub(super) const fn next_wave_at(&self) -> Option<DateTime<Utc>> {
        match self.outreach {
            Outreach::Running { next_at, .. } => next_at,
            _ => None,
        }
    }
}
