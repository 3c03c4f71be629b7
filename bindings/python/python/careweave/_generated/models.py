"""Records of WellSky Personal Care, as frozen dataclasses. Written by `cargo xtask codegen` from the Rust types; do not
edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .._keep import KEEP, Keep
from .._masked import Masked
from ..errors import CareweaveError

__all__ = [
    "AcceptedMessage",
    "Activity",
    "Address",
    "Admin",
    "AdminTask",
    "AlertChange",
    "AlertRule",
    "AlertStanding",
    "AlertsSeen",
    "Applicant",
    "ApplicantPatch",
    "Appointment",
    "ArmedLatch",
    "Attachment",
    "AttemptCount",
    "AuditAnchor",
    "AuditEntry",
    "AuditHead",
    "AuditVerification",
    "AvailabilityWindow",
    "BoardTask",
    "Booking",
    "BookingAnswer",
    "BookingCalendar",
    "BookingCalendarRef",
    "BookingChange",
    "BookingChanges",
    "BookingClient",
    "BookingList",
    "BookingPage",
    "BookingPlace",
    "BookingQuestion",
    "BookingType",
    "BookingWritten",
    "Breaker",
    "BusyTime",
    "CacheCounts",
    "Capabilities",
    "Caregiver",
    "CaregiverPatch",
    "Change",
    "ChangeStep",
    "ChangedRecord",
    "Channel",
    "ChargeItem",
    "Client",
    "ClientPatch",
    "ClientSnapshot",
    "ClockedIn",
    "Coding",
    "Communication",
    "CompletedItem",
    "Conflict",
    "ConflictCounts",
    "ConflictReport",
    "ConvertedApplicant",
    "ConvertedProspect",
    "CursorMove",
    "Deal",
    "DealChange",
    "DealContents",
    "DealPage",
    "DirtyMark",
    "Document",
    "DocumentContent",
    "DocumentKind",
    "DocumentOutcome",
    "DoubtfulChange",
    "Effect",
    "EffectAttempt",
    "EffectIntent",
    "EmergencyContact",
    "Encounter",
    "EnqueuedEffect",
    "EnsuredSubscriptions",
    "ErasureReport",
    "Evv",
    "FailedChange",
    "FailedRecord",
    "FamilyActivity",
    "FeatureSupport",
    "FeedReport",
    "FlowProgress",
    "FlowReport",
    "FlowStep",
    "FoundConflict",
    "GateChange",
    "GivenUp",
    "GoneBooking",
    "HealthAlert",
    "HealthReport",
    "HealthTargets",
    "HintReport",
    "HostQuestion",
    "HumanName",
    "InboxCounts",
    "InboxMessage",
    "Integration",
    "IntegrationStatus",
    "Latch",
    "LatchEvidence",
    "LatchRule",
    "Lease",
    "LeaseGuard",
    "LegalHold",
    "Location",
    "MaritalStatus",
    "MessageSubject",
    "Meta",
    "Metrics",
    "MirrorCursor",
    "MirrorRecord",
    "MirrorReference",
    "MirrorScan",
    "NewApplicant",
    "NewAuditEntry",
    "NewBooking",
    "NewCaregiver",
    "NewClient",
    "NewProfileTag",
    "NewProspect",
    "NewReferralSource",
    "NewTaskLog",
    "NoteOutcome",
    "Occurrence",
    "OpenSecret",
    "OperationCounts",
    "Organization",
    "OutboxCounts",
    "OutboxDispatch",
    "OutboxItem",
    "OutcomeCount",
    "PageReport",
    "Patient",
    "PlannedActivity",
    "PlannedEffect",
    "PlannedRow",
    "PollFailure",
    "Polled",
    "Position",
    "PostalAddress",
    "Practitioner",
    "Price",
    "ProfileTag",
    "Prospect",
    "ProspectPatch",
    "ProviderAccount",
    "ProviderCapabilities",
    "ProviderEvent",
    "ProviderWebhook",
    "PurgeReport",
    "ReadWindow",
    "RecordName",
    "RecordProjection",
    "Redelivered",
    "ReferralSource",
    "RefreshedCredentials",
    "RefusedChange",
    "RelatedPerson",
    "Relationship",
    "RetentionRule",
    "RetrySchedule",
    "SalesMaps",
    "ScanReport",
    "ScheduledItem",
    "SecretKey",
    "SentItem",
    "Shift",
    "ShiftAssignment",
    "Slot",
    "SlotHold",
    "StatusChange",
    "StatusDifferences",
    "Subscription",
    "SyncStanding",
    "Tag",
    "Task",
    "TaskChange",
    "TaskDraft",
    "TaskLog",
    "TaskOutcome",
    "TaskPage",
    "TaskSource",
    "TaskStatusMap",
    "Telecom",
    "TimesCounted",
    "UnreadBooking",
    "VaultRotation",
    "VaultSecret",
    "Verified",
    "VerifiedDelivery",
    "Visit",
    "Vitals",
]


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity the agency offers."""

    id: str
    """The agency's id of it."""
    name: str | None = None
    """Its name."""
    activity_type: str | None = None
    """Its kind. ADL, IADL."""


@dataclass(frozen=True, slots=True, repr=False)
class Address(Masked):
    """A postal address in the United States."""

    _shown: ClassVar[tuple[str, ...]] = ()

    line1: str
    """Street and number."""
    city: str
    """City."""
    state: str
    """The state in two letters."""
    zip_code: str
    """Five digits, or five and four joined by ``-``."""
    line2: str | None = None
    """Apartment, suite."""


@dataclass(frozen=True, slots=True, repr=False)
class AdminTask(Masked):
    """A task for the agency's office."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    """The vendor's id."""
    status: str | None = None
    """How far it has come: ``received`` is not done."""
    description: str | None = None
    """What is to be done."""
    execution_date: str | None = None
    """The day it is for."""
    due_date: datetime | None = None
    """When it is due."""


@dataclass(frozen=True, slots=True)
class AlertChange:
    """An alert that stands elsewhere than before."""

    rule: str
    """Which rule."""
    severity: str
    """WARNING: an objective is missed. HIGH: somebody should look today. CRITICAL: somebody should look now."""
    before: str
    """Where it stood: ok, pending, firing, resolved."""
    after: str
    """Where it stands."""
    at: datetime
    """When it changed. With the rule it tells one alert from the next."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule of the service objectives."""

    rule: str
    """Which."""
    severity: str
    """WARNING, HIGH, CRITICAL."""
    condition: str
    """What must hold: p95 (95 % of requests take less than ``limit`` seconds), success (more than ``limit`` of
    calls succeed), lag (less than ``limit`` seconds), cache_hits (more than ``limit`` of questions are hits), errors
    (not more than ``limit`` of calls fail), some_succeed (not all calls fail)."""
    min_volume: int
    """How many calls, requests or questions a look must hold to say anything."""
    broken_for_seconds: int
    """How long it must have been broken before the alert fires, in seconds."""
    well_for_seconds: int
    """How long it must have held before the alert is resolved, in seconds."""
    limit: float | None = None
    """Seconds, or a share between 0 and 1."""


@dataclass(frozen=True, slots=True)
class AlertStanding:
    """Where an alert stands: keep the list, and a watch of the next process goes on from it."""

    rule: str
    """slow_requests, low_success, sync_lag, low_cache_hits, high_error_rate, api_down."""
    phase: str
    """ok, pending (broken, not yet for long enough), firing, resolved."""
    since: datetime | None = None
    """Since when."""
    broken_at: datetime | None = None
    """When the condition was last seen broken."""
    well_since: datetime | None = None
    """Since when it has held without a break, while firing."""


@dataclass(frozen=True, slots=True)
class AlertsSeen:
    """What a watch saw."""

    changes: tuple[AlertChange, ...] = ()
    """What changed with this look: who has to know is told of it once."""
    states: tuple[AlertStanding, ...] = ()
    """Where each alert stands."""


@dataclass(frozen=True, slots=True, repr=False)
class Applicant(Masked):
    """A caregiver to be."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status", "converted_caregiver_id")

    id: str
    """The vendor's id."""
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    status: str
    """Where the applicant stands in the recruiting pipeline. new, screening, phone_interview, in_person_interview,
    background_check, offer_extended, hired, rejected, withdrawn."""
    updated_at: datetime
    """When the record last changed."""
    email: str | None = None
    """E-mail address."""
    address: Address | None = None
    """Where the applicant lives."""
    certifications: tuple[str, ...] = ()
    """Certifications held. CNA, HHA, PCA."""
    source: str | None = None
    """Where the applicant came from."""
    position: str | None = None
    """The position applied for."""
    background_check_status: str | None = None
    """The background check. pending, cleared, failed, expired."""
    external_id: str | None = None
    """The id in another system."""
    converted_caregiver_id: str | None = None
    """The caregiver this applicant became."""


@dataclass(frozen=True, slots=True, repr=False)
class ApplicantPatch(Masked):
    """What changes in an applicant; only what is named is sent."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str | None | Keep = KEEP
    """Given name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    last_name: str | None | Keep = KEEP
    """Family name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    email: str | None | Keep = KEEP
    """E-mail address. Left out, it is kept; ``None`` empties it."""
    phone: str | None | Keep = KEEP
    """Telephone number; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    address: Address | None | Keep = KEEP
    """Where the applicant lives. Left out, it is kept; ``None`` empties it."""
    status: str | None | Keep = KEEP
    """Where the applicant stands in the recruiting pipeline; cannot be emptied. new, screening, phone_interview,
    in_person_interview, background_check, offer_extended, hired, rejected, withdrawn. Left out, it is kept; ``None``
    empties it."""
    certifications: tuple[str, ...] | None | Keep = KEEP
    """Certifications: replaces the list. CNA, HHA, PCA. Left out, it is kept; ``None`` empties it."""
    source: str | None | Keep = KEEP
    """Where the applicant came from. Left out, it is kept; ``None`` empties it."""
    position: str | None | Keep = KEEP
    """The position applied for. Left out, it is kept; ``None`` empties it."""
    background_check_status: str | None | Keep = KEEP
    """The background check. pending, cleared, failed, expired. Left out, it is kept; ``None`` empties it."""
    external_id: str | None | Keep = KEEP
    """The id in another system. Left out, it is kept; ``None`` empties it."""


@dataclass(frozen=True, slots=True, repr=False)
class Attachment(Masked):
    """The file of a document."""

    _shown: ClassVar[tuple[str, ...]] = ()

    content_type: str | None = None
    """The media type."""
    title: str | None = None
    """The name of the file."""
    size: int | None = None
    """The size in bytes."""
    url: str | None = None
    """Where the bytes are; whoever has the address may read them."""


@dataclass(frozen=True, slots=True)
class AttemptCount:
    """Requests that ended alike."""

    outcome: str
    """success, refused, unauthenticated, rate_limited, timeout, unreachable, server_error, breaker_open,
    undecodable, local."""
    status: str
    """The class of the answer's status: 2xx, 4xx, 5xx, none."""
    count: int
    """How many."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of a chain."""

    seq: int
    """The number of the last entry; 0 for a chain without any."""
    hash: str
    """Its hash."""
    at: datetime
    """When it was written."""


@dataclass(frozen=True, slots=True)
class AuditAnchor:
    """How far a chain had reached, signed: keep it outside the store."""

    chain: str
    """The chain."""
    head: AuditHead
    """How far it had reached."""
    signature: str
    """The signature over both, as hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class AuditVerification:
    """What a verification saw."""

    head: AuditHead
    """Where the entries lead to."""
    entries: int
    """How many were read."""


@dataclass(frozen=True, slots=True)
class AvailabilityWindow:
    """A weekly stretch of wall-clock time in the agency's zone in which a caregiver takes work.

    On the wire ``{"day":"monday","start":"08:00","end":"16:00"}``. ``24:00`` is midnight at the end of the day; an
    end at or before the start runs into the next day (``22:00``–``06:00``)."""

    day: str
    """The day on which the stretch starts. monday, tuesday, wednesday, thursday, friday, saturday, sunday."""
    start: str
    """When it starts."""
    end: str
    """When it ends."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingAnswer(Masked):
    """What a client answered on a booking form: health information."""

    _shown: ClassVar[tuple[str, ...]] = ()

    question: str
    """The question."""
    answer: str
    """The answer."""
    question_id: str | None = None
    """The service's id of the question."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingCalendar(Masked):
    """Something appointments are booked with."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The service's id."""
    name: str
    """The name: often a person's."""
    kind: str
    """What it stands for: person, room, unit, account."""
    active: bool
    """Whether it takes appointments."""
    emails: tuple[str, ...] = ()
    """The addresses; one service keeps several."""
    zone: str | None = None
    """The IANA zone its times are in."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingCalendarRef(Masked):
    """A calendar an appointment is with."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The service's id."""
    name: str | None = None
    """Its name, where the service says it beside the id."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingClient(Masked):
    """The person an appointment is for."""

    _shown: ClassVar[tuple[str, ...]] = ("client_id",)

    full: str | None = None
    """The whole name; with both parts of a name it may be left out."""
    first: str | None = None
    """The given name, where names are kept in two parts."""
    last: str | None = None
    """The family name, where names are kept in two parts."""
    email: str | None = None
    """The e-mail address."""
    phone: str | None = None
    """The telephone number, of any country."""
    zone: str | None = None
    """The IANA zone the person reads times in."""
    client_id: str | None = None
    """The service's id of the person; several services have none."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingPlace(Masked):
    """Where an appointment takes place."""

    _shown: ClassVar[tuple[str, ...]] = ("kind",)

    kind: str
    """in_person, phone, video, unknown."""
    text: str | None = None
    """The address, the name of the place, or the number that is called."""
    link: str | None = None
    """The link that joins a video call."""
    passcode: str | None = None
    """The word that lets into a video call."""


