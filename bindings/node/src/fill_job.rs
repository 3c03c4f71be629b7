//! The main job.

use careweave_bindings_core::FillSession;
use napi_derive::napi;

use crate::call::Call;

/// The main job, held by Rust. Results are JSON text.
#[napi]
#[derive(Debug)]
pub struct FillJob(pub(crate) FillSession);

#[napi]
impl FillJob {
    /// Pulls the roster and ranks; gives `null`.
    #[napi]
    pub fn start(&self) -> Call {
        self.0.start().into()
    }

    /// Whom to ask next.
    #[napi]
    pub fn next_offers(&self) -> Call {
        self.0.next_offers().into()
    }

    /// A caregiver said yes.
    #[napi]
    pub fn claim(&self, shift_id: String, caregiver_id: String) -> Call {
        self.0.claim(&shift_id, &caregiver_id).into()
    }

    /// A caregiver said no.
    #[napi]
    pub fn decline(&self, shift_id: String, caregiver_id: String) -> Call {
        self.0.decline(&shift_id, &caregiver_id).into()
    }

    /// What happened so far.
    #[napi]
    pub fn report(&self) -> Call {
        self.0.report().into()
    }
}
