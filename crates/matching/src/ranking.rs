//! Who should take a shift: the ranked list, each score taken apart.

use std::cmp::Reverse;

use careweave_types::{CaregiverId, ClientId, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::eligibility::{Exclusion, exclusions};
use crate::policy::{Policy, Weights};
use crate::roster::{Caregiver, Roster, Shift, unknown_shift};
use crate::workload::Workload;
use crate::world::World;

/// The answer for one shift.
///
/// Serialised by [`to_json`](Ranking::to_json) it is the same text, byte for byte, from Rust, Python, Node and the
/// command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ranking {
    /// The shift that was ranked for.
    pub shift: ShiftSummary,
    /// The policy in force.
    pub policy: PolicyName,
    /// Who may take it, best first.
    pub candidates: Vec<Candidate>,
    /// Who may not, and every reason why, in order of id.
    pub excluded: Vec<Excluded>,
}

/// Which policy a ranking was made by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyName {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
}

/// The shift in a ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShiftSummary {
    /// Its id.
    pub id: ShiftId,
    /// Whom it is for.
    pub client_id: ClientId,
    /// Planned start.
    pub scheduled_start: DateTime<Utc>,
    /// Planned end.
    pub scheduled_end: DateTime<Utc>,
}

/// A caregiver who may take the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// 1 for the best.
    pub rank: u32,
    /// Who.
    pub caregiver_id: CaregiverId,
    /// The tier, 1 for the best, where the policy has tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u32>,
    /// The sum of the parts' points.
    pub score: i64,
    /// Every rule of the policy, with the points it gave and why; the points sum to the score.
    pub parts: Vec<Part>,
    /// What the shift does to the caregiver's hours.
    pub workload: Workload,
}

/// One rule's share of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The rule.
    pub rule: Rule,
    /// Its points; zero when the rule does not apply.
    pub points: i64,
    /// Why, in a few words without personal data.
    pub why: String,
}

/// What gives points. The first five are those of the documented heuristic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// Service area equals the client's ZIP code.
    ServiceArea,
    /// Completed visits with the client.
    PastVisits,
    /// Overtime the shift would cause.
    Overtime,
    /// The gender the client asks for.
    Gender,
    /// The language the client asks for.
    Language,
    /// Any completed visit with the client.
    WorkedBefore,
    /// Completed visits with the client, recent ones more, saturating.
    Continuity,
    /// The client prefers the caregiver.
    Preferred,
    /// The way from home.
    Distance,
    /// Attendance so far.
    Reliability,
    /// Hours wanted in the week.
    HoursWanted,
    /// What the caregiver likes and does not like.
    SoftPreference,
    /// Offers accepted so far.
    Response,
    /// What the shift asks for and the caregiver holds.
    Skill,
}

impl Rule {
    /// The name as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServiceArea => "service_area",
            Self::PastVisits => "past_visits",
            Self::Overtime => "overtime",
            Self::Gender => "gender",
            Self::Language => "language",
            Self::WorkedBefore => "worked_before",
            Self::Continuity => "continuity",
            Self::Preferred => "preferred",
            Self::Distance => "distance",
            Self::Reliability => "reliability",
            Self::HoursWanted => "hours_wanted",
            Self::SoftPreference => "soft_preference",
            Self::Response => "response",
            Self::Skill => "skill",
        }
    }
}

/// A caregiver who may not take the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Every reason, not the first.
    pub reasons: Vec<Exclusion>,
}

impl Ranking {
    /// The ranking as one line of JSON.
    pub fn to_json(&self) -> String {
        // Serialising plain data to a string cannot fail: there are no maps with keys that are not text.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Ranks the roster's caregivers for one shift.
///
/// Under the documented heuristic the order is: score, highest first; then less added overtime; then more past visits with the
/// client; then id. Other policies state theirs ([`Order`](crate::policy::Order)). Nothing is left to the order of the input.
///
/// # Errors
/// `NotFound` for a shift the roster does not hold; `InvalidInput` for one that is not open, because somebody has it
/// or it will not take place.
pub fn rank(roster: &Roster, shift: &ShiftId, policy: &Policy) -> Result<Ranking> {
    if *policy != Policy::seed_v1() {
        return World::new(roster.clone(), policy)?.rank(shift);
    }
    let shift = open_shift(roster, shift)?;
    let mut scored = Vec::new();
    let mut excluded = Vec::new();
    for caregiver in roster.caregivers() {
        let reasons = exclusions(roster, caregiver, shift)?;
        if reasons.is_empty() {
            scored.push(score(roster, caregiver, shift, &policy.weights)?);
        } else {
            excluded.push(Excluded {
                caregiver_id: caregiver.id.clone(),
                reasons,
            });
        }
    }
    scored.sort_by_cached_key(|(candidate, visits)| {
        (
            Reverse(candidate.score),
            candidate.workload.overtime_minutes,
            Reverse(*visits),
            candidate.caregiver_id.clone(),
        )
    });
    let candidates = (1..)
        .zip(scored)
        .map(|(rank, (candidate, _))| Candidate { rank, ..candidate })
        .collect();
    Ok(Ranking {
        shift: ShiftSummary::of(shift),
        policy: PolicyName::of(policy),
        candidates,
        excluded,
    })
}

impl ShiftSummary {
    pub(crate) fn of(shift: &Shift) -> Self {
        Self {
            id: shift.id.clone(),
            client_id: shift.client_id.clone(),
            scheduled_start: shift.scheduled_start,
            scheduled_end: shift.scheduled_end,
        }
    }
}

impl PolicyName {
    pub(crate) fn of(policy: &Policy) -> Self {
        Self {
            name: policy.name.clone(),
            version: policy.version,
        }
    }
}

/// The shift, if it waits for a caregiver.
pub(crate) fn open_shift<'a>(roster: &'a Roster, id: &ShiftId) -> Result<&'a Shift> {
    let shift = roster.shift(id).ok_or_else(|| unknown_shift(id))?;
    if !shift.is_open() {
        return Err(careweave_types::Error::invalid(
            "matching.rank",
            "status",
            format!(
                "the shift is not open, it is {}; only open shifts are ranked",
                shift.status
            ),
        )
        .with("shift_id", shift.id.as_str()));
    }
    Ok(shift)
}

