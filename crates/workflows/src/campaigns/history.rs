//! What the campaigns that a store keeps say has happened, as events for reports.
//!
//! A campaign's stream says when a shift became open, who could be asked, who was, what they said and who got it: all that the
//! reports on filling and on the fairness of offers need. Whether the client knew the caregiver is in no stream.

use std::collections::{BTreeMap, BTreeSet};

use careweave_insights::event::words::{OfferReply, ShiftEnd};
use careweave_insights::event::{
    CaregiverEligible, CoordinatorTouched, OfferAnswered, OfferOptOut, OfferSent, ShiftClosed, ShiftFilled,
    ShiftOpened,
};
use careweave_insights::{Body, Event as Told, Key};
use careweave_outreach::campaign::{Answer, ClosedReason, Event, Origin, Recorded, ShiftFacts, read_event};
use careweave_sync_core::Streams;
use careweave_types::{CaregiverId, Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::host::prefix;

/// Streams that are listed, and events that are read, at once.
const PAGE: u32 = 500;

/// What a store can feed of the reports, by their words: nothing where it has all they need.
const LACKS: &[(&str, Option<&str>)] = &[
    ("fill", None),
    ("fairness", None),
    (
        "messaging",
        Some("receipts of delivery for every message: streams keep those of offers only"),
    ),
    (
        "telephony",
        Some("the times of calls: streams keep how a call ended, not how long it took"),
    ),
    (
        "noshow",
        Some("who came: a mirror keeps how appointments stand, not when that happened"),
    ),
    (
        "funnel",
        Some("when a lead reached each stage: a mirror keeps the stage it is in"),
    ),
    ("referral", Some("what was spent on a source and whom it brought")),
    (
        "recruiting",
        Some("what was spent on a source and whom it brought"),
    ),
    ("churn", Some("how visits ended: read them from WellSky")),
    ("evv", Some("how visits were verified: read them from WellSky")),
];

/// Checks that a report can be made from the campaigns of a store: `fill`, `fairness`.
///
/// # Errors
/// `Unsupported` with the context `report` and `needs` for one that needs what no store keeps; `InvalidInput` for a word that is no report.
pub fn check_fed_by_store(report: &str) -> Result<()> {
    const AT: &str = "report.store";
    let known = LACKS.iter().find(|(word, _)| *word == report);
    let (_, lacks) = known.ok_or_else(|| Error::invalid(AT, "report", "must be the word of a report"))?;
    let Some(needs) = *lacks else { return Ok(()) };
    Err(Error::new(
        ErrorKind::Unsupported,
        AT,
        "a store does not keep what this report needs: give events of it",
    )
    .with("report", report)
    .with("needs", needs))
}

/// Events of the campaigns of a scope, and what became none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CampaignEvents {
    /// The events. Their ids follow from the streams, so another reading repeats them. A shift that was opened again is a new key:
    /// `41/1`, `41/2`.
    pub events: Vec<Told>,
    /// Shifts whose streams were read.
    pub shifts: u64,
    /// Rehearsals: nobody was asked, so they are in no report.
    pub rehearsals: u64,
}

impl CampaignEvents {
    /// Reads all campaigns of a scope, those that are over as well.
    ///
    /// # Errors
    /// Failures of the store; `Storage` for an event that cannot be read; `InvalidInput` for a scope that is none, and when an id
    /// of the agency's cannot be a key.
    pub async fn of_store(store: &dyn Streams, scope: &str) -> Result<Self> {
        let prefix = prefix("report.store", scope)?;
        let mut read = Self::default();
        let mut after: Option<String> = None;
        loop {
            let page = store.all_streams(&prefix, after.as_deref(), PAGE).await?;
            for head in &page {
                read.add_log(scope, &log(store, &head.stream).await?)?;
            }
            match page.last() {
                Some(last) if page.len() == PAGE as usize => after = Some(last.stream.clone()),
                _ => return Ok(read),
            }
        }
    }

    /// Adds what the log of one shift says.
    ///
    /// # Errors
    /// `InvalidInput` when an id of the agency's cannot be a key.
    pub fn add_log(&mut self, scope: &str, log: &[Recorded]) -> Result<()> {
        self.shifts += 1;
        let mut run: Option<Run> = None;
        for recorded in log {
            if let Event::Opened {
                generation,
                shift,
                shadow,
                ..
            } = &recorded.event
            {
                self.end(run.take());
                if *shadow {
                    self.rehearsals += 1;
                } else {
                    run = Some(Run::open(scope, *generation, shift, recorded)?);
                }
            } else if let Some(run) = &mut run {
                run.add(recorded)?;
            }
        }
        self.end(run);
        Ok(())
    }

    fn end(&mut self, run: Option<Run>) {
        if let Some(run) = run {
            self.events.extend(run.eligible.into_values());
            self.events.extend(run.events);
        }
    }
}

async fn log(store: &dyn Streams, stream: &str) -> Result<Vec<Recorded>> {
    let mut log = Vec::new();
    loop {
        let page = store.stream_events(stream, log.len() as u64, PAGE).await?;
        for event in &page {
            log.push(read_event(event.body.expose(), event.version)?);
        }
        if page.len() < PAGE as usize {
            return Ok(log);
        }
    }
}

/// One generation of filling a shift, as far as its log was read.
struct Run {
    scope: String,
    shift: Key,
    events: Vec<Told>,
    /// Those who could be asked; whoever turned out not to be is taken out.
    eligible: BTreeMap<CaregiverId, Told>,
    asked: BTreeSet<CaregiverId>,
    overtime: BTreeMap<CaregiverId, u32>,
}

