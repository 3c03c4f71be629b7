use crate::ledger::EffectLedger;

/// What every store of sync records offers: the ledger. The other primitives ([`Leases`](crate::Leases),
/// [`Inbox`](crate::Inbox), [`Outbox`](crate::Outbox)) are traits of their own, and a store may lack one.
///
/// Implement the traits; this one follows.
pub trait Store: EffectLedger {}

impl<T: EffectLedger + ?Sized> Store for T {}
