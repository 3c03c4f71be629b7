//! Brazil: Constitution art. 7 XIII, CLT arts. 58 to 73, LC 150/2015.
//!
//! Overtime is a [`LabourPolicy`](crate::overtime::LabourPolicy) like any other. What the law forbids or asks beside
//! pay (rest, breaks, the tolerance of punches) is answered by the functions here.

use careweave_types::{Error, Result, TimeWindow};
use serde::{Deserialize, Serialize};

use super::{daily, rule, weekly};
use crate::overtime::policy::{Measure, NightHour, Rule, Workday};
use crate::overtime::{Jurisdiction, Places};

/// Clock minutes of a night hour, times two: 52 minutes 30 seconds.
pub const NIGHT_HOUR_HALF_MINUTES: u32 = 105;

/// The agreed schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrazilSchedule {
    /// 8 hours a day and 44 a week.
    #[default]
    EightFortyFour,
    /// 12 hours of work, then 36 of rest (CLT 59-A; LC 150/2015 art. 10).
    TwelveByThirtySix,
}

/// 50 % after 8 hours a day and 44 a week (after 12 a day under 12×36); 100 % on a rest day that is not made up for.
pub fn rules(schedule: BrazilSchedule) -> Vec<Rule> {
    let here = || Places::only(Jurisdiction::Brazil);
    let rest = rule(
        "br.rest_day",
        "rest day",
        "Lei 605/1949 art. 9; TST Súmula 146",
        here(),
        Measure::RestDay,
        100,
    );
    match schedule {
        BrazilSchedule::EightFortyFour => vec![
            daily(
                "br.daily8",
                8,
                Workday::ByStart,
                50,
                "CF art. 7 XIII, XVI; CLT arts. 58, 59",
                here(),
            ),
            weekly(
                "br.weekly44",
                44,
                "CF art. 7 XIII, XVI; LC 150/2015 art. 2",
                here(),
            ),
            rest,
        ],
        BrazilSchedule::TwelveByThirtySix => vec![
            daily(
                "br.daily12",
                12,
                Workday::ByStart,
                50,
                "CLT art. 59-A; LC 150/2015 art. 10",
                here(),
            ),
            rest,
        ],
    }
}

/// 22:00 to 05:00: 20 % more, and 52 minutes 30 seconds make an hour.
pub fn night_hour() -> NightHour {
    NightHour {
        citation: "CLT art. 73; LC 150/2015 art. 14".to_owned(),
        from_minute: 22 * 60,
        until_minute: 5 * 60,
        surcharge_percent: 20,
    }
}

/// Minutes of deviation from the schedule that count (CLT art. 58 § 1, Súmula 366).
///
/// Each number is one punch of the day: minutes worked more (positive) or less (negative) than planned. When none exceeds
/// 5 and together they do not exceed 10, nothing counts; otherwise all of it does.
pub fn credited_deviation(deviations: &[i32]) -> i32 {
    let tolerated = deviations.iter().all(|d| d.unsigned_abs() <= 5)
        && deviations
            .iter()
            .map(|d| u64::from(d.unsigned_abs()))
            .sum::<u64>()
            <= 10;
    if tolerated {
        0
    } else {
        deviations.iter().fold(0_i32, |sum, d| sum.saturating_add(*d))
    }
}

/// Something the law does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Violation {
    /// Less than 11 hours between two working days (CLT art. 66), or 36 under 12×36.
    Interjornada {
        /// Position of the day after the short rest.
        day: usize,
        /// The rest there was, in minutes.
        rest_minutes: i64,
        /// What is missing.
        missing_minutes: i64,
    },
    /// No 24 hours of rest in seven days (CLT art. 67).
    WeeklyRest {
        /// Position of the first day of the stretch.
        day: usize,
    },
    /// A break shorter than art. 71 asks.
    Intrajornada {
        /// Position of the day.
        day: usize,
        /// What is missing, in minutes.
        missing_minutes: i64,
    },
    /// More than two hours of overtime in a day (CLT art. 59).
    OvertimeLimit {
        /// Position of the day.
        day: usize,
        /// Minutes beyond the two hours.
        over_minutes: i64,
    },
}

/// One working day: from first punch to last, with the break inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingDay {
    /// From the first minute to the last.
    pub span: TimeWindow,
    /// The longest break inside, in minutes; it is no working time.
    pub break_minutes: i64,
}

/// Rest between two working days, and what is missing to the rest due, in minutes (CLT art. 66: 11 hours).
pub fn rest_between(previous: &TimeWindow, next: &TimeWindow, due_minutes: i64) -> (i64, i64) {
    let rest = (next.start() - previous.end()).num_minutes();
    (rest, (due_minutes - rest).max(0))
}

/// The break due in a working day of `worked_minutes` (CLT art. 71): an hour beyond six, 15 minutes beyond four.
pub const fn break_due(worked_minutes: i64) -> i64 {
    if worked_minutes > 360 {
        60
    } else if worked_minutes > 240 {
        15
    } else {
        0
    }
}

/// Checks rest, breaks and the daily limit of overtime over consecutive working days in order of time.
///
/// # Errors
/// `InvalidInput` when a day begins before the one before it has ended, or its break is longer than the day.
pub fn violations(schedule: BrazilSchedule, days: &[WorkingDay]) -> Result<Vec<Violation>> {
    const OPERATION: &str = "overtime.brazil.violations";
    let (rest_due, normal) = match schedule {
        BrazilSchedule::EightFortyFour => (660, 480),
        BrazilSchedule::TwelveByThirtySix => (2_160, 720),
    };
    let mut found = Vec::new();
    // Where the present stretch without 24 hours of rest began.
    let mut stretch = 0;
    for (at, day) in days.iter().enumerate() {
        let record = || format!("days[{at}]");
        let worked = day.span.minutes() - day.break_minutes;
        if day.break_minutes < 0 || worked < 0 {
            return Err(Error::invalid(
                OPERATION,
                "break_minutes",
                "must be between 0 and the length of the day",
            )
            .with("record", record()));
        }
        if at > 0 {
            let (rest, missing) = rest_between(&days[at - 1].span, &day.span, rest_due);
            if rest < 0 {
                return Err(
                    Error::invalid(OPERATION, "span", "must begin after the day before has ended")
                        .with("record", record()),
                );
            }
            if missing > 0 {
                found.push(Violation::Interjornada {
                    day: at,
                    rest_minutes: rest,
                    missing_minutes: missing,
                });
            }
            if rest >= 1_440 {
                stretch = at;
            }
        }
        if day.span.end() - days[stretch].span.start() > chrono::TimeDelta::days(6) {
            found.push(Violation::WeeklyRest { day: stretch });
            stretch = at;
        }
        let missing = break_due(worked) - day.break_minutes;
        if missing > 0 {
            found.push(Violation::Intrajornada {
                day: at,
                missing_minutes: missing,
            });
        }
        let over = worked - normal - 120;
        if over > 0 {
            found.push(Violation::OvertimeLimit {
                day: at,
                over_minutes: over,
            });
        }
    }
    Ok(found)
}
