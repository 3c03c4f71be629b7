use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_outreach::CommandKey;
use careweave_outreach::campaign::{Candidate, Command, FailureClass, Message, Verdict};
use careweave_types::{CaregiverId, Result, ShiftId};

/// What a service did with a message or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// It took it.
    Accepted,
    /// It will not, and says why. Nothing went out.
    Refused {
        /// In the words of campaigns.
        class: FailureClass,
    },
}

/// What a service knows of a message whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// It has it: it is not sent again.
    Found,
    /// It does not: it is sent again, once it cannot arrive late any more.
    Absent,
    /// It cannot tell: it is not sent again.
    Unknown,
}

/// A service that sends texts, WhatsApp messages and e-mails.
///
/// An error whose delivery is `NotSent`, and `RateLimited`, say that nothing went out: it is tried again. After any other the
/// message is [looked up](Self::look_up).
#[async_trait]
pub trait Messages: Debug + Send + Sync {
    /// Sends a message under its key. What it says is the host's to write, from the template, the terms and the language.
    ///
    /// # Errors
    /// As above.
    async fn send(&self, key: &CommandKey, message: &Message) -> Result<Handed>;

    /// Whether a message with this key went out. The default cannot tell.
    ///
    /// # Errors
    /// Failures of the look; it is looked again later.
    async fn look_up(&self, key: &CommandKey, message: &Message) -> Result<Trace> {
        let _ = (key, message);
        Ok(Trace::Unknown)
    }
}

/// A service that places calls. How a call ended is given to the host as `call_ended`, with the key of its command.
#[async_trait]
pub trait Calls: Debug + Send + Sync {
    /// Places a call under its key.
    ///
    /// # Errors
    /// As [`Messages::send`].
    async fn place(&self, key: &CommandKey, message: &Message) -> Result<Handed>;

    /// Whether a call with this key was placed. The default cannot tell.
    ///
    /// # Errors
    /// Failures of the look; it is looked again later.
    async fn look_up(&self, key: &CommandKey, message: &Message) -> Result<Trace> {
        let _ = (key, message);
        Ok(Trace::Unknown)
    }
}

/// What the agency system says to an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssignReply {
    /// It has it, seen by reading back.
    Assigned,
    /// Somebody else has the shift.
    Taken,
    /// It did not take it.
    Refused {
        /// Whether another try can help.
        retryable: bool,
        /// Why: a code.
        reason: String,
    },
    /// Nobody knows whether it did.
    Unknown,
}

/// The schedule of the agency system. Each may be called again with the same arguments at any time, after a crash or a lost
/// answer, and then does nothing twice.
#[async_trait]
pub trait ShiftBook: Debug + Send + Sync {
    /// Gives the shift to the caregiver if nobody has it.
    ///
    /// # Errors
    /// Failures that left nothing behind; the shift is read back then.
    async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignReply>;

    /// Who has the shift; nobody when absent.
    ///
    /// # Errors
    /// Failures of the look; `InDoubt`, with `retry_after`, while an assignment of ours may still land.
    async fn read(&self, shift: &ShiftId) -> Result<Option<CaregiverId>>;

    /// Takes the assignment of this caregiver back, if it is there.
    ///
    /// # Errors
    /// Failures; `Unsupported` where the agency system cannot: then a person in the office is asked to.
    async fn unassign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<()>;
}

/// Which candidates a campaign asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateRequest {
    /// For which shift.
    pub shift_id: ShiftId,
    /// Who must not be among them.
    pub exclude: Vec<CaregiverId>,
    /// At most so many.
    pub limit: u32,
}

/// Who can take a shift. Reads only.
#[async_trait]
pub trait Staffing: Debug + Send + Sync {
    /// Candidates, best first.
    ///
    /// # Errors
    /// Failures of reads; it is asked again later.
    async fn candidates(&self, request: &CandidateRequest) -> Result<Vec<Candidate>>;

    /// Whether the hard rules still let the caregiver take the shift, by fresh facts.
    ///
    /// # Errors
    /// Failures of reads; it is asked again later.
    async fn revalidate(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Verdict>;
}

/// The people and records of the office: notices, approvals, tasks, notes, notices to clients, opt-outs for every flow, and
/// counts.
#[async_trait]
pub trait Office: Debug + Send + Sync {
    /// Takes one of `notify_coordinator`, `request_approval`, `create_task`, `add_note`, `notify_client`, `record_suppression` and
    /// `emit_metric`; and `unassign_shift`, where the agency system cannot do it. A key that was taken before is dropped.
    ///
    /// # Errors
    /// Failures; it is given again later.
    async fn take(&self, command: &Command) -> Result<()>;
}

/// Everything a campaign reaches the world with.
#[derive(Clone, Debug)]
pub struct Hands {
    /// Texts and e-mails.
    pub messages: Arc<dyn Messages>,
    /// Calls.
    pub calls: Arc<dyn Calls>,
    /// The schedule of the agency system.
    pub book: Arc<dyn ShiftBook>,
    /// Who can take a shift.
    pub staffing: Arc<dyn Staffing>,
    /// The office.
    pub office: Arc<dyn Office>,
}
