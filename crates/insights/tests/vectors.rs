//! The reports on the example agency's events, to the last digit, as every machine and every language has to give them.
//!
//! `CAREWEAVE_UPDATE_VECTORS=1 cargo test -p careweave-insights --test vectors` writes the answers anew; read the
//! difference before it is kept.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use careweave_insights::reports::*;
use careweave_insights::{Period, Scope, read_json_lines};
use careweave_types::AgencyZone;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    /// The events, from the root of the repository.
    events: String,
    zone: AgencyZone,
    as_of: DateTime<Utc>,
    cases: Vec<Case>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Case {
    report: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// The report as one line of JSON.
    expected: String,
}

fn question(case: &Case, zone: &AgencyZone) -> Question {
    let scope = Scope::new(Period::between(zone.clone(), case.from, case.to).unwrap());
    match case.report.as_str() {
        "referral" => Question::Referral(ReferralQuery::new(scope)),
        "referral over two months" => Question::Referral(ReferralQuery {
            horizon_months: Some(2),
            ..ReferralQuery::new(scope)
        }),
        "recruiting" => Question::Recruiting(RecruitingQuery::new(scope)),
        "funnel" => Question::Funnel(FunnelQuery {
            by: funnel::FunnelBy::Source,
            ..FunnelQuery::new(scope)
        }),
        "telephony" => Question::Telephony(TelephonyQuery::new(scope)),
        "messaging" => Question::Messaging(MessagingQuery::new(scope)),
        "noshow" => Question::Appointments(AppointmentsQuery::new(scope)),
        "fill" => Question::Filling(FillingQuery::new(scope)),
        "fairness" => Question::Fairness(FairnessQuery::new(scope)),
        "churn" => Question::Churn(ChurnQuery::new(zone.clone())),
        "evv" => Question::Evv(EvvQuery::new(scope)),
        other => panic!("{other}"),
    }
}

#[test]
fn the_reports_on_the_example_agency_are_these_to_the_last_digit() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let path = format!("{root}/vectors/insights/reports.json");
    let mut vectors: Vectors = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let events =
        read_json_lines(&std::fs::read_to_string(format!("{root}/{}", vectors.events)).unwrap()).unwrap();
    let update = std::env::var_os("CAREWEAVE_UPDATE_VECTORS").is_some();
    assert_eq!(vectors.cases.len(), 11);
    for case in &mut vectors.cases {
        let mut asked = question(case, &vectors.zone).ask();
        for event in &events {
            asked.observe(event).unwrap();
        }
        let answer = asked.answer(vectors.as_of).unwrap().to_json();
        if update {
            case.expected = answer;
        } else {
            assert_eq!(case.expected, answer, "{}", case.report);
        }
    }
    if update {
        std::fs::write(&path, serde_json::to_string_pretty(&vectors).unwrap() + "\n").unwrap();
    }
}