@dataclass(frozen=True, slots=True)
class BookingQuestion:
    """Something a booking form asks."""

    id: str
    """The service's id, or its place on the form where it has none."""
    text: str
    """What is asked."""
    required: bool
    """Whether a booking without an answer is refused."""
    choices: tuple[str, ...] = ()
    """The answers to choose from; empty for free text."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """A circuit breaker that was needed so far."""

    part: str
    """The host and the kind of record."""
    state: str
    """closed: requests go out. open: none do. half_open: one is let through, to see."""
    retry_after_seconds: float | None = None
    """How long until a probe is let through, for one that is open."""


@dataclass(frozen=True, slots=True)
class BusyTime:
    """Time in which a calendar takes no appointment."""

    calendar: str
    """Whose time."""
    start: datetime
    """From when."""
    end: datetime
    """Till when."""
    source: str
    """Why: appointment, external, reserved, block, unknown."""
    buffered_start: datetime | None = None
    """From when with the buffer before it, where the service says."""
    buffered_end: datetime | None = None
    """Till when with the buffer after it, where the service says."""
    appointment_id: str | None = None
    """The appointment, or the group it belongs to, where it is one of this service."""


@dataclass(frozen=True, slots=True)
class CacheCounts:
    """What the caches of one kind of record had."""

    records: str
    """What is kept: people, open_shifts, schedule, other."""
    fresh: int
    """A fresh value."""
    stale: int
    """A stale one."""
    absent: int
    """The knowledge that there is none."""
    miss: int
    """Nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Caregiver(Masked):
    """The person who gives care."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    """The vendor's id."""
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    status: str
    """Where the caregiver stands. Only ``active`` may work. applicant, pending, active, inactive, terminated."""
    updated_at: datetime
    """When the record last changed."""
    email: str | None = None
    """E-mail address."""
    certifications: tuple[str, ...] = ()
    """Certifications held. CNA, HHA, PCA."""
    availability: tuple[AvailabilityWindow, ...] = ()
    """Weekly availability in the agency's zone."""
    service_area: str | None = None
    """The ZIP code the caregiver works in."""
    performance_rating: float | None = None
    """The agency's rating of the work; higher is better."""
    hire_date: date | None = None
    """The day of hiring."""
    background_check_status: str | None = None
    """The background check. pending, cleared, failed, expired."""
    skills: tuple[str, ...] = ()
    """What the caregiver can do beyond the certifications."""
    languages: tuple[str, ...] = ()
    """Languages spoken, as BCP 47 tags."""
    gender: str | None = None
    """Gender, where recorded. female, male, other."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True, repr=False)
class CaregiverPatch(Masked):
    """What changes in a caregiver; only what is named is sent."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str | None | Keep = KEEP
    """Given name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    last_name: str | None | Keep = KEEP
    """Family name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    email: str | None | Keep = KEEP
    """E-mail address. Left out, it is kept; ``None`` empties it."""
    phone: str | None | Keep = KEEP
    """Telephone number; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    status: str | None | Keep = KEEP
    """Where the caregiver stands; cannot be emptied. applicant, pending, active, inactive, terminated. Left out,
    it is kept; ``None`` empties it."""
    certifications: tuple[str, ...] | None | Keep = KEEP
    """Certifications: replaces the list. CNA, HHA, PCA. Left out, it is kept; ``None`` empties it."""
    availability: tuple[AvailabilityWindow, ...] | None | Keep = KEEP
    """Weekly availability: replaces the list. Left out, it is kept; ``None`` empties it."""
    service_area: str | None | Keep = KEEP
    """The ZIP code the caregiver works in. Left out, it is kept; ``None`` empties it."""
    performance_rating: float | None | Keep = KEEP
    """The agency's rating of the work; higher is better. Left out, it is kept; ``None`` empties it."""
    hire_date: date | None | Keep = KEEP
    """The day of hiring. Left out, it is kept; ``None`` empties it."""
    background_check_status: str | None | Keep = KEEP
    """The background check. pending, cleared, failed, expired. Left out, it is kept; ``None`` empties it."""
    skills: tuple[str, ...] | None | Keep = KEEP
    """What the caregiver can do beyond the certifications: replaces the list. Left out, it is kept; ``None``
    empties it."""
    languages: tuple[str, ...] | None | Keep = KEEP
    """Languages spoken, as BCP 47 tags: replaces the list. Left out, it is kept; ``None`` empties it."""
    gender: str | None | Keep = KEEP
    """Gender. female, male, other. Left out, it is kept; ``None`` empties it."""
    external_id: str | None | Keep = KEEP
    """The id in another system. Left out, it is kept; ``None`` empties it."""


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """Which record: its type and its id."""

    kind: str
    """The type. Patient, Practitioner, Encounter, AdminTask, ReferralSource, Appointment, RelatedPerson,
    DocumentReference, ProfileTag."""
    id: str
    """The id. An appointment's names a whole series where a hint named it, and one occurrence
    (``<series>@<start>``, as a [``ShiftId``](crate::ShiftId)) where polling did."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where events are delivered. The header the deliveries carry is a secret and is no part of this."""

    endpoint: str | None = None
    """The address."""


@dataclass(frozen=True, slots=True)
class ChargeItem:
    """A line of billing or pay."""

    id: str
    """The vendor's id."""
    status: str | None = None
    """How far it has come: ``billable``."""
    client_id: str | None = None
    """Who received care."""
    caregiver_id: str | None = None
    """Who gave it."""
    start: datetime | None = None
    """When the time charged began."""
    end: datetime | None = None
    """When it ended."""
    quantity: float | None = None
    """How much, in ``unit``."""
    unit: str | None = None
    """What is counted: ``hours``."""


@dataclass(frozen=True, slots=True)
class ClientSnapshot:
    """The status of every client at an instant. The caller keeps it until the next one is taken."""

    taken_at: datetime
    """When it was taken."""
    statuses: Mapping[str, str]
    """The statuses."""


@dataclass(frozen=True, slots=True)
class ClockedIn:
    """What the vendor answers to a clock-in. A repeated one gives the same encounter."""

    encounter_id: str
    """The encounter, by which to clock out."""
    clocked_out: bool
    """True when the visit was over already."""
    start: datetime | None = None
    """When the visit began."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code with its words."""

    code: str | None = None
    """The code."""
    display: str | None = None
    """The words."""


@dataclass(frozen=True, slots=True)
class Communication:
    """A language a person speaks."""

    coding: tuple[Coding, ...] = ()
    """The language: code ``en-us``, words ``English``."""
    preferred: bool | None = None
    """Whether it is the language preferred."""


@dataclass(frozen=True, slots=True, repr=False)
class Conflict(Masked):
    """A conflict and what became of it. The values are JSON texts; they are kept while it is open."""

    _shown: ClassVar[tuple[str, ...]] = ("number", "connection", "kind", "field", "state")

    number: int
    """Its number: it grows in the order in which conflicts were found first, and is never given twice."""
    connection: str
    """One tenant's account at one source."""
    kind: str
    """The kind of record."""
    external_id: str
    """The id of the record there."""
    field: str
    """The path of the field; empty where the record itself is in conflict."""
    state: str
    """open: a person has to decide. resolved: somebody did. obsolete: a side changed meanwhile, or the record was
    erased."""
    found: int
    """How many syncs found it."""
    found_at: datetime
    """When it was found first."""
    last_found_at: datetime
    """When it was found last."""
    base: str | None = None
    """What both agreed on last."""
    local: str | None = None
    """Our value."""
    remote: str | None = None
    """Their value."""
    chosen: str | None = None
    """Whose value was chosen: local, remote, value."""
    value: str | None = None
    """The third value that was chosen, until it is purged or erased."""
    actor: str | None = None
    """Who decided."""
    reason: str | None = None
    """Why."""
    closed_at: datetime | None = None
    """When it was closed."""


@dataclass(frozen=True, slots=True)
class ConflictCounts:
    """How many conflicts of a connection stand where."""

    open: int
    """Waiting for a person."""
    resolved: int
    """Decided, and not purged yet."""
    obsolete: int
    """Closed by themselves, and not purged yet."""


@dataclass(frozen=True, slots=True, repr=False)
class ConflictReport(Masked):
    """What recording the conflicts of a record came to."""

    _shown: ClassVar[tuple[str, ...]] = ("opened", "known", "obsolete")

    opened: int
    """Found for the first time, or again after they were closed by themselves."""
    known: int
    """Found before: open still, or decided already."""
    obsolete: int
    """Open before and not found any more: they are closed."""
    conflicts: tuple[Conflict, ...] = ()
    """Everything that was found, in its order: what is resolved among it is to be carried out now."""


@dataclass(frozen=True, slots=True, repr=False)
class ConvertedApplicant(Masked):
    """An applicant who became a caregiver."""

    _shown: ClassVar[tuple[str, ...]] = ()

    caregiver: Caregiver
    """The new caregiver."""
    applicant: Applicant
    """The applicant as it stands now."""


@dataclass(frozen=True, slots=True)
class CursorMove:
    """Where reading goes on, stored together with the records of a page."""

    stream: str
    """The stream: ``"wellsky/agency-1/clients"``."""
    expected_version: int
    """The version the reader began from; 0 for a stream that was never read."""
    high: datetime | None = None
    """Everything that changed before it is stored now; nothing leaves it."""
    token: str | None = None
    """The vendor's token to go on with."""


@dataclass(frozen=True, slots=True, repr=False)
class Deal(Masked):
    """A deal of your CRM."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "stage", "updated_at")

    id: str
    """Your id of it: 1 to 200 visible ASCII characters, and nothing personal."""
    name: str
    """The name of who is to receive care, as the CRM keeps it."""
    phone: str
    """Telephone number."""
    stage: str
    """The stage, in the words of the CRM."""
    updated_at: datetime
    """When it last changed, by the clock of the CRM."""
    email: str | None = None
    """E-mail address."""
    address: Address | None = None
    """Where care would be given."""
    referral_source: str | None = None
    """Where the deal came from."""
    notes: str | None = None
    """Notes."""
    monthly_revenue_minor: int | None = None
    """What the deal is worth a month, in cents or centavos."""
    currency: str | None = None
    """What the revenue is in: USD (the default), BRL."""
    start_date: date | None = None
    """The first day of care."""


@dataclass(frozen=True, slots=True, repr=False)
class DealContents(Masked):
    """The fields a deal takes over. Only those that ``changed`` names change; one of them that is nothing is
    emptied."""

    _shown: ClassVar[tuple[str, ...]] = ()

    changed: tuple[str, ...] = ()
    """Which: name, email, phone, address, stage, referral_source, notes."""
    name: str | None = None
    """The name."""
    email: str | None = None
    """E-mail address."""
    phone: str | None = None
    """Telephone number."""
    address: Address | None = None
    """Where care would be given."""
    stage: str | None = None
    """The stage, in the words of the CRM."""
    referral_source: str | None = None
    """Where the deal came from."""
    notes: str | None = None
    """Notes."""


@dataclass(frozen=True, slots=True, repr=False)
class DealChange(Masked):
    """A change that a deal is to take."""

    _shown: ClassVar[tuple[str, ...]] = ("deal_id", "kind", "client_id")

    deal_id: str
    """The deal."""
    kind: str
    """fields: fields take what WellSky has. client_active: care has begun, or goes on. retention_task: care is
    paused, somebody is to call. discharged: care has ended. note: a note."""
    fields: DealContents | None = None
    """Of fields: which, and what they take."""
    client_id: str | None = None
    """Of client_active, retention_task, discharged: the client."""
    start_date: date | None = None
    """Of client_active: the first day of care."""
    end_date: date | None = None
    """Of discharged: the last day."""
    reason: str | None = None
    """Of discharged: why, in somebody's words, where that is known."""
    text: str | None = None
    """Of a note: what it says."""


@dataclass(frozen=True, slots=True, repr=False)
class DealPage(Masked):
    """Deals in the order in which they changed."""

    _shown: ClassVar[tuple[str, ...]] = ()

    deals: tuple[Deal, ...] = ()
    """The deals."""
    next: str | None = None
    """What to ask with for the next; nothing when this page is the last. Reading from a token again gives
    everything that changed since, at least."""
    resume: str | None = None
    """What to ask with in the next run, when this page is the last."""


@dataclass(frozen=True, slots=True)
class DirtyMark:
    """How many hints named a subject, and how many of them a fetch has served."""

    source: str
    """Who announces it."""
    kind: str
    """What kind of thing it is."""
    id: str
    """Its id at the source."""
    hints: int
    """The number of the last hint."""
    served: int
    """The number of the last hint that a fetch followed."""
    dirty: bool
    """True while a hint waits for a fetch."""
    dirty_since: datetime
    """When it became dirty, or last was."""
    last_hint_at: datetime
    """When the last hint came."""


