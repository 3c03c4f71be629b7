//! The kinds of events, version 1. Every field is a plain value, so that an event is also a row of a CSV file.

use careweave_types::{ClientStatus, Currency, Payer};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Key;
use super::read::DataOf;
use super::shape::{FieldShape, Formed, Shape, said};
use super::words::{
    AnsweredBy, Arm, Audience, CallEnd, CallResult, Channel, Form, OfferReply, ShiftEnd, SpendKind, Stage,
    Temperature, Verification, VisitEnd,
};

macro_rules! kinds {
    ($(
        $(#[doc = $about:literal])*
        $name:ident = $kind:literal {
            $($(#[doc = $field_about:literal])* $(#[serde($default:ident)])? $field:ident: $type:ty,)+
        }
    )+) => {
        $(
            $(#[doc = $about])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                $($(#[doc = $field_about])* $(#[serde($default)])? pub $field: $type,)+
            }

            impl From<$name> for Body {
                fn from(body: $name) -> Self {
                    Self::$name(body)
                }
            }
        )+

        /// What happened.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Body {
            $($(#[doc = $about])* $name($name),)+
            /// A kind, or a version of one, that this release does not know: kept as it came, counted by no report.
            Unknown {
                /// The version of the event.
                v: u16,
                /// The kind.
                kind: Box<str>,
                /// Its fields.
                data: serde_json::Value,
            },
        }

        impl Body {
            /// The kinds this release knows.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kinds with their fields, in the order of [`Body::KINDS`].
            pub const SHAPES: &'static [Shape] = &[$(
                Shape {
                    kind: $kind,
                    about: concat!($($about),*),
                    fields: &[$(
                        FieldShape {
                            name: stringify!($field),
                            about: concat!($($field_about),*),
                            form: <$type as Formed>::FORM,
                            required: !(<$type as Formed>::OPTIONAL $(|| said(stringify!($default)))?),
                        },
                    )+],
                },
            )+];

            /// The kind's word.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$name(_) => $kind,)+
                    Self::Unknown { kind, .. } => kind,
                }
            }

            pub(super) fn serialize_data<M: serde::ser::SerializeStruct>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$name(data) => map.serialize_field("data", data),)+
                    Self::Unknown { data, .. } => map.serialize_field("data", data),
                }
            }

            /// Reads the data of a kind; nothing when the kind is not known.
            pub(super) fn read<'de, D: DataOf<'de>>(kind: &str, data: D) -> Result<Option<Self>, D::Error> {
                Ok(match kind {
                    $($kind => Some(Self::$name(data.read()?)),)+
                    _ => None,
                })
            }
        }
    };
}

