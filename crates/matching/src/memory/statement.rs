use careweave_types::{CaregiverId, Pii, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::constraint::Subject;

open_enum! {
    /// How firmly something was said.
    pub enum Strength {
        /// It does not happen: excludes.
        Cannot = "cannot",
        /// Rather not: lowers the score.
        PrefersNot = "prefers_not",
        /// Gladly: raises the score.
        Prefers = "prefers",
    }
}

open_enum! {
    /// Where a statement comes from.
    pub enum StatementSource {
        /// The caregiver said it, by whatever channel.
        Caregiver = "caregiver",
        /// A coordinator recorded it.
        Coordinator = "coordinator",
        /// It was drawn from declined offers.
        DeclinedOffers = "declined_offers",
    }
}

/// One remembered preference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// An id of the agency's own; two statements with one id have to be the same to the letter.
    pub id: String,
    /// Whose.
    pub caregiver_id: CaregiverId,
    /// How firm.
    pub strength: Strength,
    /// About what.
    pub about: Subject,
    /// Where it comes from.
    pub source: StatementSource,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The instant from which it no longer holds; absent: until it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Pii<String>>,
}

impl Statement {
    /// True when the statement holds at `instant`.
    pub fn holds_at(&self, instant: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| instant < end)
    }
}
