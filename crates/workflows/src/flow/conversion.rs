//! A prospect becomes a client, an applicant a caregiver: once, whichever flow gets there first.

use std::fmt;

use async_trait::async_trait;
use careweave_sync_core::{Action, Effect, Fingerprint};
use careweave_types::{ApplicantId, IdempotencyKey, ProspectId, Result};
use careweave_wellsky_client::WellSky;
use chrono::NaiveDate;

use super::{CONVERT_LATCH, FlowChange, FlowContext, HIRE_LATCH, RemoteChange, Seen};

/// Who becomes what, from which day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// A prospect becomes a client.
    Client {
        prospect: ProspectId,
        start_date: Option<NaiveDate>,
    },
    /// An applicant becomes a caregiver.
    Caregiver {
        applicant: ApplicantId,
        hire_date: Option<NaiveDate>,
    },
}

impl Conversion {
    const fn latch(&self) -> &'static str {
        match self {
            Self::Client { .. } => CONVERT_LATCH,
            Self::Caregiver { .. } => HIRE_LATCH,
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Client { prospect, .. } => prospect.as_str(),
            Self::Caregiver { applicant, .. } => applicant.as_str(),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Client { .. } => "prospect",
            Self::Caregiver { .. } => "applicant",
        }
    }

    const fn operation(&self) -> &'static str {
        match self {
            Self::Client { .. } => "prospects.convert",
            Self::Caregiver { .. } => "applicants.convert",
        }
    }

    /// Who it is, as reports name them.
    pub(crate) fn reference(&self) -> String {
        format!("{}/{}", self.kind(), self.id())
    }

    /// What tells it from any other. The day is none of it: nobody becomes a client twice, on another day.
    pub(crate) fn identity(&self, connection: &str) -> Fingerprint {
        Fingerprint::of(&[self.operation(), connection, self.id()])
    }

    /// The same change for every flow, so that the ledger knows it whichever one made it.
    pub(crate) fn change(&self, connection: &str) -> FlowChange {
        FlowChange {
            kind: self.kind(),
            operation: self.operation(),
            action: Action::Send,
            key: format!("flow/{connection}/{}/{}", self.operation(), self.id()),
            subject: self.reference(),
            outcome: self.identity(connection),
            repeats: false,
            look_first: true,
        }
    }
}

/// A conversion as a change: it fires the latch that signed paperwork armed.
pub(crate) struct Converting<'a> {
    pub(crate) context: &'a FlowContext,
    pub(crate) wellsky: &'a WellSky,
    pub(crate) conversion: &'a Conversion,
}

impl fmt::Debug for Converting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converting")
            .field("conversion", self.conversion)
            .finish_non_exhaustive()
    }
}

impl Converting<'_> {
    fn subject(&self) -> String {
        super::latch_subject(self.context.connection(), self.conversion.id())
    }
}

#[async_trait]
impl RemoteChange for Converting<'_> {
    async fn look(&self, _outcome: Fingerprint) -> Result<Seen> {
        let became = match self.conversion {
            Conversion::Client { prospect, .. } => {
                let found = self.wellsky.prospects().get(prospect).await?;
                found.converted_client_id.as_ref().map(ToString::to_string)
            }
            Conversion::Caregiver { applicant, .. } => {
                let found = self.wellsky.applicants().get(applicant).await?;
                found.converted_caregiver_id.as_ref().map(ToString::to_string)
            }
        };
        Ok(became.map_or(Seen::NotDone, |id| Seen::Done { remote_id: Some(id) }))
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        match self.conversion {
            Conversion::Client { prospect, start_date } => {
                let prospects = self.wellsky.prospects();
                prospects
                    .convert_to_client(prospect, *start_date, key)
                    .await
                    .map(drop)
            }
            Conversion::Caregiver { applicant, hire_date } => {
                let applicants = self.wellsky.applicants();
                applicants
                    .convert_to_caregiver(applicant, *hire_date, key)
                    .await
                    .map(drop)
            }
        }
    }

    async fn begins(&self, effect: &Effect) -> Result<()> {
        let (now, store) = (self.context.clock.now(), &self.context.store);
        store
            .fire(self.conversion.latch(), &self.subject(), effect.id, now)
            .await
            .map(drop)
    }

    async fn happened(&self, effect: &Effect) -> Result<()> {
        let (now, store) = (self.context.clock.now(), &self.context.store);
        let (latch, subject) = (self.conversion.latch(), self.subject());
        store.fire(latch, &subject, effect.id, now).await?;
        let became = effect.remote_id.as_deref();
        store
            .fired(latch, &subject, effect.id, became, now)
            .await
            .map(drop)
    }

    async fn refused(&self, effect: &Effect) -> Result<()> {
        let (now, store) = (self.context.clock.now(), &self.context.store);
        store
            .misfired(self.conversion.latch(), &self.subject(), effect.id, now)
            .await
            .map(drop)
    }
}
