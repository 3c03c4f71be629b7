"""Events that reports are made from, as typed dictionaries. Written by `cargo xtask codegen` from the Rust types; do not
edit."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict, Union

__all__ = [
    "AppointmentBooked",
    "AppointmentBookedEvent",
    "AppointmentCancelled",
    "AppointmentCancelledEvent",
    "AppointmentMissed",
    "AppointmentMissedEvent",
    "AppointmentMoved",
    "AppointmentMovedEvent",
    "AppointmentShowed",
    "AppointmentShowedEvent",
    "CallAccepted",
    "CallAcceptedEvent",
    "CallAnswered",
    "CallAnsweredEvent",
    "CallCharged",
    "CallChargedEvent",
    "CallEnded",
    "CallEndedEvent",
    "CallNotPlaced",
    "CallNotPlacedEvent",
    "CallResulted",
    "CallResultedEvent",
    "CareStarted",
    "CareStartedEvent",
    "CaregiverEligible",
    "CaregiverEligibleEvent",
    "CaregiverHired",
    "CaregiverHiredEvent",
    "CaregiverLeft",
    "CaregiverLeftEvent",
    "CaregiverRated",
    "CaregiverRatedEvent",
    "ClientBilled",
    "ClientBilledEvent",
    "ClientLeft",
    "ClientLeftEvent",
    "ClientStatusChanged",
    "ClientStatusChangedEvent",
    "ClientWon",
    "ClientWonEvent",
    "Complained",
    "ComplainedEvent",
    "CoordinatorTouched",
    "CoordinatorTouchedEvent",
    "Event",
    "LeadCreated",
    "LeadCreatedEvent",
    "LeadGraded",
    "LeadGradedEvent",
    "LeadLost",
    "LeadLostEvent",
    "LeadReached",
    "LeadReachedEvent",
    "MessageAccepted",
    "MessageAcceptedEvent",
    "MessageDelivered",
    "MessageDeliveredEvent",
    "MessageFailed",
    "MessageFailedEvent",
    "MessageRead",
    "MessageReadEvent",
    "MessageReceived",
    "MessageReceivedEvent",
    "OfferAnswered",
    "OfferAnsweredEvent",
    "OfferOptOut",
    "OfferOptOutEvent",
    "OfferSent",
    "OfferSentEvent",
    "OptedOut",
    "OptedOutEvent",
    "PortalLogin",
    "PortalLoginEvent",
    "ReminderAssigned",
    "ReminderAssignedEvent",
    "RetentionTaskClosed",
    "RetentionTaskClosedEvent",
    "RetentionTaskOpened",
    "RetentionTaskOpenedEvent",
    "ShiftClosed",
    "ShiftClosedEvent",
    "ShiftFilled",
    "ShiftFilledEvent",
    "ShiftOpened",
    "ShiftOpenedEvent",
    "Spent",
    "SpentEvent",
    "VisitEnded",
    "VisitEndedEvent",
    "VisitVerified",
    "VisitVerifiedEvent",
    "VisitWorked",
    "VisitWorkedEvent",
]


class _Given(TypedDict, total=False):
    v: Literal[1]
    """The version of the kinds; 1 unless stated."""
    recorded_at: datetime | str | None
    """When you learned of it, where that was later than when it happened."""


class _Happened(_Given):
    id: str
    """The event's own id: a second event with it is a repetition, or a correction when it was recorded later."""
    at: datetime | str
    """When it happened; a text has an offset."""


class _LeadCreated(TypedDict):
    lead: str
    """Who."""


class LeadCreated(_LeadCreated, total=False):
    """Somebody who may become a client asked, or was named."""

    source: str | None
    """Where from, first touch. Unknown is a source of its own."""


class LeadCreatedEvent(_Happened):
    kind: Literal["lead_created"]
    data: LeadCreated


class LeadReached(TypedDict):
    """A lead came this far."""

    lead: str
    """Who."""
    stage: Literal["contacted", "qualified", "booked", "confirmed", "showed", "converted"]
    """How far."""


