//! A shift opens, opens anew, and gets candidates.

use std::collections::BTreeSet;

use careweave_types::CaregiverId;
use chrono::TimeDelta;

use super::claims;
use super::draft::{Draft, later};
use super::event::{Event, Rejection};
use super::facts::{Candidate, Cause, Exclusion, ShiftFacts};
use super::policy::Mode;
use super::state::{ClosedReason, Coverage, Outreach, Run};
use crate::CommandKey;

pub(super) fn opened(draft: &mut Draft<'_>, shift: &ShiftFacts, cause: Cause, excluded: &[Exclusion]) {
    let refused = match draft.run() {
        None => None,
        Some(run) => reopening(run, shift, cause),
    };
    let refused = refused.or((draft.now >= shift.window.start()).then_some(Rejection::AlreadyStarted));
    if let Some(why) = refused {
        return draft.reject("shift_opened", why);
    }
    open(draft, shift, cause, excluded.to_vec());
}

/// Only a call-off opens a shift anew that somebody has: a request that came twice must not.
fn reopening(run: &Run, shift: &ShiftFacts, cause: Cause) -> Option<Rejection> {
    let given_back = matches!(cause, Cause::CallOff | Cause::CancelledAcceptance);
    match run.coverage {
        _ if run.shift.id != shift.id => Some(Rejection::AnotherShift),
        Coverage::Open { .. } | Coverage::Claiming { .. } => Some(Rejection::AlreadyOpen),
        Coverage::Filled { .. } if !given_back => Some(Rejection::AlreadyFilled),
        Coverage::Closed {
            reason: ClosedReason::FilledElsewhere,
            ..
        } if !given_back => Some(Rejection::AlreadyFilled),
        Coverage::Filled { .. } | Coverage::Closed { .. } => None,
    }
}

fn open(draft: &mut Draft<'_>, shift: &ShiftFacts, cause: Cause, mut excluded: Vec<Exclusion>) {
    let generation = draft.run().map_or(1, |run| run.generation.saturating_add(1));
    let mut seen = BTreeSet::new();
    excluded.retain(|exclusion| seen.insert(exclusion.caregiver_id.clone()));
    let policy = draft.policy;
    let until_start = shift.window.start() - draft.now;
    let first = policy
        .escalation
        .steps
        .first()
        .map_or(0, |step| step.after_minutes);
    let page = TimeDelta::minutes(i64::from(policy.urgent.page_below_minutes));
    draft.emit(Event::Opened {
        generation,
        shift: shift.clone(),
        cause,
        excluded,
        shadow: policy.mode == Mode::Shadow,
        policy_version: policy.version,
        budget: policy.waves.max_contacts,
        escalate_at: draft.after(policy.pace(first, until_start)),
        page_at: later(shift.window.start(), -page).max(draft.now),
    });
}

pub(super) fn ranked(
    draft: &mut Draft<'_>,
    generation: u32,
    candidates: &[Candidate],
) -> Result<(), Rejection> {
    match draft.live() {
        None => Err(Rejection::NotLive),
        Some(run) if run.generation != generation => Err(Rejection::StaleGeneration),
        Some(_) => {
            add(draft, candidates);
            Ok(())
        }
    }
}

/// Adds those who are neither known nor excluded; the next wave is due at once if none was.
pub(super) fn add(draft: &mut Draft<'_>, candidates: &[Candidate]) {
    let Some(run) = draft.live() else { return };
    let mut known: BTreeSet<&CaregiverId> = run.excluded.iter().map(|e| &e.caregiver_id).collect();
    known.extend(run.contacts.iter().map(|c| &c.candidate.caregiver_id));
    let mut fresh = Vec::new();
    for candidate in candidates {
        if known.insert(&candidate.caregiver_id) {
            fresh.push(candidate.clone());
        }
    }
    let idle = !matches!(
        run.outreach,
        Outreach::Running { next_at: Some(_), .. } | Outreach::Paused { next_at: Some(_), .. }
    );
    let nothing_new = fresh.is_empty();
    if !nothing_new {
        draft.emit(Event::CandidatesAdded { candidates: fresh });
    }
    if idle && (!nothing_new || draft.run().is_some_and(|run| run.contacts.is_empty())) {
        let at = Some(draft.now);
        draft.emit(Event::NextWaveSet { at });
    }
}

pub(super) fn caregiver_cancelled(
    draft: &mut Draft<'_>,
    id: &CaregiverId,
    reason: &str,
) -> Result<(), Rejection> {
    let Some(run) = draft.run() else {
        return Err(Rejection::NotOpened);
    };
    let exclusion = Exclusion {
        caregiver_id: id.clone(),
        rule: reason.to_owned(),
    };
    match &run.coverage {
        Coverage::Filled { by, fence, .. } if by == id => {
            if draft.now >= run.shift.window.start() {
                return Err(Rejection::AlreadyStarted);
            }
            let fence = *fence;
            reopen(draft, id, fence, reason, Some(exclusion));
            Ok(())
        }
        Coverage::Filled { .. } | Coverage::Closed { .. } => Err(Rejection::NotLive),
        _ if run.excluded.iter().any(|e| e.caregiver_id == *id) => Err(Rejection::Duplicate),
        Coverage::Open { .. } | Coverage::Claiming { .. } => {
            claims::give_up(draft, id, reason);
            draft.emit(Event::Excluded { exclusion });
            Ok(())
        }
    }
}

/// The filled shift is given back and opens in its next generation.
fn reopen(draft: &mut Draft<'_>, by: &CaregiverId, fence: Option<u64>, rule: &str, new: Option<Exclusion>) {
    let Some(run) = draft.run() else { return };
    let shift = run.shift.clone();
    let mut excluded = run.excluded.clone();
    excluded.retain(|e| new.as_ref().is_none_or(|new| new.caregiver_id != e.caregiver_id));
    excluded.extend(new);
    draft.emit(Event::ClaimReleased {
        caregiver_id: by.clone(),
        fence: fence.unwrap_or(0),
        rule: rule.to_owned(),
        unassign: true,
    });
    open(draft, &shift, Cause::CancelledAcceptance, excluded);
}

/// A bundle this shift belongs to fell apart.
pub(super) fn group_released(draft: &mut Draft<'_>, group: &CommandKey) -> Result<(), Rejection> {
    const RULE: &str = "bundle_released";
    let Some(run) = draft.run() else {
        return Err(Rejection::NotOpened);
    };
    let member = run
        .contacts
        .iter()
        .find(|contact| contact.group.as_ref() == Some(group));
    let Some(id) = member.map(|contact| contact.candidate.caregiver_id.clone()) else {
        return Err(Rejection::UnknownCaregiver);
    };
    match &run.coverage {
        Coverage::Filled { by, fence, .. } if *by == id => {
            let fence = *fence;
            reopen(draft, &id, fence, RULE, None);
            Ok(())
        }
        Coverage::Filled { .. } | Coverage::Closed { .. } => Err(Rejection::NotLive),
        Coverage::Open { .. } | Coverage::Claiming { .. } => {
            claims::give_up(draft, &id, RULE);
            Ok(())
        }
    }
}
