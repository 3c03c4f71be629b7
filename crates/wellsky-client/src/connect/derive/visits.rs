use std::collections::BTreeMap;

use careweave_types::ShiftStatus;
use chrono::{DateTime, TimeDelta, Utc};

use crate::connect::models::{Appointment, AppointmentStatus, Encounter, EncounterStatus};

/// How far from its planned start a visit may begin and still be taken for that occurrence. Occurrences of a series are a
/// day apart at the least.
const FARTHEST: TimeDelta = TimeDelta::hours(12);

/// Appointments with the encounters that belong to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// Every appointment, with its encounter where there is one.
    pub visits: Vec<(Appointment, Option<Encounter>)>,
    /// Encounters that belong to none of the appointments: visits that were not planned, or of another day.
    pub unmatched: Vec<Encounter>,
}

/// Finds the encounter of each appointment. An encounter names the series; which occurrence it is shows in its start: the
/// nearest one, at most twelve hours away. Each encounter belongs to one occurrence at most, and each occurrence has one.
pub fn join_visits(appointments: Vec<Appointment>, encounters: Vec<Encounter>) -> Joined {
    let mut pairs: Vec<(TimeDelta, usize, usize)> = Vec::new();
    let mut series: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, appointment) in appointments.iter().enumerate() {
        series.entry(appointment.id.as_str()).or_default().push(place);
    }
    for (number, encounter) in encounters.iter().enumerate() {
        let (Some(id), Some(start)) = (&encounter.appointment_id, encounter.start) else {
            continue;
        };
        for place in series.get(id.as_str()).into_iter().flatten() {
            let apart = (start - appointments[*place].start).abs();
            if apart <= FARTHEST {
                pairs.push((apart, *place, number));
            }
        }
    }
    pairs.sort();
    let mut of_appointment: Vec<Option<usize>> = vec![None; appointments.len()];
    let mut taken = vec![false; encounters.len()];
    for (_, place, number) in pairs {
        if of_appointment[place].is_none() && !taken[number] {
            of_appointment[place] = Some(number);
            taken[number] = true;
        }
    }
    let mut encounters: Vec<Option<Encounter>> = encounters.into_iter().map(Some).collect();
    let visits = appointments
        .into_iter()
        .zip(of_appointment)
        .map(|(appointment, number)| (appointment, number.and_then(|n| encounters[n].take())))
        .collect();
    Joined {
        visits,
        unmatched: encounters.into_iter().flatten().collect(),
    }
}

/// What a shift is doing at `now`. An appointment says whether it is planned or called off; whether it runs or was
/// completed is in the encounter; missed is what ended with a caregiver and without an encounter.
pub fn shift_status(
    appointment: &Appointment,
    encounter: Option<&Encounter>,
    now: DateTime<Utc>,
) -> ShiftStatus {
    if appointment.is_cancelled() {
        return ShiftStatus::Cancelled;
    }
    if let Some(encounter) = encounter {
        return match (&encounter.status, encounter.end) {
            (Some(EncounterStatus::Complete), _) | (None, Some(_)) => ShiftStatus::Completed,
            (Some(EncounterStatus::InProgress) | None, _) => ShiftStatus::InProgress,
            (Some(other), _) => other.as_str().into(),
        };
    }
    match &appointment.status {
        Some(AppointmentStatus::Completed) => ShiftStatus::Completed,
        Some(AppointmentStatus::Other(word)) => ShiftStatus::from(&**word),
        _ if appointment.caregiver_id.is_none() => ShiftStatus::Open,
        _ if appointment.end <= now => ShiftStatus::Missed,
        _ => ShiftStatus::Scheduled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn appointment(id: &str, start: &str, end: &str, caregiver: &Value) -> Appointment {
        serde_json::from_value(json!({
            "resourceType": "Appointment", "id": id, "client": {"id": "500001"}, "caregiver": caregiver,
            "start": start, "end": end, "status": "SCHEDULED"
        }))
        .unwrap()
    }

    fn encounter(id: u64, series: &str, start: &str) -> Encounter {
        serde_json::from_value(json!({
            "id": id, "status": "COMPLETE", "appointment": {"reference": format!("Appointment/{series}")},
            "subject": {"reference": "Patient/500001"}, "period": {"start": start, "end": start},
            "participant": {"Individual": [{"reference": "Practitioner/700001"}]}
        }))
        .unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_encounter_belongs_to_the_occurrence_of_its_day() {
        let monday = appointment(
            "1",
            "2026-04-06T15:00:00+00:00",
            "2026-04-06T19:00:00+00:00",
            &json!({"id": 7}),
        );
        let tuesday = appointment(
            "1",
            "2026-04-07T15:00:00+00:00",
            "2026-04-07T19:00:00+00:00",
            &json!({"id": 7}),
        );
        let joined = join_visits(
            vec![monday.clone(), tuesday.clone()],
            vec![
                encounter(9, "1", "2026-04-07T15:04:00"),
                encounter(8, "2", "2026-04-06T15:00:00"),
            ],
        );
        assert_eq!(joined.visits[0], (monday, None));
        assert_eq!(joined.visits[1].1.as_ref().map(|e| e.id.as_str()), Some("9"));
        assert_eq!(joined.unmatched.len(), 1);
        assert_ne!(tuesday.occurrence(), joined.visits[0].0.occurrence());
    }

    #[test]
    fn an_encounter_of_the_day_before_is_not_this_days() {
        let tuesday = appointment(
            "1",
            "2026-04-07T00:30:00+00:00",
            "2026-04-07T04:00:00+00:00",
            &json!({"id": 7}),
        );
        let joined = join_visits(vec![tuesday], vec![encounter(9, "1", "2026-04-06T00:28:00")]);
        assert_eq!(joined.visits[0].1, None);
        assert_eq!(joined.unmatched.len(), 1);
    }

    #[test]
    fn nobody_in_any_of_its_spellings_is_an_open_shift() {
        for nobody in [json!(null), json!({}), json!({"id": ""}), json!({"id": null})] {
            let shift = appointment("1", "2026-04-06T15:00:00Z", "2026-04-06T19:00:00Z", &nobody);
            assert_eq!(
                shift_status(&shift, None, at("2026-04-05T00:00:00Z")),
                ShiftStatus::Open
            );
        }
    }

    #[test]
    fn a_shift_is_missed_when_it_ended_with_a_caregiver_and_without_an_encounter() {
        let shift = appointment(
            "1",
            "2026-04-06T15:00:00Z",
            "2026-04-06T19:00:00Z",
            &json!({"id": "7"}),
        );
        let status = |now| shift_status(&shift, None, at(now));
        assert_eq!(status("2026-04-06T18:59:59Z"), ShiftStatus::Scheduled);
        assert_eq!(status("2026-04-06T19:00:00Z"), ShiftStatus::Missed);
        let visit = encounter(9, "1", "2026-04-06T15:04:00");
        assert_eq!(
            shift_status(&shift, Some(&visit), at("2026-04-09T00:00:00Z")),
            ShiftStatus::Completed
        );
    }

    #[test]
    fn an_instant_without_an_offset_is_utc() {
        assert_eq!(
            encounter(9, "1", "2026-04-06T15:04:00").start,
            Some(at("2026-04-06T15:04:00Z"))
        );
    }
}
