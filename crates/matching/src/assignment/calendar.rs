/// Where days and weeks begin, in minutes since the problem's origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    days: Vec<i64>,
    weeks: Vec<i64>,
}

const DAY: i64 = 24 * 60;
const WEEK: i64 = 7 * DAY;

impl Calendar {
    pub(super) fn new(days: Vec<i64>, weeks: Vec<i64>) -> Self {
        Self { days, weeks }
    }

    /// The day in which a minute lies; with listed days, all before the first listed belongs to it.
    pub fn day_of(&self, minute: i64) -> i64 {
        index_and_end(&self.days, DAY, minute).0
    }

    /// The week in which a minute lies, and the minute at which that week ends.
    pub fn week_of(&self, minute: i64) -> (i64, i64) {
        index_and_end(&self.weeks, WEEK, minute)
    }
}

fn index_and_end(starts: &[i64], length: i64, minute: i64) -> (i64, i64) {
    if starts.is_empty() {
        let index = minute.div_euclid(length);
        return (index, (index + 1) * length);
    }
    let after = starts.partition_point(|&start| start <= minute).max(1);
    (after as i64 - 1, starts.get(after).copied().unwrap_or(i64::MAX))
}
