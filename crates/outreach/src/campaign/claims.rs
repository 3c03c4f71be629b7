//! From a yes to an assignment: two phases, one winner.

use careweave_types::CaregiverId;
use chrono::{DateTime, TimeDelta, Utc};

use super::command::{Note, Notice, Task};
use super::draft::{Draft, later};
use super::escalate;
use super::event::{Event, Rejection};
use super::facts::Verdict;
use super::policy::{ClaimRule, ClientNotice, OvertimeRule, Revalidation};
use super::state::{Abandoned, ApprovalKind, Claim, ClaimStep, ClosedReason, Coverage, Origin, Told};
use super::tell::{raise, tell, withdraw_calls};

/// Gives the shift to whoever waits first, as long as it is open and somebody waits.
pub(super) fn promote(draft: &mut Draft<'_>) {
    while let Some((caregiver_id, origin)) = next_in_line(draft) {
        let fence = draft.state().version + 1;
        draft.emit(Event::Claimed {
            caregiver_id,
            fence,
            origin,
        });
        proceed(draft);
    }
    let over = |coverage: &Coverage| matches!(coverage, Coverage::Open { collecting_until: Some(until) } if *until <= draft.now);
    if draft.run().is_some_and(|run| over(&run.coverage)) {
        draft.emit(Event::CollectingEnded);
    }
}

fn next_in_line(draft: &Draft<'_>) -> Option<(CaregiverId, Origin)> {
    let run = draft.live()?;
    let Coverage::Open { collecting_until } = run.coverage else {
        return None;
    };
    let collecting = collecting_until.is_some_and(|until| until > draft.now);
    let chosen = run
        .waitlist
        .iter()
        .find(|waiting| waiting.origin == Origin::Coordinator);
    let next = match draft.policy.claims.rule {
        _ if chosen.is_some() => chosen,
        _ if collecting => None,
        ClaimRule::BestWithin { .. } => run
            .waitlist
            .iter()
            .min_by_key(|waiting| run.rank(&waiting.caregiver_id)),
        ClaimRule::FirstClaim | ClaimRule::CoordinatorApproves => run.waitlist.first(),
    };
    next.map(|waiting| (waiting.caregiver_id.clone(), waiting.origin))
}

/// The next step of a claim: a person's yes, the hard rules, the assignment.
fn proceed(draft: &mut Draft<'_>) {
    let Some(claim) = draft.run().and_then(|run| run.claim()).cloned() else {
        return;
    };
    let contact = draft.contact(&claim.caregiver_id);
    let overtime = contact.map_or(0, |contact| contact.candidate.overtime_minutes);
    let needs_person = draft.policy.claims.rule == ClaimRule::CoordinatorApproves && !claim.approved;
    match overtime_step(draft, &claim, overtime) {
        Step::Refuse => return drop_claim(draft, &claim, "overtime", Told::NotPossible),
        Step::Ask => return ask(draft, &claim, ApprovalKind::Overtime, overtime),
        Step::Go if needs_person => return ask(draft, &claim, ApprovalKind::Claim, 0),
        Step::Go => {}
    }
    match draft.policy.claims.revalidation {
        Revalidation::BeforeAssignment => revalidate(draft, &claim),
        Revalidation::Skip => assign(draft, &claim, 0),
    }
}

enum Step {
    Go,
    Ask,
    Refuse,
}

fn overtime_step(draft: &Draft<'_>, claim: &Claim, minutes: u32) -> Step {
    match draft.policy.overtime {
        _ if minutes == 0 || claim.approved => Step::Go,
        OvertimeRule::Allow => Step::Go,
        OvertimeRule::Approve => Step::Ask,
        OvertimeRule::Refuse => Step::Refuse,
    }
}

fn ask(draft: &mut Draft<'_>, claim: &Claim, about: ApprovalKind, overtime_minutes: u32) {
    let minutes = i64::from(draft.policy.claims.approval_minutes);
    draft.emit(Event::ApprovalRequested {
        fence: claim.fence,
        attempt: claim.approvals + 1,
        about,
        overtime_minutes,
        remind_at: draft.after(TimeDelta::minutes(minutes)),
    });
    tell(draft, &claim.caregiver_id, Told::Checking);
}

fn revalidate(draft: &mut Draft<'_>, claim: &Claim) {
    draft.emit(Event::RevalidationRequested {
        fence: claim.fence,
        attempt: claim.revalidations + 1,
        due_at: draft.after_seconds(draft.policy.claims.answer_seconds),
    });
}

