//! May this be sent to this person, over this line, at this moment?
//!
//! [`may_send`] answers with one of three words: allowed, deferred to an instant, or refused; each with the rule it rests
//! on. What it rests on is data that a host can replace: hours per place with their sources ([`SendHours`]), who needs
//! which consent ([`ConsentRule`]), how often somebody may be written to ([`FatigueLimit`]). None of it is legal advice.
//!
//! Words that end or resume a conversation (`STOP`, `PARAR`, `START`, `HELP`) are read by [`keyword`] before anything else
//! looks at a message, and [`opt_out`] says what follows from them.

mod auto_reply;
mod fatigue;
mod hours;
pub(crate) mod keyword;
mod line;
mod may_send;
mod opening;
mod place;
mod policy;
mod record;
mod revoke;
mod standing;

pub use auto_reply::{AutoReplyPolicy, auto_reply_due};
pub use fatigue::{ContactHistory, Contacted, FatigueLimit, Origin, Overflow};
pub use hours::{Citation, DayHours, SendHours, SendHoursRule, Sureness};
pub use keyword::{Keyword, KeywordMatch, keyword};
pub use line::{LineId, LinePair};
pub use may_send::{Recipient, SendException, SendRule, SendVerdict, Sending, Urgency, may_send};
pub use opening::next_open;
pub use place::{KnownPlaces, Place, ZoneSource};
pub use policy::{ConsentRule, HoursRow, HoursUse, SendPolicy};
pub use record::{
    ConsentBasis, ConsentSet, Grant, Means, OutOfHours, Restoration, Revocation, RevocationScope,
};
pub use revoke::{OptOut, RevocationPolicy, opt_in, opt_out};
pub use standing::Standing;
