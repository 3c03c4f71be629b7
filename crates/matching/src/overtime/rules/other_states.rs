//! Alaska, Puerto Rico, Kentucky, Oregon, Washington.

use super::{daily, rule, weekly};
use crate::overtime::policy::{Measure, Rule, WeekCondition, Workday};
use crate::overtime::{Jurisdiction, Places};

/// Alaska: time and a half after 8 hours a day and 40 a week, for employers of four or more.
pub fn alaska(employees: u32) -> Vec<Rule> {
    const CODE: &str = "AS 23.10.060";
    let here = || Places::only(Jurisdiction::Alaska);
    if employees < 4 {
        return Vec::new();
    }
    vec![
        daily("ak.daily8", 8, Workday::Fixed, 50, CODE, here()),
        weekly("ak.weekly40", 40, CODE, here()),
    ]
}

/// Puerto Rico: time and a half after 8 hours a day and 40 a week (contracts since 26 January 2017).
pub fn puerto_rico() -> Vec<Rule> {
    const CODE: &str = "Act 379 of 1948 as amended by Act 4 of 2017";
    let here = || Places::only(Jurisdiction::PuertoRico);
    vec![
        daily("pr.daily8", 8, Workday::Fixed, 50, CODE, here()),
        weekly("pr.weekly40", 40, CODE, here()),
    ]
}

/// Kentucky: time and a half after 40 hours, and on the seventh day of a week of more than 40.
pub fn kentucky() -> Vec<Rule> {
    let here = || Places::only(Jurisdiction::Kentucky);
    let mut seventh = rule(
        "ky.seventh",
        "seventh day",
        "KRS 337.050",
        here(),
        Measure::NthDayOver {
            days: vec![7],
            minutes: 0,
        },
        50,
    );
    seventh.condition = Some(WeekCondition::WorkedOver { minutes: 2_400 });
    vec![seventh, weekly("ky.weekly40", 40, "KRS 337.285", here())]
}

/// Oregon: 40 hours. The domestic workers' rules (ORS 653.547) leave out licensed in-home care agencies (ORS 443.315).
pub fn oregon() -> Vec<Rule> {
    vec![weekly(
        "or.weekly40",
        40,
        "ORS 653.261; OAR 839-020-0030",
        Places::only(Jurisdiction::Oregon),
    )]
}

/// Washington: 40 hours, without an exemption for agencies.
pub fn washington() -> Vec<Rule> {
    vec![weekly(
        "wa.weekly40",
        40,
        "RCW 49.46.130",
        Places::only(Jurisdiction::Washington),
    )]
}