class LeadReachedEvent(_Happened):
    kind: Literal["lead_reached"]
    data: LeadReached


class LeadLost(TypedDict):
    """A lead was given up."""

    lead: str
    """Who."""
    reason: str
    """Why, in the host's words."""


class LeadLostEvent(_Happened):
    kind: Literal["lead_lost"]
    data: LeadLost


class LeadGraded(TypedDict):
    """A lead was graded."""

    lead: str
    """Who."""
    temperature: Literal["hot", "warm", "cold"]
    """How promising."""


class LeadGradedEvent(_Happened):
    kind: Literal["lead_graded"]
    data: LeadGraded


class ClientWon(TypedDict):
    """A lead became a client."""

    client: str
    """The client."""
    lead: str
    """The lead the client was."""


class ClientWonEvent(_Happened):
    kind: Literal["client_won"]
    data: ClientWon


class ClientLeft(TypedDict):
    """A client left."""

    client: str
    """Who."""


class ClientLeftEvent(_Happened):
    kind: Literal["client_left"]
    data: ClientLeft


class _ClientBilled(TypedDict):
    client: str
    """Who."""
    revenue_minor: int
    """The revenue, in minor units; not negative. A credit is a correction of the event."""
    currency: Literal["USD", "BRL"]
    """Of what."""


class ClientBilled(_ClientBilled, total=False):
    """A client was billed."""

    margin_minor: int | None
    """What of it is left after the cost of care; may be negative."""


class ClientBilledEvent(_Happened):
    kind: Literal["client_billed"]
    data: ClientBilled


class Spent(TypedDict):
    """Money was spent to win clients or caregivers."""

    source: str
    """On which source."""
    audience: Literal["clients", "caregivers"]
    """To win whom."""
    spend: Literal["media", "labour"]
    """On what."""
    amount_minor: int
    """How much, in minor units; not negative."""
    currency: Literal["USD", "BRL"]
    """Of what."""


class SpentEvent(_Happened):
    kind: Literal["spent"]
    data: Spent


class _CaregiverHired(TypedDict):
    caregiver: str
    """Who."""


class CaregiverHired(_CaregiverHired, total=False):
    """A caregiver was hired."""

    source: str | None
    """Where from. Unknown is a source of its own."""


class CaregiverHiredEvent(_Happened):
    kind: Literal["caregiver_hired"]
    data: CaregiverHired


class CaregiverLeft(TypedDict):
    """A caregiver's employment ended."""

    caregiver: str
    """Who."""


class CaregiverLeftEvent(_Happened):
    kind: Literal["caregiver_left"]
    data: CaregiverLeft


class CaregiverRated(TypedDict):
    """A caregiver was rated."""

    caregiver: str
    """Who."""
    hundredths: int
    """Hundredths of a star, 100 to 500."""


class CaregiverRatedEvent(_Happened):
    kind: Literal["caregiver_rated"]
    data: CaregiverRated


class _CallAccepted(TypedDict):
    call: str
    """The call."""


class CallAccepted(_CallAccepted, total=False):
    """The carrier took a call of ours."""

    lead: str | None
    """Whom it is to."""


class CallAcceptedEvent(_Happened):
    kind: Literal["call_accepted"]
    data: CallAccepted


class CallNotPlaced(TypedDict):
    """A call never got as far as the carrier: our own failure."""

    call: str
    """The call."""


class CallNotPlacedEvent(_Happened):
    kind: Literal["call_not_placed"]
    data: CallNotPlaced


class CallAnswered(TypedDict):
    """A call was taken."""

    call: str
    """The call."""
    by: Literal["person", "voicemail", "unknown"]
    """By whom."""


class CallAnsweredEvent(_Happened):
    kind: Literal["call_answered"]
    data: CallAnswered


class _CallEnded(TypedDict):
    call: str
    """The call."""
    end: Literal["normal", "dropped_by_us", "dropped_by_them", "no_answer", "busy", "failed"]
    """How."""


