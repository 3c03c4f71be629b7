use super::continuity::ONE_VISIT;
use super::{Facts, Row, Why, Wish};
use crate::distance::Metres;
use crate::policy::Weights;
use crate::ranking::Rule;
use crate::roster::Attendance;

const RULES: usize = 14;

/// A score, taken apart. The rows sum to the total, because the total is their sum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scorecard {
    rows: [Option<Row>; RULES],
    count: usize,
    pub(crate) total: i64,
}

impl Scorecard {
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().take(self.count).flatten()
    }
}

/// Takes rows up.
trait Sum {
    fn push(&mut self, rule: Rule, points: i64, why: Why);
}

impl Sum for Scorecard {
    fn push(&mut self, rule: Rule, points: i64, why: Why) {
        if let Some(slot) = self.rows.get_mut(self.count) {
            *slot = Some(Row { rule, points, why });
            self.count += 1;
            self.total += points;
        }
    }
}

impl Sum for i64 {
    fn push(&mut self, _: Rule, points: i64, _: Why) {
        *self += points;
    }
}

/// Scores the facts, row by row.
pub(crate) fn score(weights: &Weights, facts: &Facts) -> Scorecard {
    let mut card = Scorecard {
        rows: [None; RULES],
        count: 0,
        total: 0,
    };
    add_up(weights, facts, &mut card);
    card
}

/// The total alone.
pub(crate) fn total(weights: &Weights, facts: &Facts) -> i64 {
    let mut total = 0;
    add_up(weights, facts, &mut total);
    total
}

/// A rule without weight has no row.
fn add_up(weights: &Weights, facts: &Facts, card: &mut impl Sum) {
    let mut wish = |rule, weight: i32, wish: Wish| {
        if weight != 0 {
            let points = if wish == Wish::Met { i64::from(weight) } else { 0 };
            let why = match wish {
                Wish::NotStated => Why::NotStated,
                Wish::Unknown => Why::Unknown,
                Wish::Met => Why::Met,
                Wish::NotMet => Why::NotMet,
            };
            card.push(rule, points, why);
        }
    };
    wish(Rule::ServiceArea, weights.service_area, facts.service_area);
    wish(Rule::Gender, weights.gender, facts.gender);
    wish(Rule::Language, weights.language, facts.language);
    let visits = facts.visits;
    if weights.past_visit != 0 {
        let points = i64::from(visits) * i64::from(weights.past_visit);
        card.push(Rule::PastVisits, points, Why::Visits { visits });
    }
    if weights.overtime != 0 || weights.overtime_per_cent != 0 || weights.no_overtime != 0 {
        let why = Why::Overtime {
            minutes: facts.overtime_minutes,
            premium: facts.premium,
        };
        card.push(Rule::Overtime, overtime_points(weights, facts), why);
    }
    if weights.worked_before != 0 {
        let points = if visits > 0 {
            i64::from(weights.worked_before)
        } else {
            0
        };
        card.push(Rule::WorkedBefore, points, Why::Visits { visits });
    }
    if weights.continuity != 0 {
        let hundredths = facts.weighted_visits.saturating_mul(100) / ONE_VISIT;
        card.push(
            Rule::Continuity,
            continuity_points(weights, facts.weighted_visits),
            Why::WeightedVisits { visits, hundredths },
        );
    }
    if weights.preferred != 0 {
        let preferred = facts.preferred;
        let points = if preferred {
            i64::from(weights.preferred)
        } else {
            0
        };
        card.push(Rule::Preferred, points, Why::Preferred { preferred });
    }
    if !weights.distance.is_none() {
        match facts.metres {
            Some(metres) => {
                let tenths_of_mile = Metres(metres).tenths_of_mile();
                card.push(
                    Rule::Distance,
                    weights.distance.points(metres),
                    Why::Way { tenths_of_mile },
                );
            }
            None => card.push(Rule::Distance, 0, Why::WayUnknown),
        }
    }
    if weights.reliability != 0 {
        let why = facts.attendance.map_or(Why::NoAttendance, Why::Attendance);
        card.push(
            Rule::Reliability,
            reliability_points(weights, facts.attendance),
            why,
        );
    }
    if weights.hours_wanted != 0 {
        match facts.wanted_minutes {
            Some(wanted) => card.push(
                Rule::HoursWanted,
                hours_points(weights, wanted, facts.week_minutes),
                Why::Hours {
                    wanted,
                    with_shift: facts.week_minutes,
                },
            ),
            None => card.push(Rule::HoursWanted, 0, Why::Unknown),
        }
    }
    if weights.soft_preference != 0 {
        let balance = i64::from(facts.statements.gladly) - i64::from(facts.statements.rather_not);
        let why = Why::Statements {
            gladly: facts.statements.gladly,
            rather_not: facts.statements.rather_not,
        };
        card.push(
            Rule::SoftPreference,
            i64::from(weights.soft_preference) * balance,
            why,
        );
    }
    if weights.response != 0 {
        match facts.response.filter(|r| r.offered > 0) {
            Some(r) => {
                let points = i64::from(weights.response) * i64::from(r.accepted) / i64::from(r.offered);
                card.push(Rule::Response, points, Why::Response(r));
            }
            None => card.push(Rule::Response, 0, Why::Unknown),
        }
    }
    if weights.skill != 0 {
        let asks = facts.asks_for_skills;
        let points = if asks { i64::from(weights.skill) } else { 0 };
        card.push(Rule::Skill, points, Why::Asks { asks });
    }
}

fn overtime_points(weights: &Weights, facts: &Facts) -> i64 {
    let flat = if facts.overtime_minutes > 0 {
        weights.overtime
    } else {
        weights.no_overtime
    };
    i64::from(flat) + i64::from(weights.overtime_per_cent).saturating_mul(facts.premium.max(0))
}

fn continuity_points(weights: &Weights, weighted_visits: u64) -> i64 {
    let visits = i128::from(weighted_visits);
    let half = i128::from(weights.continuity_half_visits) * i128::from(ONE_VISIT);
    if visits + half == 0 {
        return 0;
    }
    // No larger than the weight itself.
    i64::try_from(i128::from(weights.continuity) * visits / (visits + half)).unwrap_or(i64::MAX)
}

/// `−w (p − m)` with `p = (M m + x) / (M + n)`: the difference is `(x − n m) / (M + n)`. Without history it is nothing.
pub(crate) fn reliability_points(weights: &Weights, attendance: Option<Attendance>) -> i64 {
    let Some(a) = attendance else { return 0 };
    let excess =
        i128::from(a.missed) * 1_000_000 - i128::from(a.accepted) * i128::from(weights.reliability_mean_ppm);
    let shifts = i128::from(weights.reliability_strength) + i128::from(a.accepted);
    let points = -i128::from(weights.reliability) * excess / (shifts * 1_000_000).max(1);
    let limit = i128::from(weights.reliability_limit);
    i64::try_from(points.clamp(-limit, limit)).unwrap_or(0)
}

pub(crate) fn hours_points(weights: &Weights, wanted: u32, with_shift: i64) -> i64 {
    let wanted = i64::from(wanted);
    if wanted == 0 {
        return 0;
    }
    let off = (with_shift - wanted).abs();
    i64::from(weights.hours_wanted) * (wanted - off).max(0) / wanted
}
