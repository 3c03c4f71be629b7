//! What referral sources bring and cost, from a file of events; and the same as a chart.

use careweave::Result;
use careweave::insights::output::Present;
use careweave::insights::reports::{Referral, ReferralQuery};
use careweave::insights::{Fold, Period, Scope, read_json_lines};
use careweave::types::AgencyZone;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

fn main() -> Result<()> {
    // Events come one by one, in any order and as often as they are delivered.
    let mut fold = Fold::<Referral>::new();
    for event in read_json_lines(include_str!("../../../data/events.jsonl"))? {
        fold.observe(&event)?;
    }

    // Leads of January and February, as known in the middle of May.
    let zone = AgencyZone::new("America/Denver")?;
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    let to = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default();
    let as_of = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_588);
    let query = ReferralQuery::new(Scope::new(Period::days(zone, from, to)?));
    let report = fold.report(&query, as_of)?;

    for line in &report.sources {
        println!(
            "{:<14} {:<44} LTV:CAC {}",
            line.source, line.conversion, line.ltv_to_cac
        );
    }
    println!("\nthe chart has {} bytes of SVG", report.chart().to_svg().len());
    Ok(())
}
