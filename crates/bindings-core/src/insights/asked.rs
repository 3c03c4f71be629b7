//! Questions as hosts write them: JSON objects with the report's word and its settings.

use careweave::insights::reports::appointments::AppointmentsBy;
use careweave::insights::reports::funnel::FunnelBy;
use careweave::insights::reports::referral::ValueOf;
use careweave::insights::reports::{
    AppointmentsQuery, ChurnQuery, EvvQuery, FairnessQuery, FillingQuery, FunnelQuery, MessagingQuery,
    Question, RecruitingQuery, ReferralQuery, TelephonyQuery,
};
use careweave::insights::{OfficeHours, Period, Scope};
use careweave::types::{AgencyZone, Error, Payer, Result, Weekday};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::ASK;
use crate::call::from_json;

pub(super) fn questions(text: &str) -> Result<Vec<Question>> {
    let given: Vec<Map<String, Value>> = from_json(ASK, text)?;
    given
        .into_iter()
        .enumerate()
        .map(|(place, given)| {
            question(given).map_err(|error| {
                error
                    .with_operation(ASK)
                    .with("record", format!("questions[{place}]"))
            })
        })
        .collect()
}

fn question(mut given: Map<String, Value>) -> Result<Question> {
    let report = given.remove("report");
    let report = report.as_ref().and_then(Value::as_str).unwrap_or_default();
    let ask = QUESTIONS.iter().find(|(word, _)| *word == report);
    let (_, ask) = ask.ok_or_else(|| {
        let words: Vec<_> = QUESTIONS.iter().map(|(word, _)| *word).collect();
        Error::invalid(ASK, "report", format!("must be one of {}", words.join(", ")))
    })?;
    ask(&Value::Object(given).to_string())
}

type Ask = fn(&str) -> Result<Question>;

/// The words are those of `careweave report`.
const QUESTIONS: &[(&str, Ask)] = &[
    ("referral", |text| from_json::<Referral>(ASK, text)?.question()),
    ("recruiting", |text| {
        from_json::<Recruiting>(ASK, text)?.question()
    }),
    ("funnel", |text| from_json::<Funnel>(ASK, text)?.question()),
    ("telephony", |text| from_json::<Telephony>(ASK, text)?.question()),
    ("messaging", |text| from_json::<Messaging>(ASK, text)?.question()),
    ("noshow", |text| from_json::<Noshow>(ASK, text)?.question()),
    ("fill", |text| from_json::<Fill>(ASK, text)?.question()),
    ("fairness", |text| from_json::<Fairness>(ASK, text)?.question()),
    ("churn", |text| from_json::<Churn>(ASK, text)?.question()),
    ("evv", |text| from_json::<Evv>(ASK, text)?.question()),
];

/// Settings with those that every report about a period has.
macro_rules! scoped {
    ($($name:ident { $($field:ident: $type:ty,)* })+) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            zone: AgencyZone,
            from: Option<NaiveDate>,
            to: Option<NaiveDate>,
            min_n: Option<u64>,
            $($field: Option<$type>,)*
        }

        impl $name {
            fn scope(&self) -> Result<Scope> {
                let scope = Scope::new(Period::between(self.zone.clone(), self.from, self.to)?);
                Ok(match self.min_n {
                    Some(min_n) => scope.with_min_n(min_n),
                    None => scope,
                })
            }
        }
    )+};
}

scoped! {
    Referral { worth: ValueOf, horizon_months: u32, maturity_days: u32, }
    Recruiting { day: u32, prior_ratings: u32, }
    Funnel { by: FunnelBy, maturity_days: u32, }
    Telephony { settle_minutes: u32, }
    Messaging { delivery_hours: u32, response_hours: u32, office: Office, }
    Noshow { by: AppointmentsBy, late_hours: u32, rebook_days: u32, }
    Fill { office: Office, }
    Fairness { }
    Evv { required_by: Vec<Payer>, grace_hours: u32, }
}

impl Referral {
    fn question(self) -> Result<Question> {
        let default = ReferralQuery::new(self.scope()?);
        Ok(Question::Referral(ReferralQuery {
            value_of: self.worth.unwrap_or(default.value_of),
            horizon_months: self
                .horizon_months
                .map(|months| within("horizon_months", months, 120))
                .transpose()?,
            maturity_days: self.maturity_days.unwrap_or(default.maturity_days),
            scope: default.scope,
        }))
    }
}

