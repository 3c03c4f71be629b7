//! Nevada: NRS 608.018, with its rolling workday (NRS 608.0126).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Profile, daily, weekly};
use crate::overtime::policy::{Rule, WeekCondition, Workday};
use crate::overtime::sleep::{LongDutyNeeds, ShiftLength, ShortDuty, SleepRule};
use crate::overtime::{Jurisdiction, Places};

/// The minimum wage on which the rate condition rests: $12.00 since 1 July 2024.
pub const MINIMUM_WAGE_2024: i64 = 1_200;

/// Whether four days of ten hours were agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NevadaWeek {
    /// No such agreement: daily overtime after 8 hours.
    #[default]
    Ordinary,
    /// By mutual agreement four scheduled days of ten hours: daily overtime after 10.
    FourTens,
}

/// Time and a half after 40 hours a week; after 8 a workday in weeks whose pay comes to less than 1½ times the minimum
/// wage per hour. A workday is 24 hours from the first punch.
pub fn rules(profile: &Profile) -> Vec<Rule> {
    let here = || Places::only(Jurisdiction::Nevada);
    let hours = match profile.nevada_week {
        NevadaWeek::Ordinary => 8,
        NevadaWeek::FourTens => 10,
    };
    let wage = profile.minimum_wage.unwrap_or(MINIMUM_WAGE_2024);
    let mut by_day = daily(
        "nv.daily8",
        hours,
        Workday::FromFirstPunch,
        50,
        "NRS 608.018(1), 608.0126",
        here(),
    );
    by_day.from = NaiveDate::from_ymd_opt(2024, 7, 1);
    by_day.condition = Some(WeekCondition::RateBelow {
        // 1½ times the wage; half a minor unit goes up, in the caregiver's favour.
        minor_per_hour: wage.saturating_mul(3).saturating_add(1).div_euclid(2),
    });
    vec![by_day, weekly("nv.weekly40", 40, "NRS 608.018(2)", here())]
}

/// NRS 608.0195: personal-care agencies may exclude up to 8 hours of sleep by written agreement.
pub fn sleep_rule() -> SleepRule {
    SleepRule {
        citation: "NRS 608.0195".to_owned(),
        places: Places::only(Jurisdiction::Nevada),
        long_duty_minutes: 1_440,
        long_duty_cap_minutes: 480,
        unbroken_minutes: 300,
        long_duty_needs: LongDutyNeeds::AgreementAndFacilities,
        short_duty: ShortDuty::Worked,
        long_duty_meal_cap_minutes: None,
        shift_length: ShiftLength::NetOfSleep,
    }
}
