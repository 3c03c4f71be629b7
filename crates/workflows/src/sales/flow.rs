use std::fmt;
use std::sync::Arc;

use careweave_sync_core::ExternalRef;
use careweave_types::Result;
use careweave_wellsky_client::WellSky;

use super::pair::SalesPair;
use super::{SalesCrm, SalesMaps};
use crate::flow::{FlowContext, FlowReport};
use crate::pair::Pairs;

/// The sales flow of one agency.
#[derive(Clone)]
pub struct SalesFlow {
    pub(super) pairs: Pairs<SalesPair>,
}

impl fmt::Debug for SalesFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SalesFlow")
            .field("context", &self.pairs.context)
            .finish_non_exhaustive()
    }
}

impl SalesFlow {
    /// A flow between a CRM and a WellSky.
    ///
    /// # Errors
    /// `InvalidInput` for maps that contradict themselves.
    pub fn new(
        context: FlowContext,
        wellsky: WellSky,
        crm: Arc<dyn SalesCrm>,
        maps: SalesMaps,
    ) -> Result<Self> {
        maps.validate()?;
        let pair = SalesPair { wellsky, crm, maps };
        Ok(Self {
            pairs: Pairs::new(context, pair),
        })
    }

    /// Carries over the deals that changed since the last run. One that is as it was costs no request to WellSky.
    ///
    /// A deal that cannot be carried over is a failure of the report and keeps none of the others. What the next run may
    /// achieve (a time-out, a doubt, a gate, a conflict) is read again by it; what only a change of the deal or of the maps
    /// can mend is read again by [`outbound_whole`](Self::outbound_whole).
    ///
    /// # Errors
    /// Failures of the store, and of listing deals: then what was not read is read by the next run.
    pub async fn outbound(&self) -> Result<FlowReport> {
        self.pairs.outbound(false, &self.pairs).await
    }

    /// As [`outbound`](Self::outbound), over all deals from the beginning.
    ///
    /// # Errors
    /// As [`outbound`](Self::outbound).
    pub async fn outbound_whole(&self) -> Result<FlowReport> {
        self.pairs.outbound(true, &self.pairs).await
    }

    /// A client, as the store knows them.
    pub(super) fn client_name(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.pairs.context.connection(), "sales.client", id)
    }
}
