//! California: Labor Code 510, the Domestic Worker Bill of Rights, Wage Order 15.

use super::{Occupation, Profile, Residence, daily, rule, weekly};
use crate::overtime::policy::{Measure, Rule, Workday};
use crate::overtime::{Jurisdiction, Places};

/// The rules for the occupation: ordinary (Labor Code 510), personal attendant (1454), or live-in and no attendant
/// (Wage Order 15).
pub fn rules(profile: &Profile) -> Vec<Rule> {
    match (profile.occupation, profile.residence) {
        (Occupation::PersonalAttendant, _) => personal_attendant(),
        (Occupation::Ordinary, Residence::LivesIn) => live_in(),
        (Occupation::Ordinary, Residence::LivesOut) => ordinary(),
    }
}

fn here() -> Places {
    Places::only(Jurisdiction::California)
}

fn ordinary() -> Vec<Rule> {
    const CODE: &str = "Cal. Lab. Code 510(a)";
    let seventh = |id: &str, minutes, extra| {
        rule(
            id,
            "seventh day",
            CODE,
            here(),
            Measure::NthDayOver {
                days: vec![7],
                minutes,
            },
            extra,
        )
    };
    vec![
        daily("ca.daily8", 8, Workday::Fixed, 50, CODE, here()),
        daily("ca.daily12", 12, Workday::Fixed, 100, CODE, here()),
        seventh("ca.seventh", 0, 50),
        seventh("ca.seventh8", 480, 100),
        weekly("ca.weekly40", 40, CODE, here()),
    ]
}

fn personal_attendant() -> Vec<Rule> {
    const CODE: &str = "Cal. Lab. Code 1454";
    vec![
        daily("ca.attendant.daily9", 9, Workday::Fixed, 50, CODE, here()),
        weekly("ca.attendant.weekly45", 45, CODE, here()),
    ]
}

fn live_in() -> Vec<Rule> {
    const ORDER: &str = "8 CCR 11150 (Wage Order 15) section 3";
    let sixth = |id: &str, minutes, extra| {
        rule(
            id,
            "sixth and seventh day",
            ORDER,
            here(),
            Measure::NthDayOver {
                days: vec![6, 7],
                minutes,
            },
            extra,
        )
    };
    vec![
        daily("ca.live_in.daily9", 9, Workday::Fixed, 50, ORDER, here()),
        sixth("ca.live_in.sixth", 0, 50),
        sixth("ca.live_in.sixth9", 540, 100),
    ]
}
