//! Every scheme against signatures made independently of it, and against what an attacker would try.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use careweave_types::ErrorKind;
use careweave_webhooks::{Delivery, Identity, Scheme, Secret, verify, wellsky::Hint};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/webhooks/signatures.json"
    );
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() >= 20);
    cases
}

fn scheme(name: &str, secrets: &Value) -> Scheme {
    let secrets: Vec<_> = secrets
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s.as_str().unwrap())
        .collect();
    let plain = || {
        secrets
            .iter()
            .map(|s| Secret::new(s).unwrap())
            .collect::<Vec<_>>()
    };
    match name {
        "standard" => Scheme::standard(secrets.iter().map(|s| Secret::standard(s).unwrap())),
        "calendly" => Scheme::calendly(plain()),
        "acuity" => Scheme::acuity(plain()),
        "static_header" => Scheme::static_header("Authorization", plain()),
        other => panic!("unknown scheme {other}"),
    }
    .unwrap()
}

#[test]
fn every_signature_vector_is_accepted_or_refused_as_it_says() {
    for case in vectors() {
        let headers: Vec<(&str, &str)> = case["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|h| (h[0].as_str().unwrap(), h[1].as_str().unwrap()))
            .collect();
        let delivery = Delivery {
            headers: &headers,
            body: case["body"].as_str().unwrap().as_bytes(),
        };
        let now: DateTime<Utc> = case["now"].as_str().unwrap().parse().unwrap();
        let result = verify(
            &scheme(case["scheme"].as_str().unwrap(), &case["secrets"]),
            &delivery,
            now,
        );
        let name = &case["name"];
        match case["expected"].as_str().unwrap() {
            "refused" => assert_eq!(result.unwrap_err().kind(), ErrorKind::Unauthenticated, "{name}"),
            identity => {
                let got = match result.unwrap_or_else(|e| panic!("{name}: {e}")).identity {
                    Identity::Keyed(id) => format!("keyed {id}"),
                    Identity::Stamped => "stamped".to_owned(),
                    Identity::Hint => "hint".to_owned(),
                };
                assert_eq!(got, identity, "{name}");
            }
        }
    }
}

#[test]
fn blank_secrets_and_schemes_without_secrets_are_refused() {
    assert!(Secret::new("").is_err());
    assert!(Secret::new(" \n").is_err());
    assert!(Secret::standard("whsec_").is_err());
    assert!(Secret::standard("whsec_%%%").is_err());
    assert!(Scheme::acuity([]).is_err());
    assert!(Scheme::static_header("Bad Name", [Secret::new("x").unwrap()]).is_err());
}

#[test]
fn a_body_over_the_limit_is_refused_before_it_is_hashed() {
    let body = vec![b'x'; careweave_webhooks::LARGEST_BODY + 1];
    let error = verify(
        &Scheme::unauthenticated(),
        &Delivery {
            headers: &[],
            body: &body,
        },
        noon(),
    )
    .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("body"))
    );
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_476_800, 0).unwrap()
}

#[test]
fn wellsky_hints_take_numbers_and_strings_and_nothing_else() {
    let parse = |text: &str| Hint::parse(text.as_bytes());
    assert_eq!(
        parse(r#"{"resourceType":"Patient","id":500001}"#).unwrap(),
        parse(r#"{"resourceType":"Patient","id":"500001","x":1}"#).unwrap()
    );
    assert!(
        !parse(r#"{"resourceType":"Spaceship","id":1}"#)
            .unwrap()
            .is_known()
    );
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"resourceType":"Patient"}"#,
        r#"{"resourceType":"Patient","id":1.5}"#,
        r#"{"resourceType":"Patient","id":-1}"#,
        r#"{"resourceType":"","id":1}"#,
        r#"{"resourceType":"Patient","id":""}"#,
        r#"{"resourceType":"Patient","id":null}"#,
        "\u{0}",
    ] {
        assert_eq!(parse(bad).unwrap_err().kind(), ErrorKind::Decode, "{bad}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_nothing_forged_verifies(
        header in "\\PC{0,80}", second in "[0-9a-f]{64}", time in "-?[0-9]{1,20}", body in prop::collection::vec(any::<u8>(), 0..200), skew in -10_000_000_000_i64..10_000_000_000
    ) {
        let now = noon() + TimeDelta::seconds(skew);
        let secret = || [Secret::new("not known to the sender").unwrap()];
        let calendly = format!("t={time},v1={second}");
        let headers = [("webhook-id", header.as_str()), ("webhook-timestamp", time.as_str()), ("webhook-signature", header.as_str()),
                       ("Calendly-Webhook-Signature", calendly.as_str()), ("X-Acuity-Signature", header.as_str()), ("Authorization", header.as_str())];
        let delivery = Delivery { headers: &headers, body: &body };
        for scheme in [Scheme::standard(secret()), Scheme::calendly(secret()), Scheme::acuity(secret()), Scheme::static_header("Authorization", secret())] {
            let error = verify(&scheme.unwrap(), &delivery, now).unwrap_err();
            let said = format!("{error:?} {error:#} {delivery:?}");
            prop_assert!(!said.contains("not known"));
        }
        let _ = Hint::parse(&body);
    }
}
