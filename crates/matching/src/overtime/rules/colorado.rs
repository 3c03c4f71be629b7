//! Colorado: COMPS Order (7 CCR 1103-1).

use serde::Serialize;

use super::{daily, rule, weekly};
use crate::overtime::policy::{Measure, Rule, Workday};
use crate::overtime::sleep::{LongDutyNeeds, ShiftLength, ShortDuty, SleepRule};
use crate::overtime::{Jurisdiction, Places};

/// Rule 4.1.1: time and a half after 40 hours a week (A), 12 a workday (B), 12 consecutive hours (C), whichever gives
/// the greater pay.
pub fn rules() -> Vec<Rule> {
    let here = || Places::only(Jurisdiction::Colorado);
    vec![
        weekly("co.weekly40", 40, "7 CCR 1103-1 Rule 4.1.1(A)", here()),
        daily(
            "co.daily12",
            12,
            Workday::Fixed,
            50,
            "7 CCR 1103-1 Rules 4.1.1(B), 1.12",
            here(),
        ),
        rule(
            "co.consecutive12",
            "12 consecutive hours",
            "7 CCR 1103-1 Rule 4.1.1(C)",
            here(),
            Measure::ConsecutiveOver {
                minutes: 720,
                gap_minutes: 0,
            },
            50,
        ),
    ]
}

/// Rule 1.9.3 and INFO #20C. All sleep is part of a shift's length where overtime depends on that length.
pub fn sleep_rule() -> SleepRule {
    SleepRule {
        citation: "7 CCR 1103-1 Rule 1.9.3; INFO #20C".to_owned(),
        places: Places::only(Jurisdiction::Colorado),
        long_duty_minutes: 1_440,
        long_duty_cap_minutes: 480,
        unbroken_minutes: 300,
        long_duty_needs: LongDutyNeeds::AgreementAndFacilities,
        short_duty: ShortDuty::ContinuousIfWaived,
        long_duty_meal_cap_minutes: None,
        shift_length: ShiftLength::IncludesSleep,
    }
}

/// Paid ten-minute rests due in a shift of this length (Rule 5.2): none up to 2 hours, one up to 6, two up to 10, and
/// one more for each further 4 hours.
pub const fn rests_due(shift_minutes: u32) -> u32 {
    shift_minutes.saturating_sub(120).div_ceil(240)
}

/// What a shift's breaks came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breaks {
    /// Paid rests due.
    pub rests_due: u32,
    /// Rests due and not taken.
    pub rests_missed: u32,
    /// Extra pay for them, in minutes: ten each (Rule 5.2.4).
    pub extra_paid_minutes: u32,
    /// What the shift owes by way of a meal.
    pub meal: MealDuty,
}

/// The meal of a shift (Rule 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MealDuty {
    /// The shift was too short for one.
    NotDue,
    /// At least 30 minutes without interruption and duty: unpaid.
    Given,
    /// Eaten on duty: paid.
    OnDutyPaid,
    /// Due and missing: a liability.
    Missing,
}

/// The meal a caregiver had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MealTaken {
    /// None.
    None,
    /// On duty.
    OnDuty,
    /// Relieved of duty for this many minutes without interruption.
    DutyFree {
        /// The minutes.
        minutes: u32,
    },
}

/// Assesses one shift: its length without duty-free meals, in minutes, the rests taken, and the meal.
pub fn breaks(shift_minutes: u32, rests_taken: u32, meal: MealTaken) -> Breaks {
    let due = rests_due(shift_minutes);
    let missed = due.saturating_sub(rests_taken);
    let meal = match meal {
        _ if shift_minutes <= 300 => MealDuty::NotDue,
        MealTaken::DutyFree { minutes } if minutes >= 30 => MealDuty::Given,
        MealTaken::OnDuty => MealDuty::OnDutyPaid,
        MealTaken::DutyFree { .. } | MealTaken::None => MealDuty::Missing,
    };
    Breaks {
        rests_due: due,
        rests_missed: missed,
        extra_paid_minutes: missed * 10,
        meal,
    }
}
