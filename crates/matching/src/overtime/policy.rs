use careweave_types::{Currency, Error, ErrorKind, Result, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::document;

use super::sleep::{SleepAgreement, SleepRule};
use super::{Jurisdiction, Places};

/// The format this version reads and writes.
pub const FORMAT: &str = "careweave.labour/1";

/// The most rules one policy may hold.
pub const MAX_RULES: usize = 16;

pub(crate) const OPERATION: &str = "overtime.policy";

/// Labour law as data: dated, versioned, serialisable; every rule with its citation.
///
/// Make one from the jurisdictions this version knows ([`LabourPolicy::for_place`]), change it as counsel advises, and
/// keep it as JSON. Nothing in the evaluator knows a threshold or a multiplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabourPolicy {
    /// [`FORMAT`].
    pub format: String,
    /// A name for people.
    pub name: String,
    /// The policy's own version; results repeat it.
    pub version: String,
    /// What rates and money are in.
    pub currency: Currency,
    /// What kind of employer this is; some rules are closed to home-care agencies.
    pub employer: EmployerKind,
    /// The workweek, and every later change of it, in order of time. The first has no `from`.
    pub workweeks: Vec<DatedWorkweek>,
    /// Where a week ends when clocks change.
    pub boundary: WeekBoundary,
    /// How several rules combine.
    pub composition: Composition,
    /// Which rate the premium is a part of.
    pub regular_rate: RegularRate,
    /// The shortest duty-free meal that is not hours worked, in minutes (29 CFR 785.19).
    pub meal_minimum_minutes: u32,
    /// Sleep rules; the first that names a place holds there.
    #[serde(default)]
    pub sleep_rules: Vec<SleepRule>,
    /// What was agreed on sleep.
    #[serde(default)]
    pub sleep: SleepAgreement,
    /// The short night hour, where the law has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_hour: Option<NightHour>,
    /// Pay for long or split days, where the law has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread_of_hours: Option<SpreadOfHours>,
    /// Overtime rules.
    pub rules: Vec<Rule>,
}

/// What an employer is, as far as overtime law asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmployerKind {
    /// Sends caregivers into clients' homes.
    HomeCareAgency,
    /// A hospital.
    Hospital,
    /// An institution whose residents are sick, aged or disabled.
    ResidentialCare,
}

/// A workweek and the instant from which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedWorkweek {
    /// The first instant of the first week under this anchor; absent for the first entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// When weeks begin.
    pub anchor: WorkweekAnchor,
}

/// Where a week ends when clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekBoundary {
    /// At the same wall-clock time, as payrolls do: two weeks a year have 167 and 169 hours.
    LocalClock,
    /// After 168 elapsed hours, as 29 CFR 778.105 is worded, counted from the start of the week that holds
    /// 2020-01-06 00:00 UTC.
    Elapsed168,
}

/// How several rules combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Composition {
    /// Each minute is paid at the highest rate any rule gives it; minutes already paid as overtime do not fill the
    /// weekly threshold again. Never pays less than the other reading.
    Union,
    /// The one rule that gives the greatest pay in the week, alone.
    PerWeekMax,
}

/// Which rate the premium is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegularRate {
    /// All remuneration of the week over all hours of the week (29 CFR 778.115).
    WeightedAverage,
    /// The rate of the work done in the overtime hours, by prior agreement (29 CFR 778.419).
    RateInEffect,
}

/// A stretch of the night in which fewer minutes make an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NightHour {
    /// Statute.
    pub citation: String,
    /// First minute of the night, after local midnight.
    pub from_minute: u16,
    /// The minute after the last, on the next day.
    pub until_minute: u16,
    /// What is added to the rate of a night hour, in percent.
    pub surcharge_percent: u16,
}

/// A payment for days that are long or broken; it is no overtime and not part of the regular rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpreadOfHours {
    /// Regulation.
    pub citation: String,
    /// Where it holds.
    pub places: Places,
    /// A day from first start to last end longer than this many minutes earns it.
    pub over_minutes: u32,
    /// A break longer than this many minutes makes a split shift, which earns it too.
    pub split_break_minutes: u32,
    /// How many minutes of pay.
    pub paid_minutes: u32,
    /// The basic minimum wage they are paid at, in minor units per hour.
    pub minimum_wage: i64,
}

/// One overtime rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A stable id: `co.consecutive12`.
    pub id: String,
    /// A few words for explanations: `weekly 40`.
    pub label: String,
    /// Statute, regulation or order.
    pub citation: String,
    /// Where it holds. Minutes elsewhere neither count toward it nor are paid under it.
    pub places: Places,
    /// The first date of a workweek under the rule; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first date of a workweek no longer under the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Which minutes it makes overtime.
    pub measure: Measure,
    /// What overtime adds to the rate, in percent: 50 for time and a half, 100 for double time.
    pub extra_percent: u16,
    /// The weeks it is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<WeekCondition>,
}

