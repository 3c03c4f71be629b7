//! Our reports: one inquiry, one pass over the table.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::num::NonZeroUsize;
use std::time::Instant;

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use careweave_insights::reports::appointments::AppointmentsBy;
use careweave_insights::reports::funnel::FunnelBy;
use careweave_insights::reports::referral::ValueOf;
use careweave_insights::reports::{
    AppointmentsQuery, ChurnQuery, EvvQuery, FairnessQuery, FillingQuery, FunnelQuery, Inquiry,
    MessagingQuery, Question, RecruitingQuery, ReferralQuery, TelephonyQuery,
};
use careweave_insights::{Period, Scope};
use careweave_types::AgencyZone;
use chrono::DateTime;
use serde_json::Value;

use crate::failure::Failure;
use crate::task::{Answer, Task, digest};

/// Tables that were read, by their files.
#[derive(Default)]
pub(crate) struct Lane(HashMap<String, Vec<RecordBatch>>);

type Lines = fn(&Value) -> Vec<String>;

/// The reports in the order they are asked, and what is told of each: see `insights_material.py`.
const REPORTS: [(&str, Lines); 10] = [
    ("referral", referral),
    ("recruiting", recruiting),
    ("funnel", funnel),
    ("telephony", telephony),
    ("messaging", messaging),
    ("noshow", noshow),
    ("fill", fill),
    ("fairness", fairness),
    ("churn", churn),
    ("evv", evv),
];

fn questions() -> Vec<Question> {
    let scope = || Scope::new(Period::all(AgencyZone::utc()));
    vec![
        Question::Referral(ReferralQuery {
            value_of: ValueOf::Revenue,
            ..ReferralQuery::new(scope())
        }),
        Question::Recruiting(RecruitingQuery::new(scope())),
        Question::Funnel(FunnelQuery {
            by: FunnelBy::Source,
            ..FunnelQuery::new(scope())
        }),
        Question::Telephony(TelephonyQuery::new(scope())),
        Question::Messaging(MessagingQuery::new(scope())),
        Question::Appointments(AppointmentsQuery {
            by: AppointmentsBy::Professional,
            ..AppointmentsQuery::new(scope())
        }),
        Question::Filling(FillingQuery::new(scope())),
        Question::Fairness(FairnessQuery::new(scope())),
        Question::Churn(ChurnQuery::new(AgencyZone::utc())),
        Question::Evv(EvvQuery::new(scope())),
    ]
}

impl Lane {
    pub(crate) fn carry_out(&mut self, task: &Task) -> Result<Answer, Failure> {
        let Task::ReportAll { path, as_of } = task else {
            return Err(Failure::new("this lane does no such task"));
        };
        if !self.0.contains_key(path) {
            self.0.insert(path.clone(), read(path)?);
        }
        let table = &self.0[path];
        let as_of = DateTime::from_timestamp(*as_of, 0).ok_or_else(|| Failure::new("as_of is no instant"))?;
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let begun = Instant::now();
        let mut inquiry = Inquiry::new(questions());
        let mut rows = 0;
        for batch in table {
            rows += inquiry.observe_arrow(batch, rows, threads)? as u64;
        }
        let reports = (0..REPORTS.len())
            .map(|place| Ok(inquiry.answer(place, as_of)?.to_json()))
            .collect::<Result<Vec<_>, Failure>>()?;
        let seconds = begun.elapsed().as_secs_f64();
        let mut parts = BTreeMap::new();
        for ((name, lines), text) in REPORTS.iter().zip(&reports) {
            let report: Value =
                serde_json::from_str(text).map_err(|e| Failure::new(format!("a report is no JSON: {e}")))?;
            parts.insert((*name).to_owned(), digest(lines(&report)));
        }
        Ok(Answer {
            seconds,
            parts,
            ..Answer::default()
        })
    }
}

fn read(path: &str) -> Result<Vec<RecordBatch>, Failure> {
    let failed = |source: &dyn std::error::Error| Failure::new(format!("{path} cannot be read: {source}"));
    let file = File::open(path).map_err(|e| failed(&e))?;
    let reader = StreamReader::try_new(BufReader::new(file), None).map_err(|e| failed(&e))?;
    reader.map(|batch| batch.map_err(|e| failed(&e))).collect()
}