/// Ranks for every open shift of the roster, in order of start.
///
/// # Errors
/// As [`rank`].
pub fn rank_open(roster: &Roster, policy: &Policy) -> Result<Vec<Ranking>> {
    let open = roster.open_shifts();
    if *policy == Policy::seed_v1() {
        return open.iter().map(|shift| rank(roster, &shift.id, policy)).collect();
    }
    let world = World::new(roster.clone(), policy)?;
    open.iter().map(|shift| world.rank(&shift.id)).collect()
}

/// Rankings as one line of JSON: `{"rankings":[…]}`.
pub fn rankings_to_json(rankings: &[Ranking]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        rankings: &'a [Ranking],
    }
    serde_json::to_string(&Document { rankings }).unwrap_or_default()
}

fn score(
    roster: &Roster,
    caregiver: &Caregiver,
    shift: &Shift,
    weights: &Weights,
) -> Result<(Candidate, u32)> {
    let visits = roster.past_visits(&caregiver.id, &shift.client_id);
    let workload = Workload::of(roster, &caregiver.id, shift)?;
    let parts = vec![
        service_area(caregiver, shift, weights),
        past_visits(visits, weights),
        overtime(&workload, weights),
        stated(
            Rule::Gender,
            weights.gender,
            shift.client_gender_preference.as_ref(),
            caregiver.gender.is_some(),
            |wanted| caregiver.gender.as_ref() == Some(wanted),
        ),
        stated(
            Rule::Language,
            weights.language,
            shift.client_language.as_ref(),
            !caregiver.languages.is_empty(),
            |wanted| {
                caregiver
                    .languages
                    .iter()
                    .any(|spoken| spoken.eq_ignore_ascii_case(wanted))
            },
        ),
    ];
    let candidate = Candidate {
        rank: 0,
        caregiver_id: caregiver.id.clone(),
        tier: None,
        score: parts.iter().map(|part| part.points).sum(),
        parts,
        workload,
    };
    Ok((candidate, visits))
}

fn service_area(caregiver: &Caregiver, shift: &Shift, weights: &Weights) -> Part {
    let (points, why) = match (&caregiver.service_area, &shift.client_zip_code) {
        (None, _) => (0, "the caregiver's service area is unknown"),
        (_, None) => (0, "the client's ZIP code is unknown"),
        (Some(area), Some(zip)) if zip5(area) == zip5(zip.expose()) => (
            i64::from(weights.service_area),
            "the service area is the client's ZIP code",
        ),
        _ => (0, "the service area is another ZIP code"),
    };
    Part {
        rule: Rule::ServiceArea,
        points,
        why: why.to_owned(),
    }
}

/// `80012-1234` lies in `80012`.
pub(crate) fn zip5(code: &str) -> &str {
    match code.split_once('-') {
        Some((zip, plus4)) if zip.len() == 5 && plus4.len() == 4 => zip,
        _ => code,
    }
}

fn past_visits(visits: u32, weights: &Weights) -> Part {
    let why = match visits {
        0 => "no past visit with the client".to_owned(),
        1 => "1 past visit with the client".to_owned(),
        n => format!("{n} past visits with the client"),
    };
    Part {
        rule: Rule::PastVisits,
        points: i64::from(visits) * i64::from(weights.past_visit),
        why,
    }
}

fn overtime(workload: &Workload, weights: &Weights) -> Part {
    let clock = |minutes: i64| format!("{} h {:02}", minutes / 60, minutes % 60);
    let weeks: Vec<_> = workload
        .weeks
        .iter()
        .map(|week| format!("{} → {}", clock(week.before_minutes), clock(week.after_minutes)))
        .collect();
    let weeks = weeks.join(", then ");
    let (points, why) = match workload.overtime_minutes {
        0 => (0, format!("{weeks} in the workweek, no overtime added")),
        added => (
            i64::from(weights.overtime),
            format!("{weeks} in the workweek, {} over 40 h added", clock(added)),
        ),
    };
    Part {
        rule: Rule::Overtime,
        points,
        why,
    }
}

/// A preference gives points only when the client states it and the caregiver is known to meet it: two unknowns
/// are not equal.
fn stated<T>(rule: Rule, points: i32, wanted: Option<&T>, known: bool, meets: impl Fn(&T) -> bool) -> Part {
    let (points, why) = match wanted {
        None => (0, "the client states no preference"),
        Some(_) if !known => (0, "unknown for the caregiver"),
        Some(wanted) if meets(wanted) => (i64::from(points), "as the client asks"),
        Some(_) => (0, "not as the client asks"),
    };
    Part {
        rule,
        points,
        why: why.to_owned(),
    }
}