fn assign(draft: &mut Draft<'_>, claim: &Claim, wait_seconds: u32) {
    let not_before = draft.after_seconds(wait_seconds);
    let answer = TimeDelta::seconds(i64::from(draft.policy.claims.answer_seconds));
    draft.emit(Event::AssignmentRequested {
        fence: claim.fence,
        attempt: claim.assignments + 1,
        not_before,
        due_at: later(not_before, answer),
    });
}

fn read_back(draft: &mut Draft<'_>, claim: &Claim) {
    draft.emit(Event::ReadBackRequested {
        fence: claim.fence,
        attempt: claim.read_backs + 1,
        due_at: draft.after_seconds(draft.policy.claims.answer_seconds),
    });
}

/// The claim did not hold; whoever waits next gets their turn when the input has been dealt with.
fn drop_claim(draft: &mut Draft<'_>, claim: &Claim, rule: &str, told: Told) {
    release(draft, claim, rule, Assigned::No);
    if claim.origin == Origin::Caregiver {
        tell(draft, &claim.caregiver_id, told);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Assigned {
    No,
    Yes,
}

fn release(draft: &mut Draft<'_>, claim: &Claim, rule: &str, assigned: Assigned) {
    draft.emit(Event::ClaimReleased {
        caregiver_id: claim.caregiver_id.clone(),
        fence: claim.fence,
        rule: rule.to_owned(),
        unassign: assigned == Assigned::Yes,
    });
}

/// The present claim, if the answer is about it and it waits for such an answer.
fn expect(draft: &Draft<'_>, fence: u64, fits: impl Fn(ClaimStep) -> bool) -> Result<Claim, Rejection> {
    let run = draft.run().ok_or(Rejection::NotOpened)?;
    match &run.coverage {
        Coverage::Claiming { claim } if claim.fence == fence && fits(claim.step) => Ok(claim.clone()),
        Coverage::Claiming { claim } if claim.fence == fence => Err(Rejection::WrongStep),
        Coverage::Filled {
            fence: Some(held), ..
        } if *held == fence => Err(Rejection::Duplicate),
        _ => Err(Rejection::StaleFence),
    }
}

/// The claim that was given up under this fence.
fn given_up<'a>(draft: &'a Draft<'_>, fence: u64) -> Option<&'a Abandoned> {
    let run = draft.run()?;
    run.abandoned.iter().find(|abandoned| abandoned.fence == fence)
}

/// Whose claim was given up under this fence.
fn abandoned(draft: &Draft<'_>, fence: u64) -> Option<CaregiverId> {
    given_up(draft, fence).map(|abandoned| abandoned.caregiver_id.clone())
}

pub(super) fn revalidated(draft: &mut Draft<'_>, fence: u64, verdict: &Verdict) -> Result<(), Rejection> {
    let claim = expect(draft, fence, |step| step == ClaimStep::Revalidation)?;
    match verdict {
        Verdict::Eligible => assign(draft, &claim, 0),
        Verdict::Overtime { minutes } => match overtime_step(draft, &claim, *minutes) {
            Step::Go => assign(draft, &claim, 0),
            Step::Ask => ask(draft, &claim, ApprovalKind::Overtime, *minutes),
            Step::Refuse => drop_claim(draft, &claim, "overtime", Told::NotPossible),
        },
        Verdict::Ineligible { rule } => {
            if claim.origin == Origin::Coordinator {
                raise(draft, Task::CheckAssignment, Some(&claim.caregiver_id));
            }
            drop_claim(draft, &claim, rule, Told::NotPossible);
        }
    }
    Ok(())
}

pub(super) fn succeeded(draft: &mut Draft<'_>, fence: u64) -> Result<(), Rejection> {
    if let Some(caregiver_id) = abandoned(draft, fence) {
        draft.emit(Event::StrayAssignmentFound { caregiver_id, fence });
        return Ok(());
    }
    let claim = expect(draft, fence, ClaimStep::in_flight)?;
    took(draft, &claim);
    Ok(())
}

/// The agency system has the assignment.
fn took(draft: &mut Draft<'_>, claim: &Claim) {
    if claim.withdrawn {
        return release(draft, claim, "withdrawn", Assigned::Yes);
    }
    fill(draft, &claim.caregiver_id, Some(claim.fence));
}

fn fill(draft: &mut Draft<'_>, by: &CaregiverId, fence: Option<u64>) {
    withdraw_calls(draft);
    draft.emit(Event::Filled {
        caregiver_id: by.clone(),
        fence,
        client_told: draft.policy.client == ClientNotice::OnFill,
    });
    tell(draft, by, Told::Confirmed);
    tell_waiting(draft, Told::Filled);
    draft.emit(Event::NoteAdded { note: Note::Filled });
}

fn tell_waiting(draft: &mut Draft<'_>, told: Told) {
    for id in draft.run().map(super::state::Run::said_yes).unwrap_or_default() {
        tell(draft, &id, told);
    }
}

pub(super) fn conflict(draft: &mut Draft<'_>, fence: u64) -> Result<(), Rejection> {
    if abandoned(draft, fence).is_some() {
        draft.emit(Event::AbandonedSettled { fence });
        return Ok(());
    }
    expect(draft, fence, ClaimStep::in_flight)?;
    elsewhere(draft, Settled::Yes);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    Yes,
    No,
}

/// Somebody else has the shift: everybody who said yes is told, and nobody who did not.
fn elsewhere(draft: &mut Draft<'_>, settled: Settled) {
    let claim = draft.run().and_then(|run| run.claim()).cloned();
    withdraw_calls(draft);
    draft.emit(Event::Closed {
        reason: ClosedReason::FilledElsewhere,
        note: None,
    });
    if let Some(claim) = claim {
        if settled == Settled::Yes {
            draft.emit(Event::AbandonedSettled { fence: claim.fence });
        }
        if !claim.withdrawn && claim.origin == Origin::Caregiver {
            tell(draft, &claim.caregiver_id, Told::Filled);
        }
    }
    tell_waiting(draft, Told::Filled);
    draft.emit(Event::NoteAdded {
        note: Note::FilledElsewhere,
    });
}

pub(super) fn failed(
    draft: &mut Draft<'_>,
    fence: u64,
    retryable: bool,
    reason: &str,
) -> Result<(), Rejection> {
    if abandoned(draft, fence).is_some() {
        draft.emit(Event::AbandonedSettled { fence });
        return Ok(());
    }
    let claim = expect(draft, fence, |step| step == ClaimStep::Assignment)?;
    if claim.withdrawn {
        release(draft, &claim, "withdrawn", Assigned::No);
    } else if retryable && claim.assignments < draft.policy.claims.assign_attempts {
        assign(draft, &claim, draft.policy.claims.retry_seconds);
    } else {
        let rule = format!("assignment_failed/{reason}");
        drop_claim(draft, &claim, &rule, Told::NotPossible);
    }
    Ok(())
}

pub(super) fn unknown(draft: &mut Draft<'_>, fence: u64) -> Result<(), Rejection> {
    if let Some(abandoned) = given_up(draft, fence) {
        if abandoned.read_back {
            return Err(Rejection::Duplicate);
        }
        let due_at = draft.now;
        draft.emit(Event::ReadBackRequested {
            fence,
            attempt: 0,
            due_at,
        });
        return Ok(());
    }
    let claim = expect(draft, fence, |step| step == ClaimStep::Assignment)?;
    read_back(draft, &claim);
    Ok(())
}

pub(super) fn read(
    draft: &mut Draft<'_>,
    fence: u64,
    assigned_to: Option<&CaregiverId>,
) -> Result<(), Rejection> {
    if let Some(caregiver_id) = abandoned(draft, fence) {
        draft.emit(if assigned_to == Some(&caregiver_id) {
            Event::StrayAssignmentFound { caregiver_id, fence }
        } else {
            Event::AbandonedSettled { fence }
        });
        return Ok(());
    }
    let claim = expect(draft, fence, |step| step == ClaimStep::ReadBack)?;
    match assigned_to {
        Some(id) if *id == claim.caregiver_id => took(draft, &claim),
        Some(_) => elsewhere(draft, Settled::Yes),
        None if claim.withdrawn => release(draft, &claim, "withdrawn", Assigned::No),
        None if claim.assignments < draft.policy.claims.assign_attempts => assign(draft, &claim, 0),
        None => drop_claim(draft, &claim, "assignment_failed", Told::NotPossible),
    }
    Ok(())
}

/// Somebody filled the shift in the agency system: a racer like any other.
pub(super) fn external(draft: &mut Draft<'_>, by: Option<&CaregiverId>) -> Result<(), Rejection> {
    let run = draft.run().ok_or(Rejection::NotOpened)?;
    let claim = match &run.coverage {
        Coverage::Filled { by: held, .. } if Some(held) == by => return Err(Rejection::Duplicate),
        Coverage::Filled { .. } => return Err(Rejection::AlreadyFilled),
        Coverage::Closed { .. } => return Err(Rejection::NotLive),
        Coverage::Open { .. } => None,
        Coverage::Claiming { claim } => Some(claim.clone()),
    };
    let claims_it = claim.as_ref().filter(|claim| Some(&claim.caregiver_id) == by);
    if let Some(claim) = claims_it {
        if claim.step.in_flight() {
            took(draft, claim);
        } else {
            fill(draft, &claim.caregiver_id, None);
        }
        return Ok(());
    }
    let said_yes = by.filter(|id| run.waitlist.iter().any(|waiting| waiting.caregiver_id == **id));
    match (said_yes, claim) {
        (Some(id), None) => fill(draft, id, None),
        (Some(id), Some(claim)) if !claim.step.in_flight() => {
            drop_claim(draft, &claim, "filled_elsewhere", Told::Filled);
            fill(draft, id, None);
        }
        _ => elsewhere(draft, Settled::No),
    }
    Ok(())
}

/// A person answered a request for approval.
pub(super) fn approved(draft: &mut Draft<'_>, fence: u64, by: &crate::ContactId) -> Result<(), Rejection> {
    expect(draft, fence, |step| matches!(step, ClaimStep::Approval { .. }))?;
    draft.emit(Event::Approved {
        fence,
        by: by.clone(),
    });
    proceed(draft);
    Ok(())
}

pub(super) fn denied(draft: &mut Draft<'_>, fence: u64) -> Result<(), Rejection> {
    let claim = expect(draft, fence, |step| matches!(step, ClaimStep::Approval { .. }))?;
    drop_claim(draft, &claim, "denied", Told::NotPossible);
    Ok(())
}

/// Somebody does not want the shift any more, or must not have it: out of the line, and out of the claim.
pub(super) fn give_up(draft: &mut Draft<'_>, id: &CaregiverId, rule: &str) {
    let Some(run) = draft.live() else { return };
    if run.waitlist.iter().any(|waiting| waiting.caregiver_id == *id) {
        draft.emit(Event::WaitlistLeft {
            caregiver_id: id.clone(),
        });
    }
    let Some(claim) = draft.run().and_then(|run| run.claim()).cloned() else {
        return;
    };
    if claim.caregiver_id != *id {
        return;
    }
    if !claim.step.in_flight() {
        release(draft, &claim, rule, Assigned::No);
    } else if !claim.withdrawn {
        draft.emit(Event::ClaimWithdrawn { fence: claim.fence });
    }
}

/// A coordinator gives the shift to somebody: next in line before all others, and at once where nothing is under way.
pub(super) fn assign_manually(
    draft: &mut Draft<'_>,
    id: &CaregiverId,
    by: &crate::ContactId,
) -> Result<(), Rejection> {
    let run = draft.run().ok_or(Rejection::NotOpened)?;
    let claim = match &run.coverage {
        Coverage::Filled { .. } => return Err(Rejection::AlreadyFilled),
        Coverage::Closed { .. } => return Err(Rejection::NotLive),
        Coverage::Open { .. } => None,
        Coverage::Claiming { claim } => Some(claim.clone()),
    };
    match claim {
        Some(claim) if claim.caregiver_id == *id => {
            if let ClaimStep::Approval { .. } = claim.step {
                return approved(draft, claim.fence, by);
            }
            return Err(Rejection::Duplicate);
        }
        Some(claim) if matches!(claim.step, ClaimStep::Approval { .. }) => {
            release(draft, &claim, "coordinator_chose_another", Assigned::No);
            super::answers::join(draft, &claim.caregiver_id, claim.origin);
        }
        _ => {}
    }
    super::answers::join(draft, id, Origin::Coordinator);
    Ok(())
}

/// The present step of the claim has had its time.
pub(super) fn overdue(draft: &mut Draft<'_>) {
    let Some(claim) = draft.run().and_then(|run| run.claim()).cloned() else {
        return;
    };
    if claim.due_at.is_none_or(|at: DateTime<Utc>| at > draft.now) {
        return;
    }
    let claims = draft.policy.claims;
    match claim.step {
        ClaimStep::Approval { .. } => {
            draft.emit(Event::ApprovalOverdue { fence: claim.fence });
            escalate::outside_ladder(draft, Notice::ApprovalWaits);
        }
        ClaimStep::Revalidation if claim.revalidations < claims.assign_attempts => revalidate(draft, &claim),
        ClaimStep::Revalidation => drop_claim(draft, &claim, "revalidation_unanswered", Told::NotPossible),
        ClaimStep::Assignment => read_back(draft, &claim),
        ClaimStep::ReadBack if claim.read_backs < claims.read_backs => read_back(draft, &claim),
        ClaimStep::ReadBack => escalate::outside_ladder(draft, Notice::AssignmentInDoubt),
    }
}