/// Which minutes a rule makes overtime. Lengths are minutes worked, unless stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// Those after `minutes` of straight time in the workweek.
    WeeklyOver {
        /// The threshold.
        minutes: u32,
    },
    /// Those after `minutes` in the workday.
    DailyOver {
        /// The threshold.
        minutes: u32,
        /// What a workday is.
        workday: Workday,
    },
    /// Those after `minutes` of duty without a break. Duty-free meals do not break it and do not lengthen it.
    ConsecutiveOver {
        /// The threshold.
        minutes: u32,
        /// A gap of up to this many minutes does not break duty (and does not lengthen it).
        gap_minutes: u32,
    },
    /// Those after `minutes` of the given days of the workweek (1 to 7), where every earlier day was worked.
    NthDayOver {
        /// Which days.
        days: Vec<u8>,
        /// The threshold within the day.
        minutes: u32,
    },
    /// All minutes of a segment marked [`DayStatus::RestDay`](super::DayStatus::RestDay).
    RestDay,
    /// Those after 8 hours in a day or 80 in 14 days (FLSA 7(j)). Refused for home-care agencies.
    EightEighty,
}

/// What a workday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workday {
    /// 24 hours from the hour at which the workweek starts.
    Fixed,
    /// 24 hours from the first minute worked after the last workday ended.
    FromFirstPunch,
    /// Everything that began on one calendar day, however late it ends; a break of more than two hours ends a stretch.
    ByStart,
}

/// A limit to weeks of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum WeekCondition {
    /// Weeks with more than this many minutes worked.
    WorkedOver {
        /// The minutes.
        minutes: u32,
    },
    /// Weeks whose straight-time pay comes to less than this per hour worked.
    RateBelow {
        /// Minor units per hour.
        minor_per_hour: i64,
    },
}

impl LabourPolicy {
    /// A policy without rules.
    pub fn empty(name: impl Into<String>, currency: Currency, anchor: WorkweekAnchor) -> Self {
        Self {
            format: FORMAT.to_owned(),
            name: name.into(),
            version: "1".to_owned(),
            currency,
            employer: EmployerKind::HomeCareAgency,
            workweeks: vec![DatedWorkweek { from: None, anchor }],
            boundary: WeekBoundary::LocalClock,
            composition: Composition::Union,
            regular_rate: RegularRate::WeightedAverage,
            meal_minimum_minutes: 30,
            sleep_rules: Vec::new(),
            sleep: SleepAgreement::default(),
            night_hour: None,
            spread_of_hours: None,
            rules: Vec::new(),
        }
    }