@dataclass(frozen=True, slots=True, repr=False)
class DocumentContent(Masked):
    """What a document holds."""

    _shown: ClassVar[tuple[str, ...]] = ()

    attachment: Attachment
    """The file."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """The kind of a document, in words."""

    text: str | None = None
    """The words."""


@dataclass(frozen=True, slots=True, repr=False)
class Document(Masked):
    """What the vendor keeps of a document."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The vendor's id."""
    kind: DocumentKind | None = None
    """What kind of document it is."""
    content: DocumentContent | None = None
    """The file."""


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What became of a document. Only ``filed`` is a success."""

    outcome: str
    """filed: WellSky has it. queued: WellSky failed, and the store keeps it under ``ticket``."""
    document_id: str | None = None
    """The document's id."""
    ticket: str | None = None
    """What the store calls it."""
    error: CareweaveError | None = None
    """What WellSky failed with."""


@dataclass(frozen=True, slots=True)
class DoubtfulChange:
    """A change of which nobody knows yet whether it happened."""

    reference: str
    """The opaque id of the record."""
    operation: str
    """What was done, perhaps."""
    until: datetime
    """From when on a look can tell."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One recorded intent and what became of it."""

    id: str
    """32 hexadecimal digits, computed from key and version: also the idempotency key to send with."""
    key: str
    """What it is claimed under."""
    version: int
    """Which intent under this key it is, from 1 on."""
    operation: str
    """What is to be done."""
    subject: str
    """The opaque id of what it is done to."""
    detail: str
    """A further opaque id; may be empty."""
    fingerprint: str
    """The digest of everything it would do."""
    reconcile: str
    """read_back, find_by_natural_key, remote_key, manual."""
    state: str
    """planned, sending, in_doubt, manual, confirmed, rejected, superseded, abandoned."""
    attempt: int
    """How many attempts have begun; the number of the last."""
    planned_at: datetime
    """When it was last planned."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    span_seconds: float | None = None
    """The quiet period, or the lifetime of the remote key; nothing of manual."""
    deadline_at: datetime | None = None
    """When the last attempt ends at the latest."""
    not_before: datetime | None = None
    """From when on absence at the other side counts."""
    remote_id: str | None = None
    """The id the other side gave it."""
    note: str | None = None
    """Why it was rejected, handed to a person, superseded or abandoned: a code."""
    first_sent_at: datetime | None = None
    """When the first attempt began."""
    last_sent_at: datetime | None = None
    """When the last attempt began."""
    finished_at: datetime | None = None
    """When it was over."""


@dataclass(frozen=True, slots=True)
class EffectAttempt:
    """One attempt at an effect."""

    number: int
    """Its number, from 1 on."""
    began_at: datetime
    """When it began."""
    deadline_at: datetime
    """When it had to end."""
    outcome: str
    """under_way, in_doubt, confirmed, rejected, absent."""
    ended_at: datetime | None = None
    """When it was answered or given up."""


@dataclass(frozen=True, slots=True)
class EffectIntent:
    """One change that is to be made at another system. Nothing in it but ``content`` may name a person: it appears
    in logs, errors and listings."""

    key: str
    """What the effect is claimed under: text that names the one thing to be decided, without its outcome
    (``"wellsky/assign/agency-1/shift-41"``). 1 to 255 bytes. The first claim wins."""
    operation: str
    """What would be done, dotted: ``"shifts.assign"``."""
    subject: str
    """The opaque id of what it would be done to."""
    reconcile: str
    """How one finds out whether it happened, when an answer was lost. read_back: fetch the subject.
    find_by_natural_key: search for it. remote_key: the other side keeps the idempotency key, send again. manual: a
    person looks."""
    content: tuple[str, ...] = ()
    """Everything the effect would do, in parts of which only a digest is kept: under one key other content is
    refused."""
    span_seconds: float | None = None
    """Of read_back and find_by_natural_key: for how many seconds after its deadline a request may still land, or
    not be found. Of remote_key: for how many the other side is sure to know the key. None of manual."""
    detail: str | None = None
    """A further opaque id that tells a person what was claimed."""


@dataclass(frozen=True, slots=True, repr=False)
class EmergencyContact(Masked):
    """Whom to call when something happens."""

    _shown: ClassVar[tuple[str, ...]] = ()

    name: str
    """The person's name."""
    phone: str
    """Their number."""
    relationship: str | None = None
    """What they are to the client: daughter, neighbour."""


@dataclass(frozen=True, slots=True, repr=False)
class Client(Masked):
    """The person who receives care."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    """The vendor's id."""
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    address: Address
    """Where care is given."""
    status: str
    """Where the client stands. prospect, pending, active, on_hold, discharged."""
    updated_at: datetime
    """When the record last changed."""
    email: str | None = None
    """E-mail address."""
    emergency_contacts: tuple[EmergencyContact, ...] = ()
    """Whom to call when something happens."""
    payer_source: str | None = None
    """Who pays. Medicaid, VA, Private Pay."""
    authorized_hours_per_week: int | None = None
    """Hours of care a week that the payer has authorised."""
    start_date: date | None = None
    """The first day of care."""
    discharge_date: date | None = None
    """The day care ended."""
    referral_source: str | None = None
    """Where the client came from."""
    care_coordinator: str | None = None
    """The member of staff who coordinates the care."""
    preferred_language: str | None = None
    """The language the client prefers, as a BCP 47 tag."""
    gender_preference: str | None = None
    """The caregiver's gender the client prefers. female, male, other."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True, repr=False)
class ClientPatch(Masked):
    """What changes in a client; only what is named is sent."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str | None | Keep = KEEP
    """Given name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    last_name: str | None | Keep = KEEP
    """Family name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    email: str | None | Keep = KEEP
    """E-mail address. Left out, it is kept; ``None`` empties it."""
    phone: str | None | Keep = KEEP
    """Telephone number; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    address: Address | None | Keep = KEEP
    """Where care is given; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    status: str | None | Keep = KEEP
    """Where the client stands; cannot be emptied. prospect, pending, active, on_hold, discharged. Left out, it is
    kept; ``None`` empties it."""
    emergency_contacts: tuple[EmergencyContact, ...] | None | Keep = KEEP
    """Whom to call: replaces the list. Left out, it is kept; ``None`` empties it."""
    payer_source: str | None | Keep = KEEP
    """Who pays. Medicaid, VA, Private Pay. Left out, it is kept; ``None`` empties it."""
    authorized_hours_per_week: int | None | Keep = KEEP
    """Hours of care a week that the payer has authorised. Left out, it is kept; ``None`` empties it."""
    start_date: date | None | Keep = KEEP
    """The first day of care. Left out, it is kept; ``None`` empties it."""
    discharge_date: date | None | Keep = KEEP
    """The day care ended. Left out, it is kept; ``None`` empties it."""
    referral_source: str | None | Keep = KEEP
    """Where the client came from. Left out, it is kept; ``None`` empties it."""
    care_coordinator: str | None | Keep = KEEP
    """The member of staff who coordinates the care. Left out, it is kept; ``None`` empties it."""
    preferred_language: str | None | Keep = KEEP
    """The language the client prefers, as a BCP 47 tag. Left out, it is kept; ``None`` empties it."""
    gender_preference: str | None | Keep = KEEP
    """The caregiver's gender the client prefers. female, male, other. Left out, it is kept; ``None`` empties it."""
    external_id: str | None | Keep = KEEP
    """The id in another system. Left out, it is kept; ``None`` empties it."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A visit that took place or is under way: the care log."""

    id: str
    """The vendor's id."""
    status: str | None = None
    """How far it has come. IN_PROGRESS, COMPLETE."""
    client_id: str | None = None
    """Who received care."""
    caregiver_id: str | None = None
    """Who gave it."""
    appointment_id: str | None = None
    """The appointment it belongs to. For a recurring one this names the series, and the start tells the
    occurrence."""
    start: datetime | None = None
    """When it began."""
    end: datetime | None = None
    """When it ended; nothing while it runs."""


@dataclass(frozen=True, slots=True)
class EnsuredSubscriptions:
    """What was done to have the subscriptions that are wanted."""

    foreign: int
    """How many belong to others and were left alone."""
    kept: tuple[str, ...] = ()
    """Were there and as they should be."""
    created: tuple[str, ...] = ()
    """Were not there."""
    changed: tuple[str, ...] = ()
    """Were there and otherwise: off, at another address, with another secret."""
    deleted: tuple[str, ...] = ()
    """Were ours and are not wanted, or were there twice."""
    header_not_shown: tuple[str, ...] = ()
    """Of those kept, the ones whose header the vendor does not show."""


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What an erasure removed, and what it left."""

    references: int
    """Records that are about the person."""
    bodies: int
    """Of those, contents that were removed."""
    messages: int
    """Messages that waited: they were settled as rejected with the reason erased."""
    conflicts: int
    """Conflicts whose values were removed."""
    audit_entries: int
    """Audit entries whose sealed bytes were replaced by a tombstone."""
    audit_left: int
    """Audit entries whose sealed bytes stay: only the loss of their key makes them unreadable."""
    keys: int
    """Keys that were forgotten."""


@dataclass(frozen=True, slots=True)
class Evv:
    """The electronic verification of a visit: who was there, and when."""

    shift_id: str
    """The shift that was worked."""
    caregiver_id: str
    """Who worked it."""
    clock_in: datetime
    """When the caregiver clocked in."""
    clock_out: datetime | None = None
    """When the caregiver clocked out; nothing while the visit runs."""
    gps_verified: bool | None = None
    """Whether the place was verified."""
    method: str | None = None
    """How the visit was clocked. mobile, telephony, manual."""
    exceptions: tuple[str, ...] = ()
    """What the vendor found amiss, as codes."""


@dataclass(frozen=True, slots=True)
class FailedChange:
    """A record or a change that failed."""

    reference: str
    """The opaque id of the record."""
    operation: str
    """What failed: ``board.apply``, ``prospects.update``."""
    code: str
    """The code of the failure: not_found, server."""
    message: str
    """What went wrong, without personal data."""
    retryable: bool
    """Whether the next run may succeed with nothing changed."""
    field: str | None = None
    """The field, where one is to blame."""


@dataclass(frozen=True, slots=True)
class FailedRecord:
    """A record that could not be fetched."""

    record: ChangedRecord
    """Which."""
    error: CareweaveError
    """Why."""


@dataclass(frozen=True, slots=True, repr=False)
class FamilyActivity(Masked):
    """What a family did, as you saw it."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "client_id")

    id: str
    """Your id of it: 1 to 200 visible ASCII characters, and nothing personal."""
    client_id: str
    """The client it is about."""
    text: str
    """What happened, in words."""


@dataclass(frozen=True, slots=True)
class FeatureSupport:
    """How far something can be done."""

    feature: str
    """The feature: people, availability, clock."""
    support: str
    """native: the vendor offers it. derived: it is worked out from what the vendor offers. unproven: nobody has
    shown it, a probe finds out. unsupported: a call fails before anything is sent."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be done over the API in use."""

    api: str
    """The API: rest, connect."""
    features: tuple[FeatureSupport, ...] = ()
    """Every feature, and how far it can be done."""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What working through the marks did."""

    applied: int
    """Records fetched and taken, those that are gone among them."""
    gone: int
    """How many of them are gone."""
    again: int
    """How many were fetched once more, because a hint came while they were fetched."""
    failed: tuple[FailedRecord, ...] = ()
    """What could not be fetched. Their marks are kept for the next time."""


@dataclass(frozen=True, slots=True)
class FlowProgress:
    """How far a run is."""

    flow: str
    """The flow."""
    read: int
    """Records read so far."""
    unchanged: int
    """Of them unchanged."""
    written: int
    """Changes written so far."""
    failed: int
    """Failures so far."""


@dataclass(frozen=True, slots=True, repr=False)
class FoundConflict(Masked):
    """A field that both sides changed, with its values as JSON texts: ``"\\"3035550101\\""``."""

    _shown: ClassVar[tuple[str, ...]] = ("field",)

    field: str
    """The path of the field; empty where the record itself is in conflict (deleted here, changed there)."""
    base: str | None = None
    """What both agreed on last; left out where there was nothing."""
    local: str | None = None
    """Ours; left out where there is none."""
    remote: str | None = None
    """Theirs; left out where there is none."""


@dataclass(frozen=True, slots=True)
class GateChange:
    """A level that was set."""

    connection: str
    """One tenant's account at one source."""
    kind: str
    """The kind of record; empty for every kind."""
    operation: str
    """The operation; empty for every operation."""
    level: str
    """The level."""
    actor: str
    """By whom."""
    reason: str
    """Why."""
    at: datetime
    """When."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An item that was given up and waits for a person."""

    ticket: str
    """Which."""
    at: datetime
    """Since when."""
    reason: str | None = None
    """Why: no_encounter, rejected."""


@dataclass(frozen=True, slots=True)
class GoneBooking:
    """A record the service does not have any more."""

    id: str
    """Which."""
    last_start: datetime
    """When it was to start."""


@dataclass(frozen=True, slots=True)
class HealthAlert:
    """One thing that is wrong, and by how much."""

    kind: str
    """failing, sync_lag, inbox_stalled, hints_stalled, outbox_stalled, in_doubt, dead_letters, manual, conflicts,
    scan_held, lease_losses: a closed list, fit to be a label."""
    severity: str
    """warning: in working hours. critical: now."""
    value: int
    """The number that was counted."""
    target: int
    """What it may be at most."""


