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
    "Activity",
    "Address",
    "Admin",
    "AdminTask",
    "Applicant",
    "ApplicantPatch",
    "Appointment",
    "Attachment",
    "AvailabilityWindow",
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
    "BusyTime",
    "Capabilities",
    "Caregiver",
    "CaregiverPatch",
    "Channel",
    "ChargeItem",
    "Client",
    "ClientPatch",
    "ClientSnapshot",
    "ClockedIn",
    "Coding",
    "Communication",
    "ConvertedApplicant",
    "ConvertedProspect",
    "Document",
    "DocumentContent",
    "DocumentKind",
    "EmergencyContact",
    "Encounter",
    "Evv",
    "FeatureSupport",
    "GoneBooking",
    "HumanName",
    "Location",
    "MaritalStatus",
    "Meta",
    "NewApplicant",
    "NewBooking",
    "NewCaregiver",
    "NewClient",
    "NewProfileTag",
    "NewProspect",
    "NewReferralSource",
    "NewTaskLog",
    "NoteOutcome",
    "Occurrence",
    "Organization",
    "Patient",
    "PlannedActivity",
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
    "ReferralSource",
    "RefreshedCredentials",
    "RelatedPerson",
    "Relationship",
    "ScheduledItem",
    "Shift",
    "ShiftAssignment",
    "Slot",
    "SlotHold",
    "StatusChange",
    "StatusDifferences",
    "Subscription",
    "Tag",
    "Task",
    "TaskLog",
    "TaskOutcome",
    "Telecom",
    "UnreadBooking",
    "Verified",
    "VerifiedDelivery",
    "Visit",
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
class ConvertedApplicant(Masked):
    """An applicant who became a caregiver."""

    _shown: ClassVar[tuple[str, ...]] = ()

    caregiver: Caregiver
    """The new caregiver."""
    applicant: Applicant
    """The applicant as it stands now."""


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
class GoneBooking:
    """A record the service does not have any more."""

    id: str
    """Which."""
    last_start: datetime
    """When it was to start."""


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
    rejected: every encounter that was tried refused it."""
    encounter_id: str | None = None
    """The encounter that has the note."""
    tried: int | None = None
    """How many encounters refused it."""
    error: CareweaveError | None = None
    """What the last of them said."""


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


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization: the agency itself."""

    id: str
    """The vendor's id."""
    name: str | None = None
    """Its name."""


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
class Relationship:
    """What a related person is to the client: codes such as ``SON``, ``DAU``, ``NBOR``."""

    coding: tuple[Coding, ...] = ()
    """The codes and their words."""


@dataclass(frozen=True, slots=True)
class ScheduledItem:
    """What a visit is for."""

    id: str | None = None
    """The vendor's id."""
    name: str | None = None
    """In words: ``Personal Care``."""


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
