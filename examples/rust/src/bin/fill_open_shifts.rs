//! The main job: from open shifts to verified assignments.
//!
//! Start `careweave sandbox`, export the lines it prints, and run it. The offers go to the sandbox's caregivers; put your own
//! messaging in the place of `ask`.

use std::sync::Arc;

use careweave::WellSky;
use careweave::http::SystemClock;
use careweave::sync::SqliteStore;
use careweave::types::AgencyZone;
use careweave::workflows::{FillJob, FillOptions, Offer, RosterOptions};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let control = std::env::var("CAREWEAVE_SANDBOX_CONTROL")?;
    let ready: Value = reqwest::get(format!("{control}/_sandbox/ready"))
        .await?
        .json()
        .await?;
    let now = ready["now"].as_str().unwrap_or_default().parse()?;

    let wellsky = WellSky::from_env()?;
    let store = SqliteStore::open(std::env::args().nth(1).unwrap_or("careweave.db".into())).await?;
    let zone = AgencyZone::new(&std::env::var("CAREWEAVE_AGENCY_ZONE")?)?;
    let options = FillOptions::new(RosterOptions::new(zone));

    let clock = Arc::new(SystemClock::new());
    let mut job = FillJob::start(wellsky, Arc::new(store), clock, options, now).await?;
    loop {
        let offers = job.next_offers()?;
        if offers.is_empty() {
            break;
        }
        for offer in offers {
            for (caregiver, yes) in ask(&control, &offer).await? {
                // The first yes wins; a later one is told that the shift is taken.
                if yes {
                    job.claim(&offer.shift_id, &caregiver.parse()?).await?;
                } else {
                    job.decline(&offer.shift_id, &caregiver.parse()?)?;
                }
            }
        }
    }
    println!("{}", job.report().to_json());
    Ok(())
}

/// Sends an offer and gives the answers in the order in which they arrive.
async fn ask(control: &str, offer: &Offer) -> Outcome<Vec<(String, bool)>> {
    let body = json!({"shift_id": offer.shift_id, "caregiver_ids": offer.caregiver_ids});
    let url = format!("{control}/_sandbox/offers");
    let answer: Value = reqwest::Client::new()
        .post(url)
        .json(&body)
        .send()
        .await?
        .json()
        .await?;
    let replies = answer["replies"].as_array().cloned().unwrap_or_default();
    let reply = |r: &Value| Some((r["caregiver_id"].as_str()?.to_owned(), r["answer"] == "yes"));
    Ok(replies.iter().filter_map(reply).collect())
}
