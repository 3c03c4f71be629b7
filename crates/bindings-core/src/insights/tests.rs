#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use careweave::types::ErrorKind;
use serde_json::Value;

use super::*;

const CALLS: &str = r#"
{"v":1,"id":"1","at":"2026-04-06T15:00:00Z","kind":"call_accepted","data":{"call":"c-1","lead":"lead-41"}}
{"v":1,"id":"2","at":"2026-04-06T15:00:09Z","kind":"call_answered","data":{"call":"c-1","by":"person"}}
"#;
const AS_OF: &str = "2026-04-08T00:00:00Z";

fn both() -> Arc<InquiryHandle> {
    let questions = r#"[{"report":"telephony","zone":"America/Denver"},{"report":"funnel","zone":"America/Denver","by":"source"}]"#;
    Arc::new(InquiryHandle::new(questions, Some(2)).unwrap())
}

fn refused(questions: &str) -> Error {
    InquiryHandle::new(questions, None).unwrap_err()
}

#[test]
fn every_question_sees_every_event_once() {
    let inquiry = both();
    assert_eq!(inquiry.push(GivenEvents::Lines(CALLS.to_owned())).unwrap(), 2);
    assert_eq!(
        inquiry.push(GivenEvents::Records(CALLS.to_owned(), 7)).unwrap(),
        2
    );
    let answer = inquiry.answer(0, AS_OF).unwrap();
    let calls: Value = serde_json::from_str(&answer.json()).unwrap();
    assert_eq!(
        (&calls["attempts"], &calls["answer"]["value"]),
        (&1.into(), &1.0.into())
    );
    assert_eq!(answer.tables(), ["calls", "results"]);
    assert!(
        answer
            .csv(Some("results"))
            .unwrap()
            .starts_with("result,calls\r\n")
    );
    assert!(answer.svg().starts_with("<svg"));
    assert_eq!(answer.arrow(None).unwrap().num_rows(), 1);
    assert_eq!(inquiry.answer(1, AS_OF).unwrap().tables()[0], "steps");
}

#[test]
fn what_is_wrong_with_an_event_names_the_record_and_the_field() {
    let inquiry = both();
    let wrong = "\n{\"v\":1,\"id\":\"1\",\"at\":\"2026-04-06T15:00:00Z\",\"kind\":\"call_accepted\",\"data\":{\"call\":\"a@b.invalid\"}}";
    for (given, record) in [
        (GivenEvents::Lines(wrong.to_owned()), "line 2"),
        (GivenEvents::Records(wrong.to_owned(), 40), "events[41]"),
    ] {
        let error = inquiry.push(given).unwrap_err();
        assert_eq!(
            (
                error.kind(),
                error.get("record"),
                error.get("field"),
                error.operation()
            ),
            (ErrorKind::InvalidInput, Some(record), Some("data.call"), PUSH)
        );
        assert!(!error.to_string().contains("a@b"), "{error}");
    }
    let csv = "id,at,kind,call\n1,2026-04-06T15:00:00Z,call_accepted,c-1\n1,2026-04-06T15:00:00Z,call_accepted,c-2\n";
    let twice = inquiry.push(GivenEvents::Csv(csv.to_owned())).unwrap_err();
    assert_eq!(
        (twice.kind(), twice.get("record")),
        (ErrorKind::Conflict, Some("row 1"))
    );
}

#[test]
fn what_is_wrong_with_a_question_names_the_question_and_the_field() {
    for (questions, field) in [
        (r#"[{"report":"funnel","zone":"Nowhere/Town"}]"#, "zone"),
        (r#"[{"report":"funnel"}]"#, "zone"),
        (r#"[{"report":"weather","zone":"America/Denver"}]"#, "report"),
        (
            r#"[{"report":"funnel","zone":"America/Denver","maturity":3}]"#,
            "maturity",
        ),
        (
            r#"[{"report":"churn","zone":"America/Denver","from":"2026-01-01"}]"#,
            "from",
        ),
        (
            r#"[{"report":"referral","zone":"America/Denver","horizon_months":0}]"#,
            "horizon_months",
        ),
        (
            r#"[{"report":"funnel","zone":"America/Denver","from":"2026-02-01","to":"2026-02-01"}]"#,
            "to",
        ),
    ] {
        let error = refused(questions);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{questions}");
        assert_eq!(error.get("record"), Some("questions[0]"), "{error}");
        let told = error.get("field") == Some(field) || error.message().contains(&format!("`{field}`"));
        assert!(told, "{questions}: {error}");
    }
    assert_eq!(refused("[]").get("field"), Some("questions"));
}

#[test]
fn an_answer_needs_an_instant_and_a_question_that_was_asked() {
    let inquiry = both();
    assert_eq!(
        inquiry.answer(0, "yesterday").unwrap_err().get("field"),
        Some("as_of")
    );
    assert_eq!(inquiry.answer(2, AS_OF).unwrap_err().kind(), ErrorKind::NotFound);
    let answer = inquiry.answer(0, AS_OF).unwrap();
    assert_eq!(answer.csv(Some("steps")).unwrap_err().get("field"), Some("table"));
}

#[tokio::test]
async fn events_are_taken_in_and_answered_apart_from_the_caller() {
    let inquiry = both();
    let taken = inquiry
        .pushing(GivenEvents::Lines(CALLS.to_owned()))
        .await
        .unwrap();
    assert_eq!(taken, "2");
    let AnswerPull { call, made } = inquiry.answering(0, AS_OF.to_owned());
    call.await.unwrap();
    assert!(made.get().unwrap().json().contains("\"attempts\":1"));
}