kinds! {
    /// Somebody who may become a client asked, or was named.
    LeadCreated = "lead_created" {
        /// Who.
        lead: Key,
        /// Where from, first touch. Unknown is a source of its own.
        #[serde(default)]
        source: Option<Key>,
    }
    /// A lead came this far.
    LeadReached = "lead_reached" {
        /// Who.
        lead: Key,
        /// How far.
        stage: Stage,
    }
    /// A lead was given up.
    LeadLost = "lead_lost" {
        /// Who.
        lead: Key,
        /// Why, in the host's words.
        reason: Key,
    }
    /// A lead was graded.
    LeadGraded = "lead_graded" {
        /// Who.
        lead: Key,
        /// How promising.
        temperature: Temperature,
    }
    /// A lead became a client.
    ClientWon = "client_won" {
        /// The client.
        client: Key,
        /// The lead the client was.
        lead: Key,
    }
    /// A client left.
    ClientLeft = "client_left" {
        /// Who.
        client: Key,
    }
    /// A client was billed.
    ClientBilled = "client_billed" {
        /// Who.
        client: Key,
        /// The revenue, in minor units; not negative. A credit is a correction of the event.
        revenue_minor: i64,
        /// What of it is left after the cost of care; may be negative.
        #[serde(default)]
        margin_minor: Option<i64>,
        /// Of what.
        currency: Currency,
    }
    /// Money was spent to win clients or caregivers.
    Spent = "spent" {
        /// On which source.
        source: Key,
        /// To win whom.
        audience: Audience,
        /// On what.
        spend: SpendKind,
        /// How much, in minor units; not negative.
        amount_minor: i64,
        /// Of what.
        currency: Currency,
    }
    /// A caregiver was hired.
    CaregiverHired = "caregiver_hired" {
        /// Who.
        caregiver: Key,
        /// Where from. Unknown is a source of its own.
        #[serde(default)]
        source: Option<Key>,
    }
    /// A caregiver's employment ended.
    CaregiverLeft = "caregiver_left" {
        /// Who.
        caregiver: Key,
    }
    /// A caregiver was rated.
    CaregiverRated = "caregiver_rated" {
        /// Who.
        caregiver: Key,
        /// Hundredths of a star, 100 to 500.
        hundredths: u16,
    }
    /// The carrier took a call of ours.
    CallAccepted = "call_accepted" {
        /// The call.
        call: Key,
        /// Whom it is to.
        #[serde(default)]
        lead: Option<Key>,
    }
    /// A call never got as far as the carrier: our own failure.
    CallNotPlaced = "call_not_placed" {
        /// The call.
        call: Key,
    }
    /// A call was taken.
    CallAnswered = "call_answered" {
        /// The call.
        call: Key,
        /// By whom.
        by: AnsweredBy,
    }
    /// A call ended. Times are in seconds.
    CallEnded = "call_ended" {
        /// The call.
        call: Key,
        /// How.
        end: CallEnd,
        /// Ringing.
        #[serde(default)]
        ring_seconds: u32,
        /// In our queue before somebody of ours spoke.
        #[serde(default)]
        queue_seconds: u32,
        /// Talking.
        #[serde(default)]
        talk_seconds: u32,
        /// On hold.
        #[serde(default)]
        hold_seconds: u32,
        /// Work after the call.
        #[serde(default)]
        wrap_seconds: u32,
    }
    /// The carrier's price of a call became known.
    CallCharged = "call_charged" {
        /// The call.
        call: Key,
        /// How much, in minor units; not negative.
        amount_minor: i64,
        /// Of what.
        currency: Currency,
    }
    /// What a call led to.
    CallResulted = "call_resulted" {
        /// The call.
        call: Key,
        /// To what.
        result: CallResult,
    }
    /// The provider took a message of ours.
    MessageAccepted = "message_accepted" {
        /// The message.
        message: Key,
        /// Whom it is to: an opaque key; for a lead, the lead's.
        person: Key,
        /// The way it goes.
        channel: Channel,
        /// How it was written.
        form: Form,
        /// What group of people it was sent to; forms are compared within a group only.
        #[serde(default)]
        audience: Option<Key>,
    }
    /// A message arrived.
    MessageDelivered = "message_delivered" {
        /// The message.
        message: Key,
    }
    /// A message was read.
    MessageRead = "message_read" {
        /// The message.
        message: Key,
    }
    /// A message will not arrive.
    MessageFailed = "message_failed" {
        /// The message.
        message: Key,
    }
    /// Somebody wrote to us.
    MessageReceived = "message_received" {
        /// The message.
        message: Key,
        /// Who.
        person: Key,
        /// By what way.
        channel: Channel,
    }
    /// Somebody wants no more messages.
    OptedOut = "opted_out" {
        /// Who.
        person: Key,
    }
    /// An appointment was made.
    AppointmentBooked = "appointment_booked" {
        /// The appointment.
        appointment: Key,
        /// When it is to be.
        scheduled_at: DateTime<Utc>,
        /// With whom.
        #[serde(default)]
        professional: Option<Key>,
        /// Where.
        #[serde(default)]
        clinic: Option<Key>,
        /// What it is to bring, in minor units; not negative.
        #[serde(default)]
        price_minor: Option<i64>,
        /// Of what.
        #[serde(default)]
        currency: Option<Currency>,
        /// The appointment this one is made instead of, after a no-show.
        #[serde(default)]
        instead_of: Option<Key>,
    }
    /// An appointment was moved.
    AppointmentMoved = "appointment_moved" {
        /// The appointment.
        appointment: Key,
        /// When it is to be now.
        scheduled_at: DateTime<Utc>,
    }
    /// An appointment was called off.
    AppointmentCancelled = "appointment_cancelled" {
        /// The appointment.
        appointment: Key,
    }
    /// The person came.
    AppointmentShowed = "appointment_showed" {
        /// The appointment.
        appointment: Key,
    }
    /// The person did not come.
    AppointmentMissed = "appointment_missed" {
        /// The appointment.
        appointment: Key,
    }
    /// Lots were drawn about a reminder of an appointment.
    ReminderAssigned = "reminder_assigned" {
        /// The appointment.
        appointment: Key,
        /// The rule, such as 24h.
        rule: Key,
        /// How long before the appointment it goes out, in minutes.
        minutes_before: u32,
        /// What was drawn.
        arm: Arm,
        /// Whether the person can be reached by it.
        reachable: bool,
        /// Whether the person agreed to it.
        consented: bool,
    }
    /// A shift has to be filled.
    ShiftOpened = "shift_opened" {
        /// The shift; one that opens again after it was filled is a new key.
        shift: Key,
        /// When it begins.
        starts_at: DateTime<Utc>,
    }
    /// A caregiver could have been asked for a shift.
    CaregiverEligible = "caregiver_eligible" {
        /// The shift.
        shift: Key,
        /// Who.
        caregiver: Key,
    }
    /// A caregiver was asked.
    OfferSent = "offer_sent" {
        /// The shift.
        shift: Key,
        /// Who.
        caregiver: Key,
    }
    /// A caregiver answered.
    OfferAnswered = "offer_answered" {
        /// The shift.
        shift: Key,
        /// Who.
        caregiver: Key,
        /// What.
        reply: OfferReply,
    }
    /// A caregiver who was asked wants no more offers.
    OfferOptOut = "offer_opt_out" {
        /// The shift of the offer.
        shift: Key,
        /// Who.
        caregiver: Key,
    }
    /// The agency's system confirmed the assignment.
    ShiftFilled = "shift_filled" {
        /// The shift.
        shift: Key,
        /// Who takes it.
        caregiver: Key,
        /// Overtime that it causes, in minutes.
        #[serde(default)]
        overtime_minutes: u32,
        /// Whether the caregiver has worked with the client before; not given where nobody recorded it.
        #[serde(default)]
        known_to_client: Option<bool>,
    }
    /// A shift was closed unfilled.
    ShiftClosed = "shift_closed" {
        /// The shift.
        shift: Key,
        /// Why.
        end: ShiftEnd,
    }
    /// A coordinator had to do something for a shift.
    CoordinatorTouched = "coordinator_touched" {
        /// The shift.
        shift: Key,
    }
    /// A client's status became this.
    ClientStatusChanged = "client_status_changed" {
        /// Who.
        client: Key,
        /// The status.
        status: ClientStatus,
    }
    /// Care began, and whether somebody of the family has a login to the portal.
    CareStarted = "care_started" {
        /// Who.
        client: Key,
        /// Whether there is a login.
        portal_user: bool,
    }
    /// The family looked into the portal.
    PortalLogin = "portal_login" {
        /// Whose family.
        client: Key,
    }
    /// A scheduled visit ended one way or another.
    VisitEnded = "visit_ended" {
        /// The visit.
        visit: Key,
        /// Whose.
        client: Key,
        /// How.
        end: VisitEnd,
    }
    /// A client complained.
    Complained = "complained" {
        /// Who.
        client: Key,
    }
    /// A task to keep a client was opened.
    RetentionTaskOpened = "retention_task_opened" {
        /// Whom.
        client: Key,
    }
    /// The task was closed.
    RetentionTaskClosed = "retention_task_closed" {
        /// Whose.
        client: Key,
    }
    /// Care was given.
    VisitWorked = "visit_worked" {
        /// The visit.
        visit: Key,
        /// Who pays.
        payer: Payer,
        /// Minutes that may be billed.
        minutes: u32,
    }
    /// What verification of a visit came to; the latest counts.
    VisitVerified = "visit_verified" {
        /// The visit.
        visit: Key,
        /// To what.
        verification: Verification,
    }
}