@dataclass(frozen=True, slots=True)
class HealthTargets:
    """What an integration is to keep to: more than a target is an alert. Ages are whole seconds."""

    sync_lag: int | None = None
    """How far a stream may be behind; 1800 by default, two polls."""
    inbox_oldest: int | None = None
    """How long a message may wait; 300 by default."""
    hints_oldest: int | None = None
    """How long a subject may be dirty; 300 by default."""
    outbox_oldest: int | None = None
    """How long an item may wait; 900 by default."""
    in_doubt_oldest: int | None = None
    """How long an effect may be in doubt; 3600 by default. Set it to three times the quiet period."""
    dead_letters: int | None = None
    """How many items may be dead; 0 by default."""
    manual: int | None = None
    """How many effects may wait for a person; 0 by default."""
    conflicts_open: int | None = None
    """How many conflicts may wait for a person; 20 by default."""
    scans_held: int | None = None
    """How many scans may be held; 0 by default."""
    lease_losses: int | None = None
    """How many leases may be lost between two looks; 2 by default."""
    failures: int | None = None
    """How many fetches in a row may fail; 2 by default."""


@dataclass(frozen=True, slots=True)
class HintReport:
    """What a delivery of a scheduling service came to."""

    events: int
    """How many events it brought."""
    marked: int
    """How many records were marked: each is fetched, and what the delivery says of it is not believed."""


@dataclass(frozen=True, slots=True, repr=False)
class HumanName(Masked):
    """A name as Connect has it."""

    _shown: ClassVar[tuple[str, ...]] = ()

    purpose: str | None = None
    """What the name is for; ``official`` is the one to go by."""
    family: str | None = None
    """Family name."""
    given: tuple[str, ...] = ()
    """Given names: the first, then the middle ones."""


@dataclass(frozen=True, slots=True, repr=False)
class Admin(Masked):
    """A member of the agency's office."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The vendor's id."""
    name: str | tuple[HumanName, ...] | None = None
    """The name, as one text or in parts."""


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """What became of everything one source announced."""

    accepted: int
    """Messages recorded: the sum of the five states."""
    repeated: int
    """Deliveries of a message that was recorded before."""
    differing: int
    """Deliveries under the id of a recorded message but with other content."""
    received: int
    """Messages that wait to be worked on."""
    applied: int
    """Messages applied."""
    superseded: int
    """Messages superseded."""
    ignored: int
    """Messages ignored."""
    rejected: int
    """Messages rejected."""
    hints: int
    """Hints taken: the sum of the two below."""
    hints_served: int
    """Hints followed by a fetch."""
    hints_waiting: int
    """Hints that wait for a fetch."""


@dataclass(frozen=True, slots=True, repr=False)
class InboxMessage(Masked):
    """One recorded message and what became of it."""

    _shown: ClassVar[tuple[str, ...]] = ("source", "event", "state")

    number: int
    """Its number, growing in the order of receipt."""
    source: str
    """Who sent it."""
    identity: str
    """keyed: told from others by the sender's id. stamped: by event, subject and stamp."""
    message_id: str
    """The id it is recorded under."""
    event: str
    """What happened."""
    subject: str
    """To what; may be empty."""
    fingerprint: str
    """The digest of the body."""
    state: str
    """received, applied, superseded, ignored, rejected."""
    deliveries: int
    """How often it was delivered."""
    received_at: datetime
    """When it was recorded."""
    last_delivery_at: datetime
    """When it was last delivered."""
    body: bytes | None = None
    """The body, until the message is settled."""
    reason: str | None = None
    """Why it was superseded, ignored or rejected: a code."""
    sent_at: datetime | None = None
    """When the sender says it was sent first."""
    settled_at: datetime | None = None
    """When it was settled."""


@dataclass(frozen=True, slots=True, repr=False)
class AcceptedMessage(Masked):
    """What accepting a delivery found. Whatever it is, acknowledge the delivery."""

    _shown: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome: str
    """new: it was recorded. repeated: it was before. differing: one with this id but other content was; nothing of
    this one is kept, fetch the subject."""
    message: InboxMessage
    """The recorded message."""


@dataclass(frozen=True, slots=True)
class Integration:
    """What belongs to an integration: the rows of the store that its numbers are taken from."""

    name: str
    """Its name, as a code: ``"wellsky.agency-1"``."""
    connection: str
    """Its connection, for scans and conflicts: ``"wellsky/agency-1"``."""
    source: str | None = None
    """The source of its messages and hints, as a code; left out when it sends none."""
    streams: tuple[str, ...] | None = None
    """The streams it reads."""
    operations: tuple[str, ...] | None = None
    """The operations of the effects it sends, as codes."""
    leases: tuple[str, ...] | None = None
    """The leases its workers take."""


@dataclass(frozen=True, slots=True)
class IntegrationStatus:
    """Whether an integration works."""

    name: str
    """Its name."""
    state: str
    """inactive: it is switched off, or never was on. active: it is on, and its last fetch was complete. error: it
    is on, and its last fetch was not."""
    since: datetime
    """Since when."""
    failures: int
    """How many fetches in a row failed or were partial."""
    updated_at: datetime
    """When something last happened."""
    reason: str | None = None
    """Why the last one did: a code."""
    last_success_at: datetime | None = None
    """When a fetch was last complete."""
    last_failure_at: datetime | None = None
    """When one last was not."""


@dataclass(frozen=True, slots=True)
class LatchEvidence:
    """A fact about a document, as the system that holds it told it to an authenticated request. It names nobody."""

    source: str
    """The system that holds the document, as a code: ``"goformz"``."""
    document: str
    """The id of the document there."""
    template: str
    """The id of the template it was made from."""
    status: str
    """Whether it is complete, in the words of the source."""
    signatures: Mapping[str, bool]
    """Every signature field by its code, and whether it is signed."""
    subject: str
    """Whom it is about: the opaque id under which it was made for them. Names are no match."""
    fetched_at: datetime
    """When it was fetched."""
    digest: str
    """SHA-256 of the answer it was read from, as 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Latch:
    """What may happen once in the life of a subject."""

    kind: str
    """What may happen once."""
    subject: str
    """Whom it happens to."""
    evidence: LatchEvidence
    """What armed it."""
    state: str
    """armed: proved, and nothing was sent. firing: an effect is under way or in doubt. fired: it happened, and
    never again."""
    armed_at: datetime
    """When it was armed."""
    updated_at: datetime
    """When it last changed."""
    effect_id: str | None = None
    """The effect that fires it; nothing while it is armed."""
    remote_id: str | None = None
    """What the other side calls the result."""
    fired_at: datetime | None = None
    """When it fired."""


@dataclass(frozen=True, slots=True)
class ArmedLatch:
    """What arming found."""

    outcome: str
    """new: it was armed now. before: by the same document, before. by_another: by another document, which counts;
    nothing of this one was kept."""
    latch: Latch
    """The latch."""


@dataclass(frozen=True, slots=True)
class LatchRule:
    """What proves that a latch of a kind may be armed."""

    kind: str
    """The kind of latch, as a code: ``"prospect.convert"``."""
    max_age_seconds: float
    """How old evidence may be, in seconds, up to 24 hours."""
    templates: tuple[str, ...] = ()
    """The templates that count; a document of any other proves nothing."""
    complete: tuple[str, ...] = ()
    """The statuses of the source that mean complete."""
    signatures: tuple[str, ...] = ()
    """The signature fields that must be signed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The last grant under a name."""

    name: str
    """What it is for."""
    holder: str
    """The worker it was granted to."""
    fence: int
    """The number of the grant, which grows with every one."""
    state: str
    """held, released. Whether one that is held has ended is for the time to tell."""
    granted_at: datetime
    """When it was granted."""
    expires_at: datetime
    """When it ends unless it is renewed."""
    updated_at: datetime
    """When it last changed."""


@dataclass(frozen=True, slots=True)
class LeaseGuard:
    """A write is made only while this lease is live under this fence."""

    lease: str
    """The name of the lease."""
    fence: int
    """The fence the writer was granted."""


@dataclass(frozen=True, slots=True)
class Location:
    """A location of the agency."""

    id: str
    """The vendor's id."""
    name: str | None = None
    """Its name."""


@dataclass(frozen=True, slots=True)
class MaritalStatus:
    """A marital status, as codes."""

    coding: tuple[Coding, ...] = ()
    """``M``, ``S``, ``W``, ``L``, ``T``, ``D``, ``U`` or ``UNK``, and its words."""


@dataclass(frozen=True, slots=True)
class MessageSubject:
    """What messages of a source are about."""

    source: str
    """Who sends them, as a code."""
    subject: str
    """The opaque id of what they are about."""


@dataclass(frozen=True, slots=True)
class MirrorCursor:
    """How far a stream was read and stored."""

    stream: str
    """The stream."""
    version: int
    """Grows with every move."""
    updated_at: datetime
    """When it last moved."""
    high: datetime | None = None
    """Everything that changed before it, in the other system's time, is stored."""
    token: str | None = None
    """The vendor's token of the next page."""


@dataclass(frozen=True, slots=True, repr=False)
class MirrorRecord(Masked):
    """A record as it was read."""

    _shown: ClassVar[tuple[str, ...]] = ()

    external_id: str
    """Its id there, exactly."""
    content: str
    """The record as JSON. It is compared with what was seen before, and not kept."""
    version: int | None = None
    """Its version, where the other system counts or dates them: of two the higher one is later."""
    at: datetime | None = None
    """Where it lies in time (the start of an appointment), for scans of a window."""
    body: bytes | None = None
    """What is to be kept of it, up to 1 MiB; seal it first where it is about a person."""


@dataclass(frozen=True, slots=True)
class MirrorReference:
    """What is known about a record of another system."""

    connection: str
    """One tenant's account at one source."""
    kind: str
    """The kind of record."""
    external_id: str
    """Its id there."""
    local_id: int
    """Its id here."""
    state: str
    """live, tombstone, superseded."""
    misses: int
    """How many complete scans in a row did not see it."""
    change: int
    """The number of its last change, which grows over all records of the store."""
    first_seen_at: datetime
    """When it was seen or linked first."""
    changed_at: datetime
    """When it last changed."""
    superseded_by: str | None = None
    """The id it has there now, where it was given another."""
    fingerprint: str | None = None
    """Of what was seen last; nothing for one that was linked and not seen."""
    version: int | None = None
    """The version it had then."""


@dataclass(frozen=True, slots=True)
class MirrorScan:
    """A reading of everything in a scope."""

    number: int
    """Its number."""
    connection: str
    """One tenant's account at one source."""
    kind: str
    """The kind of record."""
    state: str
    """open, complete, partial, held: more is gone than the brake lets through, a person has to look."""
    started_at: datetime
    """When it began."""
    start: datetime | None = None
    """From when on; nothing: all of it."""
    end: datetime | None = None
    """Before when."""
    approved_by: str | None = None
    """Who let it through, where it was held."""


@dataclass(frozen=True, slots=True, repr=False)
class NewApplicant(Masked):
    """An applicant to be created. The vendor sets the id, ``updated_at``, and ``new`` where no status is given."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    email: str | None = None
    """E-mail address."""
    address: Address | None = None
    """Where the applicant lives."""
    status: str | None = None
    """Where the applicant stands in the recruiting pipeline. new, screening, phone_interview, in_person_interview,
    background_check, offer_extended, hired, rejected, withdrawn."""
    certifications: tuple[str, ...] = ()
    """Certifications held. CNA, HHA, PCA."""
    source: str | None = None
    """Where the applicant came from."""
    position: str | None = None
    """The position applied for."""
    background_check_status: str | None = None
    """The background check. pending, cleared, failed, expired."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True, repr=False)
class NewAuditEntry(Masked):
    """What is to be written down. Nothing in it names a person."""

    _shown: ClassVar[tuple[str, ...]] = ()

    actor: str
    """Who acted: ``"worker.poll"``, or the opaque id of a user."""
    action: str
    """What was done, as a code: ``"clients.read"``."""
    subject: str
    """What it was done to, as an opaque token."""
    before: str | None = None
    """The fingerprint of the content before, where there was one."""
    after: str | None = None
    """The fingerprint of the content after, where there is one."""
    effect_id: str | None = None
    """The id of the effect that carried it out."""
    sealed: bytes | None = None
    """Up to 64 KiB that only the holder of a key can read."""


@dataclass(frozen=True, slots=True, repr=False)
class AuditEntry(Masked):
    """One entry as it was written."""

    _shown: ClassVar[tuple[str, ...]] = ("seq", "at")

    seq: int
    """Its number in the chain, from 1 on."""
    at: datetime
    """When it was written."""
    written: NewAuditEntry
    """What was written."""
    previous: str
    """The hash of the entry before."""
    hash: str
    """The hash of this one."""


