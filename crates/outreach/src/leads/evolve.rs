use chrono::{DateTime, TimeDelta, Utc};

use super::lead::{Lead, LeadAppointment};
use super::policy::LeadPolicy;
use super::words::{LeadEvent, LeadStage, Sequence};
use crate::ContactId;

/// The lead after an event.
#[must_use]
pub fn evolve(lead: &Lead, event: &LeadEvent) -> Lead {
    let mut lead = lead.clone();
    lead.version += 1;
    match event {
        LeadEvent::Created { at, source } => {
            lead.created_at = Some(*at);
            lead.source = Some(source.clone());
        }
        LeadEvent::Classified { class, tags } => {
            lead.class.clone_from(class);
            lead.tags.clone_from(tags);
        }
        LeadEvent::StageReached { stage, .. } => {
            lead.no_shows += u32::from(*stage == LeadStage::NoShow);
            lead.stage = *stage;
        }
        LeadEvent::TemperatureChanged { temperature, .. } => lead.temperature = *temperature,
        LeadEvent::SequenceChanged { to } => lead.sequence = *to,
        LeadEvent::AppointmentSet { appointment, start } => {
            lead.appointment = Some(LeadAppointment {
                id: appointment.clone(),
                start: *start,
                attendance_asked: false,
            });
        }
        LeadEvent::AppointmentCleared => lead.appointment = None,
        LeadEvent::AttendanceAsked => {
            if let Some(appointment) = &mut lead.appointment {
                appointment.attendance_asked = true;
            }
        }
        LeadEvent::InputRejected { .. } => {}
    }
    lead
}

/// The lead a log makes.
pub fn fold<'a>(contact: ContactId, events: impl IntoIterator<Item = &'a LeadEvent>) -> Lead {
    events
        .into_iter()
        .fold(Lead::new(contact), |lead, event| evolve(&lead, event))
}

/// When to send the next `Tick`; absent when nothing waits for time.
pub fn next_deadline(lead: &Lead, policy: &LeadPolicy) -> Option<DateTime<Utc>> {
    let scheduled = match lead.sequence {
        Sequence::FollowUp { at } | Sequence::Callback { at } | Sequence::Reactivation { at, .. } => Some(at),
        Sequence::Idle | Sequence::Suppressed => None,
    };
    let attendance = lead
        .appointment
        .as_ref()
        .filter(|appointment| {
            !appointment.attendance_asked && matches!(lead.stage, LeadStage::Booked | LeadStage::Confirmed)
        })
        .and_then(|appointment| {
            appointment
                .start
                .checked_add_signed(TimeDelta::minutes(i64::from(policy.grace_minutes)))
        });
    scheduled.into_iter().chain(attendance).min()
}
