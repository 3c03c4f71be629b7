//! How the campaigns stand, as they move: a table that is drawn over itself on a terminal, lines elsewhere.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use careweave::outreach::campaign::{Coverage, Event, Recorded, ShiftFacts, Status};
use careweave::types::{AgencyZone, ShiftId};
use careweave::workflows::campaigns::CampaignHost;
use chrono::{DateTime, Utc};

use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// How long a picture stays on a terminal, so that somebody can follow it.
const PICTURE: Duration = Duration::from_millis(60);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Silent,
    Lines,
    Table,
}

pub(crate) struct Live {
    manner: Manner,
    zone: AgencyZone,
    /// Events shown so far, by shift.
    shown: BTreeMap<ShiftId, usize>,
    /// Lines of the last picture.
    drawn: usize,
}

impl Live {
    pub(crate) fn new(quiet: bool, zone: AgencyZone) -> Self {
        let manner = match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Manner::Silent,
            (false, true) => Manner::Table,
            (false, false) => Manner::Lines,
        };
        Self {
            manner,
            zone,
            shown: BTreeMap::new(),
            drawn: 0,
        }
    }

    pub(crate) fn zone(&self) -> &AgencyZone {
        &self.zone
    }

    /// Shows what is new.
    pub(crate) async fn show(&mut self, host: &CampaignHost, shifts: &[ShiftFacts]) -> Result<(), Failure> {
        match self.manner {
            Manner::Silent => Ok(()),
            Manner::Lines => self.lines(host, shifts).await,
            Manner::Table => self.table(host, shifts).await,
        }
    }

    async fn lines(&mut self, host: &CampaignHost, shifts: &[ShiftFacts]) -> Result<(), Failure> {
        for shift in shifts {
            let log = host.log(&shift.id).await?;
            let shown = self.shown.entry(shift.id.clone()).or_default();
            let new = log
                .iter()
                .skip(*shown)
                .filter_map(|line| said(line).map(|text| (line.at, text)));
            for (at, text) in new {
                out::note(&format!("{} shift {}: {text}", local(&self.zone, at), shift.id));
            }
            *shown = log.len();
        }
        Ok(())
    }

    async fn table(&mut self, host: &CampaignHost, shifts: &[ShiftFacts]) -> Result<(), Failure> {
        let mut rows = Vec::new();
        for shift in shifts {
            let Some(status) = host.status(&shift.id).await? else {
                continue;
            };
            rows.push(row(shift, &status));
        }
        let head = [
            "shift", "state", "asked", "silent", "yes", "no", "in line", "office",
        ];
        let picture = format!("{}\n{}", local(&self.zone, host.now()), columns(&head, &rows));
        let mut stderr = std::io::stderr().lock();
        let up = if self.drawn == 0 {
            String::new()
        } else {
            format!("\x1b[{}A\x1b[J", self.drawn)
        };
        // Where it fails there is nobody to tell.
        let _ = write!(stderr, "{up}{picture}").and_then(|()| stderr.flush());
        drop(stderr);
        self.drawn = picture.lines().count();
        tokio::time::sleep(PICTURE).await;
        Ok(())
    }
}

fn row(shift: &ShiftFacts, status: &Status) -> Vec<String> {
    let counts = status.counts;
    let asked = counts.silent + counts.accepted + counts.declined + counts.other_answers + counts.failed;
    vec![
        shift.id.to_string(),
        state(&status.coverage),
        asked.to_string(),
        counts.silent.to_string(),
        counts.accepted.to_string(),
        counts.declined.to_string(),
        status.waitlist.len().to_string(),
        status.escalation.notices.to_string(),
    ]
}

/// Whether the shift has somebody, in a phrase.
pub(crate) fn state(coverage: &Coverage) -> String {
    match coverage {
        Coverage::Open { .. } => "asking".to_owned(),
        Coverage::Claiming { claim } => format!("assigning to {}", claim.caregiver_id),
        Coverage::Filled { by, .. } => format!("filled by {by}"),
        Coverage::Closed { reason, .. } => match reason {
            careweave::outreach::campaign::ClosedReason::Cancelled { .. } => "cancelled".to_owned(),
            careweave::outreach::campaign::ClosedReason::Expired => "nobody, and it has started".to_owned(),
            careweave::outreach::campaign::ClosedReason::FilledElsewhere => "filled elsewhere".to_owned(),
        },
    }
}

/// An instant as the agency reads it.
pub(crate) fn local(zone: &AgencyZone, at: DateTime<Utc>) -> String {
    zone.display(at)
}

/// An event as a line; nothing for what only matters to the machine.
fn said(line: &Recorded) -> Option<String> {
    Some(match &line.event {
        Event::Opened { shift, .. } => format!(
            "search begins, start in {} min",
            minutes(line.at, shift.window.start())
        ),
        Event::WaveStarted { wave } => format!("wave {wave}"),
        Event::OfferMade {
            caregiver_id,
            channel,
            ..
        } => format!("{channel} to caregiver {caregiver_id}"),
        Event::ContactDeferred {
            caregiver_id, rule, ..
        } => format!("caregiver {caregiver_id} later: {rule}"),
        Event::ContactSkipped { caregiver_id, rule } => format!("caregiver {caregiver_id} not asked: {rule}"),
        Event::Answered {
            caregiver_id, answer, ..
        } => {
            let answer = serde_json::to_value(answer).ok()?;
            format!("caregiver {caregiver_id} answers: {}", answer.as_str()?)
        }
        Event::Waitlisted { caregiver_id, .. } => format!("caregiver {caregiver_id} is in line"),
        Event::Claimed { caregiver_id, .. } => format!("caregiver {caregiver_id} is called up"),
        Event::AssignmentRequested { attempt, .. } => format!("assignment sent to WellSky (try {attempt})"),
        Event::ReadBackRequested { .. } => "the answer was lost: reading the shift back".to_owned(),
        Event::ClaimReleased {
            caregiver_id, rule, ..
        } => format!("caregiver {caregiver_id} does not get it: {rule}"),
        Event::Filled { caregiver_id, .. } => format!("filled by caregiver {caregiver_id}, read back"),
        Event::Closed { .. } => "the search is over".to_owned(),
        Event::Escalated { level, .. } => format!("the office is told (step {level}); asking goes on"),
        _ => return None,
    })
}

fn minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_minutes()
}