@dataclass(frozen=True, slots=True, repr=False)
class NewBooking(Masked):
    """An appointment to book."""

    _shown: ClassVar[tuple[str, ...]] = ("appointment_type", "calendar", "hold")

    appointment_type: str
    """What kind."""
    start: datetime
    """When it starts."""
    zone: str
    """The IANA zone the client reads it in."""
    client: BookingClient
    """For whom."""
    end: datetime | None = None
    """When it ends; by default after the duration of its type."""
    calendar: str | None = None
    """With whom; by default the service chooses, where it can."""
    unit: str | None = None
    """In which unit, at services that have units."""
    place: BookingPlace | None = None
    """Where, when it is not what the type says."""
    notes: str | None = None
    """Notes: health information."""
    answers: tuple[BookingAnswer, ...] | None = None
    """Answers of the booking form: health information."""
    guests: tuple[str, ...] | None = None
    """E-mail addresses of others who are invited."""
    consent_given_at: datetime | None = None
    """When the client agreed to the keeping of health information; with ``consent_terms`` or not at all."""
    consent_terms: str | None = None
    """What the client agreed to: the name or version of the text."""
    hold: str | None = None
    """The hold that keeps the slot."""
    acting_as: str | None = None
    """In whose name: client (the default: the service's rules hold) or office."""
    notify: str | None = None
    """Whether the service tells the client: as_configured (the default) or suppress."""
    options: Mapping[str, str] | None = None
    """What only one service knows, by the names its adapter documents; an unknown name is refused."""


@dataclass(frozen=True, slots=True, repr=False)
class NewCaregiver(Masked):
    """A caregiver to be created. The vendor sets the id, ``updated_at``, and ``pending`` where no status is given."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    email: str | None = None
    """E-mail address."""
    status: str | None = None
    """Where the caregiver stands. applicant, pending, active, inactive, terminated."""
    certifications: tuple[str, ...] = ()
    """Certifications held. CNA, HHA, PCA."""
    availability: tuple[AvailabilityWindow, ...] = ()
    """Weekly availability in the agency's zone."""
    service_area: str | None = None
    """The ZIP code the caregiver works in."""
    performance_rating: float | None = None
    """The agency's rating of the work; higher is better."""
    hire_date: date | None = None
    """The day of hiring."""
    background_check_status: str | None = None
    """The background check. pending, cleared, failed, expired."""
    skills: tuple[str, ...] = ()
    """What the caregiver can do beyond the certifications."""
    languages: tuple[str, ...] = ()
    """Languages spoken, as BCP 47 tags."""
    gender: str | None = None
    """Gender. female, male, other."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True, repr=False)
class NewClient(Masked):
    """A client to be created. The vendor sets the id, ``updated_at``, and ``pending`` where no status is given."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    address: Address
    """Where care is given."""
    email: str | None = None
    """E-mail address."""
    status: str | None = None
    """Where the client stands. prospect, pending, active, on_hold, discharged."""
    emergency_contacts: tuple[EmergencyContact, ...] = ()
    """Whom to call when something happens."""
    payer_source: str | None = None
    """Who pays. Medicaid, VA, Private Pay."""
    authorized_hours_per_week: int | None = None
    """Hours of care a week that the payer has authorised."""
    start_date: date | None = None
    """The first day of care."""
    discharge_date: date | None = None
    """The day care ended."""
    referral_source: str | None = None
    """Where the client came from."""
    care_coordinator: str | None = None
    """The member of staff who coordinates the care."""
    preferred_language: str | None = None
    """The language the client prefers, as a BCP 47 tag."""
    gender_preference: str | None = None
    """The caregiver's gender the client prefers. female, male, other."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True)
class NewProfileTag:
    """A profile tag to be created, or what one is to become."""

    name: str
    """Its name."""
    description: str | None = None
    """What it means."""
    kind: str | None = None
    """What kind of tag it is."""


@dataclass(frozen=True, slots=True, repr=False)
class NewProspect(Masked):
    """A prospect to be created. The vendor sets the id, ``updated_at``, and ``new`` where no status is given."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    email: str | None = None
    """E-mail address."""
    address: Address | None = None
    """Where care would be given."""
    status: str | None = None
    """Where the prospect stands in the sales pipeline. new, contacted, assessment_scheduled, assessment_completed,
    proposal_sent, negotiating, won, lost, on_hold."""
    referral_source: str | None = None
    """Where the prospect came from."""
    estimated_hours_per_week: int | None = None
    """Hours of care a week that are expected."""
    notes: str | None = None
    """Notes."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True)
class NewReferralSource:
    """A referral source to be created, or what one is to become."""

    name: str
    """Its name."""
    type_id: int | None = None
    """The vendor's number of its kind."""


@dataclass(frozen=True, slots=True, repr=False)
class NewTaskLog(Masked):
    """A note on a visit to be written. ``Debug`` does not show its words."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    title: str
    """The title."""
    description: str
    """The note."""
    status: str
    """Whether what it speaks of was done. COMPLETE, NOT_COMPLETE."""
    recorded: datetime
    """When it was written."""
    comment: str | None = None
    """A comment; required when it was not done."""
    message_for_next_caregiver: bool = False
    """Whether the next caregiver is to read it."""
    show_in_family_room: bool = False
    """Whether the family is to see it."""


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """What became of a note. Only ``attached`` is a success."""

    outcome: str
    """attached: it is in the task log of ``encounter_id``. no_encounter: the client has no visit in the window.
    rejected: every encounter that was tried refused it. queued: WellSky failed, and the store keeps it under
    ``ticket``."""
    encounter_id: str | None = None
    """The encounter that has the note."""
    tried: int | None = None
    """How many encounters refused it."""
    error: CareweaveError | None = None
    """What the last of them said, or what WellSky failed with."""
    ticket: str | None = None
    """What the store calls a note that is queued."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit of a series. All occurrences of a recurring appointment share its id, so that an occurrence is
    named by the series and its start together.

    As a [``ShiftId``] it is written ``<series>@<start>``: ``109000001@20260129T210000Z``.

    ```` use careweave_wellsky_client::connect::Occurrence; let id =
    careweave_wellsky_client::ShiftId::new("109000001@20260129T210000Z")?; let occurrence =
    Occurrence::of_shift(&id)?; assert_eq!(occurrence.series.as_str(), "109000001");
    assert_eq!(occurrence.shift_id()?, id); # Ok::<(), careweave_wellsky_client::Error>(()) ````"""

    series: str
    """The appointment."""
    start: datetime
    """When this occurrence is to start."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenSecret(Masked):
    """A secret that was opened."""

    _shown: ClassVar[tuple[str, ...]] = ("connection", "name", "version")

    connection: str
    """One tenant's account at one source."""
    name: str
    """Which secret of it."""
    version: int
    """The version, to be named when another is put in its place."""
    secret: bytes
    """The secret."""


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization: the agency itself."""

    id: str
    """The vendor's id."""
    name: str | None = None
    """Its name."""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """What became of everything that was queued."""

    enqueued: int
    """Items ever queued: the sum of the others."""
    waiting: int
    """Items that wait."""
    claimed: int
    """Items a worker has, or had when its claim ended."""
    done: int
    """Items sent."""
    dead: int
    """Items given up."""


@dataclass(frozen=True, slots=True)
class OutboxDispatch:
    """How an effect is to be queued."""

    lane: str
    """What it must keep its order with: the opaque id of a client or a shift."""
    due_at: datetime | None = None
    """Not before this instant; the present by default."""
    priority: int | None = None
    """0 to 255, 0 by default: the higher one goes first, between lanes."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One queued effect."""

    number: int
    """Its number, growing in the order of queueing."""
    effect_id: str
    """The id of the effect to be sent."""
    lane: str
    """What it keeps its order with."""
    priority: int
    """The higher one goes first, between lanes."""
    state: str
    """waiting, claimed, done, dead."""
    due_at: datetime
    """Not before this instant."""
    attempts: int
    """Attempts used up since it was queued or redriven."""
    deferrals: int
    """How often it went back unsent through no fault of its own."""
    fence: int
    """The number of its last claim."""
    enqueued_at: datetime
    """When it was queued."""
    updated_at: datetime
    """When it last changed."""
    holder: str | None = None
    """The worker that claimed it, while claimed."""
    claimed_until: datetime | None = None
    """When the claim ends by itself, while claimed."""
    began_at: datetime | None = None
    """When the first attempt that counts began."""
    reason: str | None = None
    """Why it last went back, or is dead: a code."""


@dataclass(frozen=True, slots=True)
class CompletedItem:
    """What became of one item of a report of several."""

    number: int
    """The number of the item."""
    item: OutboxItem | None = None
    """The item, when it is done."""
    error: CareweaveError | None = None
    """Why it is not: it is not claimed under this fence (any more), or its number was never given."""


@dataclass(frozen=True, slots=True)
class EnqueuedEffect:
    """What queueing found."""

    is_new: bool
    """True when this call recorded the effect."""
    effect: Effect
    """The effect."""
    item: OutboxItem
    """Its item; one that was there before is as it was."""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """What ended alike."""

    outcome: str
    """As in ``AttemptCount``."""
    count: int
    """How many."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of the records of a page. The counts add up to the records."""

    new: int
    """Seen for the first time."""
    changed: int
    """With other content than before."""
    same: int
    """As before: nothing was written about them."""
    older: int
    """Of an earlier version than is known, or given another id since."""
    ambiguous: int
    """Twice in the page with different contents and no version to tell which is later."""


@dataclass(frozen=True, slots=True, repr=False)
class PlannedActivity(Masked):
    """An activity in a client's care plan."""

    _shown: ClassVar[tuple[str, ...]] = ("activity_id", "status")

    activity_id: str
    """Which; the agency's activities have their ids."""
    description: str
    """What is to be done."""
    status: str
    """How far it has come: scheduled, not-started, in-progress, completed. scheduled, not-started, in-progress,
    completed."""


@dataclass(frozen=True, slots=True)
class PlannedEffect:
    """What planning found."""

    is_new: bool
    """True when this call recorded it; else it was there, and this is how far it got."""
    effect: Effect
    """The effect."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A change that was decided on. Contents are shown as digests."""

    reference: str
    """The opaque id of the record."""
    field: str
    """The path of the field; empty for the whole record."""
    action: str
    """create, update, delete."""
    reason: str
    """Why, as a code: changed_there."""
    before: str | None = None
    """The digest of the content it had; nothing for none."""
    after: str | None = None
    """The digest of the content it is to have."""


@dataclass(frozen=True, slots=True)
class PollFailure:
    """A subject that could not be read or taken."""

    subject: str
    """Which: its id, or the name of the reading."""
    error: CareweaveError
    """Why."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What one reading of a poll did."""

    sweep: str
    """patients, practitioners, related_persons, shifts."""
    complete: bool
    """True when everything was read and taken. Otherwise the same is read again soon."""
    read: int
    """How many records the reading had."""
    changed: int
    """How many differed and were taken."""
    gone: int
    """How many are gone."""
    overlooked: int
    """How many a list that counted itself complete lacked, and that are there all the same."""
    since: datetime | None = None
    """Everything was read from here on; nothing when everything there is was read."""
    failures: tuple[PollFailure, ...] = ()
    """What could not be read or taken."""


@dataclass(frozen=True, slots=True, repr=False)
class Position(Masked):
    """A place on the earth, in degrees (WGS 84). It has no default: a clock-in without a place is not one at 0, 0.

    ```` use careweave_wellsky_client::connect::Position; assert!(Position::new(39.74, -104.99).is_ok());
    assert!(Position::new(0.0, 0.0).is_err()); assert!(Position::new(91.0, 0.0).is_err()); ````

    ````compile_fail let nowhere = careweave_wellsky_client::connect::Position::default(); ````"""

    _shown: ClassVar[tuple[str, ...]] = ()

    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""


