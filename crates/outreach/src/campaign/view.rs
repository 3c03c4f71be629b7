//! What a person wants to see of a campaign.

use careweave_types::CaregiverId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::deadline::next_deadline;
use super::event::Recorded;
use super::facts::{Answer, Exclusion};
use super::state::{ApprovalKind, Claim, ClaimStep, Coverage, Escalation, Outreach, Run, Standing, State};

/// Where a campaign stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// Which generation, from 1.
    pub generation: u32,
    /// True for a rehearsal.
    pub shadow: bool,
    /// Does the shift have somebody?
    pub coverage: Coverage,
    /// Is anybody being asked?
    pub outreach: Outreach,
    /// Does anybody in the office know?
    pub escalation: Escalation,
    /// How many stand where.
    pub counts: Counts,
    /// Those who said yes and wait, in order.
    pub waitlist: Vec<CaregiverId>,
    /// People who can still be asked.
    pub budget_left: u32,
    /// The one thing that moves it on.
    pub next_action: NextAction,
}

/// How many candidates stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Not asked yet.
    pub queued: u32,
    /// May be asked later.
    pub deferred: u32,
    /// Asked, and silent.
    pub silent: u32,
    /// Said yes.
    pub accepted: u32,
    /// Said no.
    pub declined: u32,
    /// Said something else.
    pub other_answers: u32,
    /// Could not be reached.
    pub failed: u32,
    /// Not asked by a rule, opted out or out of the running.
    pub out: u32,
}

/// The one thing that moves a campaign on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NextAction {
    /// Open a shift.
    OpenShift,
    /// Give it candidates.
    RankCandidates,
    /// A person decides about a claim.
    Approve {
        /// Which.
        fence: u64,
        /// About what.
        about: ApprovalKind,
    },
    /// Look at the hard rules and answer.
    AnswerRevalidation {
        /// Of which claim.
        fence: u64,
    },
    /// The agency system answers an assignment.
    AnswerAssignment {
        /// Of which claim.
        fence: u64,
    },
    /// Read who has the shift, and answer.
    ReadBack {
        /// Of which claim.
        fence: u64,
    },
    /// A coordinator resumes it.
    Resume,
    /// Nothing until an instant.
    Wait {
        /// Which.
        until: DateTime<Utc>,
    },
    /// It is over.
    Nothing,
}

/// Where the campaign of a stream stands; nothing before a shift was opened.
pub fn status(state: &State) -> Option<Status> {
    let run = state.run.as_ref()?;
    Some(Status {
        generation: run.generation,
        shadow: run.shadow,
        coverage: run.coverage.clone(),
        outreach: run.outreach,
        escalation: run.escalation.clone(),
        counts: counts(run),
        waitlist: run
            .waitlist
            .iter()
            .map(|waiting| waiting.caregiver_id.clone())
            .collect(),
        budget_left: run.budget_left,
        next_action: next_action(state),
    })
}

fn counts(run: &Run) -> Counts {
    let mut counts = Counts::default();
    for contact in &run.contacts {
        let count = match &contact.standing {
            Standing::Queued => &mut counts.queued,
            Standing::Deferred { .. } => &mut counts.deferred,
            Standing::Sent | Standing::Delivered => &mut counts.silent,
            Standing::Replied {
                answer: Answer::Accept,
            } => &mut counts.accepted,
            Standing::Replied {
                answer: Answer::Decline,
            } => &mut counts.declined,
            Standing::Replied { .. } => &mut counts.other_answers,
            Standing::Failed { .. } => &mut counts.failed,
            Standing::OptedOut | Standing::Skipped { .. } | Standing::Withdrawn { .. } => &mut counts.out,
        };
        *count += 1;
    }
    counts
}

/// The one thing that moves the campaign on.
pub fn next_action(state: &State) -> NextAction {
    let Some(run) = &state.run else {
        return NextAction::OpenShift;
    };
    match &run.coverage {
        Coverage::Filled { .. } | Coverage::Closed { .. } => NextAction::Nothing,
        Coverage::Claiming { claim } => of_claim(claim),
        Coverage::Open { .. } if run.contacts.is_empty() && run.outreach == Outreach::NotStarted => {
            NextAction::RankCandidates
        }
        Coverage::Open { .. } if run.outreach.is_paused() => NextAction::Resume,
        Coverage::Open { .. } => {
            next_deadline(state).map_or(NextAction::Nothing, |until| NextAction::Wait { until })
        }
    }
}

const fn of_claim(claim: &Claim) -> NextAction {
    let fence = claim.fence;
    match claim.step {
        ClaimStep::Approval { about } => NextAction::Approve { fence, about },
        ClaimStep::Revalidation => NextAction::AnswerRevalidation { fence },
        ClaimStep::Assignment => NextAction::AnswerAssignment { fence },
        ClaimStep::ReadBack => NextAction::ReadBack { fence },
    }
}

/// What passed between us and one caregiver, in order.
pub fn timeline<'a>(log: &'a [Recorded], caregiver: &CaregiverId) -> Vec<&'a Recorded> {
    let about = |recorded: &&Recorded| recorded.event.caregiver() == Some(caregiver);
    log.iter().filter(about).collect()
}

/// Why the others were not asked: the name of the rule for each.
///
/// `"not_reached"` is whoever was still in line, or might have been asked, when the search ended or until now.
pub fn why_not_contacted(state: &State) -> Vec<Exclusion> {
    let Some(run) = &state.run else {
        return Vec::new();
    };
    let mut why = run.excluded.clone();
    for contact in run.contacts.iter().filter(|contact| contact.offered_at.is_none()) {
        let id = &contact.candidate.caregiver_id;
        if run.excluded.iter().any(|exclusion| exclusion.caregiver_id == *id) {
            continue;
        }
        let rule = match &contact.standing {
            Standing::Deferred { rule, .. } | Standing::Skipped { rule } | Standing::Withdrawn { rule } => {
                rule
            }
            Standing::OptedOut => "opted_out",
            _ => "not_reached",
        };
        why.push(Exclusion {
            caregiver_id: id.clone(),
            rule: rule.to_owned(),
        });
    }
    why
}
