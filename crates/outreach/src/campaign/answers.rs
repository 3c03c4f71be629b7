//! What candidates answer, and what is learnt about them.

use careweave_types::{CaregiverId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::calls;
use super::claims;
use super::command::Task;
use super::draft::Draft;
use super::event::{Event, Rejection};
use super::facts::{Answer, CallOutcome, DeliveryReport, FailureClass};
use super::input::Input;
use super::policy::ClaimRule;
use super::react::{call_key, told_key};
use super::state::{Call, Coverage, Origin, Standing, Told};
use super::tell::{ahead, raise, tell, withdraw_call};
use super::waves;
use crate::consent::{Means, Recipient, opt_out};
use crate::{Channel, CommandKey};

pub(super) fn reply(draft: &mut Draft<'_>, input: &Input) -> Result<(), Rejection> {
    let Input::ReplyReceived {
        caregiver_id,
        message_id,
        received_at,
        answer,
        language,
        group,
    } = input
    else {
        return Ok(());
    };
    let contact = draft.contact(caregiver_id).ok_or(Rejection::UnknownCaregiver)?;
    if contact.messages.contains(message_id) {
        return Err(Rejection::Duplicate);
    }
    if let Some(language) = language.clone().filter(|language| *language != contact.language) {
        draft.emit(Event::LanguageObserved {
            caregiver_id: caregiver_id.clone(),
            language,
        });
    }
    if ahead(draft).contains(caregiver_id) {
        withdraw_call(draft, caregiver_id, None);
    }
    draft.emit(Event::Answered {
        caregiver_id: caregiver_id.clone(),
        message_id: Some(message_id.clone()),
        received_at: *received_at,
        answer: *answer,
        group: group.clone(),
    });
    answered(draft, caregiver_id, *answer, Means::Keyword);
    Ok(())
}

fn answered(draft: &mut Draft<'_>, id: &CaregiverId, answer: Answer, means: Means) {
    match answer {
        Answer::Accept => accepted(draft, id),
        Answer::Decline => declined(draft, id),
        Answer::Question => raise(draft, Task::AnswerQuestion, Some(id)),
        Answer::Partial => raise(draft, Task::ConsiderPartial, Some(id)),
        Answer::Unknown => raise(draft, Task::ReadReply, Some(id)),
        Answer::OptOut => opted_out(draft, id, means),
    }
}

fn accepted(draft: &mut Draft<'_>, id: &CaregiverId) {
    let Some(run) = draft.run() else { return };
    let barred = run.excluded.iter().any(|e| e.caregiver_id == *id);
    match &run.coverage {
        Coverage::Filled { by, .. } if by == id => {}
        Coverage::Filled { .. } => tell(draft, id, Told::Filled),
        Coverage::Closed { reason, .. } => {
            let told = reason.told().unwrap_or(Told::Closed);
            tell(draft, id, told);
        }
        _ if barred => tell(draft, id, Told::NotPossible),
        Coverage::Claiming { claim } if claim.caregiver_id == *id => {}
        _ if run.waitlist.iter().any(|waiting| waiting.caregiver_id == *id) => {}
        Coverage::Claiming { .. } => {
            join(draft, id, Origin::Caregiver);
            tell(draft, id, Told::Waitlisted);
        }
        Coverage::Open { collecting_until } => {
            let first = collecting_until.is_none();
            join(draft, id, Origin::Caregiver);
            if let ClaimRule::BestWithin { seconds } = draft.policy.claims.rule
                && first
            {
                let until = draft.after(TimeDelta::seconds(i64::from(seconds)));
                draft.emit(Event::CollectingStarted { until });
            }
        }
    }
}

pub(super) fn join(draft: &mut Draft<'_>, id: &CaregiverId, origin: Origin) {
    draft.emit(Event::Waitlisted {
        caregiver_id: id.clone(),
        origin,
    });
}

fn declined(draft: &mut Draft<'_>, id: &CaregiverId) {
    let Some(run) = draft.run() else { return };
    match &run.coverage {
        Coverage::Filled { by, .. } if by == id => raise(draft, Task::CheckAssignment, Some(id)),
        Coverage::Filled { .. } | Coverage::Closed { .. } => {}
        Coverage::Open { .. } | Coverage::Claiming { .. } => claims::give_up(draft, id, "declined"),
    }
}

/// Recorded at once; one confirmation, and nothing after it. A claim that is under way goes on: they said yes to it.
fn opted_out(draft: &mut Draft<'_>, id: &CaregiverId, means: Means) {
    let Some(contact) = draft.contact(id) else { return };
    let called = matches!(means, Means::Spoken);
    let channel = if called {
        Channel::Voice
    } else {
        let first = contact.candidate.writing().next().map(|reach| reach.channel);
        contact.offered_on.or(first).unwrap_or(Channel::Sms)
    };
    let decided = contact.candidate.lines(channel).map(|lines| {
        opt_out(
            &draft.policy.sending.revocation,
            &contact.candidate.recipient.consent,
            lines,
            means,
            draft.now,
        )
    });
    let waits = draft
        .run()
        .is_some_and(|run| run.waitlist.iter().any(|waiting| waiting.caregiver_id == *id));
    if waits {
        draft.emit(Event::WaitlistLeft {
            caregiver_id: id.clone(),
        });
    }
    let confirmed = decided
        .as_ref()
        .is_some_and(|decided| decided.confirm_until.is_some());
    let already = draft
        .contact(id)
        .is_some_and(|c| c.standing == Standing::OptedOut);
    draft.emit(Event::Suppressed {
        caregiver_id: id.clone(),
        channel,
        revocation: decided.and_then(|decided| decided.revocation),
    });
    if confirmed {
        tell(draft, id, Told::OptedOut);
    }
    if !already {
        raise(draft, Task::OptedOut, Some(id));
    }
}

pub(super) fn delivery(
    draft: &mut Draft<'_>,
    command: &CommandKey,
    report: DeliveryReport,
) -> Result<(), Rejection> {
    let Some(run) = draft.run() else {
        return Err(Rejection::NotOpened);
    };
    let offered = run
        .contacts
        .iter()
        .find(|contact| contact.offer_key.as_ref() == Some(command));
    let Some(contact) = offered else {
        return told_delivery(draft, command, report);
    };
    let id = contact.candidate.caregiver_id.clone();
    let channel = contact.offered_on;
    match (report, &contact.standing) {
        (DeliveryReport::Delivered, Standing::Sent) => {}
        (DeliveryReport::Failed { .. }, standing) if standing.is_silent() => {}
        // News of an offer that was answered, or the same news again, changes nothing.
        _ => return Ok(()),
    }
    if ahead(draft).contains(&id) && matches!(report, DeliveryReport::Failed { .. }) {
        withdraw_call(draft, &id, None);
    }
    draft.emit(Event::OfferReported {
        caregiver_id: id.clone(),
        report,
    });
    match report {
        DeliveryReport::Failed {
            class: FailureClass::OptedOut,
        } => opted_out(draft, &id, Means::Provider),
        DeliveryReport::Failed { .. } => waves::try_next_channel(draft, &id, channel),
        DeliveryReport::Accepted | DeliveryReport::Delivered => {}
    }
    Ok(())
}

/// A confirmation that did not arrive is told in person.
fn told_delivery(
    draft: &mut Draft<'_>,
    command: &CommandKey,
    report: DeliveryReport,
) -> Result<(), Rejection> {
    let Some(run) = draft.run() else {
        return Err(Rejection::NotOpened);
    };
    let told = run.contacts.iter().find_map(|contact| {
        let places = contact.told.iter().enumerate();
        places
            .map(|(at, told)| (told_key(run, contact, at + 1), *told))
            .find(|(key, _)| key == command)
            .map(|(_, told)| (contact.candidate.caregiver_id.clone(), told))
    });
    let (id, told) = told.ok_or(Rejection::UnknownCommand)?;
    if matches!(report, DeliveryReport::Failed { .. }) && matches!(told, Told::Confirmed | Told::Released) {
        raise(draft, Task::TellInPerson, Some(&id));
    }
    Ok(())
}

pub(super) fn call_ended(
    draft: &mut Draft<'_>,
    command: &CommandKey,
    outcome: CallOutcome,
) -> Result<(), Rejection> {
    let Some(run) = draft.run() else {
        return Err(Rejection::NotOpened);
    };
    let called = run
        .contacts
        .iter()
        .find(|contact| contact.calls > 0 && call_key(run, contact) == *command);
    let contact = called.ok_or(Rejection::UnknownCommand)?;
    if let Call::Ended { .. } = contact.call {
        return Err(Rejection::Duplicate);
    }
    let id = contact.candidate.caregiver_id.clone();
    draft.emit(Event::CallEnded {
        caregiver_id: id.clone(),
        outcome,
    });
    let answer = match outcome {
        CallOutcome::Accepted => Answer::Accept,
        CallOutcome::Declined => Answer::Decline,
        CallOutcome::OptOut => Answer::OptOut,
        CallOutcome::Voicemail | CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::Failed => {
            return Ok(());
        }
    };
    draft.emit(Event::Answered {
        caregiver_id: id.clone(),
        message_id: None,
        received_at: draft.now,
        answer,
        group: None,
    });
    answered(draft, &id, answer, Means::Spoken);
    Ok(())
}

pub(super) fn recipient_changed(
    draft: &mut Draft<'_>,
    id: &CaregiverId,
    recipient: &Recipient,
) -> Result<(), Rejection> {
    let contact = draft.contact(id).ok_or(Rejection::UnknownCaregiver)?;
    let waited = matches!(contact.standing, Standing::Deferred { .. });
    draft.emit(Event::RecipientChanged {
        caregiver_id: id.clone(),
        recipient: recipient.clone(),
    });
    calls::replan(draft, id);
    if waited && draft.live().is_some_and(|run| run.next_wave_at().is_none()) {
        let at: Option<DateTime<Utc>> = Some(draft.now);
        draft.emit(Event::NextWaveSet { at });
    }
    Ok(())
}

pub(super) fn work_changed(
    draft: &mut Draft<'_>,
    id: &CaregiverId,
    working: &[TimeWindow],
) -> Result<(), Rejection> {
    draft.contact(id).ok_or(Rejection::UnknownCaregiver)?;
    draft.emit(Event::WorkChanged {
        caregiver_id: id.clone(),
        working: working.to_vec(),
    });
    calls::replan(draft, id);
    Ok(())
}