class CallEnded(_CallEnded, total=False):
    """A call ended. Times are in seconds."""

    ring_seconds: int | None
    """Ringing."""
    queue_seconds: int | None
    """In our queue before somebody of ours spoke."""
    talk_seconds: int | None
    """Talking."""
    hold_seconds: int | None
    """On hold."""
    wrap_seconds: int | None
    """Work after the call."""


class CallEndedEvent(_Happened):
    kind: Literal["call_ended"]
    data: CallEnded


class CallCharged(TypedDict):
    """The carrier's price of a call became known."""

    call: str
    """The call."""
    amount_minor: int
    """How much, in minor units; not negative."""
    currency: Literal["USD", "BRL"]
    """Of what."""


class CallChargedEvent(_Happened):
    kind: Literal["call_charged"]
    data: CallCharged


class CallResulted(TypedDict):
    """What a call led to."""

    call: str
    """The call."""
    result: Literal["booked", "callback", "not_interested", "other"]
    """To what."""


class CallResultedEvent(_Happened):
    kind: Literal["call_resulted"]
    data: CallResulted


class _MessageAccepted(TypedDict):
    message: str
    """The message."""
    person: str
    """Whom it is to: an opaque key; for a lead, the lead's."""
    channel: Literal["sms", "whatsapp", "email"]
    """The way it goes."""
    form: Literal["template", "freeform"]
    """How it was written."""


class MessageAccepted(_MessageAccepted, total=False):
    """The provider took a message of ours."""

    audience: str | None
    """What group of people it was sent to; forms are compared within a group only."""


class MessageAcceptedEvent(_Happened):
    kind: Literal["message_accepted"]
    data: MessageAccepted


class MessageDelivered(TypedDict):
    """A message arrived."""

    message: str
    """The message."""


class MessageDeliveredEvent(_Happened):
    kind: Literal["message_delivered"]
    data: MessageDelivered


class MessageRead(TypedDict):
    """A message was read."""

    message: str
    """The message."""


class MessageReadEvent(_Happened):
    kind: Literal["message_read"]
    data: MessageRead


class MessageFailed(TypedDict):
    """A message will not arrive."""

    message: str
    """The message."""


class MessageFailedEvent(_Happened):
    kind: Literal["message_failed"]
    data: MessageFailed


class MessageReceived(TypedDict):
    """Somebody wrote to us."""

    message: str
    """The message."""
    person: str
    """Who."""
    channel: Literal["sms", "whatsapp", "email"]
    """By what way."""


class MessageReceivedEvent(_Happened):
    kind: Literal["message_received"]
    data: MessageReceived


class OptedOut(TypedDict):
    """Somebody wants no more messages."""

    person: str
    """Who."""


class OptedOutEvent(_Happened):
    kind: Literal["opted_out"]
    data: OptedOut


class _AppointmentBooked(TypedDict):
    appointment: str
    """The appointment."""
    scheduled_at: datetime | str
    """When it is to be."""


class AppointmentBooked(_AppointmentBooked, total=False):
    """An appointment was made."""

    professional: str | None
    """With whom."""
    clinic: str | None
    """Where."""
    price_minor: int | None
    """What it is to bring, in minor units; not negative."""
    currency: Literal["USD", "BRL"] | None
    """Of what."""
    instead_of: str | None
    """The appointment this one is made instead of, after a no-show."""


class AppointmentBookedEvent(_Happened):
    kind: Literal["appointment_booked"]
    data: AppointmentBooked


class AppointmentMoved(TypedDict):
    """An appointment was moved."""

    appointment: str
    """The appointment."""
    scheduled_at: datetime | str
    """When it is to be now."""


class AppointmentMovedEvent(_Happened):
    kind: Literal["appointment_moved"]
    data: AppointmentMoved


class AppointmentCancelled(TypedDict):
    """An appointment was called off."""

    appointment: str
    """The appointment."""


