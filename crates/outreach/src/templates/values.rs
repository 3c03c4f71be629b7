use std::collections::BTreeMap;

use careweave_types::{AgencyZone, Pii, TimeWindow, Weekday};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::variable::Variable;

/// One line of a numbered list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptionLine {
    /// Its number.
    pub number: u8,
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Window"))]
    pub window: TimeWindow,
    /// In which zone it is read.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// What else it says: the area of an offer, what became of a shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Pii<String>>,
}

/// What a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Words; on one line.
    Text {
        /// The words.
        text: Pii<String>,
    },
    /// A day of the week.
    Day {
        /// The day.
        day: Weekday,
    },
    /// A date.
    Date {
        /// The date.
        date: NaiveDate,
    },
    /// A time of the wall clock.
    Time {
        /// Minutes after midnight, 0 to 1439.
        minute: u16,
    },
    /// A length of time.
    Length {
        /// In minutes.
        minutes: u32,
    },
    /// A numbered list.
    Options {
        /// The lines.
        lines: Vec<OptionLine>,
    },
}

/// What the variables of a template stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Values(BTreeMap<Variable, Value>);

impl Values {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: Value) -> Self {
        self.0.insert(variable, value);
        self
    }

    /// Adds words.
    #[must_use]
    pub fn text(self, variable: Variable, text: impl Into<String>) -> Self {
        let text = Pii::new(text.into());
        self.with(variable, Value::Text { text })
    }

    /// Adds day, start, end and length of a shift, all computed from it: a night on which clocks change has its real
    /// length.
    #[must_use]
    pub fn shift(self, window: &TimeWindow, zone: &AgencyZone) -> Self {
        let (start, end) = (zone.local(window.start()), zone.local(window.end()));
        let time = |minute: u32| Value::Time {
            minute: minute as u16,
        };
        let minutes = u32::try_from(window.minutes()).unwrap_or(u32::MAX);
        self.with(Variable::Day, Value::Day { day: start.weekday })
            .with(Variable::Date, Value::Date { date: start.date })
            .with(Variable::Start, time(start.minute_of_day()))
            .with(Variable::End, time(end.minute_of_day()))
            .with(Variable::Hours, Value::Length { minutes })
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> Option<&Value> {
        self.0.get(&variable)
    }
}