@dataclass(frozen=True, slots=True, repr=False)
class PostalAddress(Masked):
    """A postal address as Connect has it."""

    _shown: ClassVar[tuple[str, ...]] = ()

    purpose: str | None = None
    """What the address is for; ``home`` is where care is given."""
    line: tuple[str, ...] = ()
    """Street and number, then apartment or suite."""
    city: str | None = None
    """City."""
    state: str | None = None
    """State in two letters."""
    postal_code: str | None = None
    """ZIP code."""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount."""

    minor: int
    """The amount in minor units: cents, centavos."""
    currency: str
    """The ISO 4217 code of the currency."""


@dataclass(frozen=True, slots=True, repr=False)
class Booking(Masked):
    """One client's appointment at a scheduling service."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "integration", "group", "status", "reschedule_of", "rescheduled_to", "appointment_type")

    id: str
    """The service's id."""
    provider: str
    """The service."""
    integration: str
    """The connected account, as the host names it."""
    start: datetime
    """When it starts."""
    end: datetime
    """When it ends."""
    end_source: str
    """Where the end comes from: wire, duration, segments."""
    zone: str
    """The IANA zone it is read in."""
    zone_source: str
    """Where the zone comes from: appointment, calendar, account, config."""
    local_start: str
    """The wall clock at the start with the offset the service meant, as RFC 3339."""
    all_day: bool
    """A date without a time of day."""
    status: str
    """Where it stands: scheduled, confirmed, completed, cancelled, no_show, rescheduled, or a word of the
    service's own."""
    status_raw: str
    """What stood on the wire."""
    status_inferred: bool
    """True when the service did not say so and the time that has passed did."""
    pending: bool
    """True when somebody still has to accept it."""
    arrived: bool
    """True when the client has arrived and waits."""
    place: BookingPlace
    """Where."""
    version: str
    """What changes when the record does. Opaque: compare it, and pass it back as ``expected``."""
    group: str | None = None
    """What it belongs to: a class, a group event, a recurring event."""
    cancelled_by: str | None = None
    """By whom it was called off: host, client, system, unknown."""
    cancellation_reason: str | None = None
    """Why it was called off, in somebody's own words."""
    cancelled_at: datetime | None = None
    """When it was called off."""
    reschedule_of: str | None = None
    """The record it took the place of."""
    rescheduled_to: str | None = None
    """The record that took its place."""
    previous_start: datetime | None = None
    """When it was to start before it was moved in place, as far as careweave saw it."""
    appointment_type: str | None = None
    """What kind it is."""
    appointment_type_name: str | None = None
    """The name of its kind, where the service says it beside the id."""
    calendars: tuple[BookingCalendarRef, ...] = ()
    """With whom; several where several hosts take part."""
    client: BookingClient | None = None
    """For whom."""
    notes: str | None = None
    """Notes: health information."""
    answers: tuple[BookingAnswer, ...] = ()
    """Answers of the booking form: health information."""
    price: Price | None = None
    """What it costs."""
    manage_link: str | None = None
    """Where it is managed. None of these addresses is ever made up here."""
    reschedule_link: str | None = None
    """Where it is rescheduled."""
    cancel_link: str | None = None
    """Where it is cancelled."""
    public_link: str | None = None
    """Where it is shown."""
    created_at: datetime | None = None
    """When it was booked."""
    updated_at: datetime | None = None
    """When it was last changed."""
    raw: str | None = None
    """What the service sent for it, as text. It holds all that is personal: encrypt it where it is stored."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingChange(Masked):
    """A record that is new or different."""

    _shown: ClassVar[tuple[str, ...]] = ()

    kind: str
    """new, changed, moved_away."""
    booking: Booking
    """The record as it is now."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingType(Masked):
    """A kind of appointment that can be booked."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The service's id."""
    name: str
    """Its name, as the service has it."""
    duration_minutes: int
    """How long it takes, in minutes."""
    before_minutes: int
    """Minutes kept free before the start."""
    after_minutes: int
    """Minutes kept free after the end."""
    kind: str
    """How many meet whom: service, class, series, group, round_robin, collective."""
    active: bool
    """Whether it can be booked."""
    price: Price | None = None
    """What it costs."""
    calendars: tuple[str, ...] = ()
    """The calendars it can be booked with; empty where the service does not say."""
    questions: tuple[BookingQuestion, ...] = ()
    """What the booking form asks."""
    booking_link: str | None = None
    """Where a person books it."""
    version_token: str | None = None
    """The version a booking has to name at services that want one."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingWritten(Masked):
    """A write that is done, with the appointment as it stands after it."""

    _shown: ClassVar[tuple[str, ...]] = ("old_id", "new_id")

    booking: Booking
    """The appointment."""
    effect: str
    """created, changed, replaced: by this call. already_done: by an earlier attempt or by somebody else."""
    old_id: str | None = None
    """The record that is called off now, where a new one took its place."""
    new_id: str | None = None
    """The record that stands, where it took an old one's place."""


@dataclass(frozen=True, slots=True)
class ProfileTag:
    """A profile tag: a certification, a skill, a language. The vendor offers no list of them."""

    id: str
    """The vendor's id."""
    name: str | None = None
    """Its name: ``CNA``."""
    description: str | None = None
    """What it means."""
    kind: str | None = None
    """What kind of tag it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Prospect(Masked):
    """A client to be."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status", "converted_client_id")

    id: str
    """The vendor's id."""
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    phone: str
    """Telephone number."""
    status: str
    """Where the prospect stands in the sales pipeline. new, contacted, assessment_scheduled, assessment_completed,
    proposal_sent, negotiating, won, lost, on_hold."""
    updated_at: datetime
    """When the record last changed."""
    email: str | None = None
    """E-mail address."""
    address: Address | None = None
    """Where care would be given."""
    referral_source: str | None = None
    """Where the prospect came from."""
    estimated_hours_per_week: int | None = None
    """Hours of care a week that are expected."""
    notes: str | None = None
    """Notes."""
    external_id: str | None = None
    """The id in another system."""
    converted_client_id: str | None = None
    """The client this prospect became."""


@dataclass(frozen=True, slots=True, repr=False)
class ConvertedProspect(Masked):
    """A prospect that became a client."""

    _shown: ClassVar[tuple[str, ...]] = ()

    client: Client
    """The new client."""
    prospect: Prospect
    """The prospect as it stands now."""


@dataclass(frozen=True, slots=True, repr=False)
class ProspectPatch(Masked):
    """What changes in a prospect; only what is named is sent."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    first_name: str | None | Keep = KEEP
    """Given name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    last_name: str | None | Keep = KEEP
    """Family name; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    email: str | None | Keep = KEEP
    """E-mail address. Left out, it is kept; ``None`` empties it."""
    phone: str | None | Keep = KEEP
    """Telephone number; cannot be emptied. Left out, it is kept; ``None`` empties it."""
    address: Address | None | Keep = KEEP
    """Where care would be given. Left out, it is kept; ``None`` empties it."""
    status: str | None | Keep = KEEP
    """Where the prospect stands in the sales pipeline; cannot be emptied. new, contacted, assessment_scheduled,
    assessment_completed, proposal_sent, negotiating, won, lost, on_hold. Left out, it is kept; ``None`` empties it."""
    referral_source: str | None | Keep = KEEP
    """Where the prospect came from. Left out, it is kept; ``None`` empties it."""
    estimated_hours_per_week: int | None | Keep = KEEP
    """Hours of care a week that are expected. Left out, it is kept; ``None`` empties it."""
    notes: str | None | Keep = KEEP
    """Notes. Left out, it is kept; ``None`` empties it."""
    external_id: str | None | Keep = KEEP
    """The id in another system. Left out, it is kept; ``None`` empties it."""


@dataclass(frozen=True, slots=True, repr=False)
class ProviderAccount(Masked):
    """The account the credentials belong to."""

    _shown: ClassVar[tuple[str, ...]] = ("provider",)

    provider: str
    """The service."""
    account_id: str
    """The service's id of the account."""
    display_name: str
    """The name of the account: often a person's."""
    default_zone: str
    """The IANA zone the account keeps its times in."""
    health_information_allowed: bool
    """True when health information may be given to the service."""
    email: str | None = None
    """The address the account is reached at."""
    plan: str | None = None
    """The plan in the service's words."""


@dataclass(frozen=True, slots=True)
class ProviderCapabilities:
    """What a provider can do, with its limits. Nothing is sent to find out."""

    provider: str
    """The service."""
    capabilities: Mapping[str, str]
    """Every capability by its name (slots, cancel, slot_hold), and how far it goes: native, partial, emulated,
    unproven, unsupported. A call for what is unsupported fails before anything is sent."""
    health_information_rule: str
    """What has to hold before the service gets health information: inside, by_agreement, by_consent,
    not_by_default."""
    health_information_allowed: bool
    """True when health information may be given to the service."""
    needs_consent: bool
    """True when every booking needs the client's consent."""
    notes_on_create: str
    """Who may write notes when booking: anyone, office_only, never."""
    webhook_signature: str
    """How webhooks are signed: none, hmac_body, hmac_time_and_body, hmac_address_and_body, hmac_body_hex,
    shared_token."""
    list_days: int | None = None
    """The longest range one request for appointments may have, in days."""
    page_size: int | None = None
    """The most records one answer has."""
    slot_days: int | None = None
    """The longest range one request for slots may have, in days."""
    busy_days: int | None = None
    """The longest range one request for busy time may have, in days."""
    webhooks: int | None = None
    """The most webhooks one account may have."""
    creates_per_minute: int | None = None
    """The most bookings in one minute."""


@dataclass(frozen=True, slots=True, repr=False)
class ProviderEvent(Masked):
    """One thing a service said has happened."""

    _shown: ClassVar[tuple[str, ...]] = ("kind", "appointment_id", "integration", "old_id", "new_id")

    delivery_key: str
    """What tells it from every other event, and the same for every delivery of it."""
    kind: str
    """What happened: created, updated, rescheduled, cancelled, no_show, no_show_reverted, confirmed, rejected,
    type_changed, ping."""
    appointment_id: str
    """The record it happened to; what happened to a kind of appointment names that instead."""
    provider: str
    """The service."""
    integration: str
    """The connected account."""
    received_at: datetime
    """When it was received."""
    needs_refetch: bool
    """True when the truth has to be fetched."""
    occurred_at: datetime | None = None
    """When it happened, where the service says."""
    booking: Booking | None = None
    """The appointment, where the delivery brings it."""
    verified_by: str | None = None
    """How the sender proved itself, in the words of ``webhook_signature``; nothing when the service proves
    nothing: fetch what the event names before believing any of it."""
    sent_at: datetime | None = None
    """When it was signed, where the service signs that."""
    old_id: str | None = None
    """The record this one took the place of."""
    new_id: str | None = None
    """The record that took this one's place."""


@dataclass(frozen=True, slots=True, repr=False)
class ProviderWebhook(Masked):
    """A webhook the service knows."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "state")

    id: str
    """The service's id."""
    target: str
    """Where it delivers: whoever knows the address can deliver to it."""
    state: str
    """How it is doing: active, retrying, disabled."""
    topics: tuple[str, ...] = ()
    """What it is told about: created, updated, rescheduled, cancelled, no_show, type_changed."""
    created_at: datetime | None = None
    """When it was made."""
    failing_since: datetime | None = None
    """Since when deliveries fail, where the service says."""
    expires_at: datetime | None = None
    """When it lapses, at services whose webhooks do."""


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What went, or would go."""

    counts: Mapping[str, int]
    """How much of what, for everything that has a rule."""
    more: bool
    """True when the limit was reached: there may be more."""


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """What is to be read next: from ``start`` on, inclusive, up to and without ``end``."""

    end: datetime
    """The end, which becomes the cursor's ``high`` when all of it is stored."""
    start: datetime | None = None
    """The beginning; nothing: the beginning of everything."""


@dataclass(frozen=True, slots=True)
class RecordName:
    """One record of another system, by name."""

    connection: str
    """One tenant's account at one source: ``"wellsky/agency-1"``."""
    kind: str
    """The kind of record, as a code."""
    external_id: str
    """The id of the record there."""


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A hold that stands."""

    number: int
    """Its number: it grows in the order of placing."""
    token: str
    """The person."""
    chain: str
    """The chain of the audit log."""
    matter: str
    """What it is kept for."""
    actor: str
    """Who placed it first."""
    placed_at: datetime
    """When it was placed first."""
    local_id: int | None = None
    """Their id here."""
    references: tuple[RecordName, ...] = ()
    """The records that are named."""
    announced: tuple[MessageSubject, ...] = ()
    """The subjects of messages that are named."""


@dataclass(frozen=True, slots=True)
class RecordProjection:
    """Which fields of a record count, and how. Without one every byte counts."""

    version: int
    """1 or more; raise it when fields change."""
    fields: tuple[str, ...] = ()
    """The fields that count, by their paths: ``"address.city"``."""
    sets: tuple[str, ...] | None = None
    """Fields whose lists have no order."""
    nulls_are_distinct: bool | None = None
    """True when null says something else than a field that is missing."""


@dataclass(frozen=True, slots=True)
class Redelivered:
    """What came of an item that waited."""

    ticket: str
    """Which."""
    idempotency_key: str
    """The key it is written under."""
    outcome: str
    """attached: the note is in the task log of ``encounter_id``. filed: the document is there. found: an earlier
    attempt had landed, and nothing was sent. waiting: not written, and tried again later. in_doubt: it may have been
    written, and is looked for before anything is sent again. no_encounter, refused: given up, a person has to see to
    it."""
    encounter_id: str | None = None
    """The encounter that has the note."""
    document_id: str | None = None
    """The document's id."""
    found_id: str | None = None
    """Of what was found: the id of the encounter or of the document."""
    error: CareweaveError | None = None
    """Why it waits, or was refused."""


@dataclass(frozen=True, slots=True)
class ReferralSource:
    """Where clients come from."""

    id: str
    """The vendor's id."""
    name: str | None = None
    """Its name."""
    type_id: str | None = None
    """The vendor's number of its kind: 14 is a hospital, 22 word of mouth."""


