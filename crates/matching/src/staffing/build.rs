//! From a world to an assignment problem.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Error, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::OPERATION;
use super::costs::Costs;
use super::law::{Open, RosterLaw};
use crate::assignment::{
    CaregiverData, CommittedData, Eligibility, FORMAT, PairData, Partial, ProblemData, TravelData,
    TravelTime, VisitData,
};
use crate::eligibility::{ShiftContext, whole_minutes};
use crate::overtime::rounding::Rounding;
use crate::policy::Unit;
use crate::ranking::Rule;
use crate::roster::{Roster, Shift};
use crate::world::{Judged, World};

/// The most clients the visits of one problem may be at: the travel matrix has a cell for each two.
pub const MAX_CLIENTS: usize = 2_000;

/// Work this close to the open shifts stands in the problem.
const NEAR: TimeDelta = TimeDelta::hours(36);

pub(super) struct Built<'a> {
    pub(super) data: ProblemData,
    pub(super) law: RosterLaw<'a>,
    pub(super) cases: Vec<Case<'a>>,
}

/// One open shift: who may take it, best first, and who may not.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) shift: &'a Shift,
    /// Position among the problem's visits; none where nobody may take it.
    pub(super) visit: Option<usize>,
    /// By rank.
    pub(super) candidates: Vec<Candidacy>,
    /// How many may not take it.
    pub(super) excluded: usize,
}

/// Somebody who may take a shift.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidacy {
    /// Position among the problem's caregivers.
    pub(super) caregiver: usize,
    /// What the pair costs.
    pub(super) cost: i64,
}

pub(super) fn build<'a>(world: &'a World, costs: &Costs) -> Result<Built<'a>> {
    let roster = world.roster();
    let scale = match world.policy().unit {
        Unit::Point => 1_000,
        Unit::MilliPoint => 1,
    };
    let mut cases = Vec::new();
    let mut open = Vec::new();
    for shift in roster.open_shifts() {
        let context = ShiftContext::new(roster, shift)?;
        let (judged, excluded) = world.judge_all(&context)?;
        let candidates: Vec<Candidacy> = judged
            .iter()
            .map(|(who, judged)| Candidacy {
                caregiver: *who,
                cost: -points_without_overtime(judged).saturating_mul(scale),
            })
            .collect();
        let visit = (!candidates.is_empty()).then_some(open.len());
        if visit.is_some() {
            let minutes = context.whole_minutes.ok_or_else(|| {
                Error::invalid(
                    OPERATION,
                    "scheduled_end",
                    "an open shift lasts at least a minute",
                )
                .with("record", format!("shifts (id {})", shift.id))
            })?;
            open.push(Open::new(roster, minutes, context)?);
        }
        cases.push(Case {
            shift,
            visit,
            candidates,
            excluded: excluded.len(),
        });
    }
    let axis = Axis::new(roster, &open)?;
    let people: BTreeSet<usize> = cases
        .iter()
        .flat_map(|case| case.candidates.iter().map(|c| c.caregiver))
        .collect();
    let people: Vec<usize> = people.into_iter().collect();

    let mut pairs = Vec::new();
    for case in &mut cases {
        for candidacy in &mut case.candidates {
            pairs.push(PairData {
                caregiver: roster.caregivers()[candidacy.caregiver].id.clone(),
                visit: case.shift.id.clone(),
                cost: candidacy.cost,
                weight: None,
            });
            // From here on by the position in the problem.
            candidacy.caregiver = people.partition_point(|who| *who < candidacy.caregiver);
        }
    }
    let caregivers: Vec<CaregiverData> = people.iter().map(|&who| caregiver(roster, who, &axis)).collect();
    let visits: Vec<VisitData> = open.iter().map(|open| visit(open, &axis, costs)).collect();
    let travel = travel(world, costs, &open, &people, &axis)?;
    let data = ProblemData {
        format: FORMAT.to_owned(),
        caregivers,
        visits,
        pairs,
        eligibility: Eligibility::Listed,
        links: Vec::new(),
        travel,
        forbidden_successions: Vec::new(),
        day_starts: axis.days.clone(),
        week_starts: axis.weeks.clone(),
        days: None,
        saturdays: Vec::new(),
        late_cost_per_minute: None,
        max_lateness_cost_per_minute: 0,
        offset: 0,
    };
    let law = RosterLaw::new(world, costs, people, open);
    Ok(Built { data, law, cases })
}

/// The score without what depends on the whole week.
pub(super) fn points_without_overtime(judged: &Judged) -> i64 {
    judged
        .card
        .rows()
        .filter(|row| row.rule != Rule::Overtime)
        .map(|row| row.points)
        .sum()
}

fn visit(open: &Open<'_>, axis: &Axis, costs: &Costs) -> VisitData {
    let shift = open.context.shift;
    VisitData {
        id: shift.id.clone(),
        start: Some(axis.minute(open.minutes.start())),
        end: Some(axis.minute(open.minutes.end())),
        earliest: None,
        latest: None,
        duration: None,
        late_cost_per_minute: None,
        location: Some(shift.client_id.as_str().to_owned()),
        kind: None,
        skills: Vec::new(),
        caregivers: 1,
        partial: Partial::default(),
        unfilled_penalty: costs.unfilled + costs.unfilled_per_minute * open.minutes.minutes(),
        extra: 0,
        extra_cost: 0,
        weight: 1,
    }
}

