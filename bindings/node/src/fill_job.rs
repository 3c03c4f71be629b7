use careweave_bindings_core::FillSession;
use napi_derive::napi;

use crate::call::Call;

/// The main job, held by Rust. Results are JSON text.
#[napi]
#[derive(Debug)]
pub(crate) struct FillJob(pub(crate) FillSession);

#[napi]
impl FillJob {
    /// Pulls the roster and ranks; gives `null`.
    #[napi]
    pub(crate) fn start(&self) -> Call {
        self.0.start().into()
    }

    /// Whom to ask next.
    #[napi]
    pub(crate) fn next_offers(&self) -> Call {
        self.0.next_offers().into()
    }

    /// A caregiver said yes.
    #[napi]
    pub(crate) fn claim(&self, shift_id: String, caregiver_id: String) -> Call {
        self.0.claim(&shift_id, &caregiver_id).into()
    }

    /// A caregiver said no.
    #[napi]
    pub(crate) fn decline(&self, shift_id: String, caregiver_id: String) -> Call {
        self.0.decline(&shift_id, &caregiver_id).into()
    }

    /// What happened so far.
    #[napi]
    pub(crate) fn report(&self) -> Call {
        self.0.report().into()
    }
}
