//! Idempotent sync primitives: pure state machines, the traits a store implements, and a memory store.
//!
//! A primitive is one module, with its values, its state machine and its trait. [`Store`] is what every store
//! offers, the ledger; a part that needs more asks for the traits of the other primitives by name. Built so far:
//!
//! * [`ledger`]: what is about to be changed at another system, written down before it is sent, so that a
//!   crash, a time-out or a second worker never leads to the same change twice;
//! * [`lease`]: who may do a thing now, with a fence that refuses whoever comes back too late;
//! * [`inbox`]: what other systems announce, kept once each, or as marks on what has to be fetched;
//! * [`outbox`]: effects that wait to be sent, in order, with retries that end;
//! * [`stream`]: what happened to one subject, in order, with what follows from it and when to look again;
//! * [`mirror`]: what another system holds, under which id here, how far it was read and what is gone;
//! * [`latch`]: what may happen once in the life of a subject, and only with proof;
//! * [`gate`]: how far an integration may go by now, and what a dry run would do;
//! * [`vault`]: credentials, sealed under a key the store never sees;
//! * [`conflicts`]: what a person has to decide, written down once;
//! * [`health`]: what waits and for how long, and whether an integration works;
//! * [`retention`]: what is let go of, by age or because somebody asked to be forgotten;
//! * [`audit`]: who did what, in a chain of hashes that shows every change;
//! * [`canonical`]: what a record says, as one fingerprint however it is written;
//! * [`merge`]: which side of two each field follows, and what is a conflict.
//!
//! Times are arguments: nothing here reads a clock. Nothing here does I/O either, so the code runs under
//! any executor. Stores that keep their records in a file or a database live in crates of their own and
//! prove themselves with the behaviour suite in `suite` (feature `suite`).

pub mod audit;
pub mod canonical;
pub mod conflicts;
pub mod gate;
pub mod health;
mod hex;
pub mod inbox;
pub mod latch;
pub mod lease;
pub mod ledger;
mod memory;
pub mod merge;
pub mod mirror;
pub mod outbox;
pub mod retention;
mod rules;
mod store;
pub mod stream;
#[cfg(any(test, feature = "suite"))]
pub mod suite;
pub mod vault;
mod words;

pub use audit::{Anchor, AuditEntry, AuditHead, AuditLog, NewAudit, Verification, verify_log};
pub use conflicts::{
    CarriedOut, Chosen, Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictReport,
    ConflictState, Conflicts, FoundConflict, Resolution, Sides,
};
pub use gate::{
    Action, Approval, Caps, ChangePlan, GateChange, GateScope, Gates, Level, PlannedAction, PlannedChange,
};
pub use health::{
    Alert, AlertKind, AlertPhase, AlertWatch, Health, Integration, IntegrationEvent, IntegrationState,
    IntegrationStatus, Severity, Targets, Vitals,
};
pub use inbox::{
    Accepted, DirtyMark, Inbox, InboxCounts, Incoming, Message, MessageClass, MessageIdentity, MessageState,
    Retention, Settlement, Subject,
};
pub use latch::{Armed, Evidence, Latch, LatchRule, LatchState, Latches, Proven};
pub use lease::{Fence, FenceGuard, Lease, LeaseState, Leases};
pub use ledger::{
    Attempt, AttemptOutcome, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, EffectState,
    Fingerprint, GatedLedger, Intent, Planned, Reconcile,
};
pub use memory::MemoryStore;
pub use mirror::{
    Brake, Completion, Cursor, CursorMove, ExternalRef, LocalId, Mirror, Page, PageReport, ReadWindow,
    Reference, ReferenceState, Scan, ScanReport, ScanScope, ScanState, SeenRecord,
};
pub use outbox::{
    ClaimFilter, DeadFilter, Deferral, Dispatch, Enqueued, Outbox, OutboxCounts, OutboxItem, OutboxState,
    RetrySchedule,
};
pub use retention::{
    Erasure, ErasureReport, Hold, Horizons, Kept, LegalHold, LegalHolds, Purge, PurgeReport, RetentionRules,
};
pub use store::Store;
pub use stream::{NewCommand, StreamAppend, StreamEvent, StreamHead, Streams};
pub use vault::{
    Bodies, BodySeal, Entropy, KeptBody, MasterKeys, Sealed, SealedBodies, SecretName, StoredSecret, Vault,
};
