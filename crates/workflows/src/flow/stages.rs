use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use careweave_sync_core::canonical::Json;
use careweave_types::{ApplicantStatus, Error, ErrorKind, ProspectStatus, Result};
use serde::{Deserialize, Serialize};

const AT: &str = "flow.stages";

/// Where somebody stands on their way into the agency, in WellSky's words.
pub trait PipelineStatus: Clone + Debug + PartialEq + for<'w> From<&'w str> {
    /// The steps in their order; the last one is the end.
    const AHEAD: &'static [&'static str];
    /// What may come in between, and leads back.
    const ASIDE: &'static [&'static str];

    /// The word.
    fn word(&self) -> &str;

    /// Whether WellSky knows it.
    fn is_a_status(&self) -> bool;
}

macro_rules! pipeline {
    ($status:ty: [$($ahead:literal),+], [$($aside:literal),+]) => {
        impl PipelineStatus for $status {
            const AHEAD: &'static [&'static str] = &[$($ahead),+];
            const ASIDE: &'static [&'static str] = &[$($aside),+];

            fn word(&self) -> &str {
                self.as_str()
            }

            fn is_a_status(&self) -> bool {
                self.is_known()
            }
        }
    };
}

pipeline!(ProspectStatus:
    ["new", "contacted", "assessment_scheduled", "assessment_completed", "proposal_sent", "negotiating", "won"],
    ["on_hold", "lost"]);
pipeline!(ApplicantStatus:
    ["new", "screening", "phone_interview", "in_person_interview", "background_check", "offer_extended", "hired"],
    ["rejected", "withdrawn"]);

/// Which stage of the host is which status of WellSky, and which moves are legal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMap<S> {
    /// The status of every stage, in the words of the host.
    pub statuses: BTreeMap<String, S>,
    /// The stage a record takes for a status that was set in WellSky; it maps to that status.
    pub stages: BTreeMap<String, String>,
    /// From each status the ones that may follow.
    pub moves: BTreeMap<String, BTreeSet<String>>,
}

impl<S: PipelineStatus> Default for StageMap<S> {
    /// A stage for each status, of the same name. It goes ahead by any number of steps, and aside at any time before the end; from
    /// aside it comes back; the end stays the end.
    fn default() -> Self {
        let words = || S::AHEAD.iter().chain(S::ASIDE).copied();
        let end = S::AHEAD.last();
        let from = |word: &str| -> BTreeSet<String> {
            let place = S::AHEAD.iter().position(|one| *one == word);
            match place {
                Some(_) if end == Some(&word) => BTreeSet::new(),
                Some(place) => {
                    let next = S::AHEAD[place + 1..].iter().chain(S::ASIDE);
                    next.map(ToString::to_string).collect()
                }
                None => words().filter(|one| *one != word).map(str::to_owned).collect(),
            }
        };
        Self {
            statuses: words().map(|word| (word.to_owned(), S::from(word))).collect(),
            stages: words().map(|word| (word.to_owned(), word.to_owned())).collect(),
            moves: words().map(|word| (word.to_owned(), from(word))).collect(),
        }
    }
}

impl<S: PipelineStatus> StageMap<S> {
    /// The status of a stage.
    ///
    /// # Errors
    /// `InvalidInput` for a stage that is not in the map.
    pub fn status_of(&self, stage: &str) -> Result<&S> {
        self.statuses.get(stage).ok_or_else(|| {
            Error::invalid(AT, "stage", "must be in the stage map").with("stage", stage.to_owned())
        })
    }

    /// The stage a record takes for a status.
    ///
    /// # Errors
    /// `InvalidInput` for a status that has none.
    pub fn stage_of(&self, status: &str) -> Result<&str> {
        self.stages.get(status).map(String::as_str).ok_or_else(|| {
            Error::invalid(AT, "status", "must have a stage in the stage map")
                .with("status", status.to_owned())
        })
    }

    /// Whether somebody may go from one status to another.
    pub fn allows(&self, from: &str, to: &str) -> bool {
        from == to || self.moves.get(from).is_some_and(|next| next.contains(to))
    }

    /// Why a status may not follow another.
    pub(crate) fn refusal(&self, from: Option<&Json>, to: Option<&Json>) -> Option<Error> {
        let (Some(Json::Text(from)), Some(Json::Text(to))) = (from, to) else {
            return None;
        };
        if self.allows(from, to) {
            return None;
        }
        Some(
            Error::new(ErrorKind::Rejected, AT, "the stage map does not allow this move")
                .with("field", "status")
                .with("from", from.clone())
                .with("to", to.clone()),
        )
    }

    /// Checks that the map does not contradict itself.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        if self.statuses.is_empty() {
            return Err(Error::invalid(AT, "statuses", "must name at least one stage"));
        }
        let known = |field: &'static str, word: &str| {
            if S::from(word).is_a_status() {
                return Ok(());
            }
            Err(Error::invalid(AT, field, "must name statuses that WellSky has")
                .with("status", word.to_owned()))
        };
        for status in self.statuses.values() {
            known("statuses", status.word())?;
        }
        for (status, stage) in &self.stages {
            known("stages", status)?;
            if self.statuses.get(stage).map(PipelineStatus::word) != Some(status.as_str()) {
                return Err(Error::invalid(
                    AT,
                    "stages",
                    "must give each status a stage that has this status",
                )
                .with("status", status.clone())
                .with("stage", stage.clone()));
            }
        }
        for (from, next) in &self.moves {
            known("moves", from)?;
            next.iter().try_for_each(|to| known("moves", to))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_goes_ahead_and_aside_and_ends() {
        let deals = StageMap::<ProspectStatus>::default();
        deals.validate().unwrap();
        assert!(deals.allows("new", "won") && deals.allows("lost", "contacted"));
        assert!(!deals.allows("negotiating", "new") && !deals.allows("won", "lost"));
        let leads = StageMap::<ApplicantStatus>::default();
        leads.validate().unwrap();
        assert!(leads.allows("new", "hired") && leads.allows("withdrawn", "screening"));
        assert!(!leads.allows("hired", "rejected"));
    }
}
