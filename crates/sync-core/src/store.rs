use crate::ledger::EffectLedger;

/// Everything a store of sync records offers: one trait per primitive, put together.
///
/// Implement the traits; this one follows. A part that needs one primitive only asks for its trait.
pub trait Store: EffectLedger {}

impl<T: EffectLedger + ?Sized> Store for T {}
