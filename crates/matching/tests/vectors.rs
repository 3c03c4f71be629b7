//! The ranking vectors, which Python and Node read as well.
//!
//! `CAREWEAVE_UPDATE_VECTORS=1 cargo test -p careweave-matching --test vectors` writes the answers anew; read the
//! difference before you commit it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use careweave_matching::{Policy, Roster, rank_open, rankings_to_json};
use serde_json::Value;

#[test]
fn every_ranking_vector_gives_its_bytes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/ranking");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut case: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let roster = Roster::from_json(&case["roster"].to_string()).unwrap();
        let got = rankings_to_json(&rank_open(&roster, &Policy::seed_v1()).unwrap());
        if std::env::var_os("CAREWEAVE_UPDATE_VECTORS").is_some() {
            case["expected"] = got.clone().into();
            std::fs::write(&path, serde_json::to_string_pretty(&case).unwrap() + "\n").unwrap();
        }
        assert_eq!(
            got,
            case["expected"].as_str().unwrap(),
            "{}: {}",
            case["name"],
            case["why"]
        );
        cases += 1;
    }
    assert_eq!(cases, 6, "a vector was added or lost: say so here");
}