@dataclass(frozen=True, slots=True)
class RefreshedCredentials:
    """What became of the credentials."""

    state: str
    """renewed, or lasting: they do not expire."""
    expires_at: datetime | None = None
    """How long they hold, where the service says."""


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change the gate did not let through."""

    reference: str
    """The opaque id of the record."""
    operation: str
    """What would have been done."""
    level: str
    """The level that forbids it."""


@dataclass(frozen=True, slots=True)
class FlowReport:
    """What a run of a flow came to. It names records by opaque ids and holds no personal data."""

    flow: str
    """The flow: appointments, sales."""
    dry_run: bool
    """Whether it was to write nothing."""
    read: int
    """How many records were read."""
    unchanged: int
    """How many of them were as before."""
    written: int
    """How many changes were written, and seen to be there."""
    already: int
    """How many changes were there already."""
    waiting: int
    """How many records wait for something of their own: a signature, a date."""
    conflicts: int
    """How many fields are in conflict and wait for a person."""
    duration_seconds: float
    """How long the run took, in seconds."""
    planned: tuple[PlannedRow, ...] = ()
    """Every change that was decided on, in the order of deciding."""
    refused: tuple[RefusedChange, ...] = ()
    """Changes the gate refused to let through."""
    in_doubt: tuple[DoubtfulChange, ...] = ()
    """Changes of which nobody knows yet whether they happened. The next run looks."""
    failed: tuple[FailedChange, ...] = ()
    """Records and changes that failed."""
    lag_seconds: float | None = None
    """How old the oldest change was that was not carried over before this run, in seconds; nothing when there was
    none."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a related person is to the client: codes such as ``SON``, ``DAU``, ``NBOR``."""

    coding: tuple[Coding, ...] = ()
    """The codes and their words."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long something is kept after it ended."""

    kept: str
    """messages: settled ones. tombstones: records that are gone, 35 days at least. conflicts: closed ones.
    attempts: logs of the attempts at effects that ended. audit_sealed: sealed bytes of audit entries."""
    keep_seconds: float
    """For how long, in seconds; at most ten years."""


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """When a failed item is tried again: after a random part of a span that doubles."""

    base_seconds: float
    """The span after the first attempt, in seconds."""
    cap_seconds: float
    """The longest span."""
    horizon_seconds: float
    """How long after the first attempt the last may begin."""
    max_attempts: int
    """How many attempts there are."""


@dataclass(frozen=True, slots=True)
class SalesMaps:
    """Everything about a sales flow that an agency may have otherwise."""

    statuses: Mapping[str, str]
    """The status in WellSky of every stage of the CRM."""
    stages: Mapping[str, str]
    """The stage a deal takes for a status that was set in WellSky; it maps to that status."""
    moves: Mapping[str, tuple[str, ...]]
    """From each status the ones that may follow."""
    owners: Mapping[str, str]
    """The fields that are shared (name, email, phone, address, status, referral_source, hours, notes), and who has
    the say: crm, wellsky, either. Two changes of a field that either may change are a conflict for a person."""
    rounding: str
    """How hours that are not whole are rounded: nearest, down, up."""
    unsplit_first_name: str
    """What stands for the given name of somebody whose name cannot be split."""
    hourly_rate_minor: int | None = None
    """What an hour of care costs, in cents or centavos: hours a week are made of the revenue with it. Without it
    none are sent."""
    currency: str | None = None
    """What the rate is in: USD (the default), BRL."""


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan came to."""

    state: str
    """complete, partial, held."""
    live: int
    """Live records of the scope before."""
    missed: int
    """Of those, not seen."""
    gone: int
    """Of those, gone now; of a held scan, gone if somebody approves."""


@dataclass(frozen=True, slots=True)
class ScheduledItem:
    """What a visit is for."""

    id: str | None = None
    """The vendor's id."""
    name: str | None = None
    """In words: ``Personal Care``."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The name of a secret in the vault."""

    connection: str
    """What the secret belongs to."""
    name: str
    """Its name, as a code."""


@dataclass(frozen=True, slots=True)
class SentItem:
    """An item that was sent, with the fence of the claim."""

    number: int
    """The number of the item."""
    fence: int
    """The fence of the claim."""


@dataclass(frozen=True, slots=True, repr=False)
class Shift(Masked):
    """One scheduled piece of work at a client."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "client_id", "caregiver_id", "scheduled_start", "status")

    id: str
    """The vendor's id."""
    client_id: str
    """Whose shift it is."""
    scheduled_start: datetime
    """When it is to start."""
    scheduled_end: datetime
    """When it is to end."""
    status: str
    """What the shift is doing. scheduled, in_progress, completed, missed, cancelled, open."""
    visit_type: str
    """What kind of care it is. Personal Care, Homemaker, Companionship."""
    updated_at: datetime
    """When the record last changed."""
    caregiver_id: str | None = None
    """Who works it; nobody while it is open."""
    actual_start: datetime | None = None
    """When the caregiver clocked in."""
    actual_end: datetime | None = None
    """When the caregiver clocked out."""
    billable_hours: float | None = None
    """Hours that may be billed."""
    client_zip_code: str | None = None
    """The ZIP code of the client's address."""
    client_gender_preference: str | None = None
    """The caregiver's gender the client prefers. female, male, other."""
    client_language: str | None = None
    """The language the client prefers, as a BCP 47 tag."""
    required_certifications: tuple[str, ...] = ()
    """Certifications the caregiver must hold. CNA, HHA, PCA."""
    care_coordinator: str | None = None
    """The member of staff who coordinates the care."""
    payer_source: str | None = None
    """Who pays. Medicaid, VA, Private Pay."""


@dataclass(frozen=True, slots=True, repr=False)
class ShiftAssignment(Masked):
    """The vendor's record that a caregiver got a shift."""

    _shown: ClassVar[tuple[str, ...]] = ("shift_id", "caregiver_id")

    id: str
    """The vendor's id of the assignment."""
    shift_id: str
    """The shift."""
    caregiver_id: str
    """Who got it."""
    assigned_at: datetime
    """When."""
    shift: Shift
    """The shift as it stands now."""


@dataclass(frozen=True, slots=True, repr=False)
class Slot(Masked):
    """A time that can be booked."""

    _shown: ClassVar[tuple[str, ...]] = ("appointment_type", "calendar", "hold")

    appointment_type: str
    """What can be booked."""
    start: datetime
    """When it starts."""
    end: datetime
    """When it ends; computed where the service gives starts only."""
    local_start: str
    """The wall clock at the start with its offset, as RFC 3339: the two readings of 01:30 in the night clocks go
    back differ here."""
    calendar: str | None = None
    """With whom, where the service says."""
    unit: str | None = None
    """The unit it is in, at services that have units."""
    capacity_left: int | None = None
    """How many more can book it, where the service says."""
    hold: str | None = None
    """The hold that keeps it for the asker."""
    booking_link: str | None = None
    """Where a person books it."""


@dataclass(frozen=True, slots=True)
class SlotHold:
    """A slot kept for somebody."""

    id: str
    """The name of the hold."""
    expires_at: datetime
    """When it lapses."""


@dataclass(frozen=True, slots=True, repr=False)
class StatusChange(Masked):
    """A client's step from one status to another."""

    _shown: ClassVar[tuple[str, ...]] = ("client_id",)

    client_id: str
    """Whose."""
    to: str
    """The status after. prospect, pending, active, on_hold, discharged."""
    changed_at: datetime
    """When."""
    from_: str | None = None
    """The status before; nothing for a new client. prospect, pending, active, on_hold, discharged."""
    reason: str | None = None
    """Why, in somebody's words."""


@dataclass(frozen=True, slots=True, repr=False)
class StatusDifferences(Masked):
    """What changed between two snapshots of the clients' statuses."""

    _shown: ClassVar[tuple[str, ...]] = ()

    changes: tuple[StatusChange, ...] = ()
    """Clients that are new or have another status, by id."""
    gone: tuple[str, ...] = ()
    """Clients that the later snapshot does not have. Why is not known: this is no change of status."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to the vendor's events."""

    id: str
    """The vendor's id."""
    status: str | None = None
    """``active`` or ``off``."""
    criteria: str | None = None
    """What it waits for. admintask.created, admintask.changed, admintask.status.changed,
    admintask.status.complete, agency_admin.created, agency_admin.deactivated.changed, encounter.clockout.changed,
    patient.created, patient.name.changed, patient.address.changed, patient.telecom.changed,
    patient.deactivated.changed, patient.dateofdeath.changed, prospect.status.changed, practitioner.created,
    practitioner.name.changed, practitioner.address.changed, practitioner.telecom.changed,
    practitioner.deactivated.changed, applicant.status.changed, referralsources.created, referralsources.changed."""
    reason: str | None = None
    """What it is for, in words."""
    channel: Channel | None = None
    """Where events are delivered."""


@dataclass(frozen=True, slots=True)
class SyncStanding:
    """Whether an account is kept in step, whether that works, and when it last did."""

    name: str
    """The name of the integration: ``"calendly.main"``."""
    state: str
    """inactive: it is switched off. active: it is on and its last reading was complete. error: it was not."""
    since: datetime
    """Since when."""
    failures: int
    """How many readings in a row failed or were partial."""
    reason: str | None = None
    """Why the last one did: a code."""
    last_success_at: datetime | None = None
    """When a reading was last complete."""
    last_failure_at: datetime | None = None
    """When one last was not."""


@dataclass(frozen=True, slots=True, repr=False)
class Tag(Masked):
    """One tag: its name under ``code``, its value, always text, under ``display``."""

    _shown: ClassVar[tuple[str, ...]] = ()

    code: str
    """The name of the tag."""
    display: str | None = None
    """The value. Personal data may stand in it."""


@dataclass(frozen=True, slots=True, repr=False)
class Meta(Masked):
    """The tags of a record, in which Connect keeps what FHIR has no field for."""

    _shown: ClassVar[tuple[str, ...]] = ()

    tag: tuple[Tag, ...] = ()
    """The tags."""


@dataclass(frozen=True, slots=True, repr=False)
class Task(Masked):
    """Something to be done on a visit."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    """The vendor's id."""
    description: str | None = None
    """What."""
    status: str | None = None
    """Whether it was done. COMPLETE, NOT_COMPLETE."""
    comment: str | None = None
    """What was said of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Appointment(Masked):
    """A scheduled visit, or one occurrence of a recurring one."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "client_id", "caregiver_id", "status")

    id: str
    """The vendor's id, which all occurrences of a series share."""
    client_id: str
    """Whose visit it is."""
    start: datetime
    """When it is to start."""
    end: datetime
    """When it is to end."""
    caregiver_id: str | None = None
    """Who comes; nobody while it is open. Absent, ``null``, ``{}`` and an empty id all mean nobody."""
    position: Position | None = None
    """Where."""
    scheduled_items: tuple[ScheduledItem, ...] = ()
    """What the visit is for."""
    tasks: tuple[Task, ...] = ()
    """What is to be done."""
    status: str | None = None
    """What the appointment says of itself. SCHEDULED, COMPLETED, CANCELLED."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskDraft(Masked):
    """What a task says of its appointment."""

    _shown: ClassVar[tuple[str, ...]] = ("kind", "status")

    kind: str
    """What has to be done: appointment, call, other."""
    status: str
    """Where it stands: pending, confirmed, completed, cancelled, missed."""
    title: str
    """What it is called; it names a client."""
    start: datetime
    """When it starts."""
    end: datetime
    """When it ends."""
    metadata: Mapping[str, str]
    """Ids and codes of the service: never about a person."""
    notes: str | None = None
    """Notes: health information."""
    url: str | None = None
    """Where the appointment is shown or managed, as the service gave it."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskLog(Masked):
    """An entry in the task log of an encounter: a note on a visit."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    """The vendor's id."""
    title: str | None = None
    """The title."""
    description: str | None = None
    """The note."""
    status: str | None = None
    """Whether what it speaks of was done. COMPLETE, NOT_COMPLETE."""
    comment: str | None = None
    """A comment."""
    recorded: datetime | None = None
    """When it was written."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskOutcome(Masked):
    """What became of a task."""

    _shown: ClassVar[tuple[str, ...]] = ("status",)

    status: str
    """Whether it was done. COMPLETE, NOT_COMPLETE."""
    comment: str | None = None
    """A comment; required when it was not done."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskSource(Masked):
    """The appointment a task stands for. No two tasks of a board have the same."""

    _shown: ClassVar[tuple[str, ...]] = ("source",)

    source: str
    """One account of one service: ``"calendly/main"``."""
    id: str
    """The id of the appointment there, exactly. Some services make it of an address."""


@dataclass(frozen=True, slots=True, repr=False)
class BoardTask(Masked):
    """A task of a board."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "version")

    id: str
    """Your id of it: 1 to 255 bytes, and nothing personal."""
    version: int
    """Grows with every change of the task."""
    draft: TaskDraft
    """What it says."""
    external: TaskSource | None = None
    """The appointment it stands for; nothing for one of your own."""
    priority: str | None = None
    """How urgent it is: low, normal (the default), high. Yours alone: no sync changes it."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskChange(Masked):
    """One write to a board."""

    _shown: ClassVar[tuple[str, ...]] = ("kind", "digest", "task_id", "expected")

    kind: str
    """create: a new task. update: another content, or another appointment, for the task ``task_id``."""
    digest: str
    """The same for the same change and no other: keep it with the key, and a key that comes again with another
    digest is refused as a key reuse."""
    task_id: str | None = None
    """Of an update: which task."""
    expected: int | None = None
    """Of an update: only if the task still has this version."""
    external: TaskSource | None = None
    """The appointment the task stands for from now on; in an update nothing leaves it."""
    draft: TaskDraft | None = None
    """What the task says from now on; in an update nothing leaves it."""


@dataclass(frozen=True, slots=True, repr=False)
class HostQuestion(Masked):
    """What a flow asks of your side. Only the fields of its method are there."""

    _shown: ClassVar[tuple[str, ...]] = ("method",)

    number: int
    """Its number: an answer goes by it."""
    method: str
    """The method: board.find, board.get, board.changed, board.apply, crm.changed_deals, crm.deal, crm.apply,
    crm.has_applied; desk.send, desk.find_message, desk.place_call, desk.find_call, desk.take, desk.person,
    desk.candidates, desk.revalidate, desk.assign, desk.assigned_to, desk.unassign."""
    external: TaskSource | None = None
    """The appointment whose task is wanted."""
    task_id: str | None = None
    """The task that is wanted."""
    after: str | None = None
    """The mark or token to read from."""
    limit: int | None = None
    """At most so many."""
    task_change: TaskChange | None = None
    """The change to a task."""
    deal_id: str | None = None
    """The deal that is wanted."""
    deal_change: DealChange | None = None
    """The change to a deal."""
    key: str | None = None
    """The key of the change."""
    plain: str | None = None
    """Of a desk: what the method is given, as JSON text."""