class AppointmentCancelledEvent(_Happened):
    kind: Literal["appointment_cancelled"]
    data: AppointmentCancelled


class AppointmentShowed(TypedDict):
    """The person came."""

    appointment: str
    """The appointment."""


class AppointmentShowedEvent(_Happened):
    kind: Literal["appointment_showed"]
    data: AppointmentShowed


class AppointmentMissed(TypedDict):
    """The person did not come."""

    appointment: str
    """The appointment."""


class AppointmentMissedEvent(_Happened):
    kind: Literal["appointment_missed"]
    data: AppointmentMissed


class ReminderAssigned(TypedDict):
    """Lots were drawn about a reminder of an appointment."""

    appointment: str
    """The appointment."""
    rule: str
    """The rule, such as 24h."""
    minutes_before: int
    """How long before the appointment it goes out, in minutes."""
    arm: Literal["reminded", "held_out"]
    """What was drawn."""
    reachable: bool
    """Whether the person can be reached by it."""
    consented: bool
    """Whether the person agreed to it."""


class ReminderAssignedEvent(_Happened):
    kind: Literal["reminder_assigned"]
    data: ReminderAssigned


class ShiftOpened(TypedDict):
    """A shift has to be filled."""

    shift: str
    """The shift; one that opens again after it was filled is a new key."""
    starts_at: datetime | str
    """When it begins."""


class ShiftOpenedEvent(_Happened):
    kind: Literal["shift_opened"]
    data: ShiftOpened


class CaregiverEligible(TypedDict):
    """A caregiver could have been asked for a shift."""

    shift: str
    """The shift."""
    caregiver: str
    """Who."""


class CaregiverEligibleEvent(_Happened):
    kind: Literal["caregiver_eligible"]
    data: CaregiverEligible


class OfferSent(TypedDict):
    """A caregiver was asked."""

    shift: str
    """The shift."""
    caregiver: str
    """Who."""


class OfferSentEvent(_Happened):
    kind: Literal["offer_sent"]
    data: OfferSent


class OfferAnswered(TypedDict):
    """A caregiver answered."""

    shift: str
    """The shift."""
    caregiver: str
    """Who."""
    reply: Literal["yes", "no", "other"]
    """What."""


class OfferAnsweredEvent(_Happened):
    kind: Literal["offer_answered"]
    data: OfferAnswered


class OfferOptOut(TypedDict):
    """A caregiver who was asked wants no more offers."""

    shift: str
    """The shift of the offer."""
    caregiver: str
    """Who."""


class OfferOptOutEvent(_Happened):
    kind: Literal["offer_opt_out"]
    data: OfferOptOut


class _ShiftFilled(TypedDict):
    shift: str
    """The shift."""
    caregiver: str
    """Who takes it."""


class ShiftFilled(_ShiftFilled, total=False):
    """The agency's system confirmed the assignment."""

    overtime_minutes: int | None
    """Overtime that it causes, in minutes."""
    known_to_client: bool | None
    """Whether the caregiver has worked with the client before; not given where nobody recorded it."""


class ShiftFilledEvent(_Happened):
    kind: Literal["shift_filled"]
    data: ShiftFilled


class ShiftClosed(TypedDict):
    """A shift was closed unfilled."""

    shift: str
    """The shift."""
    end: Literal["cancelled", "expired", "filled_elsewhere"]
    """Why."""


class ShiftClosedEvent(_Happened):
    kind: Literal["shift_closed"]
    data: ShiftClosed


class CoordinatorTouched(TypedDict):
    """A coordinator had to do something for a shift."""

    shift: str
    """The shift."""


class CoordinatorTouchedEvent(_Happened):
    kind: Literal["coordinator_touched"]
    data: CoordinatorTouched


class ClientStatusChanged(TypedDict):
    """A client's status became this."""

    client: str
    """Who."""
    status: str
    """The status. Known are ``prospect``, ``pending``, ``active``, ``on_hold``, ``discharged``; another is kept as
    it came."""