impl Recruiting {
    fn question(self) -> Result<Question> {
        let default = RecruitingQuery::new(self.scope()?);
        Ok(Question::Recruiting(RecruitingQuery {
            day: within("day", self.day.unwrap_or(default.day), 3_650)?,
            prior_ratings: self.prior_ratings.unwrap_or(default.prior_ratings),
            scope: default.scope,
        }))
    }
}

impl Funnel {
    fn question(self) -> Result<Question> {
        let default = FunnelQuery::new(self.scope()?);
        Ok(Question::Funnel(FunnelQuery {
            by: self.by.unwrap_or(default.by),
            maturity_days: self.maturity_days.unwrap_or(default.maturity_days),
            scope: default.scope,
        }))
    }
}

impl Telephony {
    fn question(self) -> Result<Question> {
        let default = TelephonyQuery::new(self.scope()?);
        Ok(Question::Telephony(TelephonyQuery {
            settle_minutes: self.settle_minutes.unwrap_or(default.settle_minutes),
            scope: default.scope,
        }))
    }
}

impl Messaging {
    fn question(self) -> Result<Question> {
        let default = MessagingQuery::new(self.scope()?);
        Ok(Question::Messaging(MessagingQuery {
            delivery_hours: self.delivery_hours.unwrap_or(default.delivery_hours),
            response_hours: self.response_hours.unwrap_or(default.response_hours),
            office: hours(self.office, &self.zone, default.office)?,
            scope: default.scope,
        }))
    }
}

impl Noshow {
    fn question(self) -> Result<Question> {
        let default = AppointmentsQuery::new(self.scope()?);
        Ok(Question::Appointments(AppointmentsQuery {
            by: self.by.unwrap_or(default.by),
            late_hours: self.late_hours.unwrap_or(default.late_hours),
            rebook_days: self.rebook_days.unwrap_or(default.rebook_days),
            scope: default.scope,
        }))
    }
}

impl Fill {
    fn question(self) -> Result<Question> {
        let default = FillingQuery::new(self.scope()?);
        Ok(Question::Filling(FillingQuery {
            office: hours(self.office, &self.zone, default.office)?,
            scope: default.scope,
        }))
    }
}

impl Fairness {
    fn question(self) -> Result<Question> {
        Ok(Question::Fairness(FairnessQuery::new(self.scope()?)))
    }
}

impl Evv {
    fn question(self) -> Result<Question> {
        let default = EvvQuery::new(self.scope()?);
        Ok(Question::Evv(EvvQuery {
            required_by: self.required_by.unwrap_or(default.required_by),
            grace_hours: self.grace_hours.unwrap_or(default.grace_hours),
            scope: default.scope,
        }))
    }
}

/// Clients are looked at as of one moment, over the windows of the rules: there is no period.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Churn {
    zone: AgencyZone,
    silent_days: Option<u32>,
    visit_days: Option<u32>,
    completed_percent: Option<u32>,
    min_visits: Option<u64>,
    complaint_days: Option<u32>,
    complaints: Option<u64>,
    clear_days: Option<u32>,
}

impl Churn {
    fn question(self) -> Result<Question> {
        let default = ChurnQuery::new(self.zone);
        Ok(Question::Churn(ChurnQuery {
            silent_days: self.silent_days.unwrap_or(default.silent_days),
            visit_days: self.visit_days.unwrap_or(default.visit_days),
            completed_percent: self.completed_percent.unwrap_or(default.completed_percent),
            min_visits: self.min_visits.unwrap_or(default.min_visits),
            complaint_days: self.complaint_days.unwrap_or(default.complaint_days),
            complaints: self.complaints.unwrap_or(default.complaints),
            clear_days: self.clear_days.unwrap_or(default.clear_days),
            zone: default.zone,
        }))
    }
}

/// When the office is staffed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    days: Vec<Weekday>,
    open_minute: u32,
    close_minute: u32,
}

fn hours(office: Option<Office>, zone: &AgencyZone, default: OfficeHours) -> Result<OfficeHours> {
    office.map_or(Ok(default), |office| {
        OfficeHours::new(
            zone.clone(),
            &office.days,
            office.open_minute,
            office.close_minute,
        )
    })
}

fn within(field: &'static str, value: u32, most: u32) -> Result<u32> {
    if (1..=most).contains(&value) {
        return Ok(value);
    }
    Err(Error::invalid(
        ASK,
        field,
        format!("must be between 1 and {most}"),
    ))
}
