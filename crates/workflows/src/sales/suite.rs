//! What every [`SalesCrm`] has to do. An implementation proves itself with [`crm`].

use async_trait::async_trait;
use careweave_types::{IdempotencyKey, Pii, Result};
use careweave_wellsky_client::Patch;
use chrono::DateTime;

use super::{Deal, DealChange, DealFields, DealUpdate, SalesCrm};
use crate::pair::HerePage;
use crate::pair::suite::{ProvedCrm, prove};
use crate::proof::Proof;

/// Proves a CRM that holds at least two deals and that nobody else changes meanwhile. The deal that is listed first is left
/// with other notes, without an e-mail address and with a note; keys of the form `suite/<number>/<salt>` are used up, so give each
/// run its own `salt`: 1 to 100 visible ASCII characters.
///
/// # Errors
/// `Rejected` with the context `rule` for the first rule that does not hold; what the CRM itself failed with.
pub async fn crm(crm: &dyn SalesCrm, salt: &str) -> Result<()> {
    prove(&Deals(crm), salt).await
}

struct Deals<'a>(&'a dyn SalesCrm);

fn fields(fields: DealFields) -> DealUpdate {
    DealUpdate::Fields(Box::new(fields))
}

#[async_trait]
impl ProvedCrm for Deals<'_> {
    type Record = Deal;
    type Update = DealUpdate;

    const PROOF: Proof = Proof {
        operation: "sales.suite",
        broken: "the CRM breaks a rule of CRMs",
    };

    fn id(deal: &Deal) -> &str {
        &deal.id
    }

    fn validate(deal: &Deal) -> Result<()> {
        deal.validate()
    }

    fn timeless(deal: &Deal) -> Deal {
        Deal {
            updated_at: DateTime::UNIX_EPOCH,
            ..deal.clone()
        }
    }

    fn event() -> Result<DealUpdate> {
        Ok(DealUpdate::Note {
            text: Pii::from("suite"),
        })
    }

    fn text(text: &str) -> DealUpdate {
        fields(DealFields {
            notes: Patch::Set(Pii::from(text)),
            ..DealFields::default()
        })
    }

    fn with_text(deal: &Deal, text: &str) -> Deal {
        Deal {
            notes: Some(Pii::from(text)),
            ..deal.clone()
        }
    }

    fn no_email() -> DealUpdate {
        fields(DealFields {
            email: Patch::Clear,
            ..DealFields::default()
        })
    }

    fn without_email(deal: &Deal) -> Deal {
        Deal {
            email: None,
            ..deal.clone()
        }
    }

    async fn page(&self, after: Option<&str>) -> Result<HerePage<Deal>> {
        Ok(self.0.changed_deals(after).await?.into())
    }

    async fn one(&self, id: &str) -> Result<Option<Deal>> {
        self.0.deal(id).await
    }

    async fn apply(&self, id: &str, update: DealUpdate, key: &IdempotencyKey) -> Result<()> {
        let change = DealChange {
            deal: id.to_owned(),
            update,
        };
        self.0.apply(&change, key).await
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        self.0.has_applied(key).await
    }
}
