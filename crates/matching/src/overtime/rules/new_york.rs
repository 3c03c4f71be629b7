//! New York: 12 NYCRR part 142.

use super::{Profile, Residence, weekly};
use crate::overtime::policy::{Rule, SpreadOfHours};
use crate::overtime::sleep::{LongDutyNeeds, ShiftLength, ShortDuty, SleepRule};
use crate::overtime::{Jurisdiction, Places};

/// Time and a half after 40 hours, for residential employees after 44. Agencies owe federal overtime after 40 as well,
/// as long as the federal rule of 2013 stands.
pub fn rules(profile: &Profile) -> Vec<Rule> {
    let here = Places::only(Jurisdiction::NewYork);
    vec![match profile.residence {
        Residence::LivesOut => weekly("ny.weekly40", 40, "12 NYCRR 142-2.2", here),
        Residence::LivesIn => weekly("ny.weekly44", 44, "12 NYCRR 142-2.2 (residential employee)", here),
    }]
}

/// One more hour at the basic minimum wage for a day that spreads over more than ten hours, or is split.
pub fn spread_of_hours(minimum_wage: i64) -> SpreadOfHours {
    SpreadOfHours {
        citation: "12 NYCRR 142-2.4, 142-2.17, 142-2.18".to_owned(),
        places: Places::only(Jurisdiction::NewYork),
        over_minutes: 600,
        split_break_minutes: 60,
        paid_minutes: 60,
        minimum_wage,
    }
}

/// The 13-hour rule: of 24 hours, 8 of sleep (where 5 were unbroken) and 3 of meals are not paid.
pub fn sleep_rule() -> SleepRule {
    SleepRule {
        citation: "12 NYCRR 142-2.1(b); Andryeyeva v. New York Health Care, 33 N.Y.3d 152 (2019)".to_owned(),
        places: Places::only(Jurisdiction::NewYork),
        long_duty_minutes: 1_440,
        long_duty_cap_minutes: 480,
        unbroken_minutes: 300,
        long_duty_needs: LongDutyNeeds::SleepAlone,
        short_duty: ShortDuty::Worked,
        long_duty_meal_cap_minutes: Some(180),
        shift_length: ShiftLength::NetOfSleep,
    }
}
