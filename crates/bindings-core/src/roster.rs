use careweave::matching::{Policy, Ranking, Roster, rank, rank_open, rankings_to_json};
use careweave::types::{Result, ShiftId};

use crate::call::to_json;
use crate::guard;

/// A validated roster, held on the Rust side: it crosses the language border once, and each ranking gives the text
/// that Rust itself would print.
#[derive(Debug)]
pub struct RosterHandle {
    roster: Roster,
    policy: Policy,
}

impl RosterHandle {
    /// Reads a roster file's text.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field, as [`Roster::from_json`].
    pub fn from_json(text: &str) -> Result<Self> {
        guard::call("roster.load", || Ok(Self::new(Roster::from_json(text)?)))
    }

    /// Takes a roster that Rust made.
    pub fn new(roster: Roster) -> Self {
        Self {
            roster,
            policy: Policy::seed_v1(),
        }
    }

    /// The roster itself.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The ranking for one shift, as [`careweave::matching::Ranking::to_json`] writes it.
    ///
    /// # Errors
    /// As [`rank`].
    pub fn rank(&self, shift_id: &str) -> Result<String> {
        guard::call("matching.rank", || {
            Ok(rank(&self.roster, &ShiftId::new(shift_id)?, &self.policy)?.to_json())
        })
    }

    /// The rankings for every open shift, in order of start.
    ///
    /// # Errors
    /// As [`rank_open`].
    pub fn rank_open(&self) -> Result<Vec<String>> {
        guard::call("matching.rank", || {
            Ok(rank_open(&self.roster, &self.policy)?
                .iter()
                .map(Ranking::to_json)
                .collect())
        })
    }

    /// The rankings for every open shift, or for one shift, as one document: the text that `careweave rank --json`
    /// prints, without the line end.
    ///
    /// # Errors
    /// As [`rank`].
    pub fn rankings_json(&self, shift_id: Option<&str>) -> Result<String> {
        guard::call("matching.rank", || {
            let rankings = match shift_id {
                Some(id) => vec![rank(&self.roster, &ShiftId::new(id)?, &self.policy)?],
                None => rank_open(&self.roster, &self.policy)?,
            };
            Ok(rankings_to_json(&rankings))
        })
    }

    /// The ids of the open shifts, in order of start.
    pub fn open_shift_ids(&self) -> Vec<String> {
        self.roster
            .open_shifts()
            .iter()
            .map(|shift| shift.id.as_str().to_owned())
            .collect()
    }

    /// The roster as a roster file's text.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub fn to_json(&self) -> Result<String> {
        to_json("roster.to_json", self.roster.data())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    const ROSTER: &str = r#"{"format":"careweave.roster/1","as_of":"2026-04-06T12:00:00Z","zone":"America/Denver",
        "caregivers":[{"id":"700001","status":"active","service_area":"80012"}],
        "shifts":[{"id":"900001","client_id":"500001","status":"open","client_zip_code":"80012",
        "scheduled_start":"2026-04-07T15:00:00Z","scheduled_end":"2026-04-07T19:00:00Z"}]}"#;

    #[test]
    fn the_text_is_what_the_engine_writes() {
        let handle = RosterHandle::from_json(ROSTER).unwrap();
        let engine = rank(
            handle.roster(),
            &ShiftId::new("900001").unwrap(),
            &Policy::seed_v1(),
        )
        .unwrap();
        assert_eq!(handle.rank("900001").unwrap(), engine.to_json());
        assert_eq!(handle.rank_open().unwrap(), [engine.to_json()]);
        let document = format!(r#"{{"rankings":[{}]}}"#, engine.to_json());
        assert_eq!(handle.rankings_json(None).unwrap(), document);
        assert_eq!(handle.rankings_json(Some("900001")).unwrap(), document);
        assert_eq!(handle.open_shift_ids(), ["900001"]);
    }

    #[test]
    fn a_written_roster_reads_back_to_the_same_rankings() {
        let handle = RosterHandle::from_json(ROSTER).unwrap();
        let again = RosterHandle::from_json(&handle.to_json().unwrap()).unwrap();
        assert_eq!(again.rank_open().unwrap(), handle.rank_open().unwrap());
    }

    #[test]
    fn a_shift_the_roster_does_not_hold_is_not_found() {
        let handle = RosterHandle::from_json(ROSTER).unwrap();
        assert_eq!(handle.rank("900002").unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(handle.rank("").unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}
