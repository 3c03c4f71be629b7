//! The writes of the flow: how each is sent, and how one sees whether it happened.

use async_trait::async_trait;
use careweave_sync_core::{ExternalRef, Fingerprint};
use careweave_types::{Error, ErrorKind, IdempotencyKey, ProspectId, Result};
use careweave_wellsky_client::{NewProspect, Prospect, ProspectFilter, ProspectPatch, WellSky};

use super::record;
use super::{DealChange, SalesCrm, SalesMaps};
use crate::flow::{DigestKey, RemoteChange, Seen};

/// The prospect of a deal.
pub(super) async fn by_external_id(wellsky: &WellSky, deal: &str) -> Result<Option<Prospect>> {
    let filter = ProspectFilter {
        external_id: Some(deal.to_owned()),
        ..ProspectFilter::default()
    };
    let mut found = wellsky.prospects().list(filter).all().await?;
    if found.len() > 1 {
        let ids: Vec<&str> = found.iter().map(|prospect| prospect.id.as_str()).collect();
        return Err(Error::new(
            ErrorKind::Conflict,
            "sales.prospect",
            "several prospects have the id of this deal: merge them in WellSky",
        )
        .with("ids", ids.join(",")));
    }
    Ok(found.pop())
}

pub(super) struct CreateProspect<'a> {
    pub(super) wellsky: &'a WellSky,
    pub(super) deal: &'a str,
    pub(super) prospect: &'a NewProspect,
}

#[async_trait]
impl RemoteChange for CreateProspect<'_> {
    async fn look(&self, _outcome: Fingerprint) -> Result<Seen> {
        Ok(match by_external_id(self.wellsky, self.deal).await? {
            Some(found) => Seen::Done {
                remote_id: Some(found.id.to_string()),
            },
            None => Seen::NotDone,
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.wellsky
            .prospects()
            .create(self.prospect, key)
            .await
            .map(drop)
    }
}

pub(super) struct UpdateProspect<'a> {
    pub(super) wellsky: &'a WellSky,
    pub(super) key: &'a DigestKey,
    pub(super) maps: &'a SalesMaps,
    pub(super) id: &'a ProspectId,
    pub(super) patch: &'a ProspectPatch,
}

#[async_trait]
impl RemoteChange for UpdateProspect<'_> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let prospect = self.wellsky.prospects().get(self.id).await?;
        let values = record::of_prospect(self.maps, &prospect)?;
        let now = record::fingerprint(self.key, &self.maps.policy()?, &values)?;
        Ok(if now == outcome {
            Seen::Done {
                remote_id: Some(self.id.to_string()),
            }
        } else {
            Seen::NotDone
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.wellsky
            .prospects()
            .update(self.id, self.patch, key)
            .await
            .map(drop)
    }
}

/// Fields of a deal: seen to be there when the deal has that content.
pub(super) struct UpdateDeal<'a> {
    pub(super) crm: &'a dyn SalesCrm,
    pub(super) key: &'a DigestKey,
    pub(super) maps: &'a SalesMaps,
    pub(super) change: &'a DealChange,
}

#[async_trait]
impl RemoteChange for UpdateDeal<'_> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let Some(deal) = self.crm.deal(&self.change.deal).await? else {
            return Err(Error::new(ErrorKind::NotFound, "sales.deal", "the deal is gone"));
        };
        let now = record::fingerprint(
            self.key,
            &self.maps.policy()?,
            &record::of_deal(self.maps, &deal)?,
        )?;
        Ok(if now == outcome {
            Seen::Done { remote_id: None }
        } else {
            Seen::NotDone
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.crm.apply(self.change, key).await
    }
}

/// An event that a deal is told of once: seen to be there by the key it was told under.
pub(super) struct TellDeal<'a> {
    pub(super) crm: &'a dyn SalesCrm,
    pub(super) change: &'a DealChange,
    pub(super) key: IdempotencyKey,
}

#[async_trait]
impl RemoteChange for TellDeal<'_> {
    async fn look(&self, _outcome: Fingerprint) -> Result<Seen> {
        Ok(if self.crm.has_applied(&self.key).await? {
            Seen::Done { remote_id: None }
        } else {
            Seen::NotDone
        })
    }

    async fn send(&self, _key: &IdempotencyKey) -> Result<()> {
        self.crm.apply(self.change, &self.key).await
    }
}

/// How the flow names a deal, a prospect and a client in the store.
pub(super) struct Names<'a>(pub(super) &'a str);

impl Names<'_> {
    pub(super) fn deal(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.0, "sales.deal", id)
    }

    pub(super) fn agreed(&self, deal: &str) -> ExternalRef {
        ExternalRef::new(self.0, "sales.agreed", deal)
    }

    pub(super) fn prospect(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.0, "sales.prospect", id)
    }

    pub(super) fn client(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.0, "sales.client", id)
    }
}
