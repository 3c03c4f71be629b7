//! What a vendor's error says, and what it keeps to itself, whatever its body.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::sync::Arc;

use careweave_wellsky_client::{Api, ClientId, ErrorKind, RetryPolicy};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::script::{Play, Staged};

fn failing(api: Api, status: u16, content_type: &'static str, body: Vec<u8>) -> careweave_types::Error {
    let config = support::config()
        .with_api(api)
        .with_retry(RetryPolicy::never())
        .with_rate_limit(None);
    let body = Arc::new(body);
    let staged = Staged::new(config, move |_| Play::Raw(status, content_type, body.to_vec()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime
        .block_on(staged.wellsky.clients().get(&ClientId::new("7").unwrap()))
        .unwrap_err()
}

#[test]
fn the_field_a_validation_is_about_is_named_over_both_surfaces() {
    for api in [Api::Rest, Api::Connect] {
        for (body, field) in [
            (json!({"error": "caregiver.id does not exist"}), "caregiver.id"),
            (
                json!({"error": "Validation failed: caregiver_id does not exist"}),
                "caregiver_id",
            ),
            (
                json!({"error": "Validation failed: birthDate is required"}),
                "birthDate",
            ),
            (json!({"error": "'text' in 'type' is required."}), "text"),
            (json!({"error": "'context' is required."}), "context"),
            (json!({"error": "'agencyId' is required."}), "agencyId"),
            (
                json!({"errors": [{"field": "phone", "message": "Must be 10 digits"}]}),
                "phone",
            ),
            (json!({"phone": ["Must be 10 digits"]}), "phone"),
            (
                json!({"resourceType": "OperationOutcome", "issue": [{"expression": ["Patient.birthDate"]}]}),
                "birthDate",
            ),
        ] {
            let error = failing(api, 422, "application/json", body.to_string().into_bytes());
            assert_eq!(error.kind(), ErrorKind::Rejected, "{body}");
            assert_eq!(error.get("field"), Some(field), "{body}");
        }
    }
}

#[test]
fn a_gateways_403_and_an_applications_are_told_apart_over_both_surfaces() {
    for api in [Api::Rest, Api::Connect] {
        for (body, kind) in [
            (
                r#"{"message":"Missing Authentication Token"}"#,
                ErrorKind::UnknownRoute,
            ),
            (
                r#"{"message":"Invalid key=value pair (missing equal-sign) in Authorization header: 'Alpha='."}"#,
                ErrorKind::UnknownRoute,
            ),
            (
                r#"{"error":"Access denied. Invalid agencyId."}"#,
                ErrorKind::Forbidden,
            ),
            (r#"{"message":"User is not authorized"}"#, ErrorKind::Forbidden),
            ("<html>403</html>", ErrorKind::Forbidden),
            ("", ErrorKind::Forbidden),
        ] {
            let error = failing(api, 403, "application/json", body.as_bytes().to_vec());
            assert_eq!(error.kind(), kind, "{body}");
            assert!(!format!("{error} {error:?}").contains("Alpha"));
        }
    }
}

#[test]
fn an_error_of_ten_megabytes_and_one_that_is_no_text_are_errors_in_a_few_words() {
    for api in [Api::Rest, Api::Connect] {
        let large = format!(r#"{{"error":"{}"}}"#, "Alpha Testclient ".repeat(620_000));
        for body in [
            large.into_bytes(),
            vec![0xFF; 64],
            b"{\"error\":\"\xff\xfe Alpha\"}".to_vec(),
        ] {
            let error = failing(api, 502, "application/json", body);
            assert_eq!(
                (error.kind(), error.http_status()),
                (ErrorKind::Server, Some(502))
            );
            let shown = format!("{error:#} {error:?}");
            assert!(shown.len() < 1_500 && !shown.contains("Alpha"), "{shown}");
        }
    }
}

#[test]
fn a_success_that_is_no_text_or_half_an_answer_is_a_decode_error_that_quotes_nothing() {
    for api in [Api::Rest, Api::Connect] {
        for body in [
            &b"{\"id\":\"7\xff\xfe\",\"first_name\":\"Alpha\"}"[..],
            b"{\"id\":\"7\",\"Alpha Testclient\":{\"3035550100\":",
            b"{\"id\":{\"Alpha\":1},\"Alpha Testclient\":2}",
            b"<html>Alpha</html>",
            b"",
        ] {
            let error = failing(api, 200, "application/json", body.to_vec());
            assert_eq!(
                (error.kind(), error.http_status()),
                (ErrorKind::Decode, Some(200))
            );
            let shown = format!("{error:#} {error:?}");
            assert!(
                !shown.contains("Alpha") && !shown.contains("3035550100"),
                "{shown}"
            );
        }
    }
}

/// A person as an error may quote one: a mark in names and addresses, digits of a telephone number.
#[derive(Clone, Debug)]
struct Person {
    mark: String,
    digits: String,
}

impl Person {
    /// Ways to write the person down.
    fn quotes(&self) -> Vec<String> {
        let (mark, d) = (&self.mark, &self.digits);
        let lower = mark.to_lowercase();
        vec![
            format!("{mark} Testclient"),
            lower.clone(),
            mark.to_uppercase(),
            format!("{lower}_name"),
            format!("{lower}.{lower}@example.invalid"),
            format!("<{lower}@example.invalid>"),
            format!("1 {mark} Street"),
            d.clone(),
            format!("+1 ({}) {}-{}", &d[..3], &d[3..6], &d[6..]),
            format!("{} {} {}", &d[..3], &d[3..6], &d[6..]),
            format!("{} - {} – {}", &d[..3], &d[3..6], &d[6..]),
            format!("{}.{}.{}x12", &d[..3], &d[3..6], &d[6..]),
        ]
    }

    fn shows_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let parts = [&self.digits[..3], &self.digits[3..6], &self.digits[6..]];
        lower.contains(&self.mark.to_lowercase())
            || text.contains(&self.digits)
            || parts.iter().all(|part| {
                text.split(|c: char| !c.is_ascii_digit())
                    .any(|number| number == *part)
            })
    }
}

fn person() -> impl Strategy<Value = Person> {
    ("Q[a-z]{8,16}", "[2-9][0-9]{9}").prop_map(|(mark, digits)| Person { mark, digits })
}

/// A body that quotes `quote` somewhere: as a text, as a key, within a rule, deep inside, in HTML, cut off.
fn body(shape: usize, quote: &str) -> Vec<u8> {
    let value: Value = match shape {
        0 => json!({"error": format!("Validation failed: phone {quote} is used")}),
        1 => json!({"error": format!("{quote} does not exist")}),
        2 => json!({"error": format!("'{quote}' is required")}),
        3 => json!({"message": quote}),
        4 => json!({"error": {"field": quote, "message": quote}}),
        5 => json!({"errors": [{"path": format!("/{quote}"), "message": format!("is {quote}")}]}),
        6 => json!({quote: [format!("{quote} is not valid")]}),
        7 => json!({"errors": {quote: quote}}),
        8 => json!({"issue": [{"diagnostics": quote, "expression": [format!("Patient.{quote}")]}]}),
        9 => json!({"detail": [{"loc": ["body", quote], "msg": quote, "input": quote}]}),
        10 => json!([quote, {"error": quote}]),
        11 => return format!("<html><body>{quote}</body></html>").into_bytes(),
        12 => return format!("{{\"error\":\"{quote}").into_bytes(),
        _ => return quote.as_bytes().to_vec(),
    };
    value.to_string().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn nothing_of_a_person_is_repeated_wherever_an_error_quotes_it(
        person in person(),
        status in prop::sample::select(vec![400_u16, 401, 403, 404, 405, 409, 422, 429, 500, 503]),
    ) {
        for quote in person.quotes() {
            for shape in 0..14 {
                let error = failing(Api::Rest, status, "application/json", body(shape, &quote));
                let shown = format!("{error} {error:?} {error:#} {error:#?} {}", error.message());
                prop_assert!(!person.shows_in(&shown), "{quote} of {status} {shape} in {shown}");
                for (key, value) in error.context() {
                    prop_assert!(!person.shows_in(value), "{key}: {value}");
                }
            }
        }
    }
}
