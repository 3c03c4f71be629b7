//! The office is told, beside outreach and never instead of it.

use super::command::Notice;
use super::draft::{Draft, later};
use super::event::Event;
use super::policy::Role;
use super::state::{Outreach, Run, Standing};

/// Every step of the ladder that is due, each once, and the page.
pub(super) fn due(draft: &mut Draft<'_>) {
    if draft
        .live()
        .is_some_and(|run| run.escalation.page_at.is_some_and(|at| at <= draft.now))
    {
        let urgent = draft.policy.urgent;
        draft.emit(Event::Escalated {
            level: 0,
            role: urgent.page_role,
            channel: urgent.page_channel,
            notice: Notice::StartIsNear,
            next_at: None,
        });
    }
    while draft
        .live()
        .is_some_and(|run| run.escalation.next_at.is_some_and(|at| at <= draft.now))
    {
        climb(draft, Notice::Unfilled);
    }
}

/// Nobody is left to ask and nobody is thinking about it: waiting for the first step gains nothing.
pub(super) fn early(draft: &mut Draft<'_>) {
    let hopeless = |run: &&Run| {
        matches!(run.outreach, Outreach::Exhausted { .. })
            && run.is_open()
            && run.waitlist.is_empty()
            && run.escalation.level == 0
            && run.escalation.acked_by.is_none()
            && !run.contacts.iter().any(|contact| {
                contact.standing.is_silent()
                    || matches!(contact.standing, Standing::Queued | Standing::Deferred { .. })
            })
    };
    if draft.live().filter(hopeless).is_some() {
        climb(draft, Notice::NobodyToAsk);
    }
}

fn climb(draft: &mut Draft<'_>, notice: Notice) {
    let Some(run) = draft.run() else { return };
    let ladder = &draft.policy.escalation;
    let Some(last) = ladder.steps.last() else { return };
    let until_start = run.shift.window.start() - draft.now;
    let level = run.escalation.level as usize;
    let step = ladder.steps.get(level).unwrap_or(last);
    let reached = (level + 1).min(ladder.steps.len());
    let more = run.escalation.notices + 1 < ladder.max_notices;
    let next_at = match (ladder.steps.get(reached), ladder.repeat_minutes) {
        _ if !more => None,
        (Some(next), _) => {
            let at = later(run.opened_at, draft.policy.pace(next.after_minutes, until_start));
            // After an early notice the next step keeps its time; it is never in the past for long.
            Some(at)
        }
        (None, Some(minutes)) => Some(draft.after(draft.policy.pace(minutes, until_start))),
        (None, None) => None,
    };
    draft.emit(Event::Escalated {
        level: u32::try_from(reached).unwrap_or(u32::MAX),
        role: step.role,
        channel: step.channel,
        notice,
        next_at,
    });
}

/// The office is told something that is no step of the ladder.
pub(super) fn outside_ladder(draft: &mut Draft<'_>, notice: Notice) {
    let first = draft.policy.escalation.steps.first();
    let (role, channel) = first.map_or((Role::Coordinator, crate::Channel::Sms), |step| {
        (step.role, step.channel)
    });
    draft.emit(Event::Escalated {
        level: 0,
        role,
        channel,
        notice,
        next_at: None,
    });
}
