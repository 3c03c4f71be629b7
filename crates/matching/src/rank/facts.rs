use careweave_types::{Gender, Result};

use super::Decay;
use crate::eligibility::{ShiftContext, Statements, road, statements};
use crate::policy::Policy;
use crate::ranking::zip5;
use crate::roster::{Attendance, Caregiver, Response, Roster};

/// A wish of the client and what is known of the caregiver: two unknowns are not equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The client states none.
    #[default]
    NotStated,
    /// The client states one; the caregiver's side is unknown.
    Unknown,
    Met,
    NotMet,
}

/// What is known of one caregiver and one shift, as far as it gives points. Overtime is filled in by whoever knows the law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) visits: u32,
    /// In 65,536ths of a visit of today.
    pub(crate) weighted_visits: u64,
    pub(crate) preferred: bool,
    pub(crate) service_area: Wish,
    pub(crate) metres: Option<u32>,
    pub(crate) language: Wish,
    pub(crate) gender: Wish,
    pub(crate) overtime_minutes: i64,
    /// Minor units.
    pub(crate) premium: i64,
    pub(crate) attendance: Option<Attendance>,
    pub(crate) wanted_minutes: Option<u32>,
    /// Minutes in the first workweek the shift touches, with the shift.
    pub(crate) week_minutes: i64,
    pub(crate) statements: Statements,
    pub(crate) response: Option<Response>,
    pub(crate) asks_for_skills: bool,
    /// Seconds since 1970.
    pub(crate) last_offered: Option<i64>,
}

impl Facts {
    /// All but the overtime.
    pub(crate) fn gather(
        roster: &Roster,
        who: usize,
        context: &ShiftContext<'_>,
        policy: &Policy,
        decay: &Decay,
        week_minutes: i64,
    ) -> Result<Self> {
        let caregiver = &roster.caregivers()[who];
        let profile = roster.profile_at(who);
        let visits = context.visits_of(who);
        let shift = context.shift;
        let service_area = match (&caregiver.service_area, &shift.client_zip_code) {
            (_, None) => Wish::NotStated,
            (None, _) => Wish::Unknown,
            (Some(area), Some(zip)) if zip5(area) == zip5(zip.expose()) => Wish::Met,
            _ => Wish::NotMet,
        };
        let language = language_wish(shift.client_language.as_deref(), caregiver);
        let required = || {
            let asked = context.requirements().find_map(|r| r.gender.as_ref());
            asked.map(|wanted| &wanted.gender)
        };
        let wanted = shift.client_gender_preference.as_ref().or_else(required);
        let gender = gender_wish(wanted, caregiver);
        let measured = !policy.weights.distance.is_none() || policy.order == crate::policy::Order::Full;
        Ok(Self {
            visits: u32::try_from(visits.len()).unwrap_or(u32::MAX),
            weighted_visits: visits.iter().map(|v| decay.weight(v.age_days)).sum(),
            preferred: context
                .client
                .is_some_and(|c| c.preferred_caregivers.contains(&caregiver.id)),
            service_area,
            metres: match measured {
                true => road(roster, who, context, &policy.gates)?.map(|way| way.0),
                false => None,
            },
            language,
            gender,
            overtime_minutes: 0,
            premium: 0,
            attendance: profile.and_then(|p| p.attendance),
            wanted_minutes: profile.and_then(|p| p.wanted_week_minutes),
            week_minutes,
            statements: statements(roster, who, context, &policy.gates)?,
            response: profile.and_then(|p| p.response),
            asks_for_skills: !shift.required_certifications.is_empty()
                || context.requirements().any(|r| !r.skills.is_empty()),
            last_offered: profile.and_then(|p| p.last_offered_at).map(|at| at.timestamp()),
        })
    }
}

/// Whether a caregiver speaks the language a client wishes for.
pub(crate) fn language_wish(wanted: Option<&str>, caregiver: &Caregiver) -> Wish {
    match wanted {
        None => Wish::NotStated,
        Some(_) if caregiver.languages.is_empty() => Wish::Unknown,
        Some(wanted) if caregiver.languages.iter().any(|l| l.eq_ignore_ascii_case(wanted)) => Wish::Met,
        Some(_) => Wish::NotMet,
    }
}

/// Whether a caregiver has the gender a client wishes for.
pub(crate) fn gender_wish(wanted: Option<&Gender>, caregiver: &Caregiver) -> Wish {
    match (wanted, &caregiver.gender) {
        (None, _) => Wish::NotStated,
        (Some(_), None) => Wish::Unknown,
        (Some(wanted), Some(gender)) if wanted == gender => Wish::Met,
        _ => Wish::NotMet,
    }
}
