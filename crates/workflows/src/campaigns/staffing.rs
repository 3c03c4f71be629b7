use std::fmt::{self, Debug};
use std::sync::Arc;

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_matching::{Policy, Ranking, Roster, rank};
use careweave_outreach::campaign::{Candidate, Reach, Verdict};
use careweave_outreach::consent::{ConsentSet, ContactHistory, KnownPlaces, OutOfHours, Recipient};
use careweave_outreach::{ContactId, Language};
use careweave_types::{CaregiverId, ErrorKind, Result, ShiftId, TimeWindow};
use careweave_wellsky_client::WellSky;
use chrono::{DateTime, Utc};

use super::hands::{CandidateRequest, Staffing};
use crate::roster::{RosterOptions, pull_roster};

/// How a caregiver is reached, what they agreed to and what they were sent lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The ways, the preferred one of writing first.
    pub reach: Vec<Reach>,
    /// The language they are written to in.
    pub language: Language,
    /// Where they are, what they agreed to, and what they were sent lately.
    pub recipient: Recipient,
}

/// The agency's directory of caregivers.
#[async_trait]
pub trait People: Debug + Send + Sync {
    /// How a caregiver is reached; nothing for one the directory does not have. Campaigns say then that no channel reaches them.
    ///
    /// # Errors
    /// Failures of reads.
    async fn person(&self, caregiver: &CaregiverId) -> Result<Option<Person>>;
}

/// Candidates from WellSky: every question pulls the roster anew and ranks with the matching engine.
#[derive(Clone)]
pub struct RosterStaffing {
    wellsky: WellSky,
    roster: RosterOptions,
    policy: Policy,
    people: Arc<dyn People>,
    clock: Arc<dyn Clock>,
}

impl Debug for RosterStaffing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RosterStaffing")
            .field("people", &self.people)
            .finish_non_exhaustive()
    }
}

impl RosterStaffing {
    /// Staffing from one agency.
    pub const fn new(
        wellsky: WellSky,
        roster: RosterOptions,
        policy: Policy,
        people: Arc<dyn People>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            wellsky,
            roster,
            policy,
            people,
            clock,
        }
    }

    async fn ranked(&self, shift: &ShiftId) -> Result<Option<(Roster, Ranking)>> {
        let roster = pull_roster(&self.wellsky, &self.roster, self.clock.now()).await?;
        match rank(&roster, shift, &self.policy) {
            Ok(ranking) => Ok(Some((roster, ranking))),
            // Not open any more, or gone: the assignment finds out, on the condition that nobody has it.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn candidate(
        &self,
        roster: &Roster,
        ranked: &careweave_matching::Candidate,
        now: DateTime<Utc>,
    ) -> Result<Candidate> {
        let id = &ranked.caregiver_id;
        let person = self
            .people
            .person(id)
            .await?
            .unwrap_or_else(|| unreachable_person(id));
        let reasons = ranked.parts.iter().filter(|part| part.points != 0);
        Ok(Candidate {
            caregiver_id: id.clone(),
            score: ranked.score,
            tier: ranked.tier.unwrap_or(1),
            reasons: reasons.map(|part| part.why.clone()).collect(),
            reach: person.reach,
            language: person.language,
            working: working(roster, id, now),
            overtime_minutes: minutes(ranked),
            acceptance: None,
            recipient: person.recipient,
        })
    }
}

#[async_trait]
impl Staffing for RosterStaffing {
    async fn candidates(&self, request: &CandidateRequest) -> Result<Vec<Candidate>> {
        let Some((roster, ranking)) = self.ranked(&request.shift_id).await? else {
            return Ok(Vec::new());
        };
        let now = self.clock.now();
        let wanted = ranking
            .candidates
            .iter()
            .filter(|candidate| !request.exclude.contains(&candidate.caregiver_id))
            .take(request.limit as usize);
        let mut candidates = Vec::new();
        for ranked in wanted {
            candidates.push(self.candidate(&roster, ranked, now).await?);
        }
        Ok(candidates)
    }

    async fn revalidate(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Verdict> {
        let Some((_, ranking)) = self.ranked(shift).await? else {
            return Ok(Verdict::Eligible);
        };
        let ranked = ranking
            .candidates
            .iter()
            .find(|one| one.caregiver_id == *caregiver);
        if let Some(candidate) = ranked {
            return Ok(match minutes(candidate) {
                0 => Verdict::Eligible,
                minutes => Verdict::Overtime { minutes },
            });
        }
        let excluded = ranking.excluded.iter().find(|one| one.caregiver_id == *caregiver);
        let first = excluded.and_then(|excluded| excluded.reasons.first());
        Ok(Verdict::Ineligible {
            rule: first.map_or_else(|| "unknown_caregiver".to_owned(), rule_of),
        })
    }
}

fn minutes(candidate: &careweave_matching::Candidate) -> u32 {
    u32::try_from(candidate.workload.overtime_minutes.max(0)).unwrap_or(u32::MAX)
}

/// The shifts a caregiver has that are not over.
fn working(roster: &Roster, caregiver: &CaregiverId, now: DateTime<Utc>) -> Vec<TimeWindow> {
    let theirs = roster.data().shifts.iter().filter(|shift| {
        shift.caregiver_id.as_ref() == Some(caregiver)
            && shift.scheduled_end > now
            && shift.status.occupies_caregiver()
    });
    theirs
        .filter_map(|shift| TimeWindow::new(shift.scheduled_start, shift.scheduled_end).ok())
        .collect()
}

/// The word of an exclusion, as it stands in rankings.
fn rule_of(exclusion: &careweave_matching::Exclusion) -> String {
    let written = serde_json::to_value(exclusion).unwrap_or_default();
    written["reason"].as_str().unwrap_or("not_eligible").to_owned()
}

/// Somebody the directory does not have.
fn unreachable_person(id: &CaregiverId) -> Person {
    Person {
        reach: Vec::new(),
        language: Language::English,
        recipient: Recipient {
            contact: ContactId::of_caregiver(id),
            places: KnownPlaces::default(),
            consent: ConsentSet::default(),
            out_of_hours: OutOfHours::Never,
            history: ContactHistory::default(),
        },
    }
}
