use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::deadline::next_deadline;
use super::draft::Draft;
use super::event::{Recorded, Rejection};
use super::input::Input;
use super::policy::Policy;
use super::state::State;
use super::{answers, claims, coordinator, due, intake};

/// What follows from an input: events to append, and the commands they cause.
///
/// A store appends both in one transaction, under the version the decision was made at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What happened, in order.
    pub events: Vec<Recorded>,
    /// What has to be done, in order.
    pub commands: Vec<Command>,
}

/// Decides what follows from `input` at `now`.
///
/// It never fails: what does not fit becomes an [`Event::InputRejected`](super::Event::InputRejected) and changes nothing
/// else. Whatever is due by `now` is done as well, so a late tick loses nothing. A `now` before the last event counts as
/// the time of that event.
///
/// The policy may be another one than before; what was settled under the old one (deadlines, who was asked) stays.
pub fn decide(state: &State, input: &Input, now: DateTime<Utc>, policy: &Policy) -> Decision {
    step(Cow::Borrowed(state), input, now, policy).0
}

/// [`decide`], and the state after it.
pub fn advance(state: State, input: &Input, now: DateTime<Utc>, policy: &Policy) -> (State, Decision) {
    let (decision, state) = step(Cow::Owned(state), input, now, policy);
    (state.into_owned(), decision)
}

fn step<'a>(
    state: Cow<'a, State>,
    input: &Input,
    now: DateTime<Utc>,
    policy: &'a Policy,
) -> (Decision, Cow<'a, State>) {
    let mut draft = Draft::new(state, now, policy);
    if *input == Input::Tick && next_deadline(draft.state()).is_none_or(|due| draft.now < due) {
        return draft.finish();
    }
    due::before(&mut draft);
    take(&mut draft, input);
    due::after(&mut draft);
    draft.finish()
}

fn take(draft: &mut Draft<'_>, input: &Input) {
    if let Input::ShiftOpened {
        shift,
        cause,
        excluded,
    } = input
    {
        return intake::opened(draft, shift, *cause, excluded);
    }
    if draft.run().is_none() {
        if *input != Input::Tick {
            draft.reject(input.kind(), Rejection::NotOpened);
        }
        return;
    }
    let outcome = match input {
        Input::ShiftOpened { .. } | Input::Tick => Ok(()),
        Input::CandidatesRanked {
            generation,
            candidates,
        } => intake::ranked(draft, *generation, candidates),
        Input::ReplyReceived { .. } => answers::reply(draft, input),
        Input::DeliveryUpdated { command, report } => answers::delivery(draft, command, *report),
        Input::CallEnded { command, outcome } => answers::call_ended(draft, command, *outcome),
        Input::Revalidated { fence, verdict } => claims::revalidated(draft, *fence, verdict),
        Input::AssignSucceeded { fence } => claims::succeeded(draft, *fence),
        Input::AssignConflict { fence } => claims::conflict(draft, *fence),
        Input::AssignFailed {
            fence,
            retryable,
            reason,
        } => claims::failed(draft, *fence, *retryable, reason),
        Input::AssignUnknown { fence } => claims::unknown(draft, *fence),
        Input::AssignmentRead { fence, assigned_to } => claims::read(draft, *fence, assigned_to.as_ref()),
        Input::CoordinatorActed { by, action } => coordinator::act(draft, by, action),
        Input::ExternalAssignmentSeen { caregiver_id } => claims::external(draft, caregiver_id.as_ref()),
        Input::CaregiverCancelled { caregiver_id, reason } => {
            intake::caregiver_cancelled(draft, caregiver_id, reason)
        }
        Input::ConsentChanged {
            caregiver_id,
            recipient,
        } => answers::recipient_changed(draft, caregiver_id, recipient),
        Input::WorkChanged {
            caregiver_id,
            working,
        } => answers::work_changed(draft, caregiver_id, working),
        Input::GroupReleased { group } => intake::group_released(draft, group),
    };
    if let Err(why) = outcome {
        draft.reject(input.kind(), why);
    }
}
