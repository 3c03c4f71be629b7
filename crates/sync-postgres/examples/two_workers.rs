//! Two workers that share one ledger: one dies while it sends, the other finds out and finishes.
//!
//! ```sh
//! cargo run -p careweave-sync-postgres --example two_workers -- postgres://user:password@host/database
//! ```

use std::time::Duration;

use careweave_sync_core::{EffectKey, EffectLedger, EffectState, Fingerprint, Intent, Reconcile};
use careweave_sync_postgres::PostgresOptions;
use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let url = std::env::args().nth(1).unwrap_or_default();
    // A program takes the present from its clock; the example names one, so that it shows the same each time.
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let options = PostgresOptions::new().schema("careweave_example");
    let one = options.clone().open_url(&url).await?;
    let two = options.open_url(&url).await?;

    // Both workers want the same shift. The caregiver is not in the key, so they meet under it.
    let claim = |caregiver: &str| -> Result<Intent> {
        Ok(Intent {
            key: EffectKey::new("wellsky/assign/agency-1/shift-41")?,
            operation: "shifts.assign".to_owned(),
            subject: "shift-41".to_owned(),
            detail: caregiver.to_owned(),
            fingerprint: Fingerprint::of(&["shifts.assign", "shift-41", caregiver]),
            strategy: Reconcile::ReadBack {
                quiet: Duration::from_secs(120),
            },
        })
    };
    let effect = one.plan(&claim("caregiver-7")?, now).await?.into_effect();
    match two.plan(&claim("caregiver-8")?, now).await {
        Ok(_) => return Err(Error::invalid("example", "schema", "must be empty")),
        Err(refused) => say(&format!("the second worker is refused: {}", refused.kind())),
    }

    // Worker one records that it is about to send, and dies.
    let deadline = now + TimeDelta::seconds(30);
    one.begin(effect.id, 0, deadline, now).await?;
    one.close().await?;

    // Past the deadline worker two finds what was left; no third worker is given the same for a minute.
    let later = deadline;
    for left in two
        .claim_unresolved(later, later + TimeDelta::minutes(1), 10)
        .await?
    {
        let left = match left.state {
            EffectState::Sending => two.expire(left.id, left.attempt, later).await?,
            _ => left,
        };
        // Here the program looks at the shift. Caregiver 7 has it: the request did arrive.
        let done = two.confirm(left.id, left.attempt, None, later).await?;
        say(&format!("{} for {} is {}", done.subject, done.detail, done.state));
    }
    two.close().await
}

fn say(line: &str) {
    #![allow(clippy::print_stdout)]
    println!("{line}");
}
