use careweave::WellSky;
use careweave::http::{Clock, SystemClock};
use careweave::matching::{Policy, rank_open};
use careweave::types::AgencyZone;
use careweave::workflows::{RosterOptions, pull_roster};

#[tokio::main]
async fn main() -> careweave::Result<()> {
    let wellsky = WellSky::from_env()?;
    let options = RosterOptions::new(AgencyZone::new("America/Denver")?);
    let roster = pull_roster(&wellsky, &options, SystemClock::new().now()).await?;
    for ranking in rank_open(&roster, &Policy::seed_v1())? {
        let shift = &ranking.shift.id;
        match ranking.candidates.first() {
            Some(best) => println!("shift {shift}: {} with {} points", best.caregiver_id, best.score),
            None => println!("shift {shift}: nobody may take it"),
        }
    }
    Ok(())
}
