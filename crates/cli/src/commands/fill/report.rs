//! What came of the campaigns.

use careweave::outreach::campaign::{Coverage, Event, Recorded, ShiftFacts};
use careweave::types::{AgencyZone, CaregiverId, ShiftId};
use careweave::workflows::campaigns::CampaignHost;
use serde::Serialize;

use super::hands::Office;
use super::live::state;
use crate::failure::Failure;
use crate::table::columns;

/// One shift.
#[derive(Serialize)]
struct ShiftLine {
    shift_id: ShiftId,
    coverage: Coverage,
    /// Minutes from the opening to the fill.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<f64>,
    waves: u32,
    asked: usize,
    yes: usize,
    no: usize,
    /// Assignments that were sent.
    assignments: usize,
    escalations: usize,
    not_contacted: Vec<(CaregiverId, String)>,
    #[serde(skip)]
    when: String,
}

/// All of them.
#[derive(Serialize)]
pub(crate) struct FillReport {
    zone: String,
    shifts: Vec<ShiftLine>,
    filled: usize,
    asked: usize,
    asked_back: u32,
    notices: usize,
    tasks: usize,
}

impl FillReport {
    pub(crate) async fn of(
        host: &CampaignHost,
        shifts: &[ShiftFacts],
        zone: &AgencyZone,
        asked_back: u32,
        office: &Office,
    ) -> Result<Self, Failure> {
        let mut lines = Vec::new();
        for shift in shifts {
            let Some(status) = host.status(&shift.id).await? else {
                continue;
            };
            let log = host.log(&shift.id).await?;
            let why = host.why_not_contacted(&shift.id).await?;
            lines.push(ShiftLine {
                shift_id: shift.id.clone(),
                minutes: minutes(&log),
                waves: waves(&log),
                asked: count(&log, |event| matches!(event, Event::OfferMade { .. })),
                yes: answers(&log, "accept"),
                no: answers(&log, "decline"),
                assignments: count(&log, |event| matches!(event, Event::AssignmentRequested { .. })),
                escalations: count(&log, |event| matches!(event, Event::Escalated { .. })),
                not_contacted: why.into_iter().map(|one| (one.caregiver_id, one.rule)).collect(),
                when: zone.display_window(&shift.window),
                coverage: status.coverage,
            });
        }
        let (notices, tasks) = office.counts();
        Ok(Self {
            zone: zone.name().to_owned(),
            filled: lines
                .iter()
                .filter(|line| matches!(line.coverage, Coverage::Filled { .. }))
                .count(),
            asked: lines.iter().map(|line| line.asked).sum(),
            shifts: lines,
            asked_back,
            notices,
            tasks,
        })
    }

    pub(crate) fn to_json(&self) -> Result<String, Failure> {
        let line = serde_json::to_string(self).map_err(|e| Failure::job(e.to_string()))?;
        Ok(line + "\n")
    }

    pub(crate) fn readable(&self) -> String {
        let rows: Vec<Vec<String>> = self.shifts.iter().map(row).collect();
        let head = [
            "shift",
            "when",
            "outcome",
            "minutes",
            "waves",
            "asked",
            "yes",
            "no",
            "office told",
        ];
        let mut text = columns(&head, &rows);
        for shift in &self.shifts {
            for (caregiver, rule) in &shift.not_contacted {
                text.push_str(&format!(
                    "shift {}: caregiver {caregiver} not asked: {rule}\n",
                    shift.shift_id
                ));
            }
        }
        text.push_str(&format!(
            "{} of {} shifts filled, {} texts with offers, {} answers asked back, {} notices to the office, {} tasks\n",
            self.filled,
            self.shifts.len(),
            self.asked,
            self.asked_back,
            self.notices,
            self.tasks
        ));
        text
    }
}

fn row(line: &ShiftLine) -> Vec<String> {
    vec![
        line.shift_id.to_string(),
        line.when.clone(),
        state(&line.coverage),
        line.minutes
            .map_or_else(|| "–".to_owned(), |minutes| format!("{minutes:.1}")),
        line.waves.to_string(),
        line.asked.to_string(),
        line.yes.to_string(),
        line.no.to_string(),
        line.escalations.to_string(),
    ]
}

fn count(log: &[Recorded], of: impl Fn(&Event) -> bool) -> usize {
    log.iter().filter(|line| of(&line.event)).count()
}

fn answers(log: &[Recorded], word: &str) -> usize {
    count(log, |event| match event {
        Event::Answered { answer, .. } => {
            serde_json::to_value(answer).is_ok_and(|value| value.as_str() == Some(word))
        }
        _ => false,
    })
}

fn waves(log: &[Recorded]) -> u32 {
    let last = log.iter().rev().find_map(|line| match line.event {
        Event::WaveStarted { wave } => Some(wave),
        _ => None,
    });
    last.unwrap_or(0)
}

fn minutes(log: &[Recorded]) -> Option<f64> {
    let opened = log
        .iter()
        .rev()
        .find(|line| matches!(line.event, Event::Opened { .. }))?
        .at;
    let filled = log
        .iter()
        .rev()
        .find(|line| matches!(line.event, Event::Filled { .. }))?
        .at;
    Some((filled - opened).num_seconds() as f64 / 60.0)
}
