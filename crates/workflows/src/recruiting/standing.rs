//! How a caregiver who was a lead stands with the agency, as it was seen last.

use careweave_sync_core::{ExternalRef, Fingerprint};
use careweave_types::{CaregiverId, CaregiverStatus, Error, ErrorKind, Result};
use careweave_wellsky_client::Caregiver;
use serde::{Deserialize, Serialize};

use super::RecruitingFlow;

/// The kind under which a store keeps it.
const KIND: &str = "recruiting.standing";

/// What was seen of a caregiver last, and how often it moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    pub(super) moves: u64,
    status: String,
    /// As it is written: it is only ever compared.
    pub(super) rating: Option<String>,
}

impl Standing {
    /// As a caregiver stands now.
    pub(super) fn of(caregiver: &Caregiver, before: &Self) -> Self {
        let now = Self {
            moves: before.moves,
            status: caregiver.status.as_str().to_owned(),
            rating: caregiver.performance_rating.map(|rating| rating.to_string()),
        };
        let moves = before.moves + u64::from(now != *before);
        Self { moves, ..now }
    }

    /// Whether they left since.
    pub(super) fn has_left(&self, before: &Self) -> bool {
        let left = CaregiverStatus::Terminated;
        self.status == left.as_str() && before.status != left.as_str()
    }
}

impl RecruitingFlow {
    /// How a caregiver stood when they were seen last.
    pub(super) async fn standing(&self, caregiver: &CaregiverId) -> Result<Standing> {
        let name = ExternalRef::new(self.context.connection(), KIND, caregiver.as_str());
        let Some(body) = self.context.store.body(&name).await? else {
            return Ok(Standing::default());
        };
        serde_json::from_slice(&body).map_err(|_| {
            Error::new(
                ErrorKind::Storage,
                KIND,
                "what was kept of a caregiver cannot be read",
            )
        })
    }

    pub(super) async fn keep_standing(&self, caregiver: &CaregiverId, now: &Standing) -> Result<()> {
        if self.context.is_dry_run() {
            return Ok(());
        }
        let body = serde_json::to_vec(now)
            .map_err(|_| Error::new(ErrorKind::Internal, KIND, "could not be written"))?;
        let content = Fingerprint::of_bytes(&body);
        self.context.see(KIND, caregiver.as_str(), content, body).await
    }
}