    /// Reads a policy file and validates it.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field: JSON that does not parse, an unknown field or value, a newer
    /// format, and everything [`LabourPolicy::validate`] checks.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        // The format is looked at first: a newer file would otherwise fail on whatever it added.
        if let Ok(head) = serde_json::from_str::<Head>(text) {
            known_format(&head.format)?;
        }
        let policy: Self = document::read(OPERATION, text)?;
        policy.validate()?;
        Ok(policy)
    }

    /// Adds rules.
    #[must_use]
    pub fn with_rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// Changes the workweek from `from` on, which must be the start of a week under the new anchor (29 CFR 778.301).
    #[must_use]
    pub fn with_workweek_from(mut self, from: DateTime<Utc>, anchor: WorkweekAnchor) -> Self {
        self.workweeks.push(DatedWorkweek {
            from: Some(from),
            anchor,
        });
        self
    }

    /// Checks the policy against the rules of its fields.
    ///
    /// # Errors
    /// `InvalidInput` that names the record (`rules[2]`) and the field; `Unsupported` for a lawful rule that this
    /// version does not evaluate.
    pub fn validate(&self) -> Result<()> {
        known_format(&self.format)?;
        self.validate_workweeks()?;
        if self.rules.len() > MAX_RULES {
            return Err(Error::invalid(OPERATION, "rules", "at most 16 rules"));
        }
        for (at, rule) in self.rules.iter().enumerate() {
            self.validate_rule(rule)
                .map_err(|e| e.with("record", format!("rules[{at}] ({})", rule.id)))?;
            if self.rules[..at].iter().any(|other| other.id == rule.id) {
                return Err(Error::invalid(OPERATION, "id", "two rules have this id")
                    .with("record", format!("rules[{at}] ({})", rule.id)));
            }
        }
        if let Some(night) = &self.night_hour {
            if night.from_minute >= 1_440 || night.until_minute >= night.from_minute {
                return Err(Error::invalid(
                    OPERATION,
                    "night_hour.until_minute",
                    "the night must begin before midnight and end earlier on the next day",
                ));
            }
            if night.surcharge_percent > 1_000 {
                return Err(Error::invalid(
                    OPERATION,
                    "night_hour.surcharge_percent",
                    "at most 1000",
                ));
            }
        }
        if let Some(spread) = &self.spread_of_hours
            && !(0..=super::segment::MAX_RATE).contains(&spread.minimum_wage)
        {
            return Err(Error::invalid(
                OPERATION,
                "spread_of_hours.minimum_wage",
                "must be between 0 and 100000000 minor units per hour",
            ));
        }
        Ok(())
    }

    fn validate_workweeks(&self) -> Result<()> {
        let Some((first, changes)) = self.workweeks.split_first() else {
            return Err(Error::invalid(OPERATION, "workweeks", "must not be empty"));
        };
        if first.from.is_some() {
            return Err(Error::invalid(
                OPERATION,
                "workweeks[0].from",
                "the first workweek holds from the beginning",
            ));
        }
        if first.anchor.minute_of_day >= 1_440 {
            return Err(Error::invalid(
                OPERATION,
                "workweeks[0].anchor.minute_of_day",
                "must be between 0 and 1439",
            ));
        }
        if !changes.is_empty() && self.boundary == WeekBoundary::Elapsed168 {
            return Err(Error::invalid(
                OPERATION,
                "boundary",
                "a change of workweek needs weeks cut by the local clock",
            ));
        }
        let mut last: Option<DateTime<Utc>> = None;
        for (at, change) in changes.iter().enumerate() {
            let field = format!("workweeks[{}].from", at + 1);
            let Some(from) = change.from else {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "a later workweek says from when it holds",
                ));
            };
            if last.is_some_and(|last| from - last < chrono::TimeDelta::days(21)) {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must be at least 21 days after the change before",
                ));
            }
            let week = change
                .anchor
                .week_of(from)
                .map_err(|e| Error::invalid(OPERATION, field.as_str(), e.message()))?;
            if week.start() != from {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must be the start of a week under the new anchor",
                ));
            }
            last = Some(from);
        }
        Ok(())
    }

    fn validate_rule(&self, rule: &Rule) -> Result<()> {
        let bad = |field: &'static str, why: &'static str| Err(Error::invalid(OPERATION, field, why));
        if rule.id.is_empty() {
            return bad("id", "must not be empty");
        }
        if rule.citation.is_empty() {
            return bad("citation", "a rule of law names its source");
        }
        if !(1..=1_000).contains(&rule.extra_percent) {
            return bad("extra_percent", "must be between 1 and 1000");
        }
        if let (Some(from), Some(until)) = (rule.from, rule.until)
            && until < from
        {
            return bad("until", "must not be before `from`");
        }
        let long = |minutes: u32| minutes > 20_160;
        match &rule.measure {
            Measure::WeeklyOver { minutes } | Measure::DailyOver { minutes, .. } if long(*minutes) => {
                bad("measure.minutes", "at most 20160, two weeks")
            }
            Measure::ConsecutiveOver { minutes, gap_minutes } if long(*minutes) || *gap_minutes > 1_440 => {
                bad("measure.minutes", "at most 20160, and a gap of at most 1440")
            }
            Measure::NthDayOver { days, minutes }
                if long(*minutes) || days.is_empty() || days.iter().any(|d| !(1..=7).contains(d)) =>
            {
                bad(
                    "measure.days",
                    "one or more days from 1 to 7, and at most 20160 minutes",
                )
            }
            Measure::ConsecutiveOver { .. }
            | Measure::DailyOver {
                workday: Workday::FromFirstPunch,
                ..
            } if self.night_hour.is_some() => bad(
                "measure.kind",
                "lengths of duty cannot be measured in short night hours",
            ),
            Measure::EightEighty => Err(match self.employer {
                EmployerKind::HomeCareAgency => Error::invalid(
                    OPERATION,
                    "measure.kind",
                    "8/80 is open to hospitals and residential care only, not to a home-care agency \
                     (29 U.S.C. 207(j), 29 CFR 778.601)",
                ),
                EmployerKind::Hospital | EmployerKind::ResidentialCare => Error::new(
                    ErrorKind::Unsupported,
                    OPERATION,
                    "14-day work periods are not evaluated by this version; leave the rule out",
                )
                .with("field", "measure.kind"),
            }),
            _ => Ok(()),
        }
    }

    pub(crate) fn sleep_rule(&self, place: Jurisdiction) -> Option<&SleepRule> {
        self.sleep_rules.iter().find(|rule| rule.places.include(place))
    }
}

fn known_format(format: &str) -> Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    let newer = format
        .strip_prefix("careweave.labour/")
        .and_then(|version| version.parse::<u32>().ok())
        .is_some_and(|version| version > 1);
    let rule = if newer {
        "the policy is of a newer version; update careweave"
    } else {
        "must be \"careweave.labour/1\""
    };
    Err(Error::invalid(OPERATION, "format", rule).with("record", "(policy)"))
}
