use super::problem::Problem;

/// A piece of work in a caregiver's calendar, in minutes since the problem's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkSegment {
    /// When it begins.
    pub start: i64,
    /// When it ends.
    pub end: i64,
}

/// One piece of a caregiver's plan: what it is, and when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Planned {
    /// When it begins, in minutes since the problem's origin.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// What it is.
    pub item: WorkItem,
}

/// A piece of work by its position in the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkItem {
    /// In [`ProblemData::visits`](super::ProblemData::visits).
    Visit(usize),
    /// In the caregiver's [`committed`](super::CaregiverData::committed).
    Committed(usize),
}

/// The price of a caregiver's whole set of work: overtime depends on the set, not on the single shift.
///
/// A law is a pure function. The solver prices a change as the difference of two sets.
pub trait WeekCost {
    /// The cost of all this work, committed work included, by start; never negative. `caregiver` is the position in
    /// [`ProblemData::caregivers`](super::ProblemData::caregivers).
    fn cost(&self, problem: &Problem, caregiver: usize, work: &[WorkSegment]) -> i64;

    /// Says that [`plan_cost`](Self::plan_cost) and [`allows`](Self::allows) have to be asked.
    fn judges_plans(&self) -> bool {
        false
    }

    /// What a caregiver's plan costs beyond the minutes in it, which [`cost`](Self::cost) prices; never negative. It is
    /// part of [`Objective::overtime`](super::Objective::overtime), and zero for committed work alone.
    fn plan_cost(&self, _problem: &Problem, _caregiver: usize, _plan: &[Planned]) -> i64 {
        0
    }

    /// Whether a caregiver may have all of this work, committed work included, by start. What stands alone is allowed,
    /// and so is every part of what is allowed.
    fn allows(&self, _problem: &Problem, _caregiver: usize, _plan: &[Planned]) -> bool {
        true
    }

    /// Says that [`cost`](Self::cost) is exactly that of the bands in the problem, which the bounds then may use.
    fn is_document_bands(&self) -> bool {
        false
    }
}

/// The law of the problem itself: each caregiver's `overtime` bands on the minutes of each workweek.
#[derive(Clone, Copy, Debug, Default)]
pub struct WeeklyBands;

impl WeekCost for WeeklyBands {
    fn cost(&self, problem: &Problem, caregiver: usize, work: &[WorkSegment]) -> i64 {
        let bands = &problem.data().caregivers[caregiver].overtime;
        if bands.is_empty() {
            return 0;
        }
        let (mut total, mut week, mut minutes) = (0, None, 0);
        for segment in work {
            let mut from = segment.start;
            while from < segment.end {
                let (index, end) = problem.calendar().week_of(from);
                if week != Some(index) {
                    total += band_cost(bands, minutes);
                    (week, minutes) = (Some(index), 0);
                }
                let to = segment.end.min(end);
                minutes += to - from;
                from = to;
            }
        }
        total + band_cost(bands, minutes)
    }

    fn is_document_bands(&self) -> bool {
        true
    }
}

/// What one week of `minutes` costs.
pub(crate) fn band_cost(bands: &[super::OvertimeBand], minutes: i64) -> i64 {
    bands
        .iter()
        .map(|band| (minutes - band.after_minutes).max(0) * band.cost_per_minute)
        .sum()
}