/// A figure by its path in the report: counts, coefficients to nine places, `-` where there is none.
fn figure(report: &Value, path: &str) -> String {
    match report.pointer(path).unwrap_or(&Value::Null) {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.9}", number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

fn line(report: &Value, paths: &[&str]) -> String {
    let figures: Vec<_> = paths.iter().map(|path| figure(report, path)).collect();
    figures.join("|")
}

fn each(report: &Value, list: &str, paths: &[&str]) -> Vec<String> {
    list_of(report, list).iter().map(|one| line(one, paths)).collect()
}

fn list_of<'r>(report: &'r Value, list: &str) -> &'r [Value] {
    report[list].as_array().map_or(&[], Vec::as_slice)
}

fn sum(values: &[Value], path: &str) -> u64 {
    values.iter().filter_map(|one| one.pointer(path)?.as_u64()).sum()
}

fn referral(report: &Value) -> Vec<String> {
    let spent = |one: &Value| {
        let of = |kind: &str| one["spend"][kind]["minor"].as_i64().unwrap_or_default();
        of("media") + of("labour")
    };
    let told = |one: &Value| {
        let head = line(
            one,
            &["/source", "/conversion/numerator", "/conversion/denominator"],
        );
        format!(
            "{head}|{}|{}",
            spent(one),
            figure(one, "/total_value/value/minor")
        )
    };
    list_of(report, "sources").iter().map(told).collect()
}

fn recruiting(report: &Value) -> Vec<String> {
    let paths = [
        "/source",
        "/hired",
        "/retention/numerator",
        "/retention/denominator",
        "/immature",
        "/ratings",
    ];
    each(report, "sources", &paths)
}

fn funnel(report: &Value) -> Vec<String> {
    let paths = [
        "/name",
        "/created",
        "/immature",
        "/steps/0/reached",
        "/steps/1/reached",
        "/steps/2/reached",
        "/steps/3/reached",
        "/steps/4/reached",
        "/steps/5/reached",
    ];
    each(report, "groups", &paths)
}

fn telephony(report: &Value) -> Vec<String> {
    let paths = [
        "/attempts",
        "/open",
        "/answer/numerator",
        "/answer/denominator",
        "/voicemail",
        "/answered_by_unknown",
        "/completion/numerator",
        "/completion/denominator",
        "/handle_seconds/numerator",
        "/speed_of_answer/median_seconds",
        "/ring/median_seconds",
        "/cost/value/minor",
        "/uncharged",
        "/contact/numerator",
        "/contact/denominator",
        "/retries",
        "/conversions",
    ];
    vec![line(report, &paths)]
}

fn messaging(report: &Value) -> Vec<String> {
    let paths = [
        "/channel",
        "/sent",
        "/immature",
        "/delivery/numerator",
        "/delivery/denominator",
        "/read/numerator",
        "/response/numerator",
        "/response/denominator",
        "/received",
    ];
    each(report, "channels", &paths)
}

fn noshow(report: &Value) -> Vec<String> {
    let paths = [
        "/name",
        "/no_show/numerator",
        "/no_show/denominator",
        "/cancelled",
        "/cancelled_late",
        "/undetermined",
        "/upcoming",
    ];
    each(report, "lines", &paths)
}

fn fill(report: &Value) -> Vec<String> {
    let paths = [
        "/opened",
        "/filled_before_start/numerator",
        "/filled_before_start/denominator",
        "/cancelled",
        "/filled_elsewhere",
        "/open",
        "/offers_per_fill/numerator",
        "/offers_per_fill/denominator",
        "/surplus_yes",
        "/touches_per_shift/numerator",
        "/after_hours/numerator",
        "/after_hours/denominator",
        "/overtime_minutes",
        "/continuity/numerator",
        "/continuity/denominator",
    ];
    vec![line(report, &paths)]
}

fn fairness(report: &Value) -> Vec<String> {
    let people = list_of(report, "caregivers");
    let (could, assigned) = (
        sum(people, "/offered/denominator"),
        sum(people, "/assigned/numerator"),
    );
    let ginis = line(report, &["/gini_offers", "/gini_fills"]);
    vec![format!(
        "{}|{could}|{assigned}|{ginis}",
        figure(report, "/eligible")
    )]
}

fn churn(report: &Value) -> Vec<String> {
    let reasons = list_of(report, "at_risk")
        .iter()
        .flat_map(|client| list_of(client, "reasons"));
    let late = reasons
        .filter(|reason| reason["reason"] == "visits_not_completed")
        .count();
    vec![format!("{}|{late}", figure(report, "/clients"))]
}

fn evv(report: &Value) -> Vec<String> {
    let paths = [
        "/payer",
        "/visits",
        "/verified/numerator",
        "/verified/denominator",
        "/by_hand",
        "/immature",
        "/billable_minutes",
        "/unverified_minutes",
    ];
    each(report, "payers", &paths)
}
