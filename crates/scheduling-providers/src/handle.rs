use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use careweave_http::Clock;

use crate::checked::Checked;
use crate::provider::SchedulingProvider;

/// Any scheduling service, always [`Checked`]. Cheap to clone: clones share the adapter, its tokens and its limits.
///
/// It dereferences to the trait, so its methods are called on the handle itself.
#[derive(Clone)]
pub struct Provider(Arc<dyn SchedulingProvider>);

impl Provider {
    /// Puts an adapter behind the checks. This is how an adapter's public constructor ends.
    pub fn new(adapter: impl SchedulingProvider + 'static, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Checked::new(adapter, clock)))
    }

    /// The handle as the trait's object, for what takes one.
    pub fn as_dyn(&self) -> &dyn SchedulingProvider {
        &*self.0
    }
}

impl Deref for Provider {
    type Target = dyn SchedulingProvider;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(self.0.identity()).finish()
    }
}
