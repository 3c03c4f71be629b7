//! What every [`RecruitingCrm`] has to do. An implementation proves itself with [`crm`].

use async_trait::async_trait;
use careweave_types::{CaregiverId, IdempotencyKey, Result};
use careweave_wellsky_client::Patch;
use chrono::DateTime;

use super::{Lead, LeadChange, LeadFields, LeadUpdate, RecruitingCrm};
use crate::pair::HerePage;
use crate::pair::suite::{ProvedCrm, prove};
use crate::proof::Proof;

/// Proves a CRM that holds at least two leads and that nobody else changes meanwhile. The lead that is listed first is left
/// with another position, without an e-mail address and with a rating; keys of the form `suite/<number>/<salt>` are used up, so give each
/// run its own `salt`: 1 to 100 visible ASCII characters.
///
/// # Errors
/// `Rejected` with the context `rule` for the first rule that does not hold; what the CRM itself failed with.
pub async fn crm(crm: &dyn RecruitingCrm, salt: &str) -> Result<()> {
    prove(&Leads(crm), salt).await
}

struct Leads<'a>(&'a dyn RecruitingCrm);

fn fields(fields: LeadFields) -> LeadUpdate {
    LeadUpdate::Fields(Box::new(fields))
}

#[async_trait]
impl ProvedCrm for Leads<'_> {
    type Record = Lead;
    type Update = LeadUpdate;

    const PROOF: Proof = Proof {
        operation: "recruiting.suite",
        broken: "the CRM breaks a rule of CRMs",
    };

    fn id(lead: &Lead) -> &str {
        &lead.id
    }

    fn validate(lead: &Lead) -> Result<()> {
        lead.validate()
    }

    fn timeless(lead: &Lead) -> Lead {
        Lead {
            updated_at: DateTime::UNIX_EPOCH,
            ..lead.clone()
        }
    }

    fn event() -> Result<LeadUpdate> {
        Ok(LeadUpdate::Rating {
            caregiver: CaregiverId::new("suite")?,
            rating: 5.0,
        })
    }

    fn text(text: &str) -> LeadUpdate {
        fields(LeadFields {
            position: Patch::Set(str::to_owned(text)),
            ..LeadFields::default()
        })
    }

    fn with_text(lead: &Lead, text: &str) -> Lead {
        Lead {
            position: Some(str::to_owned(text)),
            ..lead.clone()
        }
    }

    fn no_email() -> LeadUpdate {
        fields(LeadFields {
            email: Patch::Clear,
            ..LeadFields::default()
        })
    }

    fn without_email(lead: &Lead) -> Lead {
        Lead {
            email: None,
            ..lead.clone()
        }
    }

    async fn page(&self, after: Option<&str>) -> Result<HerePage<Lead>> {
        Ok(self.0.changed_leads(after).await?.into())
    }

    async fn one(&self, id: &str) -> Result<Option<Lead>> {
        self.0.lead(id).await
    }

    async fn apply(&self, id: &str, update: LeadUpdate, key: &IdempotencyKey) -> Result<()> {
        let change = LeadChange {
            lead: id.to_owned(),
            update,
        };
        self.0.apply(&change, key).await
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        self.0.has_applied(key).await
    }
}
