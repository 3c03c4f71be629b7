//! The closed words of events. They are labels of metrics, so a new one is a new version.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Their words, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word, the same in events, reports and metrics.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    )+};
}

words! {
    /// How far a lead came, in the order of the funnel.
    Stage {
        /// A conversation, or a message that arrived; not the dialling.
        Contacted = "contacted",
        /// Fits what the agency offers.
        Qualified = "qualified",
        /// Has an appointment.
        Booked = "booked",
        /// Confirmed it.
        Confirmed = "confirmed",
        /// Came, or was met.
        Showed = "showed",
        /// Became a client.
        Converted = "converted",
    }
    /// How promising a lead is.
    Temperature {
        /// Now.
        Hot = "hot",
        /// Soon.
        Warm = "warm",
        /// Perhaps.
        Cold = "cold",
    }
    /// Whom money was spent to win.
    Audience {
        /// Clients.
        Clients = "clients",
        /// Caregivers.
        Caregivers = "caregivers",
    }
    /// What money was spent on.
    SpendKind {
        /// Advertising, fees, bonuses.
        Media = "media",
        /// The agency's own hours.
        Labour = "labour",
    }
    /// Who or what took a call.
    AnsweredBy {
        /// A person.
        Person = "person",
        /// A mailbox or a machine.
        Voicemail = "voicemail",
        /// Nobody can tell.
        Unknown = "unknown",
    }
    /// How a call came to its end.
    CallEnd {
        /// As calls do.
        Normal = "normal",
        /// Cut by this side.
        DroppedByUs = "dropped_by_us",
        /// Cut by the other side or on the way.
        DroppedByThem = "dropped_by_them",
        /// Nobody took it.
        NoAnswer = "no_answer",
        /// The line was busy.
        Busy = "busy",
        /// The carrier gave up.
        Failed = "failed",
    }
    /// What a call led to.
    CallResult {
        /// An appointment.
        Booked = "booked",
        /// A call back.
        Callback = "callback",
        /// A no.
        NotInterested = "not_interested",
        /// Something else.
        Other = "other",
    }
    /// The way a message goes.
    Channel {
        /// Text message; has no receipts of reading.
        Sms = "sms",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// E-mail.
        Email = "email",
    }
    /// How a message was written.
    Form {
        /// From an approved template.
        Template = "template",
        /// By hand.
        Freeform = "freeform",
    }
    /// What a reminder experiment did with an appointment.
    Arm {
        /// It was to be reminded.
        Reminded = "reminded",
        /// It was held out, by lot.
        HeldOut = "held_out",
    }
    /// Why a shift was closed unfilled.
    ShiftEnd {
        /// It is not needed any more.
        Cancelled = "cancelled",
        /// It began.
        Expired = "expired",
        /// Somebody was assigned without the offers.
        FilledElsewhere = "filled_elsewhere",
    }
    /// What a caregiver said to an offer.
    OfferReply {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Something else.
        Other = "other",
    }
    /// How a scheduled visit ended, as its client sees it.
    VisitEnd {
        /// It took place.
        Completed = "completed",
        /// Nobody came.
        Missed = "missed",
        /// The agency called it off.
        CancelledByAgency = "cancelled_by_agency",
        /// The client called it off.
        CancelledByClient = "cancelled_by_client",
    }
    /// How a visit was verified.
    Verification {
        /// Captured at the visit, complete, untouched.
        Verified = "verified",
        /// Completed by hand afterwards.
        VerifiedByHand = "verified_by_hand",
        /// The place could not be taken or was wrong.
        GpsFailed = "gps_failed",
        /// No clock-in.
        NoClockIn = "no_clock_in",
        /// No clock-out.
        NoClockOut = "no_clock_out",
        /// Something else is wrong with it.
        OtherException = "other_exception",
        /// Nothing was captured.
        Missing = "missing",
    }
}
