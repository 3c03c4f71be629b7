//! When sleep on duty is not hours worked.
//!
//! The duty period is the unbroken chain of segments that touch each other. Sleep is judged per 24 hours of it, counted
//! from its start; a stretch of sleep belongs to the 24 hours in which it begins. What the rule does not exclude is
//! hours worked, at the segment's own rate.

use serde::{Deserialize, Serialize};

use super::Places;

/// What employer and caregiver agreed on sleep. Nothing is assumed: the default excludes no minute anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SleepAgreement {
    /// Whether an agreement to exclude sleep exists.
    pub agreement: Agreement,
    /// Whether sleeping facilities are adequate.
    pub facilities: Facilities,
    /// Whether the employer may call the caregiver out of sleep.
    pub interruptions: Interruptions,
}

impl Default for SleepAgreement {
    fn default() -> Self {
        Self {
            agreement: Agreement::None,
            facilities: Facilities::Inadequate,
            interruptions: Interruptions::Reserved,
        }
    }
}

impl SleepAgreement {
    /// An express agreement with adequate facilities; the employer keeps the right to interrupt.
    pub const EXPRESS: Self = Self {
        agreement: Agreement::Express,
        facilities: Facilities::Adequate,
        interruptions: Interruptions::Reserved,
    };
}

/// Whether sleep is excluded by agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Agreement {
    None,
    Express,
}

/// Whether there is a proper place to sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Facilities {
    Inadequate,
    Adequate,
}

/// Whether the employer may end the caregiver's sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interruptions {
    /// The employer interrupts, or reserves the right to.
    Reserved,
    /// The employer neither interrupts nor reserves the right to.
    Waived,
}

/// A sleep rule as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SleepRule {
    /// Statute or regulation.
    pub citation: String,
    /// Where it holds.
    pub places: Places,
    /// Duty of at least this many minutes counts as 24-hour duty.
    pub long_duty_minutes: u32,
    /// The most sleep that may be excluded in 24 hours of long duty, in minutes.
    pub long_duty_cap_minutes: u32,
    /// The shortest unbroken sleep that makes long-duty sleep excludable, in minutes.
    pub unbroken_minutes: u32,
    /// Whether exclusion in long duty needs agreement and facilities.
    pub long_duty_needs: LongDutyNeeds,
    /// Whether sleep in shorter duty can be excluded at all.
    pub short_duty: ShortDuty,
    /// The most meal time that may be excluded in 24 hours of long duty, where there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_duty_meal_cap_minutes: Option<u32>,
    /// Whether excluded sleep still counts when the length of a shift is measured for overtime.
    pub shift_length: ShiftLength,
}

/// What has to be in place before sleep in 24-hour duty is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LongDutyNeeds {
    /// An agreement, and adequate facilities.
    AgreementAndFacilities,
    /// Neither; the hours of sleep alone decide.
    SleepAlone,
}

/// Sleep in duty shorter than 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortDuty {
    /// All of it is hours worked.
    Worked,
    /// One continuous stretch of at least the unbroken minimum, up to the cap, is excluded where the employer waived
    /// interruptions.
    ContinuousIfWaived,
}

/// Excluded sleep and the length of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftLength {
    /// Excluded sleep does not lengthen the shift.
    NetOfSleep,
    /// All sleep is part of the shift's length.
    IncludesSleep,
}

/// What happened in one stretch of duty (at most 24 hours of it), in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DutySleep {
    /// Length of the whole duty period.
    pub duty: u32,
    /// Sleep, without interruptions.
    pub asleep: u32,
    /// The longest stretch without an interruption.
    pub longest_unbroken: u32,
    /// Number of stretches of sleep.
    pub stretches: u32,
    /// Meals fully relieved of duty.
    pub meals: u32,
}

/// What is not hours worked, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// Sleep.
    pub sleep: u32,
    /// Meals.
    pub meals: u32,
}

impl SleepRule {
    /// Applies the rule.
    pub fn exclude(&self, facts: &DutySleep, agreed: &SleepAgreement) -> Excluded {
        let long = facts.duty >= self.long_duty_minutes;
        let meals = match self.long_duty_meal_cap_minutes {
            Some(cap) if long => facts.meals.min(cap),
            _ => facts.meals,
        };
        let rested = facts.longest_unbroken >= self.unbroken_minutes;
        let allowed = if long {
            match self.long_duty_needs {
                LongDutyNeeds::SleepAlone => true,
                LongDutyNeeds::AgreementAndFacilities => {
                    agreed.agreement == Agreement::Express && agreed.facilities == Facilities::Adequate
                }
            }
        } else {
            match self.short_duty {
                ShortDuty::Worked => false,
                ShortDuty::ContinuousIfWaived => {
                    facts.stretches == 1 && agreed.interruptions == Interruptions::Waived
                }
            }
        };
        let sleep = if allowed && rested {
            facts.asleep.min(self.long_duty_cap_minutes)
        } else {
            0
        };
        Excluded { sleep, meals }
    }
}
