use std::collections::BTreeMap;

use careweave_types::{CaregiverId, ShiftId};
use serde::{Deserialize, Serialize};

/// The format this version reads.
pub const FORMAT: &str = "careweave.assignment/1";

/// An assignment problem as it stands in a file. The guide `docs/assignment.md` describes every field.
///
/// Times are whole minutes since an origin of the caller's choice, so that a day of 23 or 25 hours is no special case:
/// say where days and weeks begin in [`day_starts`](Self::day_starts) and [`week_starts`](Self::week_starts). Costs are
/// whole numbers in one unit of the caller's choice; lower is better, and a bonus is a negative cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemData {
    /// `"careweave.assignment/1"`.
    pub format: String,
    /// Who can be assigned.
    pub caregivers: Vec<CaregiverData>,
    /// What is to be assigned.
    pub visits: Vec<VisitData>,
    /// Costs of single pairs, and, with [`Eligibility::Listed`], the list of who may take what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<PairData>,
    /// Whether a pair that is not in `pairs` may be assigned.
    #[serde(default)]
    pub eligibility: Eligibility,
    /// Ties between the start times of visits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkData>,
    /// Where people and visits are, and how far apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel: Option<TravelData>,
    /// Pairs of kinds `[earlier, later]`: no visit of the one kind on a day and of the other on the next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forbidden_successions: Vec<(String, String)>,
    /// The minutes at which days begin, ascending; the first day also takes all before. Default: every 1,440.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub day_starts: Vec<i64>,
    /// The minutes at which workweeks begin, ascending. Default: every 10,080.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub week_starts: Vec<i64>,
    /// How many days the roster has; rules on weekends and runs of days look at these. Default: up to the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Days (0 is the first) that are Saturdays; each with the day after it is one weekend.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saturdays: Vec<u32>,
    /// Cost per minute that a visit starts after its `latest`, when the visit does not say its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_cost_per_minute: Option<i64>,
    /// Cost per minute of the latest start of all, once, on top.
    #[serde(default)]
    pub max_lateness_cost_per_minute: i64,
    /// A constant that is part of the objective.
    #[serde(default)]
    pub offset: i64,
}

/// Whether pairs that are not listed may be assigned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Everyone with the skills may take a visit; `pairs` only adds costs and weights.
    #[default]
    Skills,
    /// Only listed pairs may be assigned.
    Listed,
}

/// One caregiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaregiverData {
    /// The caregiver's id.
    pub id: CaregiverId,
    /// What they can do; a visit asks for all of its skills.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// When they can work, disjoint and ascending; a visit lies inside one window. Absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Vec<Window>>,
    /// Work they have already, which no solution takes away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub committed: Vec<CommittedData>,
    /// Where each working day begins: travel to the first visit counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_location: Option<String>,
    /// Where each working day ends: travel from the last visit counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_location: Option<String>,
    /// The most weight they can take; see [`VisitData::weight`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<i64>,
    /// The least minutes between the last visit of one day and the first of the next.
    #[serde(default)]
    pub rest_minutes: i64,
    /// The longest day from leaving `start_location` to reaching `end_location`, waiting included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_shift_minutes: Option<i64>,
    /// The most work minutes of visits that begin in one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes_per_day: Option<i64>,
    /// The most work minutes of visits that begin in one week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes_per_week: Option<i64>,
    /// The most work minutes in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_minutes: Option<i64>,
    /// The least work minutes in all.
    #[serde(default)]
    pub min_minutes: i64,
    /// The most visits in one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_visits_per_day: Option<u32>,
    /// The most visits of a kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub max_visits_of_kind: BTreeMap<String, u32>,
    /// The most days worked in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_consecutive_days: Option<u32>,
    /// The least days worked in a row; runs that touch the first or last day are exempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_consecutive_days: Option<u32>,
    /// The least days off in a row; runs that touch the first or last day are exempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_consecutive_days_off: Option<u32>,
    /// The most weekends with work on either day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_weekends: Option<u32>,
    /// The price of the weekly work minutes, summed over weeks; see [`OvertimeBand`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overtime: Vec<OvertimeBand>,
    /// Whether travel between two visits of a day is work.
    #[serde(default)]
    pub travel_time: TravelTime,
    /// A cost when they get any visit at all.
    #[serde(default)]
    pub use_cost: i64,
}

