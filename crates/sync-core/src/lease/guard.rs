use super::{Fence, Lease};

/// A write is made only while this lease is live under this fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FenceGuard {
    /// The name of the lease.
    pub lease: String,
    /// The fence the writer was granted.
    pub fence: Fence,
}

impl From<&Lease> for FenceGuard {
    fn from(lease: &Lease) -> Self {
        Self {
            lease: lease.name.clone(),
            fence: lease.fence,
        }
    }
}
