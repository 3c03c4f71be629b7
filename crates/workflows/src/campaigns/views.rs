//! What a person wants to see of a campaign.

use careweave_outreach::campaign::{
    Exclusion, Forecast, Recorded, Status, Waiting, plan, status, timeline, why_not_contacted,
};
use careweave_types::{CaregiverId, Result, ShiftId};

use super::host::CampaignHost;

impl CampaignHost {
    /// Where the filling of a shift stands; nothing for one that was never opened.
    ///
    /// # Errors
    /// Failures of the store; `Storage` for an event that cannot be read. The same for all views.
    pub async fn status(&self, shift: &ShiftId) -> Result<Option<Status>> {
        Ok(status(&self.load(&self.stream(shift)).await?))
    }

    /// Where every shift stands that is being filled, in the order of the names of their streams.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub async fn live(&self) -> Result<Vec<(ShiftId, Status)>> {
        let mut found = Vec::new();
        for head in self.waiting().await? {
            let state = self.load(&head.stream).await?;
            let live = state.run.as_ref().filter(|run| run.is_live());
            let shift = live.map(|run| run.shift.id.clone());
            found.extend(shift.zip(status(&state)));
        }
        Ok(found)
    }

    /// What passed between the agency and one caregiver about a shift, in order.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub async fn timeline(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Vec<Recorded>> {
        let log = self.log(shift).await?;
        Ok(timeline(&log, caregiver).into_iter().cloned().collect())
    }

    /// Why the others were not asked: the name of the rule for each.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub async fn why_not_contacted(&self, shift: &ShiftId) -> Result<Vec<Exclusion>> {
        Ok(why_not_contacted(&self.load(&self.stream(shift)).await?))
    }

    /// What will happen from now on if nobody answers.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub async fn forecast(&self, shift: &ShiftId) -> Result<Forecast> {
        let state = self.load(&self.stream(shift)).await?;
        Ok(plan(&state, self.clock.now(), &self.options.policy))
    }

    /// Those who said yes and wait, in order.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub async fn waitlist(&self, shift: &ShiftId) -> Result<Vec<Waiting>> {
        let state = self.load(&self.stream(shift)).await?;
        Ok(state.run.map(|run| run.waitlist).unwrap_or_default())
    }
}
