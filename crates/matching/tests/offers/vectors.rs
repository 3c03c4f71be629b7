//! The vectors of `vectors/offers`, which other languages read as well.

use careweave_matching::offers::{
    AcceptRace, AcceptRule, Bundle, BundleCandidate, BundleTerms, Chance, ContactPolicy, NextContact,
    RaceEvent, RaceOutcome, RankedCaregiver, Wave, WavePolicy, WaveSize, next_contact_at, plan_waves,
    price_bundle, wave_size,
};
use careweave_types::TimeWindow;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::given::{weeks, who};

fn cases(file: &str, count: usize) -> Vec<Value> {
    let path = format!("{}/../../vectors/offers/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(cases.len(), count, "a vector was added or lost: say so here");
    cases
}

fn read<T: DeserializeOwned>(case: &Value, key: &str) -> T {
    serde_json::from_value(case[key].clone()).unwrap_or_else(|e| panic!("{}: {key}: {e}", case["id"]))
}

#[test]
fn every_wave_size_vector_holds() {
    for case in cases("wave_size", 8) {
        let chances: Vec<Chance> = read(&case, "acceptances");
        let size = wave_size(&chances, read(&case, "target")).unwrap();
        assert_eq!(size, read::<WaveSize>(&case, "expect"), "{}", case["id"]);
    }
}

#[test]
fn every_wave_vector_holds() {
    for case in cases("waves", 3) {
        let ranked: Vec<RankedCaregiver> = read(&case, "ranked");
        let waves = plan_waves(&ranked, &read::<WavePolicy>(&case, "policy")).unwrap();
        assert_eq!(waves, read::<Vec<Wave>>(&case, "expect"), "{}", case["id"]);
    }
}

#[test]
fn every_contact_vector_holds() {
    for case in cases("contact", 9) {
        let now: DateTime<Utc> = read(&case, "now");
        let shifts: Vec<TimeWindow> = read(&case, "shifts");
        let contact = next_contact_at(now, &shifts, &read::<ContactPolicy>(&case, "policy")).unwrap();
        assert_eq!(contact, read::<NextContact>(&case, "expect"), "{}", case["id"]);
    }
}

#[test]
fn every_race_vector_holds() {
    for case in cases("races", 4) {
        let log: Vec<RaceEvent> = read(&case, "log");
        let outcome = read::<AcceptRace>(&case, "race")
            .decide(&log, read(&case, "now"))
            .unwrap();
        assert_eq!(outcome, read::<RaceOutcome>(&case, "expect"), "{}", case["id"]);
    }
}

#[test]
fn every_bundle_vector_holds() {
    for case in cases("bundles", 4) {
        let bundle: Bundle = read(&case, "bundle");
        let candidate = BundleCandidate {
            caregiver_id: who(0),
            known_clients: Vec::new(),
        };
        let terms = BundleTerms {
            accept: AcceptRule::AllOrNone,
            repeat_visit: 0,
            known_client: 0,
        };
        let prices = weeks(&[read(&case, "booked_minutes")]);
        let whole = price_bundle(&bundle, &candidate, &terms, &prices).unwrap().whole;
        let expect = &case["expect"];
        assert_eq!(whole.text, expect["text"].as_str().unwrap(), "{}", case["id"]);
        assert_eq!(whole.minutes, read::<i64>(expect, "minutes"), "{}", case["id"]);
        assert_eq!(
            whole.cost.overtime_minutes,
            read::<i64>(expect, "overtime_minutes"),
            "{}",
            case["id"]
        );
        assert_eq!(
            whole.cost.premium.minor,
            read::<i64>(expect, "premium"),
            "{}",
            case["id"]
        );
        assert_eq!(whole.net, read::<i64>(expect, "net"), "{}", case["id"]);
    }
}