/// Whether travel between two visits of a day is work (29 CFR 785.38). Travel from and to home is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TravelTime {
    /// Only visits are work.
    #[default]
    NotWork,
    /// Travel between visits is work, right after the earlier one.
    Work,
}

/// An interval of minutes, `start` included, `end` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The first minute.
    pub start: i64,
    /// The minute after the last.
    pub end: i64,
}

/// Work that stands already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommittedData {
    /// The shift's id; may not be that of a visit.
    pub id: ShiftId,
    /// When it begins.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Its kind, for rules on kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Weekly minutes beyond `after_minutes` cost `cost_per_minute` each, on top of the bands below.
///
/// A weekly-forty rule is one band: `{"after_minutes": 2400, "cost_per_minute": 12}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OvertimeBand {
    /// Where the band begins, in minutes of one week.
    pub after_minutes: i64,
    /// The cost of each minute beyond.
    pub cost_per_minute: i64,
}

/// One visit or shift: a piece of work for one or several caregivers.
///
/// Its time is either fixed (`start`, `end`), or movable (`earliest`, `latest`, `duration`), or there is none (a plain
/// task); all visits of a problem are timed, or none is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitData {
    /// The visit's id.
    pub id: ShiftId,
    /// When a fixed visit begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// When a fixed visit ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
    /// The first minute at which a movable visit may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<i64>,
    /// The last minute at which it may begin; with a late cost, the last at which it is on time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<i64>,
    /// How long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<i64>,
    /// Cost per minute of beginning after `latest`; then `latest` is a wish, otherwise a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_cost_per_minute: Option<i64>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Its kind (early, late, night…), for rules on kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What every caregiver on it has to be able to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// How many caregivers it takes, all from its start.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub caregivers: u32,
    /// Whether fewer than `caregivers` are better than none.
    #[serde(default)]
    pub partial: Partial,
    /// The cost of each caregiver who is missing.
    pub unfilled_penalty: i64,
    /// How many more than `caregivers` may be assigned.
    #[serde(default)]
    pub extra: u32,
    /// The cost of each of those.
    #[serde(default)]
    pub extra_cost: i64,
    /// What it takes of a caregiver's `capacity`, unless the pair says otherwise. Default 1.
    #[serde(default = "one_weight", skip_serializing_if = "is_one_weight")]
    pub weight: i64,
}

/// Whether a visit for several caregivers may be left partly staffed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partial {
    /// All or none, as for a two-person lift.
    #[default]
    Refused,
    /// Each caregiver counts, as for cover on a ward.
    Allowed,
}

/// What is particular to one caregiver with one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairData {
    /// Who.
    pub caregiver: CaregiverId,
    /// With which visit.
    pub visit: ShiftId,
    /// What the pair costs; continuity is a negative cost.
    #[serde(default)]
    pub cost: i64,
    /// What the visit takes of this caregiver's capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
}

/// Ties two visits that both take place: `min_gap ≤ start(second) − start(first) ≤ max_gap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkData {
    /// The visit the gap is measured from.
    pub first: ShiftId,
    /// The visit it is measured to.
    pub second: ShiftId,
    /// The least minutes between the two starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_gap: Option<i64>,
    /// The most minutes between the two starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_gap: Option<i64>,
    /// Whether the same people may do both.
    #[serde(default)]
    pub caregivers: LinkCaregivers,
    /// Whether one may take place without the other.
    #[serde(default)]
    pub together: Together,
}

/// Who may do both visits of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkCaregivers {
    /// No rule.
    #[default]
    Any,
    /// Nobody may do both.
    Different,
}

/// Whether the visits of a link stand or fall together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// One without the other is refused.
    #[default]
    Required,
    /// The link holds only when both take place.
    Optional,
}

/// Places and the way between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelData {
    /// The names of the places; they index the matrices. Names of your own, not addresses.
    pub locations: Vec<String>,
    /// Minutes from each place (row) to each (column).
    pub minutes: Vec<Vec<i64>>,
    /// What the way costs, when that is not `cost_per_minute` times the minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Vec<Vec<i64>>>,
    /// What a minute on the way costs. Default 1.
    #[serde(default = "one_weight", skip_serializing_if = "is_one_weight")]
    pub cost_per_minute: i64,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_one(n: &u32) -> bool {
    *n == 1
}

fn one_weight() -> i64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_one_weight(n: &i64) -> bool {
    *n == 1
}
