//! The law of each jurisdiction, as data.
//!
//! Each module lists one jurisdiction's rules with their citations. [`LabourPolicy::for_place`] puts them together for
//! one agency and one kind of worker; the facts it asks for are in [`Profile`].

pub mod brazil;
pub mod california;
pub mod colorado;
pub mod federal;
pub mod nevada;
pub mod new_york;
pub mod other_states;

use careweave_types::{Currency, Error, Result, WorkweekAnchor};
use serde::{Deserialize, Serialize};

use super::policy::{EmployerKind, LabourPolicy, Measure, OPERATION, RegularRate, Rule, Workday};
use super::sleep::SleepAgreement;
use super::{Jurisdiction, Places};
pub use brazil::BrazilSchedule;
pub use federal::FederalHomeCareRule;
pub use nevada::NevadaWeek;

/// What the choice of rules depends on, beside the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Which federal home-care rule is in force.
    pub federal: FederalHomeCareRule,
    /// The caregiver's occupation, as the law sees it.
    pub occupation: Occupation,
    /// Where the caregiver lives.
    pub residence: Residence,
    /// How many people the employer employs.
    pub employees: u32,
    /// The state's basic minimum wage in minor units per hour, where a rule needs it: New York's spread of hours,
    /// Nevada's rate condition (the recorded $12.00 unless stated).
    pub minimum_wage: Option<i64>,
    /// Nevada: whether a 4×10 schedule was agreed.
    pub nevada_week: NevadaWeek,
    /// Brazil: the agreed schedule.
    pub brazil_schedule: BrazilSchedule,
    /// What was agreed on sleep.
    pub sleep: SleepAgreement,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            federal: FederalHomeCareRule::R2013,
            occupation: Occupation::Ordinary,
            residence: Residence::LivesOut,
            employees: u32::MAX,
            minimum_wage: None,
            nevada_week: NevadaWeek::Ordinary,
            brazil_schedule: BrazilSchedule::EightFortyFour,
            sleep: SleepAgreement::default(),
        }
    }
}

/// A caregiver's occupation, as overtime law sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occupation {
    /// No special rule.
    Ordinary,
    /// Supervises, feeds or dresses a person who needs it, with at most 20 % other work (Cal. Lab. Code 1451);
    /// federally, companionship services.
    PersonalAttendant,
}

/// Where a caregiver lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Residence {
    /// In a home of their own.
    LivesOut,
    /// In the home where they work.
    LivesIn,
}

impl LabourPolicy {
    /// The rules of `place` for a home-care agency, with federal law where it applies.
    ///
    /// A policy for work in several states is that of one of them with the rules of the others added.
    ///
    /// # Errors
    /// `InvalidInput` where a fact the place needs is missing (New York: `minimum_wage`), or the workweek is none.
    pub fn for_place(place: Jurisdiction, anchor: WorkweekAnchor, profile: &Profile) -> Result<Self> {
        let currency = match place {
            Jurisdiction::Brazil => Currency::Brl,
            _ => Currency::Usd,
        };
        let mut policy = Self::empty(format!("{place} home care"), currency, anchor);
        policy.version = "2026-04".to_owned();
        policy.employer = EmployerKind::HomeCareAgency;
        policy.sleep = profile.sleep;
        if place == Jurisdiction::Brazil {
            policy.regular_rate = RegularRate::RateInEffect;
            policy.night_hour = Some(brazil::night_hour());
            policy.rules = brazil::rules(profile.brazil_schedule);
            policy.validate()?;
            return Ok(policy);
        }
        policy.rules = federal::rules(profile);
        policy.rules.extend(match place {
            Jurisdiction::Colorado => colorado::rules(),
            Jurisdiction::California => california::rules(profile),
            Jurisdiction::Nevada => nevada::rules(profile),
            Jurisdiction::NewYork => new_york::rules(profile),
            Jurisdiction::Alaska => other_states::alaska(profile.employees),
            Jurisdiction::PuertoRico => other_states::puerto_rico(),
            Jurisdiction::Kentucky => other_states::kentucky(),
            Jurisdiction::Oregon => other_states::oregon(),
            Jurisdiction::Washington => other_states::washington(),
            Jurisdiction::UnitedStates | Jurisdiction::Brazil => Vec::new(),
        });
        policy.sleep_rules = vec![
            colorado::sleep_rule(),
            new_york::sleep_rule(),
            nevada::sleep_rule(),
            federal::sleep_rule(),
        ];
        if place == Jurisdiction::NewYork {
            let minimum_wage = profile.minimum_wage.ok_or_else(|| {
                Error::invalid(
                    OPERATION,
                    "minimum_wage",
                    "New York's spread of hours is paid at the basic minimum wage: state it in minor units per hour",
                )
            })?;
            policy.spread_of_hours = Some(new_york::spread_of_hours(minimum_wage));
        }
        policy.validate()?;
        Ok(policy)
    }
}

/// Time and a half after `hours` in the workweek.
pub(crate) fn weekly(id: &str, hours: u32, citation: &str, places: Places) -> Rule {
    rule(
        id,
        &format!("weekly {hours}"),
        citation,
        places,
        Measure::WeeklyOver { minutes: hours * 60 },
        50,
    )
}

/// `extra_percent` after `hours` in the workday.
pub(crate) fn daily(
    id: &str,
    hours: u32,
    workday: Workday,
    extra_percent: u16,
    citation: &str,
    places: Places,
) -> Rule {
    rule(
        id,
        &format!("daily {hours}"),
        citation,
        places,
        Measure::DailyOver {
            minutes: hours * 60,
            workday,
        },
        extra_percent,
    )
}

pub(crate) fn rule(
    id: &str,
    label: &str,
    citation: &str,
    places: Places,
    measure: Measure,
    extra_percent: u16,
) -> Rule {
    Rule {
        id: id.to_owned(),
        label: label.to_owned(),
        citation: citation.to_owned(),
        places,
        from: None,
        until: None,
        measure,
        extra_percent,
        condition: None,
    }
}
