use careweave_types::ids::IntegrationId;
use careweave_types::{AgencyZone, Currency, Result};
use chrono::{DateTime, Utc};

use super::codec::Codec;
use super::labels::LabelRules;
use crate::identity::Identity;
use crate::model::{Appointment, ProviderKind};
use crate::page::RowFailure;

const OPERATION: &str = "acuity.archive";

/// Reads answers of `GET /appointments` that come another way than by a call: from an archive, an export, a proxy's log.
///
/// Pure; whatever an answer does not say of the account has to be given.
#[derive(Clone, Debug)]
pub struct Archive {
    identity: Identity,
    zone: AgencyZone,
    labels: LabelRules,
    currency: Option<Currency>,
}

impl Archive {
    /// For answers of an account whose calendars are in `zone` where an appointment does not say otherwise.
    pub fn new(integration: IntegrationId, zone: AgencyZone) -> Self {
        Self {
            identity: Identity {
                provider: ProviderKind::Acuity,
                integration,
            },
            zone,
            labels: LabelRules::default(),
            currency: None,
        }
    }

    /// What the account's labels say of an appointment; those of a new account unless told.
    #[must_use]
    pub fn with_labels(mut self, labels: LabelRules) -> Self {
        self.labels = labels;
        self
    }

    /// What prices are in; without it, appointments have none.
    #[must_use]
    pub const fn with_currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// The appointments of an answer, and which of its rows could not be read. `now` decides what a label means that says one
    /// thing before an appointment's end and another after it.
    ///
    /// # Errors
    /// `Decode` for what is no list.
    pub fn appointments(
        &self,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(Vec<Appointment>, Vec<RowFailure>)> {
        let codec = Codec {
            operation: OPERATION,
            identity: &self.identity,
            labels: &self.labels,
            currency: self.currency,
            account_zone: &self.zone,
            now,
        };
        codec.rows(body)
    }
}
