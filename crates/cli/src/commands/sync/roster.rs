//! `careweave sync roster`: an agency's caregivers and schedule, whole, in the store and in a file.

use std::io::Write as _;
use std::path::Path;

use careweave::types::AgencyZone;
use careweave::workflows::RosterOptions;
use careweave::workflows::daily::{DailyTime, Turn};
use careweave::workflows::kept_roster::{RosterSync, taken_at};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::run::{Run, wellsky};
use crate::args::RosterArgs;
use crate::failure::Failure;

/// When the roster was pulled last, and is to be pulled next.
#[derive(Debug, Serialize)]
pub(super) struct RosterTimes {
    /// `null` when it never was, or the last pull was cut off.
    taken_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    turn: Turn,
    #[serde(skip)]
    zone: AgencyZone,
}

pub(crate) async fn run(args: &RosterArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let run = Run::open(&args.flow).await?;
    let options = RosterOptions::new(args.zone.clone());
    let context = run.context(&connection)?;
    let daily = DailyTime::new(args.zone.clone(), args.at)?;
    let sync = RosterSync::new(context, wellsky, options);
    let waits = args.if_due && matches!(sync.turn(&daily).await?, Turn::Waits { .. });
    let done = if waits {
        Ok(Vec::new())
    } else {
        run.note("roster: caregivers, clients and schedule, whole");
        let pulled = sync.pull().await;
        if let (Ok((Some(roster), _)), Some(out), false) = (&pulled, &args.out, args.flow.dry_run) {
            replace(out, &roster.to_json())?;
        }
        pulled.map(|(_, report)| vec![("pull", report)])
    };
    let times = RosterTimes {
        taken_at: taken_at(&*run.flows()?, &connection).await?,
        turn: sync.turn(&daily).await?,
        zone: args.zone.clone(),
    };
    run.finish_roster(connection, done, times).await
}

impl RosterTimes {
    pub(super) fn readable(&self) -> String {
        let taken = match self.taken_at {
            Some(at) => format!("last taken {}", self.zone.display(at)),
            None => "never taken whole".to_owned(),
        };
        let next = match self.turn {
            Turn::Due { since } => format!("due since {}", self.zone.display(since)),
            Turn::Waits { until } => format!("next due {}", self.zone.display(until)),
        };
        format!("{taken}, {next}\n")
    }
}

/// Puts a file in the place of another, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| Failure::from(error.error))?;
    Ok(())
}