/// The work that stands near the open shifts. Of bookings that overlap each other only the first stands here; the law knows
/// them all.
fn caregiver(roster: &Roster, who: usize, axis: &Axis) -> CaregiverData {
    let mut committed: Vec<CommittedData> = Vec::new();
    for (shift, window) in near(roster, who, &axis.near) {
        let (start, end) = (axis.minute(window.start()), axis.minute(window.end()));
        if committed.last().is_none_or(|last| last.end <= start) {
            committed.push(CommittedData {
                id: shift.id.clone(),
                start,
                end,
                location: Some(shift.client_id.as_str().to_owned()),
                kind: None,
            });
        }
    }
    CaregiverData {
        id: roster.caregivers()[who].id.clone(),
        skills: Vec::new(),
        available: None,
        committed,
        start_location: None,
        end_location: None,
        capacity: None,
        rest_minutes: 0,
        max_shift_minutes: None,
        max_minutes_per_day: None,
        max_minutes_per_week: None,
        max_minutes: None,
        min_minutes: 0,
        max_visits_per_day: None,
        max_visits_of_kind: BTreeMap::new(),
        max_consecutive_days: None,
        min_consecutive_days: None,
        min_consecutive_days_off: None,
        max_weekends: None,
        overtime: Vec::new(),
        travel_time: TravelTime::NotWork,
        use_cost: 0,
    }
}

fn near<'a>(
    roster: &'a Roster,
    who: usize,
    window: &'a Option<TimeWindow>,
) -> impl Iterator<Item = (&'a Shift, TimeWindow)> {
    roster
        .bookings_at(who)
        .iter()
        .filter(|b| window.as_ref().is_some_and(|near| b.scheduled.overlaps(near)))
        .filter_map(|b| Some((&roster.data().shifts[b.shift], whole_minutes(&b.scheduled)?)))
}

/// What the way between any two clients costs. Whether a gap suffices is the law's question, so the matrix of minutes is
/// empty: work that stands is not refused by an estimate.
fn travel(
    world: &World,
    costs: &Costs,
    open: &[Open<'_>],
    people: &[usize],
    axis: &Axis,
) -> Result<Option<TravelData>> {
    let roster = world.roster();
    let mut shifts: BTreeMap<&str, &Shift> = BTreeMap::new();
    for open in open {
        shifts.insert(open.context.shift.client_id.as_str(), open.context.shift);
    }
    for &who in people {
        for (shift, _) in near(roster, who, &axis.near) {
            shifts.entry(shift.client_id.as_str()).or_insert(shift);
        }
    }
    if shifts.len() > MAX_CLIENTS {
        let rule = format!("at most {MAX_CLIENTS} clients in one plan; plan fewer days at a time");
        return Err(Error::invalid(OPERATION, "shifts", rule).with("record", "(file)"));
    }
    let speed = world.policy().gates.speed;
    let unknown = world
        .policy()
        .gates
        .travel
        .map_or(0, |buffer| buffer.unknown_minutes);
    let mut cost = Vec::with_capacity(shifts.len());
    for (from, a) in &shifts {
        let mut row = Vec::with_capacity(shifts.len());
        for (to, b) in &shifts {
            let minutes = match from == to {
                true => 0,
                false => roster.way(a, b, speed)?.map_or(unknown, |leg| leg.minutes),
            };
            row.push(i64::from(minutes) * costs.travel_per_minute);
        }
        cost.push(row);
    }
    Ok((!shifts.is_empty()).then(|| TravelData {
        locations: shifts.keys().map(|&client| client.to_owned()).collect(),
        minutes: vec![vec![0; shifts.len()]; shifts.len()],
        cost: Some(cost),
        cost_per_minute: 1,
    }))
}

/// The problem's minutes: from the local midnight before the first open shift and the work near it.
struct Axis {
    origin: DateTime<Utc>,
    days: Vec<i64>,
    weeks: Vec<i64>,
    near: Option<TimeWindow>,
}

impl Axis {
    fn new(roster: &Roster, open: &[Open<'_>]) -> Result<Self> {
        let first = open.iter().map(|o| o.minutes.start()).min();
        let last = open.iter().map(|o| o.minutes.end()).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Ok(Self {
                origin: roster.as_of(),
                days: Vec::new(),
                weeks: Vec::new(),
                near: None,
            });
        };
        let near = TimeWindow::new(first - NEAR, last + NEAR)?;
        // Bookings reach a week before and after what they are near to.
        let room = TimeDelta::days(8);
        let zone = roster.zone();
        let origin = Rounding::Minute.punch(zone.day(zone.local(near.start() - room).date)?.start());
        let mut axis = Self {
            origin,
            days: Vec::new(),
            weeks: Vec::new(),
            near: Some(near),
        };
        let end = last + NEAR + room;
        let mut at = origin;
        while at < end {
            axis.days.push(axis.minute(at));
            at = zone.day(zone.local(at).date)?.end();
        }
        let mut at = origin;
        while at < end {
            let week = roster.workweek().week_of(at)?;
            axis.weeks.push(axis.minute(week.start()));
            at = week.end();
        }
        Ok(axis)
    }

    fn minute(&self, instant: DateTime<Utc>) -> i64 {
        (instant - self.origin).num_minutes()
    }
}
