//! United States: the Fair Labor Standards Act.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Occupation, Profile, Residence, weekly};
use crate::overtime::Places;
use crate::overtime::policy::Rule;
use crate::overtime::sleep::{LongDutyNeeds, ShiftLength, ShortDuty, SleepRule};

/// Which of the Department of Labor's home-care rules is in force.
///
/// The rule of 2013 (29 CFR 552.109, in force since 13 October 2015) closed the companionship and live-in exemptions to
/// agencies. A proposal of 2 July 2025 (90 FR 28976) would bring back the rule of 1975; no final rule was found when this
/// was written. State law stands beside either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum FederalHomeCareRule {
    /// Agencies owe overtime to every caregiver.
    #[default]
    R2013,
    /// From the workweeks that begin on `from`, companions and live-in caregivers are exempt from federal overtime.
    R1975 {
        /// The first date of the first such workweek.
        from: NaiveDate,
    },
}

/// Time and a half after 40 hours in the workweek.
pub fn rules(profile: &Profile) -> Vec<Rule> {
    let mut rule = weekly(
        "us.weekly40",
        40,
        "29 U.S.C. 207(a)(1); 29 CFR 552.109 (agency caregivers); each workweek stands alone, 29 CFR 778.104",
        Places::united_states(),
    );
    if let FederalHomeCareRule::R1975 { from } = profile.federal
        && (profile.occupation == Occupation::PersonalAttendant || profile.residence == Residence::LivesIn)
    {
        rule.until = Some(from);
    }
    vec![rule]
}

/// Duty of 24 hours: by agreement up to 8 hours of sleep, where at least 5 unbroken hours were possible.
pub fn sleep_rule() -> SleepRule {
    SleepRule {
        citation: "29 CFR 785.21, 785.22".to_owned(),
        places: Places::united_states(),
        long_duty_minutes: 1_440,
        long_duty_cap_minutes: 480,
        unbroken_minutes: 300,
        long_duty_needs: LongDutyNeeds::AgreementAndFacilities,
        short_duty: ShortDuty::Worked,
        long_duty_meal_cap_minutes: None,
        shift_length: ShiftLength::NetOfSleep,
    }
}