@dataclass(frozen=True, slots=True, repr=False)
class FlowStep(Masked):
    """A step of a flow: one of these."""

    _shown: ClassVar[tuple[str, ...]] = ()

    question: HostQuestion | None = None
    """What is asked of your side."""
    progress: FlowProgress | None = None
    """How far it is."""
    report: FlowReport | None = None
    """What it came to, at its end."""
    hints: HintReport | None = None
    """What a delivery came to."""
    standing: SyncStanding | None = None
    """How an account stands."""
    carried: str | None = None
    """What became of a single change: written, already, planned, refused, in_doubt."""
    plain: str | None = None
    """What campaigns answer, as JSON text."""


@dataclass(frozen=True, slots=True, repr=False)
class TaskPage(Masked):
    """Some of the tasks that changed, in the order of change."""

    _shown: ClassVar[tuple[str, ...]] = ()

    next: str
    """Where to go on: the mark that was given, when nothing changed since."""
    more: bool
    """True when more follows at once."""
    tasks: tuple[BoardTask, ...] = ()
    """The tasks, each as it stands now."""


@dataclass(frozen=True, slots=True)
class TaskStatusMap:
    """Which status of a task stands for which of an appointment."""

    apply: Mapping[str, str]
    """The status of a task for each of an appointment: ``{"scheduled": "pending"}``. A code that is not named
    leaves a task as it is."""
    send: Mapping[str, str]
    """The status of an appointment that is sent for one of a task: ``{"confirmed": "confirmed"}``. What is not
    named is not sent."""
    fresh: str
    """What a new task starts as whose appointment has a code that is not named."""
    gone: str
    """What a task becomes whose appointment is gone; not an open status."""


@dataclass(frozen=True, slots=True, repr=False)
class Telecom(Masked):
    """A telephone number, e-mail address or the like."""

    _shown: ClassVar[tuple[str, ...]] = ()

    system: str | None = None
    """``phone``, ``email``, ``fax``."""
    purpose: str | None = None
    """``mobile``, ``home``, ``work``."""
    value: str | None = None
    """The number or address."""


@dataclass(frozen=True, slots=True, repr=False)
class Patient(Masked):
    """A client or a prospect: Connect has one record for both, and one id that stays when the one becomes the
    other."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The vendor's id."""
    meta: Meta
    """Tags."""
    active: bool | None = None
    """Whether the record is in use."""
    name: tuple[HumanName, ...] = ()
    """Names."""
    telecom: tuple[Telecom, ...] = ()
    """Telephone numbers and e-mail addresses."""
    address: tuple[PostalAddress, ...] = ()
    """Addresses."""
    gender: str | None = None
    """Gender, as recorded. female, male, other."""
    birth_date: str | None = None
    """Date of birth, ``YYYY-MM-DD``."""
    marital_status: tuple[MaritalStatus, ...] = ()
    """Marital status."""
    communication: tuple[Communication, ...] = ()
    """Languages."""
    external_id: str | None = None
    """The id in another system."""
    deactivation_date: str | None = None
    """When the record was taken out of use, ``YYYY-MM-DD``; only on a record read by its id."""


@dataclass(frozen=True, slots=True, repr=False)
class Practitioner(Masked):
    """A caregiver or an applicant: Connect has one record for both, and one id that stays when the one becomes the
    other."""

    _shown: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    """The vendor's id."""
    meta: Meta
    """Tags."""
    active: bool | None = None
    """Whether the record is in use."""
    name: tuple[HumanName, ...] = ()
    """Names."""
    telecom: tuple[Telecom, ...] = ()
    """Telephone numbers and e-mail addresses."""
    address: tuple[PostalAddress, ...] = ()
    """Addresses."""
    gender: str | None = None
    """Gender, as recorded. female, male, other."""
    birth_date: str | None = None
    """Date of birth, ``YYYY-MM-DD``."""
    communication: tuple[Communication, ...] = ()
    """Languages."""
    external_id: str | None = None
    """The id in another system."""


@dataclass(frozen=True, slots=True, repr=False)
class RelatedPerson(Masked):
    """A person related to a client: family, doctor, neighbour."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "client_reference")

    id: str
    """The vendor's id."""
    client_reference: str | None = None
    """Whose relation it is."""
    name: tuple[HumanName, ...] = ()
    """Names."""
    relationship: Relationship | None = None
    """What they are to the client."""
    telecom: tuple[Telecom, ...] = ()
    """Telephone numbers and e-mail addresses."""
    address: tuple[PostalAddress, ...] = ()
    """Addresses."""
    emergency_contact: bool | None = None
    """Whether to call them in an emergency."""
    primary_contact: bool | None = None
    """Whether they are the first to be called."""
    payer: bool | None = None
    """Whether they pay."""
    poa: bool | None = None
    """Whether they hold a power of attorney."""


@dataclass(frozen=True, slots=True, repr=False)
class Change(Masked):
    """A record as it is now, or that it is no longer there. What it was before is not known."""

    _shown: ClassVar[tuple[str, ...]] = ("kind", "record")

    kind: str
    """client, prospect, caregiver, applicant, shift, visit, admin_task, referral_source, related_person, document,
    profile_tag: that field, or the one it is a kind of, holds the record. gone: WellSky has no such record any more."""
    record: ChangedRecord
    """Which record it is about."""
    patient: Patient | None = None
    """A client or prospect."""
    practitioner: Practitioner | None = None
    """A caregiver or applicant."""
    shift: Shift | None = None
    """A shift, with what was clocked."""
    encounter: Encounter | None = None
    """A visit that took place or is under way."""
    admin_task: AdminTask | None = None
    """A task for the office."""
    referral_source: ReferralSource | None = None
    """Where clients come from."""
    related_person: RelatedPerson | None = None
    """Family, doctors, neighbours."""
    document: Document | None = None
    """A document."""
    profile_tag: ProfileTag | None = None
    """A certification or a skill."""


@dataclass(frozen=True, slots=True, repr=False)
class ChangeStep(Masked):
    """A step of a stream of changes."""

    _shown: ClassVar[tuple[str, ...]] = ()

    number: int
    """Its number, from 1."""
    change: Change | None = None
    """A change."""
    drained: FeedReport | None = None
    """What working through the marks did, at its end."""
    polled: tuple[Polled, ...] | None = None
    """What a round of polling did, at its end."""


@dataclass(frozen=True, slots=True)
class TimesCounted:
    """Times, summed up. A percentile is at most 6.25 % too high and never too low."""

    count: int
    """How many."""
    total_seconds: float
    """Their sum in seconds."""
    p50_seconds: float | None = None
    """The time that half of them do not exceed, in seconds; nothing when there are none."""
    p95_seconds: float | None = None
    """The time that 95 % do not exceed."""
    p99_seconds: float | None = None
    """The time that 99 % do not exceed."""


@dataclass(frozen=True, slots=True)
class OperationCounts:
    """What was counted of one operation."""

    operation: str
    """Which: clients.list."""
    attempt_times: TimesCounted
    """The time of each request."""
    call_times: TimesCounted
    """The time of each call, pauses included."""
    retries_unpaid: int
    """Retries that the budget did not pay for."""
    attempts: tuple[AttemptCount, ...] = ()
    """Requests sent."""
    calls: tuple[OutcomeCount, ...] = ()
    """Calls ended, retries included."""
    retries: tuple[OutcomeCount, ...] = ()
    """Requests sent again, by cause."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Everything a client counted since it was made. No label holds anything of a person."""

    taken_at: datetime
    """When this was taken."""
    breaker_opened: int
    """How often circuit breakers opened."""
    breaker_half_opened: int
    """How often they let a probe through."""
    breaker_closed: int
    """How often they closed again."""
    queued: TimesCounted
    """The time requests stood in line at the limiter."""
    operations: tuple[OperationCounts, ...] = ()
    """By operation."""
    token_fetches: tuple[OutcomeCount, ...] = ()
    """Tokens asked for."""
    cache: tuple[CacheCounts, ...] = ()
    """Questions to caches."""


@dataclass(frozen=True, slots=True)
class UnreadBooking:
    """A record of an answer that could not be read. The others were."""

    row: int
    """Its place in the answer, from 0."""
    rule: str
    """The rule it broke."""
    id: str | None = None
    """Its id, where that much could be read."""
    field: str | None = None
    """The field that broke the contract."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingChanges(Masked):
    """What changed since a state."""

    _shown: ClassVar[tuple[str, ...]] = ()

    complete: bool
    """True when everything in the window was read."""
    next: str
    """Where to go on, without anything personal. Opaque: keep it with what the changes did, in one transaction,
    and pass it as ``since``."""
    changed: tuple[BookingChange, ...] = ()
    """What is new or different, in order of start."""
    gone: tuple[GoneBooking, ...] = ()
    """What is gone. Empty unless the reading was complete."""
    failures: tuple[UnreadBooking, ...] = ()
    """Records that could not be read: they are neither changed nor gone."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingList(Masked):
    """Everything that starts in a range, read to its end."""

    _shown: ClassVar[tuple[str, ...]] = ()

    complete: bool
    """False when something is missing: what is not here is not thereby gone."""
    bookings: tuple[Booking, ...] = ()
    """The appointments, in order of start, each once."""
    failures: tuple[UnreadBooking, ...] = ()
    """The records that could not be read."""


@dataclass(frozen=True, slots=True, repr=False)
class BookingPage(Masked):
    """One page of the appointments that start in a range."""

    _shown: ClassVar[tuple[str, ...]] = ()

    bookings: tuple[Booking, ...] = ()
    """The appointments that could be read."""
    failures: tuple[UnreadBooking, ...] = ()
    """The records that could not."""
    next: str | None = None
    """Where the next page begins. Opaque; nothing when this is the last."""
    missing: str | None = None
    """Why the rest cannot be had: truncated, count_differs, part_failed; nothing when it can, or there is none."""


@dataclass(frozen=True, slots=True)
class VaultRotation:
    """How far a rotation came."""

    rewrapped: int
    """Data keys that were sealed anew."""
    complete: bool
    """True when nothing is left under any old key: they may be thrown away."""


@dataclass(frozen=True, slots=True)
class VaultSecret:
    """A sealed secret, without the secret."""

    connection: str
    """One tenant's account at one source."""
    name: str
    """Which secret of it."""
    version: int
    """Grows with every secret that was put under the name."""
    key: str
    """The id of the master key it is sealed under."""
    stored_at: datetime
    """When it was put."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What :meth:``verify`` saw."""

    agency_id: str
    """The agency the credentials work for."""
    environment: str
    """The installation that answered: sandbox, production."""
    client_total: int
    """How many clients the agency has; over Connect, prospects among them."""


@dataclass(frozen=True, slots=True)
class VerifiedDelivery:
    """A delivery whose sender was checked."""

    identity: str
    """keyed: by ``id``, drop repeats. stamped: tell events apart by what they say of their subject and when. hint:
    nothing tells two deliveries apart, fetch the subject for each."""
    id: str | None = None
    """The id the sender gives the event and repeats on every retry."""
    sent_at: datetime | None = None
    """When the sender says it was sent, where that is signed."""


@dataclass(frozen=True, slots=True, repr=False)
class Visit(Masked):
    """A shift with what was clocked."""

    _shown: ClassVar[tuple[str, ...]] = ()

    shift: Shift
    """The shift."""
    evv: Evv | None = None
    """What was clocked; nothing before the first clock-in."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What waits for one integration, and for how long. Ages are whole seconds; nothing where nothing waits."""

    at: datetime
    """When it was counted."""
    streams_unread: int
    """Streams that were never read."""
    inbox_waiting: int
    """Messages that wait."""
    hints_waiting: int
    """Hints that wait for a fetch."""
    outbox_waiting: int
    """Items that wait, or are being sent."""
    dead_letters: int
    """Items given up."""
    in_doubt: int
    """Effects of which nobody knows whether they happened."""
    manual: int
    """Effects that a person has to look up."""
    lease_losses: int
    """How often a lease ended without a word from its holder, ever."""
    conflicts_open: int
    """Conflicts that wait for a person."""
    scans_held: int
    """Scans that are held until somebody looks."""
    sync_lag: int | None = None
    """How far the stream that is furthest behind is read. Streams that were never read do not count."""
    inbox_oldest: int | None = None
    """How long the oldest of them has."""
    hints_oldest: int | None = None
    """How long the subject that has been dirty longest is."""
    outbox_oldest: int | None = None
    """How long ago the oldest of them was queued."""
    in_doubt_oldest: int | None = None
    """How long the oldest of them is."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """How an integration is."""

    vitals: Vitals
    """What waits."""
    status: IntegrationStatus | None = None
    """Whether it works; nothing when nothing ever happened to it."""
    alerts: tuple[HealthAlert, ...] = ()
    """What is wrong; empty when nothing is."""