impl Run {
    fn open(scope: &str, generation: u32, shift: &ShiftFacts, recorded: &Recorded) -> Result<Self> {
        let mut run = Self {
            scope: scope.to_owned(),
            shift: Key::new(format!("{}/{generation}", shift.id))?,
            events: Vec::new(),
            eligible: BTreeMap::new(),
            asked: BTreeSet::new(),
            overtime: BTreeMap::new(),
        };
        let opened = ShiftOpened {
            shift: run.shift.clone(),
            starts_at: shift.window.start(),
        };
        run.tell(recorded, opened)?;
        Ok(run)
    }

    fn add(&mut self, recorded: &Recorded) -> Result<()> {
        let shift = self.shift.clone();
        match &recorded.event {
            Event::CandidatesAdded { candidates } => {
                for candidate in candidates {
                    let id = candidate.caregiver_id.clone();
                    let eligible = CaregiverEligible {
                        shift: shift.clone(),
                        caregiver: key(&id)?,
                    };
                    let told = self.told(recorded, &format!("/{id}"), recorded.at, eligible)?;
                    self.eligible.entry(id.clone()).or_insert(told);
                    self.overtime.insert(id, candidate.overtime_minutes);
                }
                Ok(())
            }
            Event::ContactSkipped { caregiver_id, .. } => {
                if !self.asked.contains(caregiver_id) {
                    self.eligible.remove(caregiver_id);
                }
                Ok(())
            }
            Event::OfferMade { caregiver_id, .. } => {
                self.asked.insert(caregiver_id.clone());
                let caregiver = key(caregiver_id)?;
                self.tell(recorded, OfferSent { shift, caregiver })
            }
            Event::Answered {
                caregiver_id,
                received_at,
                answer,
                ..
            } => self.answer(recorded, caregiver_id, *received_at, *answer),
            Event::Filled {
                caregiver_id,
                fence: Some(_),
                ..
            } => {
                let filled = ShiftFilled {
                    shift,
                    caregiver: key(caregiver_id)?,
                    overtime_minutes: self.overtime.get(caregiver_id).copied().unwrap_or(0),
                    known_to_client: None,
                };
                self.tell(recorded, filled)
            }
            // An assignment that was only seen came about without the offers.
            Event::Filled { fence: None, .. } => self.close(recorded, ShiftEnd::FilledElsewhere),
            Event::Closed { reason, .. } => self.close(
                recorded,
                match reason {
                    ClosedReason::Cancelled { .. } => ShiftEnd::Cancelled,
                    ClosedReason::Expired => ShiftEnd::Expired,
                    ClosedReason::FilledElsewhere => ShiftEnd::FilledElsewhere,
                },
            ),
            Event::Approved { .. }
            | Event::Acked { .. }
            | Event::Paused { .. }
            | Event::Resumed { .. }
            | Event::Claimed {
                origin: Origin::Coordinator,
                ..
            } => self.tell(recorded, CoordinatorTouched { shift }),
            _ => Ok(()),
        }
    }

    fn answer(
        &mut self,
        recorded: &Recorded,
        caregiver_id: &CaregiverId,
        received_at: DateTime<Utc>,
        answer: Answer,
    ) -> Result<()> {
        let (shift, caregiver) = (self.shift.clone(), key(caregiver_id)?);
        // A provider's clock may be ahead; nothing was heard after it was written down.
        let at = received_at.min(recorded.at);
        if answer == Answer::OptOut {
            let out = OfferOptOut {
                shift: shift.clone(),
                caregiver: caregiver.clone(),
            };
            let told = self.told(recorded, "/out", at, out)?;
            self.events.push(told);
        }
        let reply = match answer {
            Answer::Accept => OfferReply::Yes,
            Answer::Decline => OfferReply::No,
            Answer::Question | Answer::Partial | Answer::Unknown | Answer::OptOut => OfferReply::Other,
        };
        let answered = OfferAnswered {
            shift,
            caregiver,
            reply,
        };
        let told = self.told(recorded, "", at, answered)?;
        self.events.push(told);
        Ok(())
    }

    fn close(&mut self, recorded: &Recorded, end: ShiftEnd) -> Result<()> {
        let shift = self.shift.clone();
        self.tell(recorded, ShiftClosed { shift, end })
    }

    fn tell(&mut self, recorded: &Recorded, body: impl Into<Body>) -> Result<()> {
        let told = self.told(recorded, "", recorded.at, body)?;
        self.events.push(told);
        Ok(())
    }

    /// An event whose id is its place in the stream.
    fn told(&self, recorded: &Recorded, of: &str, at: DateTime<Utc>, body: impl Into<Body>) -> Result<Told> {
        let id = format!("{}/{}/{}{of}", self.scope, self.shift, recorded.version);
        Ok(Told::new(&id, at, body)?.recorded(recorded.at))
    }
}

fn key(caregiver: &CaregiverId) -> Result<Key> {
    Key::new(caregiver.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_that_no_store_can_feed_is_refused_and_told_what_it_needs() {
        for word in ["fill", "fairness"] {
            check_fed_by_store(word).unwrap();
        }
        for word in [
            "messaging",
            "telephony",
            "noshow",
            "funnel",
            "referral",
            "recruiting",
            "churn",
            "evv",
        ] {
            let error = check_fed_by_store(word).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert_eq!(error.get("report"), Some(word));
            assert!(
                error.get("needs").is_some_and(|needs| needs.len() > 10),
                "{error:#}"
            );
        }
        let error = check_fed_by_store("weather").unwrap_err();
        assert_eq!(error.get("field"), Some("report"));
    }
}
