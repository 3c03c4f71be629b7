use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_types::Result;
use careweave_wellsky_client::WellSky;

use super::hired::HiredPair;
use super::pair::ApplicantPair;
use super::{Lead, RecruitingCrm, RecruitingMaps};
use crate::flow::{FlowContext, FlowReport};
use crate::pair::{EachHere, Pair as _, Pairs};

/// The recruiting flow of one agency.
#[derive(Clone)]
pub struct RecruitingFlow {
    pub(super) context: FlowContext,
    /// Leads and their applicants.
    pub(super) leads: Pairs<ApplicantPair>,
    /// Leads who were hired and their caregivers.
    pub(super) hired: Pairs<HiredPair>,
}

impl fmt::Debug for RecruitingFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecruitingFlow")
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl RecruitingFlow {
    /// A flow between a CRM and a WellSky.
    ///
    /// # Errors
    /// `InvalidInput` for maps that contradict themselves.
    pub fn new(
        context: FlowContext,
        wellsky: WellSky,
        crm: Arc<dyn RecruitingCrm>,
        maps: RecruitingMaps,
    ) -> Result<Self> {
        maps.validate()?;
        let leads = ApplicantPair {
            wellsky: wellsky.clone(),
            crm: Arc::clone(&crm),
            maps: maps.clone(),
        };
        let hired = HiredPair { wellsky, crm, maps };
        Ok(Self {
            leads: Pairs::new(context.clone(), leads),
            hired: Pairs::new(context.clone(), hired),
            context,
        })
    }

    /// Carries over the leads that changed since the last run: to their applicants, and, of those who were hired, what they can and
    /// when to their caregivers. One that is as it was costs no request to WellSky.
    ///
    /// A lead that cannot be carried over is a failure of the report and keeps none of the others. What the next run may
    /// achieve (a time-out, a doubt, a gate, a conflict) is read again by it; what only a change of the lead or of the maps
    /// can mend is read again by [`outbound_whole`](Self::outbound_whole).
    ///
    /// # Errors
    /// Failures of the store, and of listing leads: then what was not read is read by the next run.
    pub async fn outbound(&self) -> Result<FlowReport> {
        self.leads.outbound(false, self).await
    }

    /// As [`outbound`](Self::outbound), over all leads from the beginning.
    ///
    /// # Errors
    /// As [`outbound`](Self::outbound).
    pub async fn outbound_whole(&self) -> Result<FlowReport> {
        self.leads.outbound(true, self).await
    }

    /// Whether a lead was hired, and has something that is kept in step with a caregiver.
    async fn is_hired(&self, lead: &str) -> Result<bool> {
        if !self.hired.pair.shares_anything() {
            return Ok(false);
        }
        let name = self.hired.here_name(lead);
        Ok(self.context.store.reference(&name).await?.is_some())
    }
}

#[async_trait]
impl EachHere<Lead> for RecruitingFlow {
    async fn one(&self, lead: &Lead, report: &mut FlowReport) -> Result<bool> {
        lead.validate()?;
        let applied = self.leads.is_known(lead).await?;
        let equipped = !self.is_hired(&lead.id).await? || self.hired.is_known(lead).await?;
        if applied && equipped {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(lead.updated_at, self.context.clock.now());
        if applied {
            return self.hired.bring_together(lead, report).await;
        }
        let mut settled = self.leads.bring_together(lead, report).await?;
        // What came from the applicant is part of the lead by now.
        if !equipped && let Some(lead) = self.hired.pair.here(&lead.id).await? {
            settled &= self.hired.bring_together(&lead, report).await?;
        }
        Ok(settled)
    }
}