class ClientStatusChangedEvent(_Happened):
    kind: Literal["client_status_changed"]
    data: ClientStatusChanged


class CareStarted(TypedDict):
    """Care began, and whether somebody of the family has a login to the portal."""

    client: str
    """Who."""
    portal_user: bool
    """Whether there is a login."""


class CareStartedEvent(_Happened):
    kind: Literal["care_started"]
    data: CareStarted


class PortalLogin(TypedDict):
    """The family looked into the portal."""

    client: str
    """Whose family."""


class PortalLoginEvent(_Happened):
    kind: Literal["portal_login"]
    data: PortalLogin


class VisitEnded(TypedDict):
    """A scheduled visit ended one way or another."""

    visit: str
    """The visit."""
    client: str
    """Whose."""
    end: Literal["completed", "missed", "cancelled_by_agency", "cancelled_by_client"]
    """How."""


class VisitEndedEvent(_Happened):
    kind: Literal["visit_ended"]
    data: VisitEnded


class Complained(TypedDict):
    """A client complained."""

    client: str
    """Who."""


class ComplainedEvent(_Happened):
    kind: Literal["complained"]
    data: Complained


class RetentionTaskOpened(TypedDict):
    """A task to keep a client was opened."""

    client: str
    """Whom."""


class RetentionTaskOpenedEvent(_Happened):
    kind: Literal["retention_task_opened"]
    data: RetentionTaskOpened


class RetentionTaskClosed(TypedDict):
    """The task was closed."""

    client: str
    """Whose."""


class RetentionTaskClosedEvent(_Happened):
    kind: Literal["retention_task_closed"]
    data: RetentionTaskClosed


class VisitWorked(TypedDict):
    """Care was given."""

    visit: str
    """The visit."""
    payer: str
    """Who pays. Known are ``Medicaid``, ``VA``, ``Private Pay``; another is kept as it came."""
    minutes: int
    """Minutes that may be billed."""


class VisitWorkedEvent(_Happened):
    kind: Literal["visit_worked"]
    data: VisitWorked


class VisitVerified(TypedDict):
    """What verification of a visit came to; the latest counts."""

    visit: str
    """The visit."""
    verification: Literal["verified", "verified_by_hand", "gps_failed", "no_clock_in", "no_clock_out", "other_exception", "missing"]
    """To what."""


class VisitVerifiedEvent(_Happened):
    kind: Literal["visit_verified"]
    data: VisitVerified


Event = Union[
    LeadCreatedEvent,
    LeadReachedEvent,
    LeadLostEvent,
    LeadGradedEvent,
    ClientWonEvent,
    ClientLeftEvent,
    ClientBilledEvent,
    SpentEvent,
    CaregiverHiredEvent,
    CaregiverLeftEvent,
    CaregiverRatedEvent,
    CallAcceptedEvent,
    CallNotPlacedEvent,
    CallAnsweredEvent,
    CallEndedEvent,
    CallChargedEvent,
    CallResultedEvent,
    MessageAcceptedEvent,
    MessageDeliveredEvent,
    MessageReadEvent,
    MessageFailedEvent,
    MessageReceivedEvent,
    OptedOutEvent,
    AppointmentBookedEvent,
    AppointmentMovedEvent,
    AppointmentCancelledEvent,
    AppointmentShowedEvent,
    AppointmentMissedEvent,
    ReminderAssignedEvent,
    ShiftOpenedEvent,
    CaregiverEligibleEvent,
    OfferSentEvent,
    OfferAnsweredEvent,
    OfferOptOutEvent,
    ShiftFilledEvent,
    ShiftClosedEvent,
    CoordinatorTouchedEvent,
    ClientStatusChangedEvent,
    CareStartedEvent,
    PortalLoginEvent,
    VisitEndedEvent,
    ComplainedEvent,
    RetentionTaskOpenedEvent,
    RetentionTaskClosedEvent,
    VisitWorkedEvent,
    VisitVerifiedEvent,
]
"""Something that happened."""
