use careweave_types::{AgencyZone, CaregiverId, ClientId, Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::location::{LocationFinding, MILLIMETRES_PER_MILE, gps_exception};
use super::units::WageMinutes;

/// The six elements of the 21st Century Cures Act, section 12006.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// The type of service performed.
    Service,
    /// The individual receiving it.
    Client,
    /// The individual providing it.
    Caregiver,
    /// The date.
    Date,
    /// The location of delivery.
    Location,
    /// The time it begins and ends.
    Times,
}

impl Element {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::Service,
        Self::Client,
        Self::Caregiver,
        Self::Date,
        Self::Location,
        Self::Times,
    ];
}

/// Where a visit was clocked, as a distance from the client's address. Coordinates are not needed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Millimetres from the client's address.
    pub distance: u64,
    /// The radius of the position's error, in millimetres.
    pub accuracy: u64,
}

/// Whether a visit was signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Signature {
    NotRequired,
    Given,
    Missing,
}

/// The facts of one visit, as they were captured. Absent means not captured, or not matched to a known person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The service's code.
    #[serde(default)]
    pub service: Option<String>,
    /// Who received it.
    #[serde(default)]
    pub client_id: Option<ClientId>,
    /// Who gave it.
    #[serde(default)]
    pub caregiver_id: Option<CaregiverId>,
    /// The date of the visit in the agency's zone.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Where.
    #[serde(default)]
    pub position: Option<Position>,
    /// Begin.
    #[serde(default)]
    pub clock_in: Option<DateTime<Utc>>,
    /// End.
    #[serde(default)]
    pub clock_out: Option<DateTime<Utc>>,
    /// Signature.
    pub signature: Signature,
}

/// The limits a visit is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvvPolicy {
    /// The zone in which the date of a visit is read.
    pub zone: AgencyZone,
    /// How far from the address is still there, in millimetres.
    pub distance_limit: u64,
    /// The longest visit accepted, in minutes.
    pub longest_minutes: u32,
}

impl EvvPolicy {
    /// One mile and 25 hours, the documented defaults of Colorado's state system.
    pub const fn colorado(zone: AgencyZone) -> Self {
        Self {
            zone,
            distance_limit: MILLIMETRES_PER_MILE,
            longest_minutes: 25 * 60,
        }
    }
}

/// What a finding asks of the agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// Looked at and confirmed, with a reason.
    Acknowledge,
    /// Corrected before the visit can be verified.
    Fix,
    /// Nothing helps: the visit is refused.
    Reject,
}

/// Something wrong with a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// One of the six elements is not there.
    Missing {
        /// Which.
        element: Element,
    },
    /// The clock-out is not after the clock-in.
    EndsBeforeItBegins,
    /// The date is not that of the clock-in.
    OtherDate,
    /// Farther from the address than the limit.
    FarFromClient,
    /// Perhaps farther from the address than the limit.
    PerhapsFarFromClient,
    /// A required signature is missing.
    NoSignature,
    /// Longer than a visit may be.
    TooLong,
}

impl Finding {
    /// What it asks of the agency.
    pub const fn handling(self) -> Handling {
        match self {
            Self::Missing { .. } | Self::EndsBeforeItBegins | Self::OtherDate => Handling::Fix,
            Self::FarFromClient | Self::PerhapsFarFromClient | Self::NoSignature => Handling::Acknowledge,
            Self::TooLong => Handling::Reject,
        }
    }
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// Complete, with nothing to look at.
    Verified,
    /// Complete, with something to confirm.
    ToAcknowledge,
    /// Incomplete or contradictory.
    ToFix,
    /// Refused.
    Rejected,
}

/// A visit held against a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitReview {
    /// Where it stands: decided by the gravest finding.
    pub state: VisitState,
    /// Everything found.
    pub findings: Vec<Finding>,
}

impl VisitReview {
    /// The elements that are missing, in the order of the act.
    pub fn missing(&self) -> Vec<Element> {
        self.findings
            .iter()
            .filter_map(|finding| match finding {
                Finding::Missing { element } => Some(*element),
                _ => None,
            })
            .collect()
    }

    /// The findings that ask for this.
    pub fn to(&self, handling: Handling) -> impl Iterator<Item = Finding> {
        self.findings
            .iter()
            .copied()
            .filter(move |finding| finding.handling() == handling)
    }
}

/// Reviews a visit.
pub fn visit_state(visit: &Visit, policy: &EvvPolicy) -> VisitReview {
    let mut findings = Vec::new();
    let present = [
        (
            Element::Service,
            visit.service.as_ref().is_some_and(|s| !s.is_empty()),
        ),
        (Element::Client, visit.client_id.is_some()),
        (Element::Caregiver, visit.caregiver_id.is_some()),
        (Element::Date, visit.date.is_some()),
        (Element::Location, visit.position.is_some()),
        (
            Element::Times,
            visit.clock_in.is_some() && visit.clock_out.is_some(),
        ),
    ];
    findings.extend(
        present
            .into_iter()
            .filter(|(_, there)| !there)
            .map(|(element, _)| Finding::Missing { element }),
    );
    if let (Some(begin), Some(end)) = (visit.clock_in, visit.clock_out) {
        if end <= begin {
            findings.push(Finding::EndsBeforeItBegins);
        }
        if end - begin > chrono::TimeDelta::minutes(i64::from(policy.longest_minutes)) {
            findings.push(Finding::TooLong);
        }
    }
    if let (Some(date), Some(begin)) = (visit.date, visit.clock_in)
        && policy.zone.local(begin).date != date
    {
        findings.push(Finding::OtherDate);
    }
    if let Some(position) = visit.position {
        match gps_exception(position.distance, position.accuracy, policy.distance_limit) {
            LocationFinding::Inside => {}
            LocationFinding::Uncertain => findings.push(Finding::PerhapsFarFromClient),
            LocationFinding::Outside => findings.push(Finding::FarFromClient),
        }
    }
    if visit.signature == Signature::Missing {
        findings.push(Finding::NoSignature);
    }
    let state = match findings.iter().map(|f| f.handling()).max() {
        None => VisitState::Verified,
        Some(Handling::Acknowledge) => VisitState::ToAcknowledge,
        Some(Handling::Fix) => VisitState::ToFix,
        Some(Handling::Reject) => VisitState::Rejected,
    };
    VisitReview { state, findings }
}

/// The minutes a visit counts for wages: from clock-in to clock-out, not rounded to any unit; a started minute counts.
///
/// # Errors
/// `InvalidInput` for a visit that lacks a clock-in or clock-out, ends before it begins, or lasts more than a year.
pub fn wage_minutes(visit: &Visit) -> Result<WageMinutes> {
    const OPERATION: &str = "evv.wage_minutes";
    let begin = visit
        .clock_in
        .ok_or_else(|| Error::invalid(OPERATION, "clock_in", "a visit without a clock-in has no length"))?;
    let end = visit.clock_out.ok_or_else(|| {
        Error::invalid(
            OPERATION,
            "clock_out",
            "a visit without a clock-out has no length",
        )
    })?;
    if end <= begin {
        return Err(Error::invalid(
            OPERATION,
            "clock_out",
            "must be after the clock-in",
        ));
    }
    let elapsed = end - begin;
    let started =
        elapsed.num_minutes() + i64::from(elapsed > chrono::TimeDelta::minutes(elapsed.num_minutes()));
    u32::try_from(started)
        .ok()
        .filter(|minutes| *minutes <= 527_040)
        .map(WageMinutes::new)
        .ok_or_else(|| Error::invalid(OPERATION, "clock_out", "at most a year after the clock-in"))
}
