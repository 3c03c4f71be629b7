"""The operations of WellSky and of scheduling services, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from .. import _wire
from .._calls import run, wait
from .._generic import Assignment, Cached, Page, Reading, Upserted
from .._provider_session import ProviderSession
from .._session import Session
from .._store_session import StoreSession
from . import wire
from .models import (
    AcceptedMessage,
    Activity,
    Admin,
    AdminTask,
    AlertRule,
    Applicant,
    ApplicantPatch,
    Appointment,
    ArmedLatch,
    AuditAnchor,
    AuditEntry,
    AuditHead,
    AuditVerification,
    AvailabilityWindow,
    Booking,
    BookingAnswer,
    BookingCalendar,
    BookingChanges,
    BookingClient,
    BookingList,
    BookingPage,
    BookingType,
    BookingWritten,
    Breaker,
    BusyTime,
    Capabilities,
    Caregiver,
    CaregiverPatch,
    Change,
    ChangedRecord,
    ChargeItem,
    Client,
    ClientPatch,
    ClientSnapshot,
    ClockedIn,
    CompletedItem,
    Conflict,
    ConflictCounts,
    ConflictReport,
    ConvertedApplicant,
    ConvertedProspect,
    CursorMove,
    DirtyMark,
    Document,
    DocumentOutcome,
    Effect,
    EffectAttempt,
    EffectIntent,
    Encounter,
    EnqueuedEffect,
    EnsuredSubscriptions,
    ErasureReport,
    Evv,
    FoundConflict,
    GateChange,
    GivenUp,
    HealthReport,
    HealthTargets,
    InboxCounts,
    InboxMessage,
    Integration,
    IntegrationStatus,
    Latch,
    LatchEvidence,
    LatchRule,
    Lease,
    LeaseGuard,
    LegalHold,
    Location,
    MessageSubject,
    Metrics,
    MirrorCursor,
    MirrorRecord,
    MirrorReference,
    MirrorScan,
    NewApplicant,
    NewAuditEntry,
    NewBooking,
    NewCaregiver,
    NewClient,
    NewProfileTag,
    NewProspect,
    NewReferralSource,
    NewTaskLog,
    NoteOutcome,
    Occurrence,
    OpenSecret,
    Organization,
    OutboxCounts,
    OutboxDispatch,
    OutboxItem,
    PageReport,
    Patient,
    PlannedActivity,
    PlannedEffect,
    Practitioner,
    ProfileTag,
    Prospect,
    ProspectPatch,
    ProviderAccount,
    ProviderCapabilities,
    ProviderEvent,
    ProviderWebhook,
    PurgeReport,
    ReadWindow,
    RecordName,
    RecordProjection,
    Redelivered,
    ReferralSource,
    RefreshedCredentials,
    RelatedPerson,
    RetentionRule,
    RetrySchedule,
    SalesMaps,
    ScanReport,
    SecretKey,
    SentItem,
    Shift,
    ShiftAssignment,
    Slot,
    SlotHold,
    StatusChange,
    StatusDifferences,
    Subscription,
    TaskLog,
    TaskOutcome,
    VaultRotation,
    VaultSecret,
    Verified,
    VerifiedDelivery,
    Visit,
    Vitals,
)

if TYPE_CHECKING:
    from ..store import AsyncStore, Store


class Operations:
    """What can be asked of WellSky over either API."""

    __slots__ = ()
    _session: Session

    def verify(self) -> Verified:
        """Checks credentials, address and agency by one token and one cheap read."""
        return wait(
            self._session.call(
                "wellsky.verify",
                wire.READ_VERIFIED,
                (),
                None,
            )
        )

    def capabilities(self) -> Capabilities:
        """What can be done over the API in use: what is documented, and what was found since. Nothing is sent."""
        return wait(
            self._session.call(
                "wellsky.capabilities",
                wire.READ_CAPABILITIES,
                (),
                None,
            )
        )

    def probe(self) -> Capabilities:
        """Finds out what the documents leave open, without changing anything, and gives the capabilities then known."""
        return wait(
            self._session.call(
                "wellsky.probe",
                wire.READ_CAPABILITIES,
                (),
                None,
            )
        )

    def clients(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Client]:
        """Every client that meets all conditions given, by id.

        Args:
            status: only with this status. prospect, pending, active, on_hold, discharged.
            start_date_from: only those whose care began on this day or later.
            start_date_to: only those whose care began on this day or earlier.
            updated_since: only those that changed at this instant or later.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "clients.list",
                wire.READ_CLIENT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("start_date_from", _wire.day, start_date_from),
                    ("start_date_to", _wire.day, start_date_to),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def client_pages(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Client]]:
        """As :meth:`clients`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "clients.list",
            wire.READ_CLIENT_PAGE,
            (
                ("status", _wire.plain, status),
                ("start_date_from", _wire.day, start_date_from),
                ("start_date_to", _wire.day, start_date_to),
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def client(self, client_id: str) -> Client:
        """One client.

        Args:
            client_id: the client's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "clients.get",
                wire.READ_CLIENT,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    def find_client(self, client_id: str) -> Client | None:
        """One client; nothing when there is none with this id.

        Args:
            client_id: the client's id.
        """
        return wait(
            self._session.call(
                "clients.find",
                wire.READ_CLIENT_OR_NONE,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    def create_client(self, client: NewClient, *, idempotency_key: str) -> Client:
        """Creates a client.

        Args:
            client: the client.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "clients.create",
                wire.READ_CLIENT,
                (
                    ("client", wire.WRITE_NEW_CLIENT, client),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_client(self, client_id: str, patch: ClientPatch, *, idempotency_key: str) -> Client:
        """Changes what the patch names of a client, and nothing else.

        Args:
            client_id: the client's id.
            patch: what changes.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule, or the patch is empty; nothing was sent.
            NotFoundError: there is none with this id.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "clients.update",
                wire.READ_CLIENT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("patch", wire.WRITE_CLIENT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def client_status_changes(self, since: datetime) -> list[StatusChange]:
        """Every step of a client from one status to another at an instant or later.

        Args:
            since: the first instant that counts.

        Raises:
            IncompleteError: the pages do not add up.
            UnsupportedError: over Connect, which has no such feed: compare snapshots.
        """
        return wait(
            self._session.call(
                "clients.status_changes",
                wire.READ_STATUS_CHANGE_LIST,
                (
                    ("since", _wire.instant, since),
                ),
                None,
            )
        )

    def client_status_change_pages(
        self,
        since: datetime,
        *,
        page_size: int | None = None,
    ) -> Iterator[Page[StatusChange]]:
        """As :meth:`client_status_changes`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "clients.status_changes",
            wire.READ_STATUS_CHANGE_PAGE,
            (
                ("since", _wire.instant, since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def client_snapshot(self, taken_at: datetime) -> ClientSnapshot:
        """The statuses of all clients, to be kept and compared with later ones.

        Args:
            taken_at: the instant the snapshot goes by.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "clients.snapshot",
                wire.READ_CLIENT_SNAPSHOT,
                (
                    ("taken_at", _wire.instant, taken_at),
                ),
                None,
            )
        )

    def compare_client_snapshots(self, before: ClientSnapshot, after: ClientSnapshot) -> StatusDifferences:
        """What changed between two snapshots of the clients' statuses. Nothing is sent.

        Args:
            before: the earlier one.
            after: the later one.
        """
        return wait(
            self._session.call(
                "clients.compare_snapshots",
                wire.READ_STATUS_DIFFERENCES,
                (
                    ("before", wire.WRITE_CLIENT_SNAPSHOT, before),
                    ("after", wire.WRITE_CLIENT_SNAPSHOT, after),
                ),
                None,
            )
        )

    def caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Caregiver]:
        """Every caregiver that meets all conditions given, by id.

        Args:
            status: only with this status. applicant, pending, active, inactive, terminated.
            available_on: only those available on this day, in the agency's zone.
            updated_since: only those that changed at this instant or later.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "caregivers.list",
                wire.READ_CAREGIVER_LIST,
                (
                    ("status", _wire.plain, status),
                    ("available_on", _wire.day, available_on),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def caregiver_pages(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Caregiver]]:
        """As :meth:`caregivers`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "caregivers.list",
            wire.READ_CAREGIVER_PAGE,
            (
                ("status", _wire.plain, status),
                ("available_on", _wire.day, available_on),
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def caregiver(self, caregiver_id: str) -> Caregiver:
        """One caregiver.

        Args:
            caregiver_id: the caregiver's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "caregivers.get",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def find_caregiver(self, caregiver_id: str) -> Caregiver | None:
        """One caregiver; nothing when there is none with this id.

        Args:
            caregiver_id: the caregiver's id.
        """
        return wait(
            self._session.call(
                "caregivers.find",
                wire.READ_CAREGIVER_OR_NONE,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def create_caregiver(self, caregiver: NewCaregiver, *, idempotency_key: str) -> Caregiver:
        """Creates a caregiver.

        Args:
            caregiver: the caregiver.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "caregivers.create",
                wire.READ_CAREGIVER,
                (
                    ("caregiver", wire.WRITE_NEW_CAREGIVER, caregiver),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_caregiver(self, caregiver_id: str, patch: CaregiverPatch, *, idempotency_key: str) -> Caregiver:
        """Changes what the patch names of a caregiver, and nothing else.

        Args:
            caregiver_id: the caregiver's id.
            patch: what changes.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule, or the patch is empty; nothing was sent.
            NotFoundError: there is none with this id.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "caregivers.update",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("patch", wire.WRITE_CAREGIVER_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def set_availability(
        self,
        caregiver_id: str,
        availability: Sequence[AvailabilityWindow],
        *,
        idempotency_key: str,
    ) -> Caregiver:
        """Replaces the weekly availability of a caregiver.

        Args:
            caregiver_id: the caregiver's id.
            availability: the whole week: it replaces what was there.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
            UnsupportedError: over Connect.
        """
        return wait(
            self._session.call(
                "caregivers.set_availability",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("availability", _wire.each(wire.WRITE_AVAILABILITY_WINDOW), availability),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def caregiver_schedule(self, caregiver_id: str, start: datetime, end: datetime) -> list[Shift]:
        """Every shift of a caregiver that overlaps the span from start up to, and without, end.

        Args:
            caregiver_id: the caregiver's id.
            start: the first instant.
            end: the instant after the last.

        Raises:
            IncompleteError: the pages do not add up.
            NotFoundError: there is no such caregiver.
        """
        return wait(
            self._session.call(
                "caregivers.schedule",
                wire.READ_SHIFT_LIST,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def caregiver_schedule_pages(
        self,
        caregiver_id: str,
        start: datetime,
        end: datetime,
        *,
        page_size: int | None = None,
    ) -> Iterator[Page[Shift]]:
        """As :meth:`caregiver_schedule`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "caregivers.schedule",
            wire.READ_SHIFT_PAGE,
            (
                ("caregiver_id", _wire.plain, caregiver_id),
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def prospects(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
    ) -> list[Prospect]:
        """Every prospect that meets all conditions given, by id.

        Args:
            status: only with this status. new, contacted, assessment_scheduled, assessment_completed, proposal_sent,
                negotiating, won, lost, on_hold.
            updated_since: only those that changed at this instant or later.
            external_id: only those with this id in another system.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "prospects.list",
                wire.READ_PROSPECT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("updated_since", _wire.instant, updated_since),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def prospect_pages(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Prospect]]:
        """As :meth:`prospects`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "prospects.list",
            wire.READ_PROSPECT_PAGE,
            (
                ("status", _wire.plain, status),
                ("updated_since", _wire.instant, updated_since),
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def prospect(self, prospect_id: str) -> Prospect:
        """One prospect.

        Args:
            prospect_id: the prospect's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "prospects.get",
                wire.READ_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                ),
                None,
            )
        )

    def find_prospect(self, prospect_id: str) -> Prospect | None:
        """One prospect; nothing when there is none with this id.

        Args:
            prospect_id: the prospect's id.
        """
        return wait(
            self._session.call(
                "prospects.find",
                wire.READ_PROSPECT_OR_NONE,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                ),
                None,
            )
        )

    def create_prospect(self, prospect: NewProspect, *, idempotency_key: str) -> Prospect:
        """Creates a prospect.

        Args:
            prospect: the prospect.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "prospects.create",
                wire.READ_PROSPECT,
                (
                    ("prospect", wire.WRITE_NEW_PROSPECT, prospect),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_prospect(self, prospect_id: str, patch: ProspectPatch, *, idempotency_key: str) -> Prospect:
        """Changes what the patch names of a prospect, and nothing else.

        Args:
            prospect_id: the prospect's id.
            patch: what changes.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule, or the patch is empty; nothing was sent.
            NotFoundError: there is none with this id.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "prospects.update",
                wire.READ_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                    ("patch", wire.WRITE_PROSPECT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def upsert_prospect(self, prospect: NewProspect, *, idempotency_key: str) -> Upserted[Prospect]:
        """Creates a prospect, or changes the one with the same external id: however often it is called, there is one.
        One that was converted is left as it is.

        Args:
            prospect: the prospect.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: there is no external id, or a field breaks a rule.
            ConflictError: several records have this external id.
            InDoubtError: it may have been written and does not show: look before trying again.
        """
        return wait(
            self._session.call(
                "prospects.upsert",
                wire.READ_PROSPECT_UPSERTED,
                (
                    ("prospect", wire.WRITE_NEW_PROSPECT, prospect),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def convert_prospect(
        self,
        prospect_id: str,
        *,
        start_date: date | None = None,
        idempotency_key: str,
    ) -> ConvertedProspect:
        """Makes a client of a prospect. The prospect stays on record.

        Args:
            prospect_id: the prospect's id.
            start_date: the first day of care; the vendor's choice by default.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ConflictError: the prospect was converted before.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "prospects.convert_to_client",
                wire.READ_CONVERTED_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                    ("start_date", _wire.day, start_date),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def applicants(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
    ) -> list[Applicant]:
        """Every applicant that meets all conditions given, by id.

        Args:
            status: only with this status. new, screening, phone_interview, in_person_interview, background_check,
                offer_extended, hired, rejected, withdrawn.
            updated_since: only those that changed at this instant or later.
            external_id: only those with this id in another system.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "applicants.list",
                wire.READ_APPLICANT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("updated_since", _wire.instant, updated_since),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def applicant_pages(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Applicant]]:
        """As :meth:`applicants`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "applicants.list",
            wire.READ_APPLICANT_PAGE,
            (
                ("status", _wire.plain, status),
                ("updated_since", _wire.instant, updated_since),
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def applicant(self, applicant_id: str) -> Applicant:
        """One applicant.

        Args:
            applicant_id: the applicant's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "applicants.get",
                wire.READ_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                ),
                None,
            )
        )

    def find_applicant(self, applicant_id: str) -> Applicant | None:
        """One applicant; nothing when there is none with this id.

        Args:
            applicant_id: the applicant's id.
        """
        return wait(
            self._session.call(
                "applicants.find",
                wire.READ_APPLICANT_OR_NONE,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                ),
                None,
            )
        )

    def create_applicant(self, applicant: NewApplicant, *, idempotency_key: str) -> Applicant:
        """Creates an applicant.

        Args:
            applicant: the applicant.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "applicants.create",
                wire.READ_APPLICANT,
                (
                    ("applicant", wire.WRITE_NEW_APPLICANT, applicant),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_applicant(self, applicant_id: str, patch: ApplicantPatch, *, idempotency_key: str) -> Applicant:
        """Changes what the patch names of an applicant, and nothing else.

        Args:
            applicant_id: the applicant's id.
            patch: what changes.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule, or the patch is empty; nothing was sent.
            NotFoundError: there is none with this id.
            RejectedError: WellSky refuses it.
        """
        return wait(
            self._session.call(
                "applicants.update",
                wire.READ_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                    ("patch", wire.WRITE_APPLICANT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def upsert_applicant(self, applicant: NewApplicant, *, idempotency_key: str) -> Upserted[Applicant]:
        """Creates an applicant, or changes the one with the same external id: however often it is called, there is
        one. One that was converted is left as it is.

        Args:
            applicant: the applicant.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: there is no external id, or a field breaks a rule.
            ConflictError: several records have this external id.
            InDoubtError: it may have been written and does not show: look before trying again.
        """
        return wait(
            self._session.call(
                "applicants.upsert",
                wire.READ_APPLICANT_UPSERTED,
                (
                    ("applicant", wire.WRITE_NEW_APPLICANT, applicant),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def convert_applicant(
        self,
        applicant_id: str,
        *,
        hire_date: date | None = None,
        idempotency_key: str,
    ) -> ConvertedApplicant:
        """Makes a caregiver of an applicant. The applicant stays on record.

        Args:
            applicant_id: the applicant's id.
            hire_date: the day of hiring; the vendor's choice by default.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ConflictError: the applicant was converted before.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "applicants.convert_to_caregiver",
                wire.READ_CONVERTED_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                    ("hire_date", _wire.day, hire_date),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> list[Shift]:
        """Every shift that meets all conditions given, by start, then id.

        Args:
            start: overlaps the span that begins here; both ends or neither.
            end: the instant after the last of the span.
            client_id: only this client's.
            caregiver_id: only this caregiver's.
            status: only with this status. scheduled, in_progress, completed, missed, cancelled, open.
            caregiver_match: only open shifts for which this caregiver is free; needs status open.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "shifts.list",
                wire.READ_SHIFT_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    def shift_pages(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Shift]]:
        """As :meth:`shifts`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "shifts.list",
            wire.READ_SHIFT_PAGE,
            (
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
                ("status", _wire.plain, status),
                ("caregiver_match", _wire.plain, caregiver_match),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def read_shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Reading[list[Shift]]:
        """As the list of shifts, for an agency of which some part may not be readable: what was found, and what could
        not be read.

        Args:
            start: overlaps the span that begins here; both ends or neither.
            end: the instant after the last of the span.
            client_id: only this client's.
            caregiver_id: only this caregiver's.
            status: only with this status. scheduled, in_progress, completed, missed, cancelled, open.
            caregiver_match: only open shifts for which this caregiver is free; needs status open.
        """
        return wait(
            self._session.call(
                "shifts.read",
                wire.READ_SHIFT_LIST_READING,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    def open_shifts(self, *, start: datetime | None = None, end: datetime | None = None) -> list[Shift]:
        """Every shift without a caregiver that overlaps the span, by start.

        Args:
            start: the first instant; the present by default.
            end: the instant after the last; two weeks after the start by default.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "shifts.open",
                wire.READ_SHIFT_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def open_shift_pages(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Shift]]:
        """As :meth:`open_shifts`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "shifts.open",
            wire.READ_SHIFT_PAGE,
            (
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def shift(self, shift_id: str) -> Shift:
        """One shift.

        Args:
            shift_id: the shift's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "shifts.get",
                wire.READ_SHIFT,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    def find_shift(self, shift_id: str) -> Shift | None:
        """One shift; nothing when there is none with this id.

        Args:
            shift_id: the shift's id.
        """
        return wait(
            self._session.call(
                "shifts.find",
                wire.READ_SHIFT_OR_NONE,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    def evv(self, shift_id: str) -> Evv | None:
        """The electronic visit verification of a shift; nothing before the first clock-in.

        Args:
            shift_id: the shift's id.
        """
        return wait(
            self._session.call(
                "shifts.evv",
                wire.READ_EVV_OR_NONE,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    def assign(self, shift_id: str, caregiver_id: str, *, store: Store) -> Assignment:
        """Gives a shift to a caregiver, at most once. The claim is recorded in the store before it is sent; the first
        claim wins, across threads, processes and restarts; the shift is read back before it is called assigned.
        Calling it again is safe at any time. A refusal and a claim in doubt are outcomes, not errors: look at the
        result.

        Args:
            shift_id: the shift's id.
            caregiver_id: who is to have it.
            store: where it is recorded.

        Raises:
            StorageError: the store failed.
        """
        return wait(
            self._session.call(
                "shifts.assign",
                wire.READ_ASSIGNMENT,
                (
                    ("shift_id", _wire.plain, shift_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                store,
            )
        )

    def assign_unrecorded(
        self,
        shift_id: str,
        caregiver_id: str,
        *,
        notes: str | None = None,
        idempotency_key: str,
    ) -> ShiftAssignment:
        """Gives a shift to a caregiver by one request, without recording it first. For programs that keep their own
        ledger.

        Args:
            shift_id: the shift's id.
            caregiver_id: who is to have it.
            notes: a note on the assignment.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ConflictError: somebody else has the shift.
            InDoubtError: the answer does not say who has the shift: read it.
        """
        return wait(
            self._session.call(
                "shifts.assign_unrecorded",
                wire.READ_SHIFT_ASSIGNMENT,
                (
                    ("shift_id", _wire.plain, shift_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("notes", _wire.plain, notes),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def visit(self, shift_id: str) -> Visit:
        """One shift with what was clocked.

        Args:
            shift_id: the shift's id.

        Raises:
            NotFoundError: there is no such shift.
        """
        return wait(
            self._session.call(
                "visits.get",
                wire.READ_VISIT,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    def visits(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Reading[list[Visit]]:
        """The shifts that meet all conditions given, each with what was clocked. What could not be read is told.

        Args:
            start: overlaps the span that begins here; both ends or neither.
            end: the instant after the last of the span.
            client_id: only this client's.
            caregiver_id: only this caregiver's.
            status: only with this status. scheduled, in_progress, completed, missed, cancelled, open.
            caregiver_match: only open shifts for which this caregiver is free; needs status open.
        """
        return wait(
            self._session.call(
                "visits.read",
                wire.READ_VISIT_LIST_READING,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    def cached_clients(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
    ) -> Cached[list[Client]]:
        """Every client that meets all conditions given, by id; out of the cache where it has them. Fresh for 24 hours
        and at most until 03:00 in the agency's zone, and shown for another 24 hours while WellSky is down.

        Args:
            status: only with this status. prospect, pending, active, on_hold, discharged.
            start_date_from: only those whose care began on this day or later.
            start_date_to: only those whose care began on this day or earlier.
            updated_since: only those that changed at this instant or later.
        """
        return wait(
            self._session.call(
                "cached.clients.list",
                wire.READ_CLIENT_LIST_CACHED,
                (
                    ("status", _wire.plain, status),
                    ("start_date_from", _wire.day, start_date_from),
                    ("start_date_to", _wire.day, start_date_to),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def cached_client(self, client_id: str) -> Cached[Client]:
        """One client, out of the cache where it has it; kept as the lists of clients are.

        Args:
            client_id: the client's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "cached.clients.get",
                wire.READ_CLIENT_CACHED,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    def cached_caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> Cached[list[Caregiver]]:
        """Every caregiver who meets all conditions given, by id; out of the cache where it has them, kept as clients
        are.

        Args:
            status: only with this status. applicant, pending, active, inactive, terminated.
            available_on: only those available on this day, in the agency's zone.
            updated_since: only those that changed at this instant or later.
        """
        return wait(
            self._session.call(
                "cached.caregivers.list",
                wire.READ_CAREGIVER_LIST_CACHED,
                (
                    ("status", _wire.plain, status),
                    ("available_on", _wire.day, available_on),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def cached_caregiver(self, caregiver_id: str) -> Cached[Caregiver]:
        """One caregiver, out of the cache where it has them; kept as clients are.

        Args:
            caregiver_id: the caregiver's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "cached.caregivers.get",
                wire.READ_CAREGIVER_CACHED,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def cached_open_shifts(self, start: datetime, end: datetime) -> Cached[list[Shift]]:
        """Every shift without a caregiver that overlaps the span, by start; out of the cache where it has them. Fresh
        for 5 minutes. Never offer or assign by it: read the shift.

        Args:
            start: the first instant.
            end: the instant after the last.
        """
        return wait(
            self._session.call(
                "cached.shifts.open",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def cached_shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Cached[list[Shift]]:
        """Every shift that meets all conditions given, by start, then id; out of the cache where it has them. Fresh
        for 15 minutes.

        Args:
            start: overlaps the span that begins here; both ends or neither.
            end: the instant after the last of the span.
            client_id: only this client's.
            caregiver_id: only this caregiver's.
            status: only with this status. scheduled, in_progress, completed, missed, cancelled, open.
            caregiver_match: only open shifts for which this caregiver is free; needs status open.
        """
        return wait(
            self._session.call(
                "cached.shifts.list",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    def cached_caregiver_schedule(self, caregiver_id: str, start: datetime, end: datetime) -> Cached[list[Shift]]:
        """The shifts of a caregiver that overlap the span, by start; out of the cache where it has them. Fresh for 15
        minutes.

        Args:
            caregiver_id: the caregiver's id.
            start: the first instant.
            end: the instant after the last.

        Raises:
            NotFoundError: there is no such caregiver.
        """
        return wait(
            self._session.call(
                "cached.caregivers.schedule",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def refresh_cached(self) -> Reading[int]:
        """Reads every list of clients and caregivers that is kept anew, and tells how many there were. Those who ask
        meanwhile get what is held.
        """
        return wait(
            self._session.call(
                "cached.refresh",
                wire.READ_INTEGER_READING,
                (),
                None,
            )
        )

    def expire_cached(self) -> None:
        """Takes everything kept for out of date: the next cached reads are made anew, and what is held is shown,
        marked stale, only while WellSky is down.
        """
        return wait(
            self._session.call(
                "cached.expire",
                wire.READ_NOTHING,
                (),
                None,
            )
        )

    def mark_changed(self, record: ChangedRecord, *, store: Store) -> None:
        """Notes in the store that something about a record changed. When this has returned, the mark outlives the
        process, and the delivery that told of it may be acknowledged. Any number of marks on one record are one.

        Args:
            record: the record: its type as WellSky spells it, and its id.
            store: where it is recorded.

        Raises:
            StorageError: it could not be noted: the sender must hear so.
        """
        return wait(
            self._session.call(
                "events.mark",
                wire.READ_NOTHING,
                (
                    ("record", wire.WRITE_CHANGED_RECORD, record),
                ),
                store,
            )
        )

    def marked_records(self, *, limit: int | None = None, store: Store) -> list[ChangedRecord]:
        """The records that are marked and not fetched yet, the one that has waited longest first. Asking changes
        nothing.

        Args:
            limit: the most, 1 to 1000; 100 by default.
            store: where it is recorded.
        """
        return wait(
            self._session.call(
                "events.marked",
                wire.READ_CHANGED_RECORD_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    def fetch_record(self, record: ChangedRecord) -> Change:
        """One record as it is now, or that it is gone. Nothing is marked or unmarked. Over Connect.

        Args:
            record: the record: its type as WellSky spells it, and its id.

        Raises:
            UnsupportedError: this version does not know the record's type.
        """
        return wait(
            self._session.call(
                "events.fetch",
                wire.READ_CHANGE,
                (
                    ("record", wire.WRITE_CHANGED_RECORD, record),
                ),
                None,
            )
        )

    def sales_maps(self) -> SalesMaps:
        """The maps a sales flow goes by unless it is given others, over the API in use. Nothing is sent."""
        return wait(
            self._session.call(
                "sales.maps",
                wire.READ_SALES_MAPS,
                (),
                None,
            )
        )

    def write_note(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        note: NewTaskLog,
        *,
        idempotency_key: str,
        store: Store,
    ) -> NoteOutcome:
        """Writes a note where a client has a visit in the span, or keeps it in the store when WellSky fails: then the
        outcome is queued, and deliver_queued writes it later, once. Over Connect.

        Args:
            client_id: whose visit.
            start: from when on visits are looked for.
            end: up to when.
            note: the note.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            store: where it is recorded.

        Raises:
            StorageError: the store failed: then the note is nowhere.
            KeyReuseError: another note is kept under this key.
        """
        return wait(
            self._session.call(
                "notes.write",
                wire.READ_NOTE_OUTCOME,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                store,
            )
        )

    def file_document(
        self,
        title: str,
        content: bytes,
        content_type: str,
        kind: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        idempotency_key: str,
        store: Store,
    ) -> DocumentOutcome:
        """Files a document, or keeps it in the store when WellSky fails: then the outcome is queued, and
        deliver_queued files it later, once. Over Connect.

        Args:
            title: the name of the file.
            content: the bytes, at most 10 MB.
            content_type: the media type: text/plain, application/pdf, image/png and a few more.
            kind: what kind of document it is, in words: General.
            client_id: a client's or prospect's; exactly one of the two.
            caregiver_id: a caregiver's or applicant's; exactly one of the two.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            store: where it is recorded.

        Raises:
            StorageError: the store failed: then the document is nowhere.
        """
        return wait(
            self._session.call(
                "notes.file_document",
                wire.READ_DOCUMENT_OUTCOME,
                (
                    ("title", _wire.plain, title),
                    ("content", _wire.base64_of, content),
                    ("content_type", _wire.plain, content_type),
                    ("kind", _wire.plain, kind),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                store,
            )
        )

    def deliver_queued(self, *, limit: int | None = None, store: Store) -> list[Redelivered]:
        """Works through what the store keeps and whose time has come, one after the other, each under the key it was
        first written under. One that may have landed is looked for before it is sent again.

        Args:
            limit: the most, 1 to 1000; 100 by default.
            store: where it is recorded.

        Raises:
            StorageError: the store failed.
        """
        return wait(
            self._session.call(
                "notes.deliver",
                wire.READ_REDELIVERED_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    def given_up_notes(self, *, limit: int | None = None, store: Store) -> list[GivenUp]:
        """What was given up and waits for a person.

        Args:
            limit: the most, 1 to 1000; 100 by default.
            store: where it is recorded.
        """
        return wait(
            self._session.call(
                "notes.given_up",
                wire.READ_GIVEN_UP_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    def discard_note(self, ticket: str, *, store: Store) -> None:
        """Erases the content of what was given up: it will not be written.

        Args:
            ticket: the ticket, as it was given when the item was kept.
            store: where it is recorded.

        Raises:
            NotFoundError: no item has this ticket.
            ConflictError: the item is not given up.
        """
        return wait(
            self._session.call(
                "notes.discard",
                wire.READ_NOTHING,
                (
                    ("ticket", _wire.plain, ticket),
                ),
                store,
            )
        )

    def metrics(self) -> Metrics:
        """Everything counted since the client was made. Nothing is sent."""
        return wait(
            self._session.call(
                "wellsky.metrics",
                wire.READ_METRICS,
                (),
                None,
            )
        )

    def metrics_text(self) -> str:
        """Everything counted, as Prometheus reads it: content type text/plain; version=0.0.4."""
        return wait(
            self._session.call(
                "wellsky.metrics_text",
                wire.TEXT,
                (),
                None,
            )
        )

    def breakers(self) -> list[Breaker]:
        """The circuit breakers that were needed so far: which kinds of record are left alone."""
        return wait(
            self._session.call(
                "wellsky.breakers",
                wire.READ_BREAKER_LIST,
                (),
                None,
            )
        )

    def alert_rules(self) -> list[AlertRule]:
        """The rules of the service objectives: 95 % of requests under 2 s, more than 99.5 % success, less than 5 min
        of lag, more than 80 % cache hits; more than 5 % errors for 10 min is HIGH, no success for 5 min is CRITICAL.
        """
        return wait(
            self._session.call(
                "alerts.rules",
                wire.READ_ALERT_RULE_LIST,
                (),
                None,
            )
        )


class ConnectOperations:
    """Connect's own records."""

    __slots__ = ()
    _session: Session

    def patient(self, client_id: str) -> Patient:
        """One client or prospect as the vendor has it.

        Args:
            client_id: the client's or prospect's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.patients.get",
                wire.READ_PATIENT,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    def patients(self, *, updated_since: datetime | None = None) -> list[Patient]:
        """Every client and prospect as the vendor has them.

        Args:
            updated_since: only those that changed at this instant or later.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.patients.list",
                wire.READ_PATIENT_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def patient_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Patient]]:
        """As :meth:`patients`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.patients.list",
            wire.READ_PATIENT_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def patients_by_external_id(self, external_id: str) -> list[Patient]:
        """The patients with this id in another system: one, unless somebody made a duplicate.

        Args:
            external_id: the id in another system.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.patients.by_external_id",
                wire.READ_PATIENT_LIST,
                (
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def patient_by_external_id_pages(
        self,
        external_id: str,
        *,
        page_size: int | None = None,
    ) -> Iterator[Page[Patient]]:
        """As :meth:`patients_by_external_id`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.patients.by_external_id",
            wire.READ_PATIENT_PAGE,
            (
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def patients_by_phone(self, phone: str) -> list[Patient]:
        """Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both
        come.

        Args:
            phone: the number, ten digits.
        """
        return wait(
            self._session.call(
                "connect.patients.by_phone",
                wire.READ_PATIENT_LIST,
                (
                    ("phone", _wire.plain, phone),
                ),
                None,
            )
        )

    def set_patient_pipeline_status(self, client_id: str, number: int, *, idempotency_key: str) -> None:
        """Moves a patient to a step of the sales pipeline, by the vendor's number; nothing else changes.

        Args:
            client_id: the client's or prospect's id.
            number: the vendor's number of the step: 40 is Wants to Meet Candidates.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.patients.set_pipeline_status",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("number", _wire.plain, number),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def delete_patient_permanently(self, client_id: str, *, idempotency_key: str) -> None:
        """Deletes a patient. The vendor calls this permanent.

        Args:
            client_id: the client's or prospect's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.patients.delete_permanently",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def practitioner(self, caregiver_id: str) -> Practitioner:
        """One caregiver or applicant as the vendor has it.

        Args:
            caregiver_id: the caregiver's or applicant's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.practitioners.get",
                wire.READ_PRACTITIONER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def practitioners(self, *, updated_since: datetime | None = None) -> list[Practitioner]:
        """Every caregiver and applicant as the vendor has them.

        Args:
            updated_since: only those that changed at this instant or later.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.practitioners.list",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def practitioner_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Practitioner]]:
        """As :meth:`practitioners`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.practitioners.list",
            wire.READ_PRACTITIONER_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def practitioners_by_external_id(self, external_id: str) -> list[Practitioner]:
        """The practitioners with this id in another system: one, unless somebody made a duplicate.

        Args:
            external_id: the id in another system.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.practitioners.by_external_id",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def practitioner_by_external_id_pages(
        self,
        external_id: str,
        *,
        page_size: int | None = None,
    ) -> Iterator[Page[Practitioner]]:
        """As :meth:`practitioners_by_external_id`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.practitioners.by_external_id",
            wire.READ_PRACTITIONER_PAGE,
            (
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def practitioners_by_phone(self, phone: str) -> list[Practitioner]:
        """Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both
        come.

        Args:
            phone: the number, ten digits.
        """
        return wait(
            self._session.call(
                "connect.practitioners.by_phone",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("phone", _wire.plain, phone),
                ),
                None,
            )
        )

    def set_practitioner_pipeline_status(self, caregiver_id: str, number: int, *, idempotency_key: str) -> None:
        """Moves a practitioner to a step of the recruiting pipeline, by the vendor's number; nothing else changes.

        Args:
            caregiver_id: the caregiver's or applicant's id.
            number: the vendor's number of the step.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.practitioners.set_pipeline_status",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("number", _wire.plain, number),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def set_profile_tags(self, caregiver_id: str, profile_tags: Sequence[str], *, idempotency_key: str) -> None:
        """Replaces a practitioner's profile tags: certifications and skills, by id.

        Args:
            caregiver_id: the caregiver's or applicant's id.
            profile_tags: all of them, by id: they replace what was there.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.practitioners.set_profile_tags",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("profile_tags", _wire.each(_wire.plain), profile_tags),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def deactivate_practitioner(self, caregiver_id: str, reason: str, *, idempotency_key: str) -> None:
        """Takes a practitioner out of use and says why.

        Args:
            caregiver_id: the caregiver's or applicant's id.
            reason: in the vendor's words: Terminated - Quit, Leave of Absence.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: the vendor does not know the reason; nothing was sent.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.practitioners.deactivate",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("reason", _wire.plain, reason),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def related_persons_of(self, client_id: str) -> list[RelatedPerson]:
        """Everybody related to a client: family, doctors, neighbours.

        Args:
            client_id: the client's or prospect's id.

        Raises:
            NotFoundError: there is no such client.
        """
        return wait(
            self._session.call(
                "connect.related_persons.of",
                wire.READ_RELATED_PERSON_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    def related_persons(self, *, updated_since: datetime | None = None) -> list[RelatedPerson]:
        """Every related person.

        Args:
            updated_since: only those that changed at this instant or later.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.related_persons.list",
                wire.READ_RELATED_PERSON_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    def related_person_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[RelatedPerson]]:
        """As :meth:`related_persons`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.related_persons.list",
            wire.READ_RELATED_PERSON_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def create_related_person(
        self,
        client_id: str,
        first_name: str,
        last_name: str,
        *,
        relationship: str | None = None,
        phone: str | None = None,
        emergency_contact: bool | None = None,
        primary_contact: bool | None = None,
        idempotency_key: str,
    ) -> str:
        """Adds a related person, and gives the new id.

        Args:
            client_id: whose relation it is.
            first_name: given name.
            last_name: family name.
            relationship: what they are to the client, as the vendor's code: SON.
            phone: their mobile number.
            emergency_contact: whether to call them in an emergency; no by default.
            primary_contact: whether they are the first to be called; no by default.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
        """
        return wait(
            self._session.call(
                "connect.related_persons.create",
                wire.TEXT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("first_name", _wire.plain, first_name),
                    ("last_name", _wire.plain, last_name),
                    ("relationship", _wire.plain, relationship),
                    ("phone", _wire.plain, phone),
                    ("emergency_contact", _wire.plain, emergency_contact),
                    ("primary_contact", _wire.plain, primary_contact),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_related_person(
        self,
        related_person_id: str,
        *,
        phone: str | None = None,
        emergency_contact: bool | None = None,
        primary_contact: bool | None = None,
        idempotency_key: str,
    ) -> None:
        """Changes what is given of a related person, and nothing else.

        Args:
            related_person_id: the related person's id.
            phone: their mobile number.
            emergency_contact: whether to call them in an emergency.
            primary_contact: whether they are the first to be called.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: nothing is changed; nothing was sent.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.related_persons.update",
                wire.READ_NOTHING,
                (
                    ("related_person_id", _wire.plain, related_person_id),
                    ("phone", _wire.plain, phone),
                    ("emergency_contact", _wire.plain, emergency_contact),
                    ("primary_contact", _wire.plain, primary_contact),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def delete_related_person(self, client_id: str, related_person_id: str, *, idempotency_key: str) -> None:
        """Removes a related person from a client.

        Args:
            client_id: whose relation it is.
            related_person_id: the related person's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.related_persons.delete",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("related_person_id", _wire.plain, related_person_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def appointments(
        self,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        first_day: date | None = None,
        days: int | None = None,
        week: int | None = None,
        month: int | None = None,
    ) -> list[Appointment]:
        """The appointments of one search: of a client or a caregiver or both, and exactly one of days, week and
        month.

        Args:
            client_id: only this client's.
            caregiver_id: only this caregiver's.
            first_day: the first of the UTC days they start on.
            days: how many days, 1 to 7; 1 by default.
            week: the ISO week they start in, as YYYYWW. Sources do not say where the vendor's weeks begin: days are
                safer.
            month: the UTC month they start in, as YYYYMM.

        Raises:
            IncompleteError: the pages do not add up.
            InvalidInputError: nobody is named, or not exactly one span.
        """
        return wait(
            self._session.call(
                "connect.appointments.list",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("first_day", _wire.day, first_day),
                    ("days", _wire.plain, days),
                    ("week", _wire.plain, week),
                    ("month", _wire.plain, month),
                ),
                None,
            )
        )

    def appointment_pages(
        self,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        first_day: date | None = None,
        days: int | None = None,
        week: int | None = None,
        month: int | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Appointment]]:
        """As :meth:`appointments`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.appointments.list",
            wire.READ_APPOINTMENT_PAGE,
            (
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
                ("first_day", _wire.day, first_day),
                ("days", _wire.plain, days),
                ("week", _wire.plain, week),
                ("month", _wire.plain, month),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def appointment(self, appointment_id: str, start: datetime) -> Appointment:
        """One occurrence of an appointment.

        Args:
            appointment_id: the appointment's id, which all occurrences of a series share.
            start: when the occurrence starts.

        Raises:
            NotFoundError: the series has none at this start.
        """
        return wait(
            self._session.call(
                "connect.appointments.get",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                ),
                None,
            )
        )

    def nearest_appointment(self, appointment_id: str) -> Appointment:
        """The occurrence of an appointment that is nearest to now.

        Args:
            appointment_id: the appointment's id, which all occurrences of a series share.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.appointments.nearest",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                ),
                None,
            )
        )

    def client_appointments(self, client_id: str, start: datetime, end: datetime) -> list[Appointment]:
        """Every appointment of a client that overlaps the span, each occurrence once, by start; as many searches as
        it takes.

        Args:
            client_id: the client's id.
            start: the first instant.
            end: the instant after the last.
        """
        return wait(
            self._session.call(
                "connect.appointments.of_client",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def caregiver_appointments(self, caregiver_id: str, start: datetime, end: datetime) -> list[Appointment]:
        """Every appointment of a caregiver that overlaps the span, each occurrence once, by start; as many searches
        as it takes.

        Args:
            caregiver_id: the caregiver's id.
            start: the first instant.
            end: the instant after the last.
        """
        return wait(
            self._session.call(
                "connect.appointments.of_caregiver",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def create_appointment(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        *,
        caregiver_id: str | None = None,
        idempotency_key: str,
    ) -> Occurrence:
        """Plans a visit, and gives the occurrence.

        Args:
            client_id: whose visit it is.
            start: when it is to start, on a whole second.
            end: when it is to end, on a whole second.
            caregiver_id: who comes; nobody by default.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            UnsupportedError: the vendor does not offer it.
        """
        return wait(
            self._session.call(
                "connect.appointments.create",
                wire.READ_OCCURRENCE,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def assign_appointment(
        self,
        appointment_id: str,
        start: datetime,
        caregiver_id: str,
        *,
        idempotency_key: str,
    ) -> Appointment:
        """Gives an occurrence to a caregiver: reads it, looks for overlapping visits of the caregiver, writes it back
        and reads again. The same caregiver a second time changes nothing.

        Args:
            appointment_id: the appointment's id, which all occurrences of a series share.
            start: when the occurrence starts.
            caregiver_id: the caregiver.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            UnsupportedError: the vendor does not offer it.
            ConflictError: it is cancelled, somebody else has it, or another visit overlaps.
            InDoubtError: the change does not show.
        """
        return wait(
            self._session.call(
                "connect.appointments.assign",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def unassign_appointment(
        self,
        appointment_id: str,
        start: datetime,
        caregiver_id: str,
        *,
        idempotency_key: str,
    ) -> Appointment:
        """Takes a caregiver off an occurrence. One that has nobody is left as it is.

        Args:
            appointment_id: the appointment's id, which all occurrences of a series share.
            start: when the occurrence starts.
            caregiver_id: the caregiver.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            UnsupportedError: the vendor does not offer it.
            ConflictError: somebody else has it.
            InDoubtError: the change does not show.
        """
        return wait(
            self._session.call(
                "connect.appointments.unassign",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def cancel_appointments_to_come(self, appointment_id: str, *, idempotency_key: str) -> None:
        """Calls off every occurrence of an appointment that is still to come.

        Args:
            appointment_id: the appointment's id, which all occurrences of a series share.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            UnsupportedError: the vendor does not offer it.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.appointments.cancel_all_to_come",
                wire.READ_NOTHING,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def encounter(self, encounter_id: str) -> Encounter:
        """One visit that took place or is under way.

        Args:
            encounter_id: the encounter's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.encounters.get",
                wire.READ_ENCOUNTER,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                ),
                None,
            )
        )

    def encounters(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
    ) -> list[Encounter]:
        """The visits of a client or a caregiver or both, by the UTC days they began on.

        Args:
            first_day: the first day.
            last_day: the last day, which belongs to it.
            client_id: only this client's.
            caregiver_id: only this caregiver's.

        Raises:
            IncompleteError: the pages do not add up.
            InvalidInputError: nobody is named, or the days are out of order.
        """
        return wait(
            self._session.call(
                "connect.encounters.list",
                wire.READ_ENCOUNTER_LIST,
                (
                    ("first_day", _wire.day, first_day),
                    ("last_day", _wire.day, last_day),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def encounter_pages(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Encounter]]:
        """As :meth:`encounters`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.encounters.list",
            wire.READ_ENCOUNTER_PAGE,
            (
                ("first_day", _wire.day, first_day),
                ("last_day", _wire.day, last_day),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def create_encounter(
        self,
        client_id: str,
        caregiver_id: str,
        status: str,
        start: datetime,
        *,
        end: datetime | None = None,
        appointment_id: str | None = None,
        bill_rate_method: str | None = None,
        bill_rate_id: str | None = None,
        pay_rate_method: str | None = None,
        pay_rate_id: str | None = None,
        idempotency_key: str,
    ) -> str:
        """Records a visit that was not clocked, and gives the new id.

        Args:
            client_id: who received care.
            caregiver_id: who gave it.
            status: how far it has come: IN_PROGRESS, COMPLETE. IN_PROGRESS, COMPLETE.
            start: when it began.
            end: when it ended.
            appointment_id: the appointment it belongs to.
            bill_rate_method: how it is billed; goes with the id of the rate. Hourly, perVisit, liveIn, notBillable,
                notPayable.
            bill_rate_id: the id of the rate it is billed by.
            pay_rate_method: how it is paid; goes with the id of the rate. Hourly, perVisit, liveIn, notBillable,
                notPayable.
            pay_rate_id: the id of the rate it is paid by.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
        """
        return wait(
            self._session.call(
                "connect.encounters.create",
                wire.TEXT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("appointment_id", _wire.plain, appointment_id),
                    ("bill_rate_method", _wire.plain, bill_rate_method),
                    ("bill_rate_id", _wire.plain, bill_rate_id),
                    ("pay_rate_method", _wire.plain, pay_rate_method),
                    ("pay_rate_id", _wire.plain, pay_rate_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_encounter(
        self,
        encounter_id: str,
        *,
        status: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        idempotency_key: str,
    ) -> None:
        """Changes what is given of a recorded visit, and nothing else.

        Args:
            encounter_id: the encounter's id.
            status: how far it has come: IN_PROGRESS, COMPLETE. IN_PROGRESS, COMPLETE.
            start: when it began.
            end: when it ended.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: nothing is changed; nothing was sent.
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.encounters.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("status", _wire.plain, status),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def delete_encounter(self, encounter_id: str, *, idempotency_key: str) -> None:
        """Deletes a recorded visit.

        Args:
            encounter_id: the encounter's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.encounters.delete",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def clock_in(
        self,
        appointment_id: str,
        at: datetime,
        latitude: float,
        longitude: float,
        *,
        idempotency_key: str,
    ) -> ClockedIn:
        """Clocks in to an appointment, at an instant and a place. Doing it again gives the same encounter.

        Args:
            appointment_id: the appointment's id, not the encounter's: the encounter begins here.
            at: when the caregiver came.
            latitude: degrees north (WGS 84), -90 to 90.
            longitude: degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know
                the place.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is no such appointment.
            RejectedError: nobody is assigned, or the visit is cancelled.
        """
        return wait(
            self._session.call(
                "connect.encounters.clock_in",
                wire.READ_CLOCKED_IN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("at", _wire.instant, at),
                    ("latitude", _wire.plain, latitude),
                    ("longitude", _wire.plain, longitude),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def clock_out(
        self,
        encounter_id: str,
        at: datetime,
        latitude: float,
        longitude: float,
        *,
        comment: str | None = None,
        mileage: float | None = None,
        mileage_description: str | None = None,
        idempotency_key: str,
    ) -> None:
        """Clocks out of an encounter. Doing it again changes nothing.

        Args:
            encounter_id: the encounter's id, not the appointment's.
            at: when the caregiver left.
            latitude: degrees north (WGS 84), -90 to 90.
            longitude: degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know
                the place.
            comment: what is to be said of the visit, up to 1000 characters.
            mileage: miles driven for the client.
            mileage_description: what they were driven for.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is no such encounter.
            RejectedError: the end is before the start.
        """
        return wait(
            self._session.call(
                "connect.encounters.clock_out",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("at", _wire.instant, at),
                    ("latitude", _wire.plain, latitude),
                    ("longitude", _wire.plain, longitude),
                    ("comment", _wire.plain, comment),
                    ("mileage", _wire.plain, mileage),
                    ("mileage_description", _wire.plain, mileage_description),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def task_logs(self, encounter_id: str) -> list[TaskLog]:
        """The notes on a visit.

        Args:
            encounter_id: the encounter's id.

        Raises:
            NotFoundError: there is no such encounter.
        """
        return wait(
            self._session.call(
                "connect.task_logs.of",
                wire.READ_TASK_LOG_LIST,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                ),
                None,
            )
        )

    def create_task_log(self, encounter_id: str, note: NewTaskLog, *, idempotency_key: str) -> str:
        """Writes a note on a visit, and gives the new id.

        Args:
            encounter_id: the encounter's id.
            note: the note.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            NotFoundError: there is no such encounter.
        """
        return wait(
            self._session.call(
                "connect.task_logs.create",
                wire.TEXT,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_task_log(self, encounter_id: str, task_log_id: str, note: NewTaskLog, *, idempotency_key: str) -> None:
        """Replaces a note on a visit.

        Args:
            encounter_id: the encounter's id.
            task_log_id: the note's id.
            note: what it is to become.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is no such encounter or note.
        """
        return wait(
            self._session.call(
                "connect.task_logs.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("task_log_id", _wire.plain, task_log_id),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def attach_note(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        note: NewTaskLog,
        *,
        idempotency_key: str,
    ) -> NoteOutcome:
        """Writes a note where a client has a visit in the span, and says what became of it.

        Args:
            client_id: whose visit.
            start: from when on visits are looked for.
            end: up to when.
            note: the note.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ServerError: WellSky failed to take it: try again later under the same key.
        """
        return wait(
            self._session.call(
                "connect.task_logs.attach",
                wire.READ_NOTE_OUTCOME,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_task(self, encounter_id: str, task_id: str, outcome: TaskOutcome, *, idempotency_key: str) -> None:
        """Says what became of a task of a visit.

        Args:
            encounter_id: the encounter's id.
            task_id: the task's id.
            outcome: what became of it.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a task that was not done has no comment; nothing was sent.
            NotFoundError: there is no such encounter or task.
        """
        return wait(
            self._session.call(
                "connect.tasks.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("task_id", _wire.plain, task_id),
                    ("outcome", wire.WRITE_TASK_OUTCOME, outcome),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def document(self, document_id: str) -> Document:
        """What the vendor keeps of a document.

        Args:
            document_id: the document's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.documents.get",
                wire.READ_DOCUMENT,
                (
                    ("document_id", _wire.plain, document_id),
                ),
                None,
            )
        )

    def documents(self, *, client_id: str | None = None, caregiver_id: str | None = None) -> list[Document]:
        """The documents of a client or of a caregiver.

        Args:
            client_id: a client's or prospect's.
            caregiver_id: a caregiver's or applicant's.

        Raises:
            NotFoundError: there is nobody with this id.
        """
        return wait(
            self._session.call(
                "connect.documents.of",
                wire.READ_DOCUMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def create_document(
        self,
        title: str,
        content: bytes,
        content_type: str,
        kind: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        idempotency_key: str,
    ) -> str:
        """Files a document, and gives the new id.

        Args:
            title: the name of the file.
            content: the bytes, at most 10 MB.
            content_type: the media type: text/plain, application/pdf, image/png and a few more.
            kind: what kind of document it is, in words: General.
            client_id: a client's or prospect's; exactly one of the two.
            caregiver_id: a caregiver's or applicant's; exactly one of the two.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: it is too large, or of a type the vendor does not take; nothing was sent.
            ServerError: the vendor is known to fail here: try again later under the same key.
        """
        return wait(
            self._session.call(
                "connect.documents.create",
                wire.TEXT,
                (
                    ("title", _wire.plain, title),
                    ("content", _wire.base64_of, content),
                    ("content_type", _wire.plain, content_type),
                    ("kind", _wire.plain, kind),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def activities(self, kind: str) -> list[Activity]:
        """The activities the agency offers, with the ids a care plan names them by.

        Args:
            kind: the kind: ADL, IADL. ADL, IADL.
        """
        return wait(
            self._session.call(
                "connect.care_plans.activities",
                wire.READ_ACTIVITY_LIST,
                (
                    ("kind", _wire.plain, kind),
                ),
                None,
            )
        )

    def write_care_plan(self, client_id: str, activities: Sequence[PlannedActivity], *, idempotency_key: str) -> None:
        """Writes the activities of a client's care plan.

        Args:
            client_id: the client's id.
            activities: the activities.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
            NotFoundError: there is no such client.
        """
        return wait(
            self._session.call(
                "connect.care_plans.write",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("activities", _wire.each(wire.WRITE_PLANNED_ACTIVITY), activities),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def charge_items(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
    ) -> list[ChargeItem]:
        """The lines of billing and pay of a client or a caregiver or both.

        Args:
            first_day: the first day.
            last_day: the last day, which belongs to it.
            client_id: only this client's.
            caregiver_id: only this caregiver's.

        Raises:
            IncompleteError: the pages do not add up.
            InvalidInputError: nobody is named, an id is no whole number, or the days are out of order.
        """
        return wait(
            self._session.call(
                "connect.charge_items.list",
                wire.READ_CHARGE_ITEM_LIST,
                (
                    ("first_day", _wire.day, first_day),
                    ("last_day", _wire.day, last_day),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    def charge_item_pages(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[ChargeItem]]:
        """As :meth:`charge_items`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.charge_items.list",
            wire.READ_CHARGE_ITEM_PAGE,
            (
                ("first_day", _wire.day, first_day),
                ("last_day", _wire.day, last_day),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
            ),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def admin_task(self, admin_task_id: str) -> AdminTask:
        """One task of the office. The vendor offers no search: keep the ids.

        Args:
            admin_task_id: the task's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.admin_tasks.get",
                wire.READ_ADMIN_TASK,
                (
                    ("admin_task_id", _wire.plain, admin_task_id),
                ),
                None,
            )
        )

    def create_admin_task(
        self,
        description: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        owners: Sequence[str] | None = None,
        execution_date: date | None = None,
        due: datetime | None = None,
        idempotency_key: str,
    ) -> str:
        """Creates a task for the office, and gives the new id. It cannot be searched for afterwards.

        Args:
            description: what is to be done, 1 to 5000 characters.
            client_id: the client or prospect it is about; exactly one of the two.
            caregiver_id: the caregiver or applicant it is about; exactly one of the two.
            owners: the ids of the office's users it is for; nobody in particular by default.
            execution_date: the day it is for.
            due: when it is due.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
        """
        return wait(
            self._session.call(
                "connect.admin_tasks.create",
                wire.TEXT,
                (
                    ("description", _wire.plain, description),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("owners", _wire.each(_wire.plain), owners),
                    ("execution_date", _wire.day, execution_date),
                    ("due", _wire.instant, due),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def subscription(self, subscription_id: str) -> Subscription:
        """One subscription to the vendor's events.

        Args:
            subscription_id: the subscription's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.subscriptions.get",
                wire.READ_SUBSCRIPTION,
                (
                    ("subscription_id", _wire.plain, subscription_id),
                ),
                None,
            )
        )

    def subscriptions(self) -> list[Subscription]:
        """Every subscription to the vendor's events.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.subscriptions.list",
                wire.READ_SUBSCRIPTION_LIST,
                (),
                None,
            )
        )

    def subscription_pages(self, *, page_size: int | None = None) -> Iterator[Page[Subscription]]:
        """As :meth:`subscriptions`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.subscriptions.list",
            wire.READ_SUBSCRIPTION_PAGE,
            (),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def create_subscription(
        self,
        criteria: str,
        reason: str,
        endpoint: str,
        bearer: str,
        *,
        idempotency_key: str,
    ) -> str:
        """Subscribes to an event, and gives the new id. A delivery says which record changed and nothing more.

        Args:
            criteria: what it waits for: patient.created, encounter.clockout.changed and the like. admintask.created,
                admintask.changed, admintask.status.changed, admintask.status.complete, agency_admin.created,
                agency_admin.deactivated.changed, encounter.clockout.changed, patient.created, patient.name.changed,
                patient.address.changed, patient.telecom.changed, patient.deactivated.changed,
                patient.dateofdeath.changed, prospect.status.changed, practitioner.created, practitioner.name.changed,
                practitioner.address.changed, practitioner.telecom.changed, practitioner.deactivated.changed,
                applicant.status.changed, referralsources.created, referralsources.changed.
            reason: what it is for, in words.
            endpoint: where events are to be delivered: an https address.
            bearer: what deliveries carry as the bearer of their authorization: the only proof that they come from the
                vendor. At least 16 visible ASCII characters.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
        """
        return wait(
            self._session.call(
                "connect.subscriptions.create",
                wire.TEXT,
                (
                    ("criteria", _wire.plain, criteria),
                    ("reason", _wire.plain, reason),
                    ("endpoint", _wire.plain, endpoint),
                    ("bearer", _wire.plain, bearer),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def ensure_subscriptions(
        self,
        owner: str,
        reason: str,
        endpoint: str,
        bearer: str,
        criteria: Sequence[str],
        *,
        rewrite_hidden: bool | None = None,
        idempotency_key: str,
    ) -> EnsuredSubscriptions:
        """Makes the subscriptions that are wanted the ones there are: keeps those that are right, changes, creates
        and deletes the others, and leaves those of other programs alone. Doing it again ends with the same.

        Args:
            owner: whose they are: 1 to 64 letters, digits, '.', '_' and '-'. It begins the reason of each, and with
                the endpoint it is how they are recognised later.
            reason: what they are for, in words.
            endpoint: where events are to be delivered: an https address.
            bearer: what deliveries carry in ``Authorization: Bearer …``: at least 16 visible ASCII characters.
            criteria: the events wanted; an empty list gives all up. admintask.created, admintask.changed,
                admintask.status.changed, admintask.status.complete, agency_admin.created,
                agency_admin.deactivated.changed, encounter.clockout.changed, patient.created, patient.name.changed,
                patient.address.changed, patient.telecom.changed, patient.deactivated.changed,
                patient.dateofdeath.changed, prospect.status.changed, practitioner.created, practitioner.name.changed,
                practitioner.address.changed, practitioner.telecom.changed, practitioner.deactivated.changed,
                applicant.status.changed, referralsources.created, referralsources.changed.
            rewrite_hidden: writes subscriptions again whose secret the vendor does not show: when the secret is
                changed. No by default.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            InvalidInputError: a field breaks a rule; nothing was sent.
        """
        return wait(
            self._session.call(
                "connect.subscriptions.ensure",
                wire.READ_ENSURED_SUBSCRIPTIONS,
                (
                    ("owner", _wire.plain, owner),
                    ("reason", _wire.plain, reason),
                    ("endpoint", _wire.plain, endpoint),
                    ("bearer", _wire.plain, bearer),
                    ("criteria", _wire.each(_wire.plain), criteria),
                    ("rewrite_hidden", _wire.plain, rewrite_hidden),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def delete_subscription(self, subscription_id: str, *, idempotency_key: str) -> None:
        """Ends a subscription.

        Args:
            subscription_id: the subscription's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.subscriptions.delete",
                wire.READ_NOTHING,
                (
                    ("subscription_id", _wire.plain, subscription_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def profile_tag(self, profile_tag_id: str) -> ProfileTag:
        """One certification or skill. The vendor offers no list of them.

        Args:
            profile_tag_id: the tag's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.profile_tags.get",
                wire.READ_PROFILE_TAG,
                (
                    ("profile_tag_id", _wire.plain, profile_tag_id),
                ),
                None,
            )
        )

    def create_profile_tag(self, tag: NewProfileTag, *, idempotency_key: str) -> str:
        """Creates a certification or skill, and gives the new id.

        Args:
            tag: the tag.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
        """
        return wait(
            self._session.call(
                "connect.profile_tags.create",
                wire.TEXT,
                (
                    ("tag", wire.WRITE_NEW_PROFILE_TAG, tag),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_profile_tag(self, profile_tag_id: str, tag: NewProfileTag, *, idempotency_key: str) -> None:
        """Replaces a certification or skill.

        Args:
            profile_tag_id: the tag's id.
            tag: what it is to become.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.profile_tags.update",
                wire.READ_NOTHING,
                (
                    ("profile_tag_id", _wire.plain, profile_tag_id),
                    ("tag", wire.WRITE_NEW_PROFILE_TAG, tag),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def locations(self) -> list[Location]:
        """Every location of the agency.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.locations.list",
                wire.READ_LOCATION_LIST,
                (),
                None,
            )
        )

    def location_pages(self, *, page_size: int | None = None) -> Iterator[Page[Location]]:
        """As :meth:`locations`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.locations.list",
            wire.READ_LOCATION_PAGE,
            (),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def organizations(self) -> list[Organization]:
        """Every organization. The vendor gives them at once."""
        return wait(
            self._session.call(
                "connect.organizations.list",
                wire.READ_ORGANIZATION_LIST,
                (),
                None,
            )
        )

    def admins(self) -> list[Admin]:
        """Every user of the office.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(
            self._session.call(
                "connect.admins.list",
                wire.READ_ADMIN_LIST,
                (),
                None,
            )
        )

    def admin_pages(self, *, page_size: int | None = None) -> Iterator[Page[Admin]]:
        """As :meth:`admins`, page by page; ``page_size`` is 1 to 100 (the default)."""
        following = self._session.pages(
            "connect.admins.list",
            wire.READ_ADMIN_PAGE,
            (),
            page_size,
        )
        while (page := wait(following())) is not None:
            yield page

    def referral_source(self, referral_source_id: str) -> ReferralSource:
        """One place clients come from. The vendor offers no list: keep the ids.

        Args:
            referral_source_id: the referral source's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.referral_sources.get",
                wire.READ_REFERRAL_SOURCE,
                (
                    ("referral_source_id", _wire.plain, referral_source_id),
                ),
                None,
            )
        )

    def create_referral_source(self, source: NewReferralSource, *, idempotency_key: str) -> str:
        """Creates a referral source, and gives the new id.

        Args:
            source: the referral source.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
        """
        return wait(
            self._session.call(
                "connect.referral_sources.create",
                wire.TEXT,
                (
                    ("source", wire.WRITE_NEW_REFERRAL_SOURCE, source),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def update_referral_source(
        self,
        referral_source_id: str,
        source: NewReferralSource,
        *,
        idempotency_key: str,
    ) -> None:
        """Replaces a referral source.

        Args:
            referral_source_id: the referral source's id.
            source: what it is to become.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "connect.referral_sources.update",
                wire.READ_NOTHING,
                (
                    ("referral_source_id", _wire.plain, referral_source_id),
                    ("source", wire.WRITE_NEW_REFERRAL_SOURCE, source),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )


class AsyncOperations:
    """As :class:`Operations`, for asyncio."""

    __slots__ = ()
    _session: Session

    async def verify(self) -> Verified:
        """As :meth:`Operations.verify`."""
        return await run(
            self._session.call(
                "wellsky.verify",
                wire.READ_VERIFIED,
                (),
                None,
            )
        )

    async def capabilities(self) -> Capabilities:
        """As :meth:`Operations.capabilities`."""
        return await run(
            self._session.call(
                "wellsky.capabilities",
                wire.READ_CAPABILITIES,
                (),
                None,
            )
        )

    async def probe(self) -> Capabilities:
        """As :meth:`Operations.probe`."""
        return await run(
            self._session.call(
                "wellsky.probe",
                wire.READ_CAPABILITIES,
                (),
                None,
            )
        )

    async def clients(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Client]:
        """As :meth:`Operations.clients`."""
        return await run(
            self._session.call(
                "clients.list",
                wire.READ_CLIENT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("start_date_from", _wire.day, start_date_from),
                    ("start_date_to", _wire.day, start_date_to),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def client_pages(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Client]]:
        """As :meth:`Operations.client_pages`, with ``async for``."""
        following = self._session.pages(
            "clients.list",
            wire.READ_CLIENT_PAGE,
            (
                ("status", _wire.plain, status),
                ("start_date_from", _wire.day, start_date_from),
                ("start_date_to", _wire.day, start_date_to),
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def client(self, client_id: str) -> Client:
        """As :meth:`Operations.client`."""
        return await run(
            self._session.call(
                "clients.get",
                wire.READ_CLIENT,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    async def find_client(self, client_id: str) -> Client | None:
        """As :meth:`Operations.find_client`."""
        return await run(
            self._session.call(
                "clients.find",
                wire.READ_CLIENT_OR_NONE,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    async def create_client(self, client: NewClient, *, idempotency_key: str) -> Client:
        """As :meth:`Operations.create_client`."""
        return await run(
            self._session.call(
                "clients.create",
                wire.READ_CLIENT,
                (
                    ("client", wire.WRITE_NEW_CLIENT, client),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_client(self, client_id: str, patch: ClientPatch, *, idempotency_key: str) -> Client:
        """As :meth:`Operations.update_client`."""
        return await run(
            self._session.call(
                "clients.update",
                wire.READ_CLIENT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("patch", wire.WRITE_CLIENT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def client_status_changes(self, since: datetime) -> list[StatusChange]:
        """As :meth:`Operations.client_status_changes`."""
        return await run(
            self._session.call(
                "clients.status_changes",
                wire.READ_STATUS_CHANGE_LIST,
                (
                    ("since", _wire.instant, since),
                ),
                None,
            )
        )

    async def client_status_change_pages(
        self,
        since: datetime,
        *,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[StatusChange]]:
        """As :meth:`Operations.client_status_change_pages`, with ``async for``."""
        following = self._session.pages(
            "clients.status_changes",
            wire.READ_STATUS_CHANGE_PAGE,
            (
                ("since", _wire.instant, since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def client_snapshot(self, taken_at: datetime) -> ClientSnapshot:
        """As :meth:`Operations.client_snapshot`."""
        return await run(
            self._session.call(
                "clients.snapshot",
                wire.READ_CLIENT_SNAPSHOT,
                (
                    ("taken_at", _wire.instant, taken_at),
                ),
                None,
            )
        )

    async def compare_client_snapshots(self, before: ClientSnapshot, after: ClientSnapshot) -> StatusDifferences:
        """As :meth:`Operations.compare_client_snapshots`."""
        return await run(
            self._session.call(
                "clients.compare_snapshots",
                wire.READ_STATUS_DIFFERENCES,
                (
                    ("before", wire.WRITE_CLIENT_SNAPSHOT, before),
                    ("after", wire.WRITE_CLIENT_SNAPSHOT, after),
                ),
                None,
            )
        )

    async def caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Caregiver]:
        """As :meth:`Operations.caregivers`."""
        return await run(
            self._session.call(
                "caregivers.list",
                wire.READ_CAREGIVER_LIST,
                (
                    ("status", _wire.plain, status),
                    ("available_on", _wire.day, available_on),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def caregiver_pages(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Caregiver]]:
        """As :meth:`Operations.caregiver_pages`, with ``async for``."""
        following = self._session.pages(
            "caregivers.list",
            wire.READ_CAREGIVER_PAGE,
            (
                ("status", _wire.plain, status),
                ("available_on", _wire.day, available_on),
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def caregiver(self, caregiver_id: str) -> Caregiver:
        """As :meth:`Operations.caregiver`."""
        return await run(
            self._session.call(
                "caregivers.get",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def find_caregiver(self, caregiver_id: str) -> Caregiver | None:
        """As :meth:`Operations.find_caregiver`."""
        return await run(
            self._session.call(
                "caregivers.find",
                wire.READ_CAREGIVER_OR_NONE,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def create_caregiver(self, caregiver: NewCaregiver, *, idempotency_key: str) -> Caregiver:
        """As :meth:`Operations.create_caregiver`."""
        return await run(
            self._session.call(
                "caregivers.create",
                wire.READ_CAREGIVER,
                (
                    ("caregiver", wire.WRITE_NEW_CAREGIVER, caregiver),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_caregiver(self, caregiver_id: str, patch: CaregiverPatch, *, idempotency_key: str) -> Caregiver:
        """As :meth:`Operations.update_caregiver`."""
        return await run(
            self._session.call(
                "caregivers.update",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("patch", wire.WRITE_CAREGIVER_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def set_availability(
        self,
        caregiver_id: str,
        availability: Sequence[AvailabilityWindow],
        *,
        idempotency_key: str,
    ) -> Caregiver:
        """As :meth:`Operations.set_availability`."""
        return await run(
            self._session.call(
                "caregivers.set_availability",
                wire.READ_CAREGIVER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("availability", _wire.each(wire.WRITE_AVAILABILITY_WINDOW), availability),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def caregiver_schedule(self, caregiver_id: str, start: datetime, end: datetime) -> list[Shift]:
        """As :meth:`Operations.caregiver_schedule`."""
        return await run(
            self._session.call(
                "caregivers.schedule",
                wire.READ_SHIFT_LIST,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def caregiver_schedule_pages(
        self,
        caregiver_id: str,
        start: datetime,
        end: datetime,
        *,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Shift]]:
        """As :meth:`Operations.caregiver_schedule_pages`, with ``async for``."""
        following = self._session.pages(
            "caregivers.schedule",
            wire.READ_SHIFT_PAGE,
            (
                ("caregiver_id", _wire.plain, caregiver_id),
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def prospects(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
    ) -> list[Prospect]:
        """As :meth:`Operations.prospects`."""
        return await run(
            self._session.call(
                "prospects.list",
                wire.READ_PROSPECT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("updated_since", _wire.instant, updated_since),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def prospect_pages(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Prospect]]:
        """As :meth:`Operations.prospect_pages`, with ``async for``."""
        following = self._session.pages(
            "prospects.list",
            wire.READ_PROSPECT_PAGE,
            (
                ("status", _wire.plain, status),
                ("updated_since", _wire.instant, updated_since),
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def prospect(self, prospect_id: str) -> Prospect:
        """As :meth:`Operations.prospect`."""
        return await run(
            self._session.call(
                "prospects.get",
                wire.READ_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                ),
                None,
            )
        )

    async def find_prospect(self, prospect_id: str) -> Prospect | None:
        """As :meth:`Operations.find_prospect`."""
        return await run(
            self._session.call(
                "prospects.find",
                wire.READ_PROSPECT_OR_NONE,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                ),
                None,
            )
        )

    async def create_prospect(self, prospect: NewProspect, *, idempotency_key: str) -> Prospect:
        """As :meth:`Operations.create_prospect`."""
        return await run(
            self._session.call(
                "prospects.create",
                wire.READ_PROSPECT,
                (
                    ("prospect", wire.WRITE_NEW_PROSPECT, prospect),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_prospect(self, prospect_id: str, patch: ProspectPatch, *, idempotency_key: str) -> Prospect:
        """As :meth:`Operations.update_prospect`."""
        return await run(
            self._session.call(
                "prospects.update",
                wire.READ_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                    ("patch", wire.WRITE_PROSPECT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def upsert_prospect(self, prospect: NewProspect, *, idempotency_key: str) -> Upserted[Prospect]:
        """As :meth:`Operations.upsert_prospect`."""
        return await run(
            self._session.call(
                "prospects.upsert",
                wire.READ_PROSPECT_UPSERTED,
                (
                    ("prospect", wire.WRITE_NEW_PROSPECT, prospect),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def convert_prospect(
        self,
        prospect_id: str,
        *,
        start_date: date | None = None,
        idempotency_key: str,
    ) -> ConvertedProspect:
        """As :meth:`Operations.convert_prospect`."""
        return await run(
            self._session.call(
                "prospects.convert_to_client",
                wire.READ_CONVERTED_PROSPECT,
                (
                    ("prospect_id", _wire.plain, prospect_id),
                    ("start_date", _wire.day, start_date),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def applicants(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
    ) -> list[Applicant]:
        """As :meth:`Operations.applicants`."""
        return await run(
            self._session.call(
                "applicants.list",
                wire.READ_APPLICANT_LIST,
                (
                    ("status", _wire.plain, status),
                    ("updated_since", _wire.instant, updated_since),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def applicant_pages(
        self,
        *,
        status: str | None = None,
        updated_since: datetime | None = None,
        external_id: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Applicant]]:
        """As :meth:`Operations.applicant_pages`, with ``async for``."""
        following = self._session.pages(
            "applicants.list",
            wire.READ_APPLICANT_PAGE,
            (
                ("status", _wire.plain, status),
                ("updated_since", _wire.instant, updated_since),
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def applicant(self, applicant_id: str) -> Applicant:
        """As :meth:`Operations.applicant`."""
        return await run(
            self._session.call(
                "applicants.get",
                wire.READ_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                ),
                None,
            )
        )

    async def find_applicant(self, applicant_id: str) -> Applicant | None:
        """As :meth:`Operations.find_applicant`."""
        return await run(
            self._session.call(
                "applicants.find",
                wire.READ_APPLICANT_OR_NONE,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                ),
                None,
            )
        )

    async def create_applicant(self, applicant: NewApplicant, *, idempotency_key: str) -> Applicant:
        """As :meth:`Operations.create_applicant`."""
        return await run(
            self._session.call(
                "applicants.create",
                wire.READ_APPLICANT,
                (
                    ("applicant", wire.WRITE_NEW_APPLICANT, applicant),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_applicant(self, applicant_id: str, patch: ApplicantPatch, *, idempotency_key: str) -> Applicant:
        """As :meth:`Operations.update_applicant`."""
        return await run(
            self._session.call(
                "applicants.update",
                wire.READ_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                    ("patch", wire.WRITE_APPLICANT_PATCH, patch),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def upsert_applicant(self, applicant: NewApplicant, *, idempotency_key: str) -> Upserted[Applicant]:
        """As :meth:`Operations.upsert_applicant`."""
        return await run(
            self._session.call(
                "applicants.upsert",
                wire.READ_APPLICANT_UPSERTED,
                (
                    ("applicant", wire.WRITE_NEW_APPLICANT, applicant),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def convert_applicant(
        self,
        applicant_id: str,
        *,
        hire_date: date | None = None,
        idempotency_key: str,
    ) -> ConvertedApplicant:
        """As :meth:`Operations.convert_applicant`."""
        return await run(
            self._session.call(
                "applicants.convert_to_caregiver",
                wire.READ_CONVERTED_APPLICANT,
                (
                    ("applicant_id", _wire.plain, applicant_id),
                    ("hire_date", _wire.day, hire_date),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> list[Shift]:
        """As :meth:`Operations.shifts`."""
        return await run(
            self._session.call(
                "shifts.list",
                wire.READ_SHIFT_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    async def shift_pages(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Shift]]:
        """As :meth:`Operations.shift_pages`, with ``async for``."""
        following = self._session.pages(
            "shifts.list",
            wire.READ_SHIFT_PAGE,
            (
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
                ("status", _wire.plain, status),
                ("caregiver_match", _wire.plain, caregiver_match),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def read_shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Reading[list[Shift]]:
        """As :meth:`Operations.read_shifts`."""
        return await run(
            self._session.call(
                "shifts.read",
                wire.READ_SHIFT_LIST_READING,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    async def open_shifts(self, *, start: datetime | None = None, end: datetime | None = None) -> list[Shift]:
        """As :meth:`Operations.open_shifts`."""
        return await run(
            self._session.call(
                "shifts.open",
                wire.READ_SHIFT_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def open_shift_pages(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Shift]]:
        """As :meth:`Operations.open_shift_pages`, with ``async for``."""
        following = self._session.pages(
            "shifts.open",
            wire.READ_SHIFT_PAGE,
            (
                ("start", _wire.instant, start),
                ("end", _wire.instant, end),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def shift(self, shift_id: str) -> Shift:
        """As :meth:`Operations.shift`."""
        return await run(
            self._session.call(
                "shifts.get",
                wire.READ_SHIFT,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    async def find_shift(self, shift_id: str) -> Shift | None:
        """As :meth:`Operations.find_shift`."""
        return await run(
            self._session.call(
                "shifts.find",
                wire.READ_SHIFT_OR_NONE,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    async def evv(self, shift_id: str) -> Evv | None:
        """As :meth:`Operations.evv`."""
        return await run(
            self._session.call(
                "shifts.evv",
                wire.READ_EVV_OR_NONE,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    async def assign(self, shift_id: str, caregiver_id: str, *, store: Store | AsyncStore) -> Assignment:
        """As :meth:`Operations.assign`."""
        return await run(
            self._session.call(
                "shifts.assign",
                wire.READ_ASSIGNMENT,
                (
                    ("shift_id", _wire.plain, shift_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                store,
            )
        )

    async def assign_unrecorded(
        self,
        shift_id: str,
        caregiver_id: str,
        *,
        notes: str | None = None,
        idempotency_key: str,
    ) -> ShiftAssignment:
        """As :meth:`Operations.assign_unrecorded`."""
        return await run(
            self._session.call(
                "shifts.assign_unrecorded",
                wire.READ_SHIFT_ASSIGNMENT,
                (
                    ("shift_id", _wire.plain, shift_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("notes", _wire.plain, notes),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def visit(self, shift_id: str) -> Visit:
        """As :meth:`Operations.visit`."""
        return await run(
            self._session.call(
                "visits.get",
                wire.READ_VISIT,
                (
                    ("shift_id", _wire.plain, shift_id),
                ),
                None,
            )
        )

    async def visits(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Reading[list[Visit]]:
        """As :meth:`Operations.visits`."""
        return await run(
            self._session.call(
                "visits.read",
                wire.READ_VISIT_LIST_READING,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    async def cached_clients(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
    ) -> Cached[list[Client]]:
        """As :meth:`Operations.cached_clients`."""
        return await run(
            self._session.call(
                "cached.clients.list",
                wire.READ_CLIENT_LIST_CACHED,
                (
                    ("status", _wire.plain, status),
                    ("start_date_from", _wire.day, start_date_from),
                    ("start_date_to", _wire.day, start_date_to),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def cached_client(self, client_id: str) -> Cached[Client]:
        """As :meth:`Operations.cached_client`."""
        return await run(
            self._session.call(
                "cached.clients.get",
                wire.READ_CLIENT_CACHED,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    async def cached_caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> Cached[list[Caregiver]]:
        """As :meth:`Operations.cached_caregivers`."""
        return await run(
            self._session.call(
                "cached.caregivers.list",
                wire.READ_CAREGIVER_LIST_CACHED,
                (
                    ("status", _wire.plain, status),
                    ("available_on", _wire.day, available_on),
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def cached_caregiver(self, caregiver_id: str) -> Cached[Caregiver]:
        """As :meth:`Operations.cached_caregiver`."""
        return await run(
            self._session.call(
                "cached.caregivers.get",
                wire.READ_CAREGIVER_CACHED,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def cached_open_shifts(self, start: datetime, end: datetime) -> Cached[list[Shift]]:
        """As :meth:`Operations.cached_open_shifts`."""
        return await run(
            self._session.call(
                "cached.shifts.open",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def cached_shifts(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        status: str | None = None,
        caregiver_match: str | None = None,
    ) -> Cached[list[Shift]]:
        """As :meth:`Operations.cached_shifts`."""
        return await run(
            self._session.call(
                "cached.shifts.list",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("caregiver_match", _wire.plain, caregiver_match),
                ),
                None,
            )
        )

    async def cached_caregiver_schedule(self, caregiver_id: str, start: datetime, end: datetime) -> Cached[list[Shift]]:
        """As :meth:`Operations.cached_caregiver_schedule`."""
        return await run(
            self._session.call(
                "cached.caregivers.schedule",
                wire.READ_SHIFT_LIST_CACHED,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def refresh_cached(self) -> Reading[int]:
        """As :meth:`Operations.refresh_cached`."""
        return await run(
            self._session.call(
                "cached.refresh",
                wire.READ_INTEGER_READING,
                (),
                None,
            )
        )

    async def expire_cached(self) -> None:
        """As :meth:`Operations.expire_cached`."""
        return await run(
            self._session.call(
                "cached.expire",
                wire.READ_NOTHING,
                (),
                None,
            )
        )

    async def mark_changed(self, record: ChangedRecord, *, store: Store | AsyncStore) -> None:
        """As :meth:`Operations.mark_changed`."""
        return await run(
            self._session.call(
                "events.mark",
                wire.READ_NOTHING,
                (
                    ("record", wire.WRITE_CHANGED_RECORD, record),
                ),
                store,
            )
        )

    async def marked_records(self, *, limit: int | None = None, store: Store | AsyncStore) -> list[ChangedRecord]:
        """As :meth:`Operations.marked_records`."""
        return await run(
            self._session.call(
                "events.marked",
                wire.READ_CHANGED_RECORD_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    async def fetch_record(self, record: ChangedRecord) -> Change:
        """As :meth:`Operations.fetch_record`."""
        return await run(
            self._session.call(
                "events.fetch",
                wire.READ_CHANGE,
                (
                    ("record", wire.WRITE_CHANGED_RECORD, record),
                ),
                None,
            )
        )

    async def sales_maps(self) -> SalesMaps:
        """As :meth:`Operations.sales_maps`."""
        return await run(
            self._session.call(
                "sales.maps",
                wire.READ_SALES_MAPS,
                (),
                None,
            )
        )

    async def write_note(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        note: NewTaskLog,
        *,
        idempotency_key: str,
        store: Store | AsyncStore,
    ) -> NoteOutcome:
        """As :meth:`Operations.write_note`."""
        return await run(
            self._session.call(
                "notes.write",
                wire.READ_NOTE_OUTCOME,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                store,
            )
        )

    async def file_document(
        self,
        title: str,
        content: bytes,
        content_type: str,
        kind: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        idempotency_key: str,
        store: Store | AsyncStore,
    ) -> DocumentOutcome:
        """As :meth:`Operations.file_document`."""
        return await run(
            self._session.call(
                "notes.file_document",
                wire.READ_DOCUMENT_OUTCOME,
                (
                    ("title", _wire.plain, title),
                    ("content", _wire.base64_of, content),
                    ("content_type", _wire.plain, content_type),
                    ("kind", _wire.plain, kind),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                store,
            )
        )

    async def deliver_queued(self, *, limit: int | None = None, store: Store | AsyncStore) -> list[Redelivered]:
        """As :meth:`Operations.deliver_queued`."""
        return await run(
            self._session.call(
                "notes.deliver",
                wire.READ_REDELIVERED_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    async def given_up_notes(self, *, limit: int | None = None, store: Store | AsyncStore) -> list[GivenUp]:
        """As :meth:`Operations.given_up_notes`."""
        return await run(
            self._session.call(
                "notes.given_up",
                wire.READ_GIVEN_UP_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                store,
            )
        )

    async def discard_note(self, ticket: str, *, store: Store | AsyncStore) -> None:
        """As :meth:`Operations.discard_note`."""
        return await run(
            self._session.call(
                "notes.discard",
                wire.READ_NOTHING,
                (
                    ("ticket", _wire.plain, ticket),
                ),
                store,
            )
        )

    async def metrics(self) -> Metrics:
        """As :meth:`Operations.metrics`."""
        return await run(
            self._session.call(
                "wellsky.metrics",
                wire.READ_METRICS,
                (),
                None,
            )
        )

    async def metrics_text(self) -> str:
        """As :meth:`Operations.metrics_text`."""
        return await run(
            self._session.call(
                "wellsky.metrics_text",
                wire.TEXT,
                (),
                None,
            )
        )

    async def breakers(self) -> list[Breaker]:
        """As :meth:`Operations.breakers`."""
        return await run(
            self._session.call(
                "wellsky.breakers",
                wire.READ_BREAKER_LIST,
                (),
                None,
            )
        )

    async def alert_rules(self) -> list[AlertRule]:
        """As :meth:`Operations.alert_rules`."""
        return await run(
            self._session.call(
                "alerts.rules",
                wire.READ_ALERT_RULE_LIST,
                (),
                None,
            )
        )


class AsyncConnectOperations:
    """As :class:`ConnectOperations`, for asyncio."""

    __slots__ = ()
    _session: Session

    async def patient(self, client_id: str) -> Patient:
        """As :meth:`ConnectOperations.patient`."""
        return await run(
            self._session.call(
                "connect.patients.get",
                wire.READ_PATIENT,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    async def patients(self, *, updated_since: datetime | None = None) -> list[Patient]:
        """As :meth:`ConnectOperations.patients`."""
        return await run(
            self._session.call(
                "connect.patients.list",
                wire.READ_PATIENT_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def patient_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Patient]]:
        """As :meth:`ConnectOperations.patient_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.patients.list",
            wire.READ_PATIENT_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def patients_by_external_id(self, external_id: str) -> list[Patient]:
        """As :meth:`ConnectOperations.patients_by_external_id`."""
        return await run(
            self._session.call(
                "connect.patients.by_external_id",
                wire.READ_PATIENT_LIST,
                (
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def patient_by_external_id_pages(
        self,
        external_id: str,
        *,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Patient]]:
        """As :meth:`ConnectOperations.patient_by_external_id_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.patients.by_external_id",
            wire.READ_PATIENT_PAGE,
            (
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def patients_by_phone(self, phone: str) -> list[Patient]:
        """As :meth:`ConnectOperations.patients_by_phone`."""
        return await run(
            self._session.call(
                "connect.patients.by_phone",
                wire.READ_PATIENT_LIST,
                (
                    ("phone", _wire.plain, phone),
                ),
                None,
            )
        )

    async def set_patient_pipeline_status(self, client_id: str, number: int, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.set_patient_pipeline_status`."""
        return await run(
            self._session.call(
                "connect.patients.set_pipeline_status",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("number", _wire.plain, number),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def delete_patient_permanently(self, client_id: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.delete_patient_permanently`."""
        return await run(
            self._session.call(
                "connect.patients.delete_permanently",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def practitioner(self, caregiver_id: str) -> Practitioner:
        """As :meth:`ConnectOperations.practitioner`."""
        return await run(
            self._session.call(
                "connect.practitioners.get",
                wire.READ_PRACTITIONER,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def practitioners(self, *, updated_since: datetime | None = None) -> list[Practitioner]:
        """As :meth:`ConnectOperations.practitioners`."""
        return await run(
            self._session.call(
                "connect.practitioners.list",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def practitioner_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Practitioner]]:
        """As :meth:`ConnectOperations.practitioner_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.practitioners.list",
            wire.READ_PRACTITIONER_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def practitioners_by_external_id(self, external_id: str) -> list[Practitioner]:
        """As :meth:`ConnectOperations.practitioners_by_external_id`."""
        return await run(
            self._session.call(
                "connect.practitioners.by_external_id",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def practitioner_by_external_id_pages(
        self,
        external_id: str,
        *,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Practitioner]]:
        """As :meth:`ConnectOperations.practitioner_by_external_id_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.practitioners.by_external_id",
            wire.READ_PRACTITIONER_PAGE,
            (
                ("external_id", _wire.plain, external_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def practitioners_by_phone(self, phone: str) -> list[Practitioner]:
        """As :meth:`ConnectOperations.practitioners_by_phone`."""
        return await run(
            self._session.call(
                "connect.practitioners.by_phone",
                wire.READ_PRACTITIONER_LIST,
                (
                    ("phone", _wire.plain, phone),
                ),
                None,
            )
        )

    async def set_practitioner_pipeline_status(self, caregiver_id: str, number: int, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.set_practitioner_pipeline_status`."""
        return await run(
            self._session.call(
                "connect.practitioners.set_pipeline_status",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("number", _wire.plain, number),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def set_profile_tags(self, caregiver_id: str, profile_tags: Sequence[str], *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.set_profile_tags`."""
        return await run(
            self._session.call(
                "connect.practitioners.set_profile_tags",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("profile_tags", _wire.each(_wire.plain), profile_tags),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def deactivate_practitioner(self, caregiver_id: str, reason: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.deactivate_practitioner`."""
        return await run(
            self._session.call(
                "connect.practitioners.deactivate",
                wire.READ_NOTHING,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("reason", _wire.plain, reason),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def related_persons_of(self, client_id: str) -> list[RelatedPerson]:
        """As :meth:`ConnectOperations.related_persons_of`."""
        return await run(
            self._session.call(
                "connect.related_persons.of",
                wire.READ_RELATED_PERSON_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                ),
                None,
            )
        )

    async def related_persons(self, *, updated_since: datetime | None = None) -> list[RelatedPerson]:
        """As :meth:`ConnectOperations.related_persons`."""
        return await run(
            self._session.call(
                "connect.related_persons.list",
                wire.READ_RELATED_PERSON_LIST,
                (
                    ("updated_since", _wire.instant, updated_since),
                ),
                None,
            )
        )

    async def related_person_pages(
        self,
        *,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[RelatedPerson]]:
        """As :meth:`ConnectOperations.related_person_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.related_persons.list",
            wire.READ_RELATED_PERSON_PAGE,
            (
                ("updated_since", _wire.instant, updated_since),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def create_related_person(
        self,
        client_id: str,
        first_name: str,
        last_name: str,
        *,
        relationship: str | None = None,
        phone: str | None = None,
        emergency_contact: bool | None = None,
        primary_contact: bool | None = None,
        idempotency_key: str,
    ) -> str:
        """As :meth:`ConnectOperations.create_related_person`."""
        return await run(
            self._session.call(
                "connect.related_persons.create",
                wire.TEXT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("first_name", _wire.plain, first_name),
                    ("last_name", _wire.plain, last_name),
                    ("relationship", _wire.plain, relationship),
                    ("phone", _wire.plain, phone),
                    ("emergency_contact", _wire.plain, emergency_contact),
                    ("primary_contact", _wire.plain, primary_contact),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_related_person(
        self,
        related_person_id: str,
        *,
        phone: str | None = None,
        emergency_contact: bool | None = None,
        primary_contact: bool | None = None,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.update_related_person`."""
        return await run(
            self._session.call(
                "connect.related_persons.update",
                wire.READ_NOTHING,
                (
                    ("related_person_id", _wire.plain, related_person_id),
                    ("phone", _wire.plain, phone),
                    ("emergency_contact", _wire.plain, emergency_contact),
                    ("primary_contact", _wire.plain, primary_contact),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def delete_related_person(self, client_id: str, related_person_id: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.delete_related_person`."""
        return await run(
            self._session.call(
                "connect.related_persons.delete",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("related_person_id", _wire.plain, related_person_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def appointments(
        self,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        first_day: date | None = None,
        days: int | None = None,
        week: int | None = None,
        month: int | None = None,
    ) -> list[Appointment]:
        """As :meth:`ConnectOperations.appointments`."""
        return await run(
            self._session.call(
                "connect.appointments.list",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("first_day", _wire.day, first_day),
                    ("days", _wire.plain, days),
                    ("week", _wire.plain, week),
                    ("month", _wire.plain, month),
                ),
                None,
            )
        )

    async def appointment_pages(
        self,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        first_day: date | None = None,
        days: int | None = None,
        week: int | None = None,
        month: int | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Appointment]]:
        """As :meth:`ConnectOperations.appointment_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.appointments.list",
            wire.READ_APPOINTMENT_PAGE,
            (
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
                ("first_day", _wire.day, first_day),
                ("days", _wire.plain, days),
                ("week", _wire.plain, week),
                ("month", _wire.plain, month),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def appointment(self, appointment_id: str, start: datetime) -> Appointment:
        """As :meth:`ConnectOperations.appointment`."""
        return await run(
            self._session.call(
                "connect.appointments.get",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                ),
                None,
            )
        )

    async def nearest_appointment(self, appointment_id: str) -> Appointment:
        """As :meth:`ConnectOperations.nearest_appointment`."""
        return await run(
            self._session.call(
                "connect.appointments.nearest",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                ),
                None,
            )
        )

    async def client_appointments(self, client_id: str, start: datetime, end: datetime) -> list[Appointment]:
        """As :meth:`ConnectOperations.client_appointments`."""
        return await run(
            self._session.call(
                "connect.appointments.of_client",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def caregiver_appointments(self, caregiver_id: str, start: datetime, end: datetime) -> list[Appointment]:
        """As :meth:`ConnectOperations.caregiver_appointments`."""
        return await run(
            self._session.call(
                "connect.appointments.of_caregiver",
                wire.READ_APPOINTMENT_LIST,
                (
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def create_appointment(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        *,
        caregiver_id: str | None = None,
        idempotency_key: str,
    ) -> Occurrence:
        """As :meth:`ConnectOperations.create_appointment`."""
        return await run(
            self._session.call(
                "connect.appointments.create",
                wire.READ_OCCURRENCE,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def assign_appointment(
        self,
        appointment_id: str,
        start: datetime,
        caregiver_id: str,
        *,
        idempotency_key: str,
    ) -> Appointment:
        """As :meth:`ConnectOperations.assign_appointment`."""
        return await run(
            self._session.call(
                "connect.appointments.assign",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def unassign_appointment(
        self,
        appointment_id: str,
        start: datetime,
        caregiver_id: str,
        *,
        idempotency_key: str,
    ) -> Appointment:
        """As :meth:`ConnectOperations.unassign_appointment`."""
        return await run(
            self._session.call(
                "connect.appointments.unassign",
                wire.READ_APPOINTMENT,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def cancel_appointments_to_come(self, appointment_id: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.cancel_appointments_to_come`."""
        return await run(
            self._session.call(
                "connect.appointments.cancel_all_to_come",
                wire.READ_NOTHING,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def encounter(self, encounter_id: str) -> Encounter:
        """As :meth:`ConnectOperations.encounter`."""
        return await run(
            self._session.call(
                "connect.encounters.get",
                wire.READ_ENCOUNTER,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                ),
                None,
            )
        )

    async def encounters(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
    ) -> list[Encounter]:
        """As :meth:`ConnectOperations.encounters`."""
        return await run(
            self._session.call(
                "connect.encounters.list",
                wire.READ_ENCOUNTER_LIST,
                (
                    ("first_day", _wire.day, first_day),
                    ("last_day", _wire.day, last_day),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def encounter_pages(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Encounter]]:
        """As :meth:`ConnectOperations.encounter_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.encounters.list",
            wire.READ_ENCOUNTER_PAGE,
            (
                ("first_day", _wire.day, first_day),
                ("last_day", _wire.day, last_day),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def create_encounter(
        self,
        client_id: str,
        caregiver_id: str,
        status: str,
        start: datetime,
        *,
        end: datetime | None = None,
        appointment_id: str | None = None,
        bill_rate_method: str | None = None,
        bill_rate_id: str | None = None,
        pay_rate_method: str | None = None,
        pay_rate_id: str | None = None,
        idempotency_key: str,
    ) -> str:
        """As :meth:`ConnectOperations.create_encounter`."""
        return await run(
            self._session.call(
                "connect.encounters.create",
                wire.TEXT,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("status", _wire.plain, status),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("appointment_id", _wire.plain, appointment_id),
                    ("bill_rate_method", _wire.plain, bill_rate_method),
                    ("bill_rate_id", _wire.plain, bill_rate_id),
                    ("pay_rate_method", _wire.plain, pay_rate_method),
                    ("pay_rate_id", _wire.plain, pay_rate_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_encounter(
        self,
        encounter_id: str,
        *,
        status: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.update_encounter`."""
        return await run(
            self._session.call(
                "connect.encounters.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("status", _wire.plain, status),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def delete_encounter(self, encounter_id: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.delete_encounter`."""
        return await run(
            self._session.call(
                "connect.encounters.delete",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def clock_in(
        self,
        appointment_id: str,
        at: datetime,
        latitude: float,
        longitude: float,
        *,
        idempotency_key: str,
    ) -> ClockedIn:
        """As :meth:`ConnectOperations.clock_in`."""
        return await run(
            self._session.call(
                "connect.encounters.clock_in",
                wire.READ_CLOCKED_IN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("at", _wire.instant, at),
                    ("latitude", _wire.plain, latitude),
                    ("longitude", _wire.plain, longitude),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def clock_out(
        self,
        encounter_id: str,
        at: datetime,
        latitude: float,
        longitude: float,
        *,
        comment: str | None = None,
        mileage: float | None = None,
        mileage_description: str | None = None,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.clock_out`."""
        return await run(
            self._session.call(
                "connect.encounters.clock_out",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("at", _wire.instant, at),
                    ("latitude", _wire.plain, latitude),
                    ("longitude", _wire.plain, longitude),
                    ("comment", _wire.plain, comment),
                    ("mileage", _wire.plain, mileage),
                    ("mileage_description", _wire.plain, mileage_description),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def task_logs(self, encounter_id: str) -> list[TaskLog]:
        """As :meth:`ConnectOperations.task_logs`."""
        return await run(
            self._session.call(
                "connect.task_logs.of",
                wire.READ_TASK_LOG_LIST,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                ),
                None,
            )
        )

    async def create_task_log(self, encounter_id: str, note: NewTaskLog, *, idempotency_key: str) -> str:
        """As :meth:`ConnectOperations.create_task_log`."""
        return await run(
            self._session.call(
                "connect.task_logs.create",
                wire.TEXT,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_task_log(
        self,
        encounter_id: str,
        task_log_id: str,
        note: NewTaskLog,
        *,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.update_task_log`."""
        return await run(
            self._session.call(
                "connect.task_logs.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("task_log_id", _wire.plain, task_log_id),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def attach_note(
        self,
        client_id: str,
        start: datetime,
        end: datetime,
        note: NewTaskLog,
        *,
        idempotency_key: str,
    ) -> NoteOutcome:
        """As :meth:`ConnectOperations.attach_note`."""
        return await run(
            self._session.call(
                "connect.task_logs.attach",
                wire.READ_NOTE_OUTCOME,
                (
                    ("client_id", _wire.plain, client_id),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("note", wire.WRITE_NEW_TASK_LOG, note),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_task(self, encounter_id: str, task_id: str, outcome: TaskOutcome, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.update_task`."""
        return await run(
            self._session.call(
                "connect.tasks.update",
                wire.READ_NOTHING,
                (
                    ("encounter_id", _wire.plain, encounter_id),
                    ("task_id", _wire.plain, task_id),
                    ("outcome", wire.WRITE_TASK_OUTCOME, outcome),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def document(self, document_id: str) -> Document:
        """As :meth:`ConnectOperations.document`."""
        return await run(
            self._session.call(
                "connect.documents.get",
                wire.READ_DOCUMENT,
                (
                    ("document_id", _wire.plain, document_id),
                ),
                None,
            )
        )

    async def documents(self, *, client_id: str | None = None, caregiver_id: str | None = None) -> list[Document]:
        """As :meth:`ConnectOperations.documents`."""
        return await run(
            self._session.call(
                "connect.documents.of",
                wire.READ_DOCUMENT_LIST,
                (
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def create_document(
        self,
        title: str,
        content: bytes,
        content_type: str,
        kind: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        idempotency_key: str,
    ) -> str:
        """As :meth:`ConnectOperations.create_document`."""
        return await run(
            self._session.call(
                "connect.documents.create",
                wire.TEXT,
                (
                    ("title", _wire.plain, title),
                    ("content", _wire.base64_of, content),
                    ("content_type", _wire.plain, content_type),
                    ("kind", _wire.plain, kind),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def activities(self, kind: str) -> list[Activity]:
        """As :meth:`ConnectOperations.activities`."""
        return await run(
            self._session.call(
                "connect.care_plans.activities",
                wire.READ_ACTIVITY_LIST,
                (
                    ("kind", _wire.plain, kind),
                ),
                None,
            )
        )

    async def write_care_plan(
        self,
        client_id: str,
        activities: Sequence[PlannedActivity],
        *,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.write_care_plan`."""
        return await run(
            self._session.call(
                "connect.care_plans.write",
                wire.READ_NOTHING,
                (
                    ("client_id", _wire.plain, client_id),
                    ("activities", _wire.each(wire.WRITE_PLANNED_ACTIVITY), activities),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def charge_items(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
    ) -> list[ChargeItem]:
        """As :meth:`ConnectOperations.charge_items`."""
        return await run(
            self._session.call(
                "connect.charge_items.list",
                wire.READ_CHARGE_ITEM_LIST,
                (
                    ("first_day", _wire.day, first_day),
                    ("last_day", _wire.day, last_day),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                ),
                None,
            )
        )

    async def charge_item_pages(
        self,
        first_day: date,
        last_day: date,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[ChargeItem]]:
        """As :meth:`ConnectOperations.charge_item_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.charge_items.list",
            wire.READ_CHARGE_ITEM_PAGE,
            (
                ("first_day", _wire.day, first_day),
                ("last_day", _wire.day, last_day),
                ("client_id", _wire.plain, client_id),
                ("caregiver_id", _wire.plain, caregiver_id),
            ),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def admin_task(self, admin_task_id: str) -> AdminTask:
        """As :meth:`ConnectOperations.admin_task`."""
        return await run(
            self._session.call(
                "connect.admin_tasks.get",
                wire.READ_ADMIN_TASK,
                (
                    ("admin_task_id", _wire.plain, admin_task_id),
                ),
                None,
            )
        )

    async def create_admin_task(
        self,
        description: str,
        *,
        client_id: str | None = None,
        caregiver_id: str | None = None,
        owners: Sequence[str] | None = None,
        execution_date: date | None = None,
        due: datetime | None = None,
        idempotency_key: str,
    ) -> str:
        """As :meth:`ConnectOperations.create_admin_task`."""
        return await run(
            self._session.call(
                "connect.admin_tasks.create",
                wire.TEXT,
                (
                    ("description", _wire.plain, description),
                    ("client_id", _wire.plain, client_id),
                    ("caregiver_id", _wire.plain, caregiver_id),
                    ("owners", _wire.each(_wire.plain), owners),
                    ("execution_date", _wire.day, execution_date),
                    ("due", _wire.instant, due),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def subscription(self, subscription_id: str) -> Subscription:
        """As :meth:`ConnectOperations.subscription`."""
        return await run(
            self._session.call(
                "connect.subscriptions.get",
                wire.READ_SUBSCRIPTION,
                (
                    ("subscription_id", _wire.plain, subscription_id),
                ),
                None,
            )
        )

    async def subscriptions(self) -> list[Subscription]:
        """As :meth:`ConnectOperations.subscriptions`."""
        return await run(
            self._session.call(
                "connect.subscriptions.list",
                wire.READ_SUBSCRIPTION_LIST,
                (),
                None,
            )
        )

    async def subscription_pages(self, *, page_size: int | None = None) -> AsyncIterator[Page[Subscription]]:
        """As :meth:`ConnectOperations.subscription_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.subscriptions.list",
            wire.READ_SUBSCRIPTION_PAGE,
            (),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def create_subscription(
        self,
        criteria: str,
        reason: str,
        endpoint: str,
        bearer: str,
        *,
        idempotency_key: str,
    ) -> str:
        """As :meth:`ConnectOperations.create_subscription`."""
        return await run(
            self._session.call(
                "connect.subscriptions.create",
                wire.TEXT,
                (
                    ("criteria", _wire.plain, criteria),
                    ("reason", _wire.plain, reason),
                    ("endpoint", _wire.plain, endpoint),
                    ("bearer", _wire.plain, bearer),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def ensure_subscriptions(
        self,
        owner: str,
        reason: str,
        endpoint: str,
        bearer: str,
        criteria: Sequence[str],
        *,
        rewrite_hidden: bool | None = None,
        idempotency_key: str,
    ) -> EnsuredSubscriptions:
        """As :meth:`ConnectOperations.ensure_subscriptions`."""
        return await run(
            self._session.call(
                "connect.subscriptions.ensure",
                wire.READ_ENSURED_SUBSCRIPTIONS,
                (
                    ("owner", _wire.plain, owner),
                    ("reason", _wire.plain, reason),
                    ("endpoint", _wire.plain, endpoint),
                    ("bearer", _wire.plain, bearer),
                    ("criteria", _wire.each(_wire.plain), criteria),
                    ("rewrite_hidden", _wire.plain, rewrite_hidden),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def delete_subscription(self, subscription_id: str, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.delete_subscription`."""
        return await run(
            self._session.call(
                "connect.subscriptions.delete",
                wire.READ_NOTHING,
                (
                    ("subscription_id", _wire.plain, subscription_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def profile_tag(self, profile_tag_id: str) -> ProfileTag:
        """As :meth:`ConnectOperations.profile_tag`."""
        return await run(
            self._session.call(
                "connect.profile_tags.get",
                wire.READ_PROFILE_TAG,
                (
                    ("profile_tag_id", _wire.plain, profile_tag_id),
                ),
                None,
            )
        )

    async def create_profile_tag(self, tag: NewProfileTag, *, idempotency_key: str) -> str:
        """As :meth:`ConnectOperations.create_profile_tag`."""
        return await run(
            self._session.call(
                "connect.profile_tags.create",
                wire.TEXT,
                (
                    ("tag", wire.WRITE_NEW_PROFILE_TAG, tag),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_profile_tag(self, profile_tag_id: str, tag: NewProfileTag, *, idempotency_key: str) -> None:
        """As :meth:`ConnectOperations.update_profile_tag`."""
        return await run(
            self._session.call(
                "connect.profile_tags.update",
                wire.READ_NOTHING,
                (
                    ("profile_tag_id", _wire.plain, profile_tag_id),
                    ("tag", wire.WRITE_NEW_PROFILE_TAG, tag),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def locations(self) -> list[Location]:
        """As :meth:`ConnectOperations.locations`."""
        return await run(
            self._session.call(
                "connect.locations.list",
                wire.READ_LOCATION_LIST,
                (),
                None,
            )
        )

    async def location_pages(self, *, page_size: int | None = None) -> AsyncIterator[Page[Location]]:
        """As :meth:`ConnectOperations.location_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.locations.list",
            wire.READ_LOCATION_PAGE,
            (),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def organizations(self) -> list[Organization]:
        """As :meth:`ConnectOperations.organizations`."""
        return await run(
            self._session.call(
                "connect.organizations.list",
                wire.READ_ORGANIZATION_LIST,
                (),
                None,
            )
        )

    async def admins(self) -> list[Admin]:
        """As :meth:`ConnectOperations.admins`."""
        return await run(
            self._session.call(
                "connect.admins.list",
                wire.READ_ADMIN_LIST,
                (),
                None,
            )
        )

    async def admin_pages(self, *, page_size: int | None = None) -> AsyncIterator[Page[Admin]]:
        """As :meth:`ConnectOperations.admin_pages`, with ``async for``."""
        following = self._session.pages(
            "connect.admins.list",
            wire.READ_ADMIN_PAGE,
            (),
            page_size,
        )
        while (page := await run(following())) is not None:
            yield page

    async def referral_source(self, referral_source_id: str) -> ReferralSource:
        """As :meth:`ConnectOperations.referral_source`."""
        return await run(
            self._session.call(
                "connect.referral_sources.get",
                wire.READ_REFERRAL_SOURCE,
                (
                    ("referral_source_id", _wire.plain, referral_source_id),
                ),
                None,
            )
        )

    async def create_referral_source(self, source: NewReferralSource, *, idempotency_key: str) -> str:
        """As :meth:`ConnectOperations.create_referral_source`."""
        return await run(
            self._session.call(
                "connect.referral_sources.create",
                wire.TEXT,
                (
                    ("source", wire.WRITE_NEW_REFERRAL_SOURCE, source),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def update_referral_source(
        self,
        referral_source_id: str,
        source: NewReferralSource,
        *,
        idempotency_key: str,
    ) -> None:
        """As :meth:`ConnectOperations.update_referral_source`."""
        return await run(
            self._session.call(
                "connect.referral_sources.update",
                wire.READ_NOTHING,
                (
                    ("referral_source_id", _wire.plain, referral_source_id),
                    ("source", wire.WRITE_NEW_REFERRAL_SOURCE, source),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )


class ProviderOperations:
    """What can be asked of a scheduling service."""

    __slots__ = ()
    _session: ProviderSession

    def verify(self) -> ProviderAccount:
        """Tries the credentials and says whose they are.

        Raises:
            AuthenticationError: the credentials were refused.
        """
        return wait(
            self._session.call(
                "provider.verify",
                wire.READ_PROVIDER_ACCOUNT,
                (),
                None,
            )
        )

    def capabilities(self) -> ProviderCapabilities:
        """What the provider can do, with its limits. Nothing is sent."""
        return wait(
            self._session.call(
                "provider.capabilities",
                wire.READ_PROVIDER_CAPABILITIES,
                (),
                None,
            )
        )

    def refresh_credentials(self) -> RefreshedCredentials:
        """Renews the credentials now, where they can be.

        Raises:
            AuthenticationError: a person has to sign in again.
        """
        return wait(
            self._session.call(
                "provider.refresh_credentials",
                wire.READ_REFRESHED_CREDENTIALS,
                (),
                None,
            )
        )

    def bookings(
        self,
        start: datetime,
        end: datetime,
        *,
        cancelled: str | None = None,
        calendar: str | None = None,
        appointment_type: str | None = None,
        page_size: int | None = None,
    ) -> BookingList:
        """Every appointment that starts in a range, in order of start, with what could not be read beside them.

        Args:
            start: those that start at this instant or later.
            end: those that start before this instant.
            cancelled: include (the default) or exclude what was called off: who does not see cancellations takes them
                for appointments.
            calendar: only with this calendar.
            appointment_type: only of this type.
            page_size: at most so many in one page of the service; its own limit holds as well.

        Raises:
            IncompleteError: the pages lead in a circle.
        """
        return wait(
            self._session.call(
                "provider.list",
                wire.READ_BOOKING_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("cancelled", _wire.plain, cancelled),
                    ("calendar", _wire.plain, calendar),
                    ("appointment_type", _wire.plain, appointment_type),
                    ("page_size", _wire.plain, page_size),
                ),
                None,
            )
        )

    def booking_page(
        self,
        start: datetime,
        end: datetime,
        *,
        cancelled: str | None = None,
        calendar: str | None = None,
        appointment_type: str | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> BookingPage:
        """One page of the appointments that start in a range.

        Args:
            start: those that start at this instant or later.
            end: those that start before this instant.
            cancelled: include (the default) or exclude what was called off: who does not see cancellations takes them
                for appointments.
            calendar: only with this calendar.
            appointment_type: only of this type.
            page_size: at most so many in the page; the service's own limit holds as well.
            cursor: where to go on: ``next`` of the page before.
        """
        return wait(
            self._session.call(
                "provider.page",
                wire.READ_BOOKING_PAGE,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("cancelled", _wire.plain, cancelled),
                    ("calendar", _wire.plain, calendar),
                    ("appointment_type", _wire.plain, appointment_type),
                    ("page_size", _wire.plain, page_size),
                    ("cursor", _wire.plain, cursor),
                ),
                None,
            )
        )

    def changes(self, start: datetime, end: datetime, *, since: str | None = None) -> BookingChanges:
        """What changed in a window since a state; without one, everything is new.

        Args:
            start: the first instant of the window.
            end: the instant after the last.
            since: ``next`` of the changes before; without it, everything is new.
        """
        return wait(
            self._session.call(
                "provider.changes",
                wire.READ_BOOKING_CHANGES,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("since", _wire.plain, since),
                ),
                None,
            )
        )

    def booking(self, appointment_id: str) -> Booking:
        """One appointment.

        Args:
            appointment_id: the service's id.

        Raises:
            NotFoundError: the service does not have it.
        """
        return wait(
            self._session.call(
                "provider.get",
                wire.READ_BOOKING,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                ),
                None,
            )
        )

    def create(self, booking: NewBooking, *, idempotency_key: str) -> BookingWritten:
        """Books. The same key never books twice, even when the answer to the first attempt was lost.

        Args:
            booking: the appointment.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ConflictError: somebody else has the slot (problem slot_taken).
            KeyReuseError: the key stands for another booking.
            InDoubtError: nobody can say whether it was done: look at the appointment.
        """
        return wait(
            self._session.call(
                "provider.create",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("booking", wire.WRITE_NEW_BOOKING, booking),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def book(
        self,
        slot: Slot,
        client: BookingClient,
        zone: str,
        *,
        idempotency_key: str,
        consent_given_at: datetime | None = None,
        consent_terms: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> BookingWritten:
        """Books a slot for a client, as the client would. The same key never books twice.

        Args:
            slot: a slot as it was offered.
            client: for whom.
            zone: the IANA zone the client reads it in.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            consent_given_at: when the client agreed to the keeping of health information; with ``consent_terms`` or
                not at all.
            consent_terms: what the client agreed to: the name or version of the text.
            options: what only one service knows, by the names its adapter documents; an unknown name is refused.

        Raises:
            ConflictError: somebody else has the slot (problem slot_taken).
            KeyReuseError: the key stands for another booking.
            InDoubtError: nobody can say whether it was done: look at the appointment.
        """
        return wait(
            self._session.call(
                "provider.book",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                    ("client", wire.WRITE_BOOKING_CLIENT, client),
                    ("zone", _wire.plain, zone),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("consent_given_at", _wire.instant, consent_given_at),
                    ("consent_terms", _wire.plain, consent_terms),
                    ("options", _wire.mapping(_wire.plain), options),
                ),
                None,
            )
        )

    def update(
        self,
        appointment_id: str,
        *,
        idempotency_key: str,
        first: str | None = None,
        last: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        notes: str | None = None,
        answers: Sequence[BookingAnswer] | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> BookingWritten:
        """Changes details; what is left out stays as it is.

        Args:
            appointment_id: the service's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            first: the given name.
            last: the family name.
            email: the e-mail address.
            phone: the telephone number.
            notes: notes: health information.
            answers: answers of the booking form: health information.
            expected: only if the record still has this version.
            acting_as: in whose name: client (the default: the service's rules hold) or office.
            notify: whether the service tells the client: as_configured (the default) or suppress.
            options: what only one service knows, by the names its adapter documents; an unknown name is refused.

        Raises:
            NotFoundError: the service does not have it.
            InDoubtError: nobody can say whether it was done: look at the appointment.
        """
        return wait(
            self._session.call(
                "provider.update",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("first", _wire.plain, first),
                    ("last", _wire.plain, last),
                    ("email", _wire.plain, email),
                    ("phone", _wire.plain, phone),
                    ("notes", _wire.plain, notes),
                    ("answers", _wire.each(wire.WRITE_BOOKING_ANSWER), answers),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                    ("options", _wire.mapping(_wire.plain), options),
                ),
                None,
            )
        )

    def reschedule(
        self,
        appointment_id: str,
        start: datetime,
        *,
        idempotency_key: str,
        end: datetime | None = None,
        calendar: str | None = None,
        any_calendar: bool | None = None,
        zone: str | None = None,
        hold: str | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
    ) -> BookingWritten:
        """Moves to another time: in place, or by a new record that takes the old one's place.

        Args:
            appointment_id: the service's id.
            start: when it shall start.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            end: when it shall end; by default it keeps its length.
            calendar: with whom; by default with whom it was.
            any_calendar: true for anyone the service chooses, in place of a calendar.
            zone: the IANA zone the client reads it in; by default the one it has.
            hold: the hold that keeps the slot.
            expected: only if the record still has this version.
            acting_as: in whose name: client (the default: the service's rules hold) or office.
            notify: whether the service tells the client: as_configured (the default) or suppress.

        Raises:
            NotFoundError: the service does not have it.
            ConflictError: somebody else has the slot (problem slot_taken).
            RejectedError: it was called off, or the account's rules forbid it.
            InDoubtError: nobody can say whether it was done: look at the appointment.
        """
        return wait(
            self._session.call(
                "provider.reschedule",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("end", _wire.instant, end),
                    ("calendar", _wire.plain, calendar),
                    ("any_calendar", _wire.plain, any_calendar),
                    ("zone", _wire.plain, zone),
                    ("hold", _wire.plain, hold),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                ),
                None,
            )
        )

    def cancel(
        self,
        appointment_id: str,
        *,
        idempotency_key: str,
        by: str | None = None,
        reason: str | None = None,
        scope: str | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
    ) -> BookingWritten:
        """Calls off. What is called off already is left as it is.

        Args:
            appointment_id: the service's id.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.
            by: who does: host (the default), client, system.
            reason: why, for those who read the appointment.
            scope: what: appointment (the default: this client's and no other) or whole_group.
            expected: only if the record still has this version.
            acting_as: in whose name: client (the default: the service's rules hold) or office.
            notify: whether the service tells the client: as_configured (the default) or suppress.

        Raises:
            NotFoundError: the service does not have it.
            RejectedError: the account's rules forbid it.
            InDoubtError: nobody can say whether it was done: look at the appointment.
        """
        return wait(
            self._session.call(
                "provider.cancel",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("by", _wire.plain, by),
                    ("reason", _wire.plain, reason),
                    ("scope", _wire.plain, scope),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                ),
                None,
            )
        )

    def set_status(self, appointment_id: str, change: str, *, idempotency_key: str) -> BookingWritten:
        """Gives a status.

        Args:
            appointment_id: the service's id.
            change: confirm, complete, mark_no_show, revert_no_show.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            NotFoundError: the service does not have it.
            UnsupportedError: the service cannot express the status.
        """
        return wait(
            self._session.call(
                "provider.set_status",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("change", _wire.plain, change),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def appointment_types(self) -> list[BookingType]:
        """The kinds of appointment that can be booked, inactive ones among them."""
        return wait(
            self._session.call(
                "provider.appointment_types",
                wire.READ_BOOKING_TYPE_LIST,
                (),
                None,
            )
        )

    def calendars(self) -> list[BookingCalendar]:
        """The calendars that can be booked."""
        return wait(
            self._session.call(
                "provider.calendars",
                wire.READ_BOOKING_CALENDAR_LIST,
                (),
                None,
            )
        )

    def slots(
        self,
        appointment_type: str,
        start: datetime,
        end: datetime,
        zone: str,
        *,
        calendar: str | None = None,
        unit: str | None = None,
        ignoring: str | None = None,
    ) -> list[Slot]:
        """The times that can be booked, in order of start, each once.

        Args:
            appointment_type: for what.
            start: those that start at this instant or later; what is past has none and is not asked for.
            end: those that start before this instant.
            zone: the IANA zone the asker reads times in.
            calendar: with whom; by default with anyone.
            unit: in which unit, at services that have units.
            ignoring: an appointment that is about to move: its own time counts as free, where the service can be told
                so.
        """
        return wait(
            self._session.call(
                "provider.slots",
                wire.READ_SLOT_LIST,
                (
                    ("appointment_type", _wire.plain, appointment_type),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("zone", _wire.plain, zone),
                    ("calendar", _wire.plain, calendar),
                    ("unit", _wire.plain, unit),
                    ("ignoring", _wire.plain, ignoring),
                ),
                None,
            )
        )

    def check_slot(self, slot: Slot) -> str:
        """Whether a slot can be booked at this moment: free, taken, too_close, too_far. It is not kept.

        Args:
            slot: a slot as it was offered.
        """
        return wait(
            self._session.call(
                "provider.check_slot",
                wire.TEXT,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                ),
                None,
            )
        )

    def hold(self, slot: Slot, seconds: int, *, idempotency_key: str) -> SlotHold:
        """Keeps a slot for somebody.

        Args:
            slot: a slot as it was offered.
            seconds: for how long.
            idempotency_key: the name this write goes by, 1 to 255 visible ASCII characters: the same for every
                attempt at the same write.

        Raises:
            ConflictError: somebody else has the slot (problem slot_taken).
        """
        return wait(
            self._session.call(
                "provider.hold",
                wire.READ_SLOT_HOLD,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                    ("seconds", _wire.plain, seconds),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    def release(self, hold_id: str) -> None:
        """Gives a held slot back. One that has lapsed is given back already.

        Args:
            hold_id: the name of the hold.
        """
        return wait(
            self._session.call(
                "provider.release",
                wire.READ_NOTHING,
                (
                    ("hold_id", _wire.plain, hold_id),
                ),
                None,
            )
        )

    def busy(self, calendars: Sequence[str], start: datetime, end: datetime) -> list[BusyTime]:
        """When calendars are busy, in order of start. A calendar that cannot be read fails the whole call.

        Args:
            calendars: whose: at least one.
            start: what overlaps the range that begins here.
            end: the instant after the last of the range.
        """
        return wait(
            self._session.call(
                "provider.busy",
                wire.READ_BUSY_TIME_LIST,
                (
                    ("calendars", _wire.each(_wire.plain), calendars),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    def register_webhook(
        self,
        target: str,
        topics: Sequence[str],
        *,
        signing_key: str | None = None,
    ) -> list[ProviderWebhook]:
        """Registers a receiver; several webhooks where the service wants one per topic. One that is there already is
        reused.

        Args:
            target: where deliveries go. One address per connected account, with a part nobody can guess.
            topics: what is delivered: created, updated, rescheduled, cancelled, no_show, type_changed.
            signing_key: the key the service shall sign with, where it takes one.

        Raises:
            RejectedError: the account has as many as it may have (problem limit_reached).
        """
        return wait(
            self._session.call(
                "provider.register_webhook",
                wire.READ_PROVIDER_WEBHOOK_LIST,
                (
                    ("target", _wire.plain, target),
                    ("topics", _wire.each(_wire.plain), topics),
                    ("signing_key", _wire.plain, signing_key),
                ),
                None,
            )
        )

    def webhooks(self) -> list[ProviderWebhook]:
        """The webhooks of the account, those of others among them."""
        return wait(
            self._session.call(
                "provider.webhooks",
                wire.READ_PROVIDER_WEBHOOK_LIST,
                (),
                None,
            )
        )

    def renew_webhook(self, webhook_id: str) -> ProviderWebhook:
        """Lengthens the life of a webhook that lapses; one that does not is returned as it is.

        Args:
            webhook_id: the service's id.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(
            self._session.call(
                "provider.renew_webhook",
                wire.READ_PROVIDER_WEBHOOK,
                (
                    ("webhook_id", _wire.plain, webhook_id),
                ),
                None,
            )
        )

    def delete_webhook(self, webhook_id: str) -> None:
        """Deletes a webhook. One that is not there is deleted already.

        Args:
            webhook_id: the service's id.
        """
        return wait(
            self._session.call(
                "provider.delete_webhook",
                wire.READ_NOTHING,
                (
                    ("webhook_id", _wire.plain, webhook_id),
                ),
                None,
            )
        )

    def verify_webhook(
        self,
        headers: Mapping[str, str],
        body: bytes,
        *,
        now: datetime | None = None,
    ) -> VerifiedDelivery:
        """Checks who sent a delivery. Services that sign nothing prove nothing, and pass. Nothing is sent.

        Args:
            headers: the headers of the request; their names compare without regard to case.
            body: the body, byte for byte.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: answer 401 and change nothing.
        """
        return wait(
            self._session.call(
                "provider.verify_webhook",
                wire.READ_VERIFIED_DELIVERY,
                (
                    ("headers", _wire.mapping(_wire.plain), headers),
                    ("body", _wire.base64_of, body),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def parse_webhook(
        self,
        headers: Mapping[str, str],
        body: bytes,
        *,
        now: datetime | None = None,
    ) -> list[ProviderEvent]:
        """Checks who sent a delivery and reads it. Nothing is sent.

        Args:
            headers: the headers of the request; their names compare without regard to case.
            body: the body, byte for byte.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: answer 401 and change nothing.
            DecodeError: it is no delivery of this service: put it aside.
        """
        return wait(
            self._session.call(
                "provider.parse_webhook",
                wire.READ_PROVIDER_EVENT_LIST,
                (
                    ("headers", _wire.mapping(_wire.plain), headers),
                    ("body", _wire.base64_of, body),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )


class AsyncProviderOperations:
    """As :class:`ProviderOperations`, for asyncio."""

    __slots__ = ()
    _session: ProviderSession

    async def verify(self) -> ProviderAccount:
        """As :meth:`ProviderOperations.verify`."""
        return await run(
            self._session.call(
                "provider.verify",
                wire.READ_PROVIDER_ACCOUNT,
                (),
                None,
            )
        )

    async def capabilities(self) -> ProviderCapabilities:
        """As :meth:`ProviderOperations.capabilities`."""
        return await run(
            self._session.call(
                "provider.capabilities",
                wire.READ_PROVIDER_CAPABILITIES,
                (),
                None,
            )
        )

    async def refresh_credentials(self) -> RefreshedCredentials:
        """As :meth:`ProviderOperations.refresh_credentials`."""
        return await run(
            self._session.call(
                "provider.refresh_credentials",
                wire.READ_REFRESHED_CREDENTIALS,
                (),
                None,
            )
        )

    async def bookings(
        self,
        start: datetime,
        end: datetime,
        *,
        cancelled: str | None = None,
        calendar: str | None = None,
        appointment_type: str | None = None,
        page_size: int | None = None,
    ) -> BookingList:
        """As :meth:`ProviderOperations.bookings`."""
        return await run(
            self._session.call(
                "provider.list",
                wire.READ_BOOKING_LIST,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("cancelled", _wire.plain, cancelled),
                    ("calendar", _wire.plain, calendar),
                    ("appointment_type", _wire.plain, appointment_type),
                    ("page_size", _wire.plain, page_size),
                ),
                None,
            )
        )

    async def booking_page(
        self,
        start: datetime,
        end: datetime,
        *,
        cancelled: str | None = None,
        calendar: str | None = None,
        appointment_type: str | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> BookingPage:
        """As :meth:`ProviderOperations.booking_page`."""
        return await run(
            self._session.call(
                "provider.page",
                wire.READ_BOOKING_PAGE,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("cancelled", _wire.plain, cancelled),
                    ("calendar", _wire.plain, calendar),
                    ("appointment_type", _wire.plain, appointment_type),
                    ("page_size", _wire.plain, page_size),
                    ("cursor", _wire.plain, cursor),
                ),
                None,
            )
        )

    async def changes(self, start: datetime, end: datetime, *, since: str | None = None) -> BookingChanges:
        """As :meth:`ProviderOperations.changes`."""
        return await run(
            self._session.call(
                "provider.changes",
                wire.READ_BOOKING_CHANGES,
                (
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("since", _wire.plain, since),
                ),
                None,
            )
        )

    async def booking(self, appointment_id: str) -> Booking:
        """As :meth:`ProviderOperations.booking`."""
        return await run(
            self._session.call(
                "provider.get",
                wire.READ_BOOKING,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                ),
                None,
            )
        )

    async def create(self, booking: NewBooking, *, idempotency_key: str) -> BookingWritten:
        """As :meth:`ProviderOperations.create`."""
        return await run(
            self._session.call(
                "provider.create",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("booking", wire.WRITE_NEW_BOOKING, booking),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def book(
        self,
        slot: Slot,
        client: BookingClient,
        zone: str,
        *,
        idempotency_key: str,
        consent_given_at: datetime | None = None,
        consent_terms: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> BookingWritten:
        """As :meth:`ProviderOperations.book`."""
        return await run(
            self._session.call(
                "provider.book",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                    ("client", wire.WRITE_BOOKING_CLIENT, client),
                    ("zone", _wire.plain, zone),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("consent_given_at", _wire.instant, consent_given_at),
                    ("consent_terms", _wire.plain, consent_terms),
                    ("options", _wire.mapping(_wire.plain), options),
                ),
                None,
            )
        )

    async def update(
        self,
        appointment_id: str,
        *,
        idempotency_key: str,
        first: str | None = None,
        last: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        notes: str | None = None,
        answers: Sequence[BookingAnswer] | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
        options: Mapping[str, str] | None = None,
    ) -> BookingWritten:
        """As :meth:`ProviderOperations.update`."""
        return await run(
            self._session.call(
                "provider.update",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("first", _wire.plain, first),
                    ("last", _wire.plain, last),
                    ("email", _wire.plain, email),
                    ("phone", _wire.plain, phone),
                    ("notes", _wire.plain, notes),
                    ("answers", _wire.each(wire.WRITE_BOOKING_ANSWER), answers),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                    ("options", _wire.mapping(_wire.plain), options),
                ),
                None,
            )
        )

    async def reschedule(
        self,
        appointment_id: str,
        start: datetime,
        *,
        idempotency_key: str,
        end: datetime | None = None,
        calendar: str | None = None,
        any_calendar: bool | None = None,
        zone: str | None = None,
        hold: str | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
    ) -> BookingWritten:
        """As :meth:`ProviderOperations.reschedule`."""
        return await run(
            self._session.call(
                "provider.reschedule",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("start", _wire.instant, start),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("end", _wire.instant, end),
                    ("calendar", _wire.plain, calendar),
                    ("any_calendar", _wire.plain, any_calendar),
                    ("zone", _wire.plain, zone),
                    ("hold", _wire.plain, hold),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                ),
                None,
            )
        )

    async def cancel(
        self,
        appointment_id: str,
        *,
        idempotency_key: str,
        by: str | None = None,
        reason: str | None = None,
        scope: str | None = None,
        expected: str | None = None,
        acting_as: str | None = None,
        notify: str | None = None,
    ) -> BookingWritten:
        """As :meth:`ProviderOperations.cancel`."""
        return await run(
            self._session.call(
                "provider.cancel",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("idempotency_key", _wire.plain, idempotency_key),
                    ("by", _wire.plain, by),
                    ("reason", _wire.plain, reason),
                    ("scope", _wire.plain, scope),
                    ("expected", _wire.plain, expected),
                    ("acting_as", _wire.plain, acting_as),
                    ("notify", _wire.plain, notify),
                ),
                None,
            )
        )

    async def set_status(self, appointment_id: str, change: str, *, idempotency_key: str) -> BookingWritten:
        """As :meth:`ProviderOperations.set_status`."""
        return await run(
            self._session.call(
                "provider.set_status",
                wire.READ_BOOKING_WRITTEN,
                (
                    ("appointment_id", _wire.plain, appointment_id),
                    ("change", _wire.plain, change),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def appointment_types(self) -> list[BookingType]:
        """As :meth:`ProviderOperations.appointment_types`."""
        return await run(
            self._session.call(
                "provider.appointment_types",
                wire.READ_BOOKING_TYPE_LIST,
                (),
                None,
            )
        )

    async def calendars(self) -> list[BookingCalendar]:
        """As :meth:`ProviderOperations.calendars`."""
        return await run(
            self._session.call(
                "provider.calendars",
                wire.READ_BOOKING_CALENDAR_LIST,
                (),
                None,
            )
        )

    async def slots(
        self,
        appointment_type: str,
        start: datetime,
        end: datetime,
        zone: str,
        *,
        calendar: str | None = None,
        unit: str | None = None,
        ignoring: str | None = None,
    ) -> list[Slot]:
        """As :meth:`ProviderOperations.slots`."""
        return await run(
            self._session.call(
                "provider.slots",
                wire.READ_SLOT_LIST,
                (
                    ("appointment_type", _wire.plain, appointment_type),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("zone", _wire.plain, zone),
                    ("calendar", _wire.plain, calendar),
                    ("unit", _wire.plain, unit),
                    ("ignoring", _wire.plain, ignoring),
                ),
                None,
            )
        )

    async def check_slot(self, slot: Slot) -> str:
        """As :meth:`ProviderOperations.check_slot`."""
        return await run(
            self._session.call(
                "provider.check_slot",
                wire.TEXT,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                ),
                None,
            )
        )

    async def hold(self, slot: Slot, seconds: int, *, idempotency_key: str) -> SlotHold:
        """As :meth:`ProviderOperations.hold`."""
        return await run(
            self._session.call(
                "provider.hold",
                wire.READ_SLOT_HOLD,
                (
                    ("slot", wire.WRITE_SLOT, slot),
                    ("seconds", _wire.plain, seconds),
                    ("idempotency_key", _wire.plain, idempotency_key),
                ),
                None,
            )
        )

    async def release(self, hold_id: str) -> None:
        """As :meth:`ProviderOperations.release`."""
        return await run(
            self._session.call(
                "provider.release",
                wire.READ_NOTHING,
                (
                    ("hold_id", _wire.plain, hold_id),
                ),
                None,
            )
        )

    async def busy(self, calendars: Sequence[str], start: datetime, end: datetime) -> list[BusyTime]:
        """As :meth:`ProviderOperations.busy`."""
        return await run(
            self._session.call(
                "provider.busy",
                wire.READ_BUSY_TIME_LIST,
                (
                    ("calendars", _wire.each(_wire.plain), calendars),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                ),
                None,
            )
        )

    async def register_webhook(
        self,
        target: str,
        topics: Sequence[str],
        *,
        signing_key: str | None = None,
    ) -> list[ProviderWebhook]:
        """As :meth:`ProviderOperations.register_webhook`."""
        return await run(
            self._session.call(
                "provider.register_webhook",
                wire.READ_PROVIDER_WEBHOOK_LIST,
                (
                    ("target", _wire.plain, target),
                    ("topics", _wire.each(_wire.plain), topics),
                    ("signing_key", _wire.plain, signing_key),
                ),
                None,
            )
        )

    async def webhooks(self) -> list[ProviderWebhook]:
        """As :meth:`ProviderOperations.webhooks`."""
        return await run(
            self._session.call(
                "provider.webhooks",
                wire.READ_PROVIDER_WEBHOOK_LIST,
                (),
                None,
            )
        )

    async def renew_webhook(self, webhook_id: str) -> ProviderWebhook:
        """As :meth:`ProviderOperations.renew_webhook`."""
        return await run(
            self._session.call(
                "provider.renew_webhook",
                wire.READ_PROVIDER_WEBHOOK,
                (
                    ("webhook_id", _wire.plain, webhook_id),
                ),
                None,
            )
        )

    async def delete_webhook(self, webhook_id: str) -> None:
        """As :meth:`ProviderOperations.delete_webhook`."""
        return await run(
            self._session.call(
                "provider.delete_webhook",
                wire.READ_NOTHING,
                (
                    ("webhook_id", _wire.plain, webhook_id),
                ),
                None,
            )
        )

    async def verify_webhook(
        self,
        headers: Mapping[str, str],
        body: bytes,
        *,
        now: datetime | None = None,
    ) -> VerifiedDelivery:
        """As :meth:`ProviderOperations.verify_webhook`."""
        return await run(
            self._session.call(
                "provider.verify_webhook",
                wire.READ_VERIFIED_DELIVERY,
                (
                    ("headers", _wire.mapping(_wire.plain), headers),
                    ("body", _wire.base64_of, body),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def parse_webhook(
        self,
        headers: Mapping[str, str],
        body: bytes,
        *,
        now: datetime | None = None,
    ) -> list[ProviderEvent]:
        """As :meth:`ProviderOperations.parse_webhook`."""
        return await run(
            self._session.call(
                "provider.parse_webhook",
                wire.READ_PROVIDER_EVENT_LIST,
                (
                    ("headers", _wire.mapping(_wire.plain), headers),
                    ("body", _wire.base64_of, body),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )


class LedgerOperations:
    """The ledger of a store: what is about to be changed elsewhere, written down before it is sent."""

    __slots__ = ()
    _session: StoreSession

    def plan(self, intent: EffectIntent, *, now: datetime | None = None) -> PlannedEffect:
        """Claims the key of a change and records it. The first claim wins, among all workers of the store.

        Args:
            intent: what is to be done.
            now: when; the present by default.

        Raises:
            KeyReuseError: an open or confirmed effect holds the key for other content.
        """
        return wait(
            self._session.call(
                "ledger.plan",
                wire.READ_PLANNED_EFFECT,
                (
                    ("intent", wire.WRITE_EFFECT_INTENT, intent),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def begin(
        self,
        effect_id: str,
        attempt_expected: int,
        deadline: datetime,
        *,
        now: datetime | None = None,
    ) -> Effect:
        """Records that an attempt is about to leave. Of many workers one wins.

        Args:
            effect_id: the id of the effect.
            attempt_expected: how many attempts the caller saw.
            deadline: when the attempt ends at the latest: send nothing after it.
            now: when; the present by default.

        Raises:
            ConflictError: another worker was first: send nothing.
        """
        return wait(
            self._session.call(
                "ledger.begin",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt_expected", _wire.plain, attempt_expected),
                    ("deadline", _wire.instant, deadline),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def confirm(
        self,
        effect_id: str,
        attempt: int,
        *,
        remote_id: str | None = None,
        now: datetime | None = None,
    ) -> Effect:
        """Records that it happened, from an answer or from positive evidence later. Repeating it is harmless.

        Args:
            effect_id: the id of the effect.
            attempt: the number of the attempt.
            remote_id: the id the other side gave it.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.confirm",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("remote_id", _wire.plain, remote_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def reject(self, effect_id: str, attempt: int, reason: str, *, now: datetime | None = None) -> Effect:
        """Records that the other side refused the attempt: it did not happen.

        Args:
            effect_id: the id of the effect.
            attempt: the number of the attempt.
            reason: why: a code.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.reject",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def doubt(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """Records that the attempt got no answer; starts the quiet period.

        Args:
            effect_id: the id of the effect.
            attempt: the number of the attempt.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.doubt",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def expire(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """Moves an attempt whose sender never came back into doubt, once its deadline has passed.

        Args:
            effect_id: the id of the effect.
            attempt: the number of the attempt.
            now: when; the present by default.

        Raises:
            InDoubtError: the deadline is still to come.
        """
        return wait(
            self._session.call(
                "ledger.expire",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def absent(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """Records that a look at the other side, made now, shows that it did not happen: it may be sent again.

        Args:
            effect_id: the id of the effect.
            attempt: the number of the attempt.
            now: when; the present by default.

        Raises:
            InDoubtError: the quiet period is not over: look again after ``not_before``.
            UnsupportedError: only a person can tell.
        """
        return wait(
            self._session.call(
                "ledger.absent",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def supersede(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """Records that the other side shows a confirmed effect undone; frees the key.

        Args:
            effect_id: the id of the effect.
            reason: why: a code.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.supersede",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def manual(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """Hands an effect in doubt to a person, who ends it as confirmed or absent.

        Args:
            effect_id: the id of the effect.
            reason: why: a code.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.manual",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def abandon(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """Gives up an effect that is planned, and not under way or in doubt; frees the key.

        Args:
            effect_id: the id of the effect.
            reason: why: a code.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.abandon",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def get(self, effect_id: str) -> Effect:
        """One effect.

        Args:
            effect_id: the id of the effect.

        Raises:
            NotFoundError: it was never recorded.
        """
        return wait(
            self._session.call(
                "ledger.get",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )

    def current(self, key: str) -> Effect | None:
        """The latest effect under a key; nothing when there is none.

        Args:
            key: the key.
        """
        return wait(
            self._session.call(
                "ledger.current",
                wire.READ_EFFECT_OR_NONE,
                (
                    ("key", _wire.plain, key),
                ),
                None,
            )
        )

    def effects(
        self,
        *,
        states: Sequence[str] | None = None,
        operation: str | None = None,
        subject_prefix: str | None = None,
        after_id: str | None = None,
        limit: int | None = None,
    ) -> list[Effect]:
        """The effects that meet all conditions, in the order in which they were planned first.

        Args:
            states: only these states: planned, sending, in_doubt, manual, confirmed, rejected, superseded, abandoned.
            operation: only this operation.
            subject_prefix: only subjects that begin so.
            after_id: only what follows this effect: the last one of the list before.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "ledger.list",
                wire.READ_EFFECT_LIST,
                (
                    ("states", _wire.each(_wire.plain), states),
                    ("operation", _wire.plain, operation),
                    ("subject_prefix", _wire.plain, subject_prefix),
                    ("after_id", _wire.plain, after_id),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def unresolved(self, *, limit: int | None = None, now: datetime | None = None) -> list[Effect]:
        """What has to be looked up: under way past the deadline, or in doubt. Ask at start, and on a timer.

        Args:
            limit: at most so many, 1 to 1000; 100 by default.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "ledger.unresolved",
                wire.READ_EFFECT_LIST,
                (
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def history(self, key: str) -> list[Effect]:
        """Every effect under a key, oldest first.

        Args:
            key: the key.
        """
        return wait(
            self._session.call(
                "ledger.history",
                wire.READ_EFFECT_LIST,
                (
                    ("key", _wire.plain, key),
                ),
                None,
            )
        )

    def attempts(self, effect_id: str) -> list[EffectAttempt]:
        """The attempts at an effect, oldest first.

        Args:
            effect_id: the id of the effect.
        """
        return wait(
            self._session.call(
                "ledger.attempts",
                wire.READ_EFFECT_ATTEMPT_LIST,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )


class AsyncLedgerOperations:
    """As :class:`LedgerOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def plan(self, intent: EffectIntent, *, now: datetime | None = None) -> PlannedEffect:
        """As :meth:`LedgerOperations.plan`."""
        return await run(
            self._session.call(
                "ledger.plan",
                wire.READ_PLANNED_EFFECT,
                (
                    ("intent", wire.WRITE_EFFECT_INTENT, intent),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def begin(
        self,
        effect_id: str,
        attempt_expected: int,
        deadline: datetime,
        *,
        now: datetime | None = None,
    ) -> Effect:
        """As :meth:`LedgerOperations.begin`."""
        return await run(
            self._session.call(
                "ledger.begin",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt_expected", _wire.plain, attempt_expected),
                    ("deadline", _wire.instant, deadline),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def confirm(
        self,
        effect_id: str,
        attempt: int,
        *,
        remote_id: str | None = None,
        now: datetime | None = None,
    ) -> Effect:
        """As :meth:`LedgerOperations.confirm`."""
        return await run(
            self._session.call(
                "ledger.confirm",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("remote_id", _wire.plain, remote_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def reject(self, effect_id: str, attempt: int, reason: str, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.reject`."""
        return await run(
            self._session.call(
                "ledger.reject",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def doubt(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.doubt`."""
        return await run(
            self._session.call(
                "ledger.doubt",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def expire(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.expire`."""
        return await run(
            self._session.call(
                "ledger.expire",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def absent(self, effect_id: str, attempt: int, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.absent`."""
        return await run(
            self._session.call(
                "ledger.absent",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("attempt", _wire.plain, attempt),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def supersede(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.supersede`."""
        return await run(
            self._session.call(
                "ledger.supersede",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def manual(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.manual`."""
        return await run(
            self._session.call(
                "ledger.manual",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def abandon(self, effect_id: str, reason: str, *, now: datetime | None = None) -> Effect:
        """As :meth:`LedgerOperations.abandon`."""
        return await run(
            self._session.call(
                "ledger.abandon",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def get(self, effect_id: str) -> Effect:
        """As :meth:`LedgerOperations.get`."""
        return await run(
            self._session.call(
                "ledger.get",
                wire.READ_EFFECT,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )

    async def current(self, key: str) -> Effect | None:
        """As :meth:`LedgerOperations.current`."""
        return await run(
            self._session.call(
                "ledger.current",
                wire.READ_EFFECT_OR_NONE,
                (
                    ("key", _wire.plain, key),
                ),
                None,
            )
        )

    async def effects(
        self,
        *,
        states: Sequence[str] | None = None,
        operation: str | None = None,
        subject_prefix: str | None = None,
        after_id: str | None = None,
        limit: int | None = None,
    ) -> list[Effect]:
        """As :meth:`LedgerOperations.effects`."""
        return await run(
            self._session.call(
                "ledger.list",
                wire.READ_EFFECT_LIST,
                (
                    ("states", _wire.each(_wire.plain), states),
                    ("operation", _wire.plain, operation),
                    ("subject_prefix", _wire.plain, subject_prefix),
                    ("after_id", _wire.plain, after_id),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def unresolved(self, *, limit: int | None = None, now: datetime | None = None) -> list[Effect]:
        """As :meth:`LedgerOperations.unresolved`."""
        return await run(
            self._session.call(
                "ledger.unresolved",
                wire.READ_EFFECT_LIST,
                (
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def history(self, key: str) -> list[Effect]:
        """As :meth:`LedgerOperations.history`."""
        return await run(
            self._session.call(
                "ledger.history",
                wire.READ_EFFECT_LIST,
                (
                    ("key", _wire.plain, key),
                ),
                None,
            )
        )

    async def attempts(self, effect_id: str) -> list[EffectAttempt]:
        """As :meth:`LedgerOperations.attempts`."""
        return await run(
            self._session.call(
                "ledger.attempts",
                wire.READ_EFFECT_ATTEMPT_LIST,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )


class OutboxOperations:
    """The outbox of a store: effects that wait to be sent, in order, with retries that end."""

    __slots__ = ()
    _session: StoreSession

    def enqueue(self, intent: EffectIntent, dispatch: OutboxDispatch, *, now: datetime | None = None) -> EnqueuedEffect:
        """Plans an effect and queues it, both or neither. The same effect is queued once. To queue in a transaction
        of your own see the statements for that.

        Args:
            intent: what is to be done.
            dispatch: how it is queued.
            now: when; the present by default.

        Raises:
            KeyReuseError: an open or confirmed effect holds the key for other content; nothing is queued.
        """
        return wait(
            self._session.call(
                "outbox.enqueue",
                wire.READ_ENQUEUED_EFFECT,
                (
                    ("intent", wire.WRITE_EFFECT_INTENT, intent),
                    ("dispatch", wire.WRITE_OUTBOX_DISPATCH, dispatch),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def claim(
        self,
        holder: str,
        ttl_seconds: float,
        *,
        limit: int | None = None,
        schedule: RetrySchedule | None = None,
        now: datetime | None = None,
    ) -> list[OutboxItem]:
        """Claims items whose turn and time have come; no other worker is given the same.

        Args:
            holder: the worker, unique among those that run.
            ttl_seconds: for how long it has the items, up to 24 hours.
            limit: at most so many, 1 to 1000; 100 by default.
            schedule: when attempts and time are used up; 64 attempts in three days by default.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "outbox.claim",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("holder", _wire.plain, holder),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("limit", _wire.plain, limit),
                    ("schedule", wire.WRITE_RETRY_SCHEDULE, schedule),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def extend(self, number: int, fence: int, ttl_seconds: float, *, now: datetime | None = None) -> OutboxItem:
        """Moves the end of a live claim.

        Args:
            number: the number of the item.
            fence: the fence of the claim.
            ttl_seconds: for how long from now, up to 24 hours; never to an earlier instant.
            now: when; the present by default.

        Raises:
            ConflictError: the item is not claimed under this fence (any more).
        """
        return wait(
            self._session.call(
                "outbox.extend",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def complete(self, number: int, fence: int, *, now: datetime | None = None) -> OutboxItem:
        """Says that the effect was sent. Repeating it is harmless.

        Args:
            number: the number of the item.
            fence: the fence of the claim.
            now: when; the present by default.

        Raises:
            ConflictError: the item is not claimed under this fence (any more).
        """
        return wait(
            self._session.call(
                "outbox.complete",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def complete_all(self, sent: Sequence[SentItem], *, now: datetime | None = None) -> list[CompletedItem]:
        """Says of several items at once that their effects were sent: a batch that one claim gave costs one step, not
        one for each. The answers are in the order of what was given; what is refused of one item is its own answer,
        and the others are done.

        Args:
            sent: the items, up to 1000.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "outbox.complete_all",
                wire.READ_COMPLETED_ITEM_LIST,
                (
                    ("sent", _wire.each(wire.WRITE_SENT_ITEM), sent),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def fail(
        self,
        number: int,
        fence: int,
        reason: str,
        *,
        schedule: RetrySchedule | None = None,
        now: datetime | None = None,
    ) -> OutboxItem:
        """Says that the attempt failed: it waits as the schedule says, or is dead when no attempt or time is left.

        Args:
            number: the number of the item.
            fence: the fence of the claim.
            reason: why: a code.
            schedule: when it is tried again; 2 seconds doubled up to 6 hours, for three days by default.
            now: when; the present by default.

        Raises:
            ConflictError: the item is not claimed under this fence (any more).
        """
        return wait(
            self._session.call(
                "outbox.fail",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("schedule", wire.WRITE_RETRY_SCHEDULE, schedule),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def defer(
        self,
        number: int,
        fence: int,
        reason: str,
        *,
        wait_seconds: float | None = None,
        now: datetime | None = None,
    ) -> OutboxItem:
        """Gives the item back unsent, and its attempt with it.

        Args:
            number: the number of the item.
            fence: the fence of the claim.
            reason: rate_limited: the other side has enough for now. breaker_open: its circuit breaker is open.
            wait_seconds: how long to wait, 1 second to a day: what the other side asked for. Of rate_limited 60 by
                default.
            now: when; the present by default.

        Raises:
            ConflictError: the item is not claimed under this fence (any more).
        """
        return wait(
            self._session.call(
                "outbox.defer",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("wait_seconds", _wire.plain, wait_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def bury(self, number: int, fence: int, reason: str, *, now: datetime | None = None) -> OutboxItem:
        """Gives the item up at once. Repeating it is harmless.

        Args:
            number: the number of the item.
            fence: the fence of the claim.
            reason: why: a code.
            now: when; the present by default.

        Raises:
            ConflictError: the item is not claimed under this fence (any more).
        """
        return wait(
            self._session.call(
                "outbox.bury",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def item(self, number: int) -> OutboxItem:
        """One item.

        Args:
            number: the number of the item.

        Raises:
            NotFoundError: its number was never given.
        """
        return wait(
            self._session.call(
                "outbox.item",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    def item_of(self, effect_id: str) -> OutboxItem | None:
        """The item of an effect; nothing when it was not queued.

        Args:
            effect_id: the id of the effect.
        """
        return wait(
            self._session.call(
                "outbox.item_of",
                wire.READ_OUTBOX_ITEM_OR_NONE,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )

    def dead(self, *, lane: str | None = None, reason: str | None = None, limit: int | None = None) -> list[OutboxItem]:
        """Dead items in the order of queueing: what a redrive would take.

        Args:
            lane: only this lane.
            reason: only this reason.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "outbox.dead",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("lane", _wire.plain, lane),
                    ("reason", _wire.plain, reason),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def redrive(
        self,
        *,
        lane: str | None = None,
        reason: str | None = None,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> list[OutboxItem]:
        """Queues dead items again, with all their attempts and the effects they had: what happened is not done again.

        Args:
            lane: only this lane.
            reason: only this reason.
            limit: at most so many, 1 to 1000; 100 by default.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "outbox.redrive",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("lane", _wire.plain, lane),
                    ("reason", _wire.plain, reason),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def counts(self) -> OutboxCounts:
        """What became of everything that was queued."""
        return wait(
            self._session.call(
                "outbox.counts",
                wire.READ_OUTBOX_COUNTS,
                (),
                None,
            )
        )


class AsyncOutboxOperations:
    """As :class:`OutboxOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def enqueue(
        self,
        intent: EffectIntent,
        dispatch: OutboxDispatch,
        *,
        now: datetime | None = None,
    ) -> EnqueuedEffect:
        """As :meth:`OutboxOperations.enqueue`."""
        return await run(
            self._session.call(
                "outbox.enqueue",
                wire.READ_ENQUEUED_EFFECT,
                (
                    ("intent", wire.WRITE_EFFECT_INTENT, intent),
                    ("dispatch", wire.WRITE_OUTBOX_DISPATCH, dispatch),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def claim(
        self,
        holder: str,
        ttl_seconds: float,
        *,
        limit: int | None = None,
        schedule: RetrySchedule | None = None,
        now: datetime | None = None,
    ) -> list[OutboxItem]:
        """As :meth:`OutboxOperations.claim`."""
        return await run(
            self._session.call(
                "outbox.claim",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("holder", _wire.plain, holder),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("limit", _wire.plain, limit),
                    ("schedule", wire.WRITE_RETRY_SCHEDULE, schedule),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def extend(self, number: int, fence: int, ttl_seconds: float, *, now: datetime | None = None) -> OutboxItem:
        """As :meth:`OutboxOperations.extend`."""
        return await run(
            self._session.call(
                "outbox.extend",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def complete(self, number: int, fence: int, *, now: datetime | None = None) -> OutboxItem:
        """As :meth:`OutboxOperations.complete`."""
        return await run(
            self._session.call(
                "outbox.complete",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def complete_all(self, sent: Sequence[SentItem], *, now: datetime | None = None) -> list[CompletedItem]:
        """As :meth:`OutboxOperations.complete_all`."""
        return await run(
            self._session.call(
                "outbox.complete_all",
                wire.READ_COMPLETED_ITEM_LIST,
                (
                    ("sent", _wire.each(wire.WRITE_SENT_ITEM), sent),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def fail(
        self,
        number: int,
        fence: int,
        reason: str,
        *,
        schedule: RetrySchedule | None = None,
        now: datetime | None = None,
    ) -> OutboxItem:
        """As :meth:`OutboxOperations.fail`."""
        return await run(
            self._session.call(
                "outbox.fail",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("schedule", wire.WRITE_RETRY_SCHEDULE, schedule),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def defer(
        self,
        number: int,
        fence: int,
        reason: str,
        *,
        wait_seconds: float | None = None,
        now: datetime | None = None,
    ) -> OutboxItem:
        """As :meth:`OutboxOperations.defer`."""
        return await run(
            self._session.call(
                "outbox.defer",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("wait_seconds", _wire.plain, wait_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def bury(self, number: int, fence: int, reason: str, *, now: datetime | None = None) -> OutboxItem:
        """As :meth:`OutboxOperations.bury`."""
        return await run(
            self._session.call(
                "outbox.bury",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                    ("fence", _wire.plain, fence),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def item(self, number: int) -> OutboxItem:
        """As :meth:`OutboxOperations.item`."""
        return await run(
            self._session.call(
                "outbox.item",
                wire.READ_OUTBOX_ITEM,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    async def item_of(self, effect_id: str) -> OutboxItem | None:
        """As :meth:`OutboxOperations.item_of`."""
        return await run(
            self._session.call(
                "outbox.item_of",
                wire.READ_OUTBOX_ITEM_OR_NONE,
                (
                    ("effect_id", _wire.plain, effect_id),
                ),
                None,
            )
        )

    async def dead(
        self,
        *,
        lane: str | None = None,
        reason: str | None = None,
        limit: int | None = None,
    ) -> list[OutboxItem]:
        """As :meth:`OutboxOperations.dead`."""
        return await run(
            self._session.call(
                "outbox.dead",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("lane", _wire.plain, lane),
                    ("reason", _wire.plain, reason),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def redrive(
        self,
        *,
        lane: str | None = None,
        reason: str | None = None,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> list[OutboxItem]:
        """As :meth:`OutboxOperations.redrive`."""
        return await run(
            self._session.call(
                "outbox.redrive",
                wire.READ_OUTBOX_ITEM_LIST,
                (
                    ("lane", _wire.plain, lane),
                    ("reason", _wire.plain, reason),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def counts(self) -> OutboxCounts:
        """As :meth:`OutboxOperations.counts`."""
        return await run(
            self._session.call(
                "outbox.counts",
                wire.READ_OUTBOX_COUNTS,
                (),
                None,
            )
        )


class InboxOperations:
    """The inbox of a store: what other systems announce, kept once each, or as marks on what has to be fetched."""

    __slots__ = ()
    _session: StoreSession

    def accept(
        self,
        source: str,
        event: str,
        body: bytes,
        *,
        message_id: str | None = None,
        stamp: str | None = None,
        subject: str | None = None,
        sent_at: datetime | None = None,
        now: datetime | None = None,
    ) -> AcceptedMessage:
        """Records a verified delivery, the first under its id; later ones are counted. Acknowledge once it returns.

        Args:
            source: who sent it, as a code: ``"calendly.agency-1"``.
            event: what happened, as the source says: ``"invitee.created"``.
            body: the body as it came, up to 1 MiB; kept until the message is settled.
            message_id: the id that the sender gave it and repeats on retries. This or ``stamp`` is required; what has
                neither is a hint.
            stamp: the time of the event as the sender wrote it, which retries repeat: with event and subject it tells
                messages apart.
            subject: the opaque id of what it happened to.
            sent_at: when the sender says it was sent, where that is signed.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "inbox.accept",
                wire.READ_ACCEPTED_MESSAGE,
                (
                    ("source", _wire.plain, source),
                    ("event", _wire.plain, event),
                    ("body", _wire.base64_of, body),
                    ("message_id", _wire.plain, message_id),
                    ("stamp", _wire.plain, stamp),
                    ("subject", _wire.plain, subject),
                    ("sent_at", _wire.instant, sent_at),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def settle(
        self,
        number: int,
        outcome: str,
        *,
        reason: str | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> InboxMessage:
        """Says what became of a message, and erases its body. Repeating it is harmless.

        Args:
            number: its number.
            outcome: applied: its change is in our records. superseded: a later state was known. ignored: nothing of
                ours depends on it. rejected: it cannot be understood.
            reason: why, as a code; required unless it was applied.
            guard: the lease under which it is settled.
            now: when; the present by default.

        Raises:
            ConflictError: it was settled otherwise, or the lease is gone.
        """
        return wait(
            self._session.call(
                "inbox.settle",
                wire.READ_INBOX_MESSAGE,
                (
                    ("number", _wire.plain, number),
                    ("outcome", _wire.plain, outcome),
                    ("reason", _wire.plain, reason),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def message(self, number: int) -> InboxMessage:
        """One message.

        Args:
            number: its number.

        Raises:
            NotFoundError: it is not recorded (any more).
        """
        return wait(
            self._session.call(
                "inbox.message",
                wire.READ_INBOX_MESSAGE,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    def received(self, source: str, *, after: int | None = None, limit: int | None = None) -> list[InboxMessage]:
        """Messages of a source that wait to be worked on, in the order of receipt.

        Args:
            source: who sent them.
            after: only after this number.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "inbox.received",
                wire.READ_INBOX_MESSAGE_LIST,
                (
                    ("source", _wire.plain, source),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def forget(
        self,
        source: str,
        *,
        keep_seconds: float | None = None,
        sender_horizon_seconds: float | None = None,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> int:
        """Forgets settled messages whose last delivery lies further back than the retention, and tells how many.

        Args:
            source: who sent it.
            keep_seconds: for how long after its last delivery a settled message is remembered, in seconds; 35 days by
                default.
            sender_horizon_seconds: for how long after an event its sender may still deliver it, in seconds; 76 hours
                by default. ``keep_seconds`` must not be less.
            limit: at most so many, 1 to 1000; 100 by default.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "inbox.forget",
                wire.READ_INTEGER,
                (
                    ("source", _wire.plain, source),
                    ("keep_seconds", _wire.plain, keep_seconds),
                    ("sender_horizon_seconds", _wire.plain, sender_horizon_seconds),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def hint(self, source: str, kind: str, id: str, *, now: datetime | None = None) -> DirtyMark:
        """Marks a subject dirty: something about it changed, it has to be fetched. No hint is ever taken for a
        repeat.

        Args:
            source: who announces it, as a code: ``"wellsky.agency-1"``.
            kind: what kind of thing it is, as the source spells it: ``"Patient"``.
            id: its id at the source.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "inbox.hint",
                wire.READ_DIRTY_MARK,
                (
                    ("source", _wire.plain, source),
                    ("kind", _wire.plain, kind),
                    ("id", _wire.plain, id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def dirty(self, source: str, *, limit: int | None = None) -> list[DirtyMark]:
        """Dirty subjects of a source, the one that has been dirty longest first.

        Args:
            source: who announced them.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "inbox.dirty",
                wire.READ_DIRTY_MARK_LIST,
                (
                    ("source", _wire.plain, source),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def fetched(
        self,
        source: str,
        kind: str,
        id: str,
        hints: int,
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> DirtyMark:
        """Says that a subject was fetched and what was found recorded. A hint that came since keeps it dirty.

        Args:
            source: who announced it.
            kind: what kind of thing it is.
            id: its id at the source.
            hints: the number of hints that its mark had before it was fetched.
            guard: the lease under which it was fetched.
            now: when; the present by default.

        Raises:
            NotFoundError: nobody named it.
            ConflictError: the lease is gone.
        """
        return wait(
            self._session.call(
                "inbox.fetched",
                wire.READ_DIRTY_MARK,
                (
                    ("source", _wire.plain, source),
                    ("kind", _wire.plain, kind),
                    ("id", _wire.plain, id),
                    ("hints", _wire.plain, hints),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def counts(self, source: str) -> InboxCounts:
        """What became of everything a source announced.

        Args:
            source: who announced it.
        """
        return wait(
            self._session.call(
                "inbox.counts",
                wire.READ_INBOX_COUNTS,
                (
                    ("source", _wire.plain, source),
                ),
                None,
            )
        )


class AsyncInboxOperations:
    """As :class:`InboxOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def accept(
        self,
        source: str,
        event: str,
        body: bytes,
        *,
        message_id: str | None = None,
        stamp: str | None = None,
        subject: str | None = None,
        sent_at: datetime | None = None,
        now: datetime | None = None,
    ) -> AcceptedMessage:
        """As :meth:`InboxOperations.accept`."""
        return await run(
            self._session.call(
                "inbox.accept",
                wire.READ_ACCEPTED_MESSAGE,
                (
                    ("source", _wire.plain, source),
                    ("event", _wire.plain, event),
                    ("body", _wire.base64_of, body),
                    ("message_id", _wire.plain, message_id),
                    ("stamp", _wire.plain, stamp),
                    ("subject", _wire.plain, subject),
                    ("sent_at", _wire.instant, sent_at),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def settle(
        self,
        number: int,
        outcome: str,
        *,
        reason: str | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> InboxMessage:
        """As :meth:`InboxOperations.settle`."""
        return await run(
            self._session.call(
                "inbox.settle",
                wire.READ_INBOX_MESSAGE,
                (
                    ("number", _wire.plain, number),
                    ("outcome", _wire.plain, outcome),
                    ("reason", _wire.plain, reason),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def message(self, number: int) -> InboxMessage:
        """As :meth:`InboxOperations.message`."""
        return await run(
            self._session.call(
                "inbox.message",
                wire.READ_INBOX_MESSAGE,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    async def received(self, source: str, *, after: int | None = None, limit: int | None = None) -> list[InboxMessage]:
        """As :meth:`InboxOperations.received`."""
        return await run(
            self._session.call(
                "inbox.received",
                wire.READ_INBOX_MESSAGE_LIST,
                (
                    ("source", _wire.plain, source),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def forget(
        self,
        source: str,
        *,
        keep_seconds: float | None = None,
        sender_horizon_seconds: float | None = None,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> int:
        """As :meth:`InboxOperations.forget`."""
        return await run(
            self._session.call(
                "inbox.forget",
                wire.READ_INTEGER,
                (
                    ("source", _wire.plain, source),
                    ("keep_seconds", _wire.plain, keep_seconds),
                    ("sender_horizon_seconds", _wire.plain, sender_horizon_seconds),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def hint(self, source: str, kind: str, id: str, *, now: datetime | None = None) -> DirtyMark:
        """As :meth:`InboxOperations.hint`."""
        return await run(
            self._session.call(
                "inbox.hint",
                wire.READ_DIRTY_MARK,
                (
                    ("source", _wire.plain, source),
                    ("kind", _wire.plain, kind),
                    ("id", _wire.plain, id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def dirty(self, source: str, *, limit: int | None = None) -> list[DirtyMark]:
        """As :meth:`InboxOperations.dirty`."""
        return await run(
            self._session.call(
                "inbox.dirty",
                wire.READ_DIRTY_MARK_LIST,
                (
                    ("source", _wire.plain, source),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def fetched(
        self,
        source: str,
        kind: str,
        id: str,
        hints: int,
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> DirtyMark:
        """As :meth:`InboxOperations.fetched`."""
        return await run(
            self._session.call(
                "inbox.fetched",
                wire.READ_DIRTY_MARK,
                (
                    ("source", _wire.plain, source),
                    ("kind", _wire.plain, kind),
                    ("id", _wire.plain, id),
                    ("hints", _wire.plain, hints),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def counts(self, source: str) -> InboxCounts:
        """As :meth:`InboxOperations.counts`."""
        return await run(
            self._session.call(
                "inbox.counts",
                wire.READ_INBOX_COUNTS,
                (
                    ("source", _wire.plain, source),
                ),
                None,
            )
        )


class MirrorOperations:
    """The mirror of a store: what another system holds, under which id here, how far it was read, what is gone."""

    __slots__ = ()
    _session: StoreSession

    def apply_page(
        self,
        connection: str,
        kind: str,
        records: Sequence[MirrorRecord],
        *,
        cursor: CursorMove | None = None,
        scan: int | None = None,
        projection: RecordProjection | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> PageReport:
        """Stores a page and moves its cursor, or does neither. What is as before writes nothing.

        Args:
            connection: one tenant's account at one source: ``"wellsky/agency-1"``.
            kind: the kind of all the records, as a code: ``"client"``.
            records: the records, up to 10,000.
            cursor: where reading goes on; stored with the records or not at all.
            scan: the number of the scan this page is a part of.
            projection: which fields count; by default every byte of the content.
            guard: the lease under which it is written.
            now: when; the present by default.

        Raises:
            ConflictError: the cursor moved since the reader began, the scan is not open, or the lease is gone.
        """
        return wait(
            self._session.call(
                "mirror.apply_page",
                wire.READ_PAGE_REPORT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("records", _wire.each(wire.WRITE_MIRROR_RECORD), records),
                    ("cursor", wire.WRITE_CURSOR_MOVE, cursor),
                    ("scan", _wire.plain, scan),
                    ("projection", wire.WRITE_RECORD_PROJECTION, projection),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def changed(
        self,
        connection: str,
        kind: str,
        *,
        after: int | None = None,
        limit: int | None = None,
    ) -> list[MirrorReference]:
        """Records of a kind that changed after a change, in the order of change.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            after: only after this change; from the beginning by default.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "mirror.changed",
                wire.READ_MIRROR_REFERENCE_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def link(
        self,
        connection: str,
        kind: str,
        external_id: str,
        *,
        local_id: int | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """Ties a record to an id here. Of many callers all are given the same id.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            external_id: its id there.
            local_id: the id here; a new one by default.
            now: when; the present by default.

        Raises:
            ConflictError: it is tied to another id, or another live record of its kind to this one.
        """
        return wait(
            self._session.call(
                "mirror.link",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("local_id", _wire.plain, local_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def succeed(
        self,
        connection: str,
        kind: str,
        old_id: str,
        new_id: str,
        *,
        new_kind: str | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """Says that a record has another id there now: the id here is kept, and the old one is closed.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            old_id: the id it had.
            new_id: the id it has.
            new_kind: the kind it has now, where that is another.
            now: when; the present by default.

        Raises:
            ConflictError: each was seen and is tied to records of its own.
        """
        return wait(
            self._session.call(
                "mirror.succeed",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("old_id", _wire.plain, old_id),
                    ("new_id", _wire.plain, new_id),
                    ("new_kind", _wire.plain, new_kind),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def gone(
        self,
        connection: str,
        kind: str,
        external_id: str,
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """Says that a look at this very record found it gone. Repeating it is harmless.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            external_id: its id there.
            guard: the lease under which it was looked for.
            now: when; the present by default.

        Raises:
            NotFoundError: nobody saw it.
        """
        return wait(
            self._session.call(
                "mirror.gone",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def reference(self, connection: str, kind: str, external_id: str) -> MirrorReference | None:
        """What is known about a record; nothing when nobody saw or linked it.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            external_id: its id there.
        """
        return wait(
            self._session.call(
                "mirror.reference",
                wire.READ_MIRROR_REFERENCE_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def body(self, connection: str, kind: str, external_id: str) -> bytes | None:
        """What was kept of a record; nothing when nothing was.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            external_id: its id there.
        """
        return wait(
            self._session.call(
                "mirror.body",
                wire.READ_BYTES_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    def references_of(self, local_id: int) -> list[MirrorReference]:
        """Every record that is tied to an id here, in the order in which they were first seen.

        Args:
            local_id: the id here.
        """
        return wait(
            self._session.call(
                "mirror.references_of",
                wire.READ_MIRROR_REFERENCE_LIST,
                (
                    ("local_id", _wire.plain, local_id),
                ),
                None,
            )
        )

    def cursor(self, stream: str) -> MirrorCursor | None:
        """How far a stream was read; nothing when it never was.

        Args:
            stream: the stream.
        """
        return wait(
            self._session.call(
                "mirror.cursor",
                wire.READ_MIRROR_CURSOR_OR_NONE,
                (
                    ("stream", _wire.plain, stream),
                ),
                None,
            )
        )

    def next_read(
        self,
        remote_now: datetime,
        *,
        high: datetime | None = None,
        overlap_seconds: float | None = None,
        skew_seconds: float | None = None,
    ) -> ReadWindow:
        """What to read next: it overlaps what is stored, and ends before the vendor's clocks may disagree.

        Args:
            remote_now: by the other system's clock (the ``Date`` of its answer).
            high: how far it was read: ``high`` of the cursor.
            overlap_seconds: how much is read again, in seconds; 300 by default.
            skew_seconds: how far apart the vendor's own clocks may be, in seconds; 60 by default.
        """
        return wait(
            self._session.call(
                "mirror.next_read",
                wire.READ_READ_WINDOW,
                (
                    ("remote_now", _wire.instant, remote_now),
                    ("high", _wire.instant, high),
                    ("overlap_seconds", _wire.plain, overlap_seconds),
                    ("skew_seconds", _wire.plain, skew_seconds),
                ),
                None,
            )
        )

    def rewind(
        self,
        stream: str,
        expected_version: int,
        actor: str,
        reason: str,
        *,
        high: datetime | None = None,
        now: datetime | None = None,
    ) -> MirrorCursor:
        """Takes a cursor back, or ahead, by a decision of somebody, which is kept.

        Args:
            stream: the stream.
            expected_version: the version the cursor has.
            actor: who decided: an opaque id.
            reason: why: a code.
            high: where reading goes on; from the beginning by default.
            now: when; the present by default.

        Raises:
            ConflictError: it moved since.
            NotFoundError: the stream was never read.
        """
        return wait(
            self._session.call(
                "mirror.rewind",
                wire.READ_MIRROR_CURSOR,
                (
                    ("stream", _wire.plain, stream),
                    ("expected_version", _wire.plain, expected_version),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("high", _wire.instant, high),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def begin_scan(
        self,
        connection: str,
        kind: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        now: datetime | None = None,
    ) -> MirrorScan:
        """Begins a reading of everything in a scope. An open one of the same connection and kind ends as partial.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            start: only what lies from this instant on; both ends or neither.
            end: only what lies before this instant.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "mirror.begin_scan",
                wire.READ_MIRROR_SCAN,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def end_scan(
        self,
        number: int,
        complete: bool,
        *,
        misses: int | None = None,
        brake_count: int | None = None,
        brake_percent: int | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> ScanReport:
        """Ends a scan. Of a complete one, what it missed often enough is gone, unless that is more than the brake
        lets through.

        Args:
            number: its number.
            complete: true when every slice was read to its end, none was cut off, and no error was passed over. False
                for anything else: it then proves nothing about what it did not see.
            misses: how many complete scans in a row have to miss a record; 2 by default.
            brake_count: so many may always be gone; 5 by default.
            brake_percent: so may this share of what is live, in percent; 5 by default.
            guard: the lease under which it was read.
            now: when; the present by default.

        Raises:
            ConflictError: it is not open, or the lease is gone.
        """
        return wait(
            self._session.call(
                "mirror.end_scan",
                wire.READ_SCAN_REPORT,
                (
                    ("number", _wire.plain, number),
                    ("complete", _wire.plain, complete),
                    ("misses", _wire.plain, misses),
                    ("brake_count", _wire.plain, brake_count),
                    ("brake_percent", _wire.plain, brake_percent),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def approve_scan(self, number: int, actor: str, *, now: datetime | None = None) -> ScanReport:
        """Lets a held scan through: what it missed, and was not seen since, is gone.

        Args:
            number: its number.
            actor: who lets it through: an opaque id.
            now: when; the present by default.

        Raises:
            ConflictError: it is not held.
        """
        return wait(
            self._session.call(
                "mirror.approve_scan",
                wire.READ_SCAN_REPORT,
                (
                    ("number", _wire.plain, number),
                    ("actor", _wire.plain, actor),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def scan(self, number: int) -> MirrorScan:
        """One scan.

        Args:
            number: its number.

        Raises:
            NotFoundError: there is none with this number.
        """
        return wait(
            self._session.call(
                "mirror.scan",
                wire.READ_MIRROR_SCAN,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )


class AsyncMirrorOperations:
    """As :class:`MirrorOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def apply_page(
        self,
        connection: str,
        kind: str,
        records: Sequence[MirrorRecord],
        *,
        cursor: CursorMove | None = None,
        scan: int | None = None,
        projection: RecordProjection | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> PageReport:
        """As :meth:`MirrorOperations.apply_page`."""
        return await run(
            self._session.call(
                "mirror.apply_page",
                wire.READ_PAGE_REPORT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("records", _wire.each(wire.WRITE_MIRROR_RECORD), records),
                    ("cursor", wire.WRITE_CURSOR_MOVE, cursor),
                    ("scan", _wire.plain, scan),
                    ("projection", wire.WRITE_RECORD_PROJECTION, projection),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def changed(
        self,
        connection: str,
        kind: str,
        *,
        after: int | None = None,
        limit: int | None = None,
    ) -> list[MirrorReference]:
        """As :meth:`MirrorOperations.changed`."""
        return await run(
            self._session.call(
                "mirror.changed",
                wire.READ_MIRROR_REFERENCE_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def link(
        self,
        connection: str,
        kind: str,
        external_id: str,
        *,
        local_id: int | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """As :meth:`MirrorOperations.link`."""
        return await run(
            self._session.call(
                "mirror.link",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("local_id", _wire.plain, local_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def succeed(
        self,
        connection: str,
        kind: str,
        old_id: str,
        new_id: str,
        *,
        new_kind: str | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """As :meth:`MirrorOperations.succeed`."""
        return await run(
            self._session.call(
                "mirror.succeed",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("old_id", _wire.plain, old_id),
                    ("new_id", _wire.plain, new_id),
                    ("new_kind", _wire.plain, new_kind),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def gone(
        self,
        connection: str,
        kind: str,
        external_id: str,
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> MirrorReference:
        """As :meth:`MirrorOperations.gone`."""
        return await run(
            self._session.call(
                "mirror.gone",
                wire.READ_MIRROR_REFERENCE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def reference(self, connection: str, kind: str, external_id: str) -> MirrorReference | None:
        """As :meth:`MirrorOperations.reference`."""
        return await run(
            self._session.call(
                "mirror.reference",
                wire.READ_MIRROR_REFERENCE_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def body(self, connection: str, kind: str, external_id: str) -> bytes | None:
        """As :meth:`MirrorOperations.body`."""
        return await run(
            self._session.call(
                "mirror.body",
                wire.READ_BYTES_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                ),
                None,
            )
        )

    async def references_of(self, local_id: int) -> list[MirrorReference]:
        """As :meth:`MirrorOperations.references_of`."""
        return await run(
            self._session.call(
                "mirror.references_of",
                wire.READ_MIRROR_REFERENCE_LIST,
                (
                    ("local_id", _wire.plain, local_id),
                ),
                None,
            )
        )

    async def cursor(self, stream: str) -> MirrorCursor | None:
        """As :meth:`MirrorOperations.cursor`."""
        return await run(
            self._session.call(
                "mirror.cursor",
                wire.READ_MIRROR_CURSOR_OR_NONE,
                (
                    ("stream", _wire.plain, stream),
                ),
                None,
            )
        )

    async def next_read(
        self,
        remote_now: datetime,
        *,
        high: datetime | None = None,
        overlap_seconds: float | None = None,
        skew_seconds: float | None = None,
    ) -> ReadWindow:
        """As :meth:`MirrorOperations.next_read`."""
        return await run(
            self._session.call(
                "mirror.next_read",
                wire.READ_READ_WINDOW,
                (
                    ("remote_now", _wire.instant, remote_now),
                    ("high", _wire.instant, high),
                    ("overlap_seconds", _wire.plain, overlap_seconds),
                    ("skew_seconds", _wire.plain, skew_seconds),
                ),
                None,
            )
        )

    async def rewind(
        self,
        stream: str,
        expected_version: int,
        actor: str,
        reason: str,
        *,
        high: datetime | None = None,
        now: datetime | None = None,
    ) -> MirrorCursor:
        """As :meth:`MirrorOperations.rewind`."""
        return await run(
            self._session.call(
                "mirror.rewind",
                wire.READ_MIRROR_CURSOR,
                (
                    ("stream", _wire.plain, stream),
                    ("expected_version", _wire.plain, expected_version),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("high", _wire.instant, high),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def begin_scan(
        self,
        connection: str,
        kind: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        now: datetime | None = None,
    ) -> MirrorScan:
        """As :meth:`MirrorOperations.begin_scan`."""
        return await run(
            self._session.call(
                "mirror.begin_scan",
                wire.READ_MIRROR_SCAN,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("start", _wire.instant, start),
                    ("end", _wire.instant, end),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def end_scan(
        self,
        number: int,
        complete: bool,
        *,
        misses: int | None = None,
        brake_count: int | None = None,
        brake_percent: int | None = None,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> ScanReport:
        """As :meth:`MirrorOperations.end_scan`."""
        return await run(
            self._session.call(
                "mirror.end_scan",
                wire.READ_SCAN_REPORT,
                (
                    ("number", _wire.plain, number),
                    ("complete", _wire.plain, complete),
                    ("misses", _wire.plain, misses),
                    ("brake_count", _wire.plain, brake_count),
                    ("brake_percent", _wire.plain, brake_percent),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def approve_scan(self, number: int, actor: str, *, now: datetime | None = None) -> ScanReport:
        """As :meth:`MirrorOperations.approve_scan`."""
        return await run(
            self._session.call(
                "mirror.approve_scan",
                wire.READ_SCAN_REPORT,
                (
                    ("number", _wire.plain, number),
                    ("actor", _wire.plain, actor),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def scan(self, number: int) -> MirrorScan:
        """As :meth:`MirrorOperations.scan`."""
        return await run(
            self._session.call(
                "mirror.scan",
                wire.READ_MIRROR_SCAN,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )


class LeaseOperations:
    """The leases of a store: who may do a thing now, with a fence that refuses whoever comes back too late."""

    __slots__ = ()
    _session: StoreSession

    def acquire(self, name: str, holder: str, ttl_seconds: float, *, now: datetime | None = None) -> Lease:
        """Grants a lease, with a higher fence than any grant before. A holder that has it already gets it anew.

        Args:
            name: what it is for: ``"poll/wellsky/agency-1"``.
            holder: the worker, unique among those that run.
            ttl_seconds: for how long, up to 24 hours.
            now: when; the present by default.

        Raises:
            ConflictError: another holder has it; says for how long.
        """
        return wait(
            self._session.call(
                "lease.acquire",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("holder", _wire.plain, holder),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def renew(self, name: str, fence: int, ttl_seconds: float, *, now: datetime | None = None) -> Lease:
        """Moves the end of a grant. Do so after a third of its time.

        Args:
            name: what it is for.
            fence: the fence of the grant.
            ttl_seconds: for how long from now, up to 24 hours; never to an earlier instant.
            now: when; the present by default.

        Raises:
            ConflictError: it has ended, was released or granted anew: stop.
        """
        return wait(
            self._session.call(
                "lease.renew",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def release(self, name: str, fence: int, *, now: datetime | None = None) -> Lease:
        """Gives a grant back. Repeating it is harmless.

        Args:
            name: what it is for.
            fence: the fence of the grant.
            now: when; the present by default.

        Raises:
            ConflictError: it was granted anew.
        """
        return wait(
            self._session.call(
                "lease.release",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def check(self, name: str, fence: int, *, now: datetime | None = None) -> None:
        """Passes when the grant with this fence is live.

        Args:
            name: what it is for.
            fence: the fence of the grant.
            now: when; the present by default.

        Raises:
            ConflictError: it has ended, was released or granted anew: stop.
        """
        return wait(
            self._session.call(
                "lease.check",
                wire.READ_NOTHING,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def get(self, name: str) -> Lease | None:
        """The last grant under a name, live or not; nothing when there was none.

        Args:
            name: what it is for.
        """
        return wait(
            self._session.call(
                "lease.get",
                wire.READ_LEASE_OR_NONE,
                (
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )


class AsyncLeaseOperations:
    """As :class:`LeaseOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def acquire(self, name: str, holder: str, ttl_seconds: float, *, now: datetime | None = None) -> Lease:
        """As :meth:`LeaseOperations.acquire`."""
        return await run(
            self._session.call(
                "lease.acquire",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("holder", _wire.plain, holder),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def renew(self, name: str, fence: int, ttl_seconds: float, *, now: datetime | None = None) -> Lease:
        """As :meth:`LeaseOperations.renew`."""
        return await run(
            self._session.call(
                "lease.renew",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("ttl_seconds", _wire.plain, ttl_seconds),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def release(self, name: str, fence: int, *, now: datetime | None = None) -> Lease:
        """As :meth:`LeaseOperations.release`."""
        return await run(
            self._session.call(
                "lease.release",
                wire.READ_LEASE,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def check(self, name: str, fence: int, *, now: datetime | None = None) -> None:
        """As :meth:`LeaseOperations.check`."""
        return await run(
            self._session.call(
                "lease.check",
                wire.READ_NOTHING,
                (
                    ("name", _wire.plain, name),
                    ("fence", _wire.plain, fence),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def get(self, name: str) -> Lease | None:
        """As :meth:`LeaseOperations.get`."""
        return await run(
            self._session.call(
                "lease.get",
                wire.READ_LEASE_OR_NONE,
                (
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )


class LatchOperations:
    """The latches of a store: what may happen once in the life of a subject, and only with proof."""

    __slots__ = ()
    _session: StoreSession

    def arm(self, rule: LatchRule, evidence: LatchEvidence, subject: str, *, now: datetime | None = None) -> ArmedLatch:
        """Proves that a latch may fire, and arms it. The first document counts.

        Args:
            rule: what is asked of the proof.
            evidence: the proof.
            subject: the opaque id of whom it happens to.
            now: when; the present by default.

        Raises:
            RejectedError: the evidence does not prove it; the context has the reason.
            ConflictError: the document armed another latch.
        """
        return wait(
            self._session.call(
                "latch.arm",
                wire.READ_ARMED_LATCH,
                (
                    ("rule", wire.WRITE_LATCH_RULE, rule),
                    ("evidence", wire.WRITE_LATCH_EVIDENCE, evidence),
                    ("subject", _wire.plain, subject),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def fire(self, kind: str, subject: str, effect_id: str, *, now: datetime | None = None) -> Latch:
        """Says that an effect is about to fire it. Repeating it with the same effect is harmless.

        Args:
            kind: the kind of latch.
            subject: whom it happens to.
            effect_id: the id of the effect.
            now: when; the present by default.

        Raises:
            ConflictError: another effect fires it or did.
        """
        return wait(
            self._session.call(
                "latch.fire",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def fired(
        self,
        kind: str,
        subject: str,
        effect_id: str,
        *,
        remote_id: str | None = None,
        now: datetime | None = None,
    ) -> Latch:
        """Says that it happened. Repeating it is harmless.

        Args:
            kind: the kind of latch.
            subject: whom it happened to.
            effect_id: the id of the effect.
            remote_id: what the other side calls the result.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "latch.fired",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("remote_id", _wire.plain, remote_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def misfired(self, kind: str, subject: str, effect_id: str, *, now: datetime | None = None) -> Latch:
        """Says that the effect was refused, or is proved not to have happened. Repeating it is harmless.

        Args:
            kind: the kind of latch.
            subject: whom it happens to.
            effect_id: the id of the effect.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "latch.misfired",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def get(self, kind: str, subject: str) -> Latch | None:
        """One latch; nothing when it was never armed.

        Args:
            kind: the kind of latch.
            subject: whom it happens to.
        """
        return wait(
            self._session.call(
                "latch.get",
                wire.READ_LATCH_OR_NONE,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                ),
                None,
            )
        )

    def unfired(self, *, limit: int | None = None) -> list[Latch]:
        """Latches that are armed or firing, in the order of arming.

        Args:
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "latch.unfired",
                wire.READ_LATCH_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class AsyncLatchOperations:
    """As :class:`LatchOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def arm(
        self,
        rule: LatchRule,
        evidence: LatchEvidence,
        subject: str,
        *,
        now: datetime | None = None,
    ) -> ArmedLatch:
        """As :meth:`LatchOperations.arm`."""
        return await run(
            self._session.call(
                "latch.arm",
                wire.READ_ARMED_LATCH,
                (
                    ("rule", wire.WRITE_LATCH_RULE, rule),
                    ("evidence", wire.WRITE_LATCH_EVIDENCE, evidence),
                    ("subject", _wire.plain, subject),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def fire(self, kind: str, subject: str, effect_id: str, *, now: datetime | None = None) -> Latch:
        """As :meth:`LatchOperations.fire`."""
        return await run(
            self._session.call(
                "latch.fire",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def fired(
        self,
        kind: str,
        subject: str,
        effect_id: str,
        *,
        remote_id: str | None = None,
        now: datetime | None = None,
    ) -> Latch:
        """As :meth:`LatchOperations.fired`."""
        return await run(
            self._session.call(
                "latch.fired",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("remote_id", _wire.plain, remote_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def misfired(self, kind: str, subject: str, effect_id: str, *, now: datetime | None = None) -> Latch:
        """As :meth:`LatchOperations.misfired`."""
        return await run(
            self._session.call(
                "latch.misfired",
                wire.READ_LATCH,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                    ("effect_id", _wire.plain, effect_id),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def get(self, kind: str, subject: str) -> Latch | None:
        """As :meth:`LatchOperations.get`."""
        return await run(
            self._session.call(
                "latch.get",
                wire.READ_LATCH_OR_NONE,
                (
                    ("kind", _wire.plain, kind),
                    ("subject", _wire.plain, subject),
                ),
                None,
            )
        )

    async def unfired(self, *, limit: int | None = None) -> list[Latch]:
        """As :meth:`LatchOperations.unfired`."""
        return await run(
            self._session.call(
                "latch.unfired",
                wire.READ_LATCH_LIST,
                (
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class GateOperations:
    """The gate of a store: how far an integration may go by now."""

    __slots__ = ()
    _session: StoreSession

    def set_level(
        self,
        connection: str,
        level: str,
        actor: str,
        reason: str,
        *,
        kind: str | None = None,
        operation: str | None = None,
        now: datetime | None = None,
    ) -> GateChange:
        """Sets how far an integration may go. Every change is kept; whoever asks afterwards sees it, in any process.

        Args:
            connection: one tenant's account at one source: ``"wellsky/agency-1"``.
            level: off, read_only, inbound, outbound, two_way, automation.
            actor: who sets it: an opaque id.
            reason: why: a code.
            kind: only for this kind of record, as a code.
            operation: only for this operation on it, as a code.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "gate.set_level",
                wire.READ_GATE_CHANGE,
                (
                    ("connection", _wire.plain, connection),
                    ("level", _wire.plain, level),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def level(self, connection: str, *, kind: str | None = None, operation: str | None = None) -> str:
        """The level that counts: that of the scope, or of what is around it; off where none is set.

        Args:
            connection: one tenant's account at one source.
            kind: the kind of record.
            operation: the operation on it.
        """
        return wait(
            self._session.call(
                "gate.level",
                wire.TEXT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                ),
                None,
            )
        )

    def check(self, connection: str, action: str, *, kind: str | None = None, operation: str | None = None) -> None:
        """Passes when the gate allows the action. Ask when something is planned, and again right before it is sent.

        Args:
            connection: one tenant's account at one source.
            action: read: fetch from there. apply: change something here because it changed there. send: change
                something there. automate: change something there that nobody asked for.
            kind: the kind of record.
            operation: the operation on it.

        Raises:
            PermissionDeniedError: it does not; the context has the level.
        """
        return wait(
            self._session.call(
                "gate.check",
                wire.READ_NOTHING,
                (
                    ("connection", _wire.plain, connection),
                    ("action", _wire.plain, action),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                ),
                None,
            )
        )

    def changes(self, connection: str, *, limit: int | None = None) -> list[GateChange]:
        """The changes of a connection, the latest first.

        Args:
            connection: one tenant's account at one source.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "gate.changes",
                wire.READ_GATE_CHANGE_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class AsyncGateOperations:
    """As :class:`GateOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def set_level(
        self,
        connection: str,
        level: str,
        actor: str,
        reason: str,
        *,
        kind: str | None = None,
        operation: str | None = None,
        now: datetime | None = None,
    ) -> GateChange:
        """As :meth:`GateOperations.set_level`."""
        return await run(
            self._session.call(
                "gate.set_level",
                wire.READ_GATE_CHANGE,
                (
                    ("connection", _wire.plain, connection),
                    ("level", _wire.plain, level),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def level(self, connection: str, *, kind: str | None = None, operation: str | None = None) -> str:
        """As :meth:`GateOperations.level`."""
        return await run(
            self._session.call(
                "gate.level",
                wire.TEXT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                ),
                None,
            )
        )

    async def check(
        self,
        connection: str,
        action: str,
        *,
        kind: str | None = None,
        operation: str | None = None,
    ) -> None:
        """As :meth:`GateOperations.check`."""
        return await run(
            self._session.call(
                "gate.check",
                wire.READ_NOTHING,
                (
                    ("connection", _wire.plain, connection),
                    ("action", _wire.plain, action),
                    ("kind", _wire.plain, kind),
                    ("operation", _wire.plain, operation),
                ),
                None,
            )
        )

    async def changes(self, connection: str, *, limit: int | None = None) -> list[GateChange]:
        """As :meth:`GateOperations.changes`."""
        return await run(
            self._session.call(
                "gate.changes",
                wire.READ_GATE_CHANGE_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class AuditOperations:
    """The audit log of a store: who did what, in chains of hashes that show every change."""

    __slots__ = ()
    _session: StoreSession

    def append(self, chain: str, entries: Sequence[NewAuditEntry], *, now: datetime | None = None) -> AuditHead:
        """Appends entries to a chain, all or none, and gives its new end. Nothing is ever changed or deleted.

        Args:
            chain: the chain, as a name: ``"agency-1"``.
            entries: the entries, all or none.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "audit.append",
                wire.READ_AUDIT_HEAD,
                (
                    ("chain", _wire.plain, chain),
                    ("entries", _wire.each(wire.WRITE_NEW_AUDIT_ENTRY), entries),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def head(self, chain: str) -> AuditHead:
        """Where a chain ends.

        Args:
            chain: the chain.
        """
        return wait(
            self._session.call(
                "audit.head",
                wire.READ_AUDIT_HEAD,
                (
                    ("chain", _wire.plain, chain),
                ),
                None,
            )
        )

    def entries(self, chain: str, *, after: int | None = None, limit: int | None = None) -> list[AuditEntry]:
        """Entries of a chain, in order.

        Args:
            chain: the chain.
            after: only after this number.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "audit.entries",
                wire.READ_AUDIT_ENTRY_LIST,
                (
                    ("chain", _wire.plain, chain),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def verify(
        self,
        chain: str,
        *,
        from_head: AuditHead | None = None,
        anchors: Sequence[AuditAnchor] | None = None,
        key: bytes | None = None,
    ) -> AuditVerification:
        """Reads a chain to its end and holds it against the head of the store and against anchors.

        Args:
            chain: the chain.
            from_head: from here on: the head of an earlier verification. From the beginning by default.
            anchors: anchors that were kept outside the store.
            key: the key they were signed under, 32 bytes or more; required with anchors.

        Raises:
            ConflictError: the chain was changed, cut or written anew: the context says where.
            AuthenticationError: an anchor was not signed under this key, or was changed.
        """
        return wait(
            self._session.call(
                "audit.verify",
                wire.READ_AUDIT_VERIFICATION,
                (
                    ("chain", _wire.plain, chain),
                    ("from_head", wire.WRITE_AUDIT_HEAD, from_head),
                    ("anchors", _wire.each(wire.WRITE_AUDIT_ANCHOR), anchors),
                    ("key", _wire.base64_of, key),
                ),
                None,
            )
        )

    def anchor(self, chain: str, key: bytes) -> AuditAnchor:
        """Signs how far a chain has reached. Keep the anchor outside the store.

        Args:
            chain: the chain.
            key: the key, 32 bytes or more.
        """
        return wait(
            self._session.call(
                "audit.anchor",
                wire.READ_AUDIT_ANCHOR,
                (
                    ("chain", _wire.plain, chain),
                    ("key", _wire.base64_of, key),
                ),
                None,
            )
        )


class AsyncAuditOperations:
    """As :class:`AuditOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def append(self, chain: str, entries: Sequence[NewAuditEntry], *, now: datetime | None = None) -> AuditHead:
        """As :meth:`AuditOperations.append`."""
        return await run(
            self._session.call(
                "audit.append",
                wire.READ_AUDIT_HEAD,
                (
                    ("chain", _wire.plain, chain),
                    ("entries", _wire.each(wire.WRITE_NEW_AUDIT_ENTRY), entries),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def head(self, chain: str) -> AuditHead:
        """As :meth:`AuditOperations.head`."""
        return await run(
            self._session.call(
                "audit.head",
                wire.READ_AUDIT_HEAD,
                (
                    ("chain", _wire.plain, chain),
                ),
                None,
            )
        )

    async def entries(self, chain: str, *, after: int | None = None, limit: int | None = None) -> list[AuditEntry]:
        """As :meth:`AuditOperations.entries`."""
        return await run(
            self._session.call(
                "audit.entries",
                wire.READ_AUDIT_ENTRY_LIST,
                (
                    ("chain", _wire.plain, chain),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def verify(
        self,
        chain: str,
        *,
        from_head: AuditHead | None = None,
        anchors: Sequence[AuditAnchor] | None = None,
        key: bytes | None = None,
    ) -> AuditVerification:
        """As :meth:`AuditOperations.verify`."""
        return await run(
            self._session.call(
                "audit.verify",
                wire.READ_AUDIT_VERIFICATION,
                (
                    ("chain", _wire.plain, chain),
                    ("from_head", wire.WRITE_AUDIT_HEAD, from_head),
                    ("anchors", _wire.each(wire.WRITE_AUDIT_ANCHOR), anchors),
                    ("key", _wire.base64_of, key),
                ),
                None,
            )
        )

    async def anchor(self, chain: str, key: bytes) -> AuditAnchor:
        """As :meth:`AuditOperations.anchor`."""
        return await run(
            self._session.call(
                "audit.anchor",
                wire.READ_AUDIT_ANCHOR,
                (
                    ("chain", _wire.plain, chain),
                    ("key", _wire.base64_of, key),
                ),
                None,
            )
        )


class VaultOperations:
    """The vault of a store: credentials, sealed under a key the store never sees."""

    __slots__ = ()
    _session: StoreSession

    def put(
        self,
        connection: str,
        name: str,
        secret: bytes,
        *,
        expected_version: int | None = None,
        now: datetime | None = None,
    ) -> VaultSecret:
        """Seals a secret and puts it in the place of the version that is expected. Of two workers one is told that
        the other was first.

        Args:
            connection: one tenant's account at one source: ``"calendly/agency-1"``.
            name: which secret of it, as a code: ``"refresh_token"``.
            secret: the secret, 1 byte to 64 KiB.
            expected_version: the version that it replaces; 0, the default, where there is none.
            now: when; the present by default.

        Raises:
            ConflictError: another version is held: read it, and throw this one away.
            ConfigError: the store was opened without vault keys, or the key of a secret is not among them.
        """
        return wait(
            self._session.call(
                "vault.put",
                wire.READ_VAULT_SECRET,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                    ("secret", _wire.base64_of, secret),
                    ("expected_version", _wire.plain, expected_version),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def get(self, connection: str, name: str) -> OpenSecret | None:
        """Opens a secret; nothing when there is none under the name.

        Args:
            connection: one tenant's account at one source.
            name: which secret of it.

        Raises:
            ConfigError: the store was opened without vault keys, or the key of a secret is not among them.
        """
        return wait(
            self._session.call(
                "vault.get",
                wire.READ_OPEN_SECRET_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )

    def forget(self, connection: str, name: str, *, now: datetime | None = None) -> bool:
        """Forgets a secret; true when there was one. Its versions go on counting.

        Args:
            connection: one tenant's account at one source.
            name: which secret of it.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "vault.forget",
                wire.READ_FLAG,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def rotate(self, *, limit: int | None = None) -> VaultRotation:
        """Seals what is under an old master key under the current one. It may stop anywhere and be called again.

        Args:
            limit: at most so many secrets; all by default.

        Raises:
            ConfigError: the store was opened without vault keys, or the key of a secret is not among them.
        """
        return wait(
            self._session.call(
                "vault.rotate",
                wire.READ_VAULT_ROTATION,
                (
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class AsyncVaultOperations:
    """As :class:`VaultOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def put(
        self,
        connection: str,
        name: str,
        secret: bytes,
        *,
        expected_version: int | None = None,
        now: datetime | None = None,
    ) -> VaultSecret:
        """As :meth:`VaultOperations.put`."""
        return await run(
            self._session.call(
                "vault.put",
                wire.READ_VAULT_SECRET,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                    ("secret", _wire.base64_of, secret),
                    ("expected_version", _wire.plain, expected_version),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def get(self, connection: str, name: str) -> OpenSecret | None:
        """As :meth:`VaultOperations.get`."""
        return await run(
            self._session.call(
                "vault.get",
                wire.READ_OPEN_SECRET_OR_NONE,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )

    async def forget(self, connection: str, name: str, *, now: datetime | None = None) -> bool:
        """As :meth:`VaultOperations.forget`."""
        return await run(
            self._session.call(
                "vault.forget",
                wire.READ_FLAG,
                (
                    ("connection", _wire.plain, connection),
                    ("name", _wire.plain, name),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def rotate(self, *, limit: int | None = None) -> VaultRotation:
        """As :meth:`VaultOperations.rotate`."""
        return await run(
            self._session.call(
                "vault.rotate",
                wire.READ_VAULT_ROTATION,
                (
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class ConflictOperations:
    """The conflicts of a store: fields that both sides changed, kept until a person decides."""

    __slots__ = ()
    _session: StoreSession

    def record(
        self,
        connection: str,
        kind: str,
        external_id: str,
        found: Sequence[FoundConflict],
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> ConflictReport:
        """Records every conflict that a sync found in one record, also when that is none: those that were open and
        are not found any more are closed. Found again, a conflict stays one.

        Args:
            connection: one tenant's account at one source: ``"wellsky/agency-1"``.
            kind: the kind of record, as a code.
            external_id: the id of the record there.
            found: every conflict that was found, up to 1000; an empty list when there is none (any more).
            guard: the lease under which it is recorded.
            now: when; the present by default.

        Raises:
            ConflictError: the lease is gone.
        """
        return wait(
            self._session.call(
                "conflict.record",
                wire.READ_CONFLICT_REPORT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("found", _wire.each(wire.WRITE_FOUND_CONFLICT), found),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def get(self, number: int) -> Conflict:
        """One conflict, with its values while it is open.

        Args:
            number: its number.

        Raises:
            NotFoundError: there is none with this number, or it was purged.
        """
        return wait(
            self._session.call(
                "conflict.get",
                wire.READ_CONFLICT,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    def of_connection(
        self,
        connection: str,
        *,
        kind: str | None = None,
        state: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> list[Conflict]:
        """The conflicts of a connection, in the order of their numbers.

        Args:
            connection: one tenant's account at one source.
            kind: only of this kind of record.
            state: open, resolved, obsolete, or any; open by default.
            after: only after this number.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "conflict.of_connection",
                wire.READ_CONFLICT_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("state", _wire.plain, state),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    def resolve(
        self,
        number: int,
        chosen: str,
        actor: str,
        reason: str,
        *,
        value: str | None = None,
        now: datetime | None = None,
    ) -> Conflict:
        """Records what a person decided; the next sync carries it out. Deciding the same again is harmless.

        Args:
            number: the number of the conflict.
            chosen: local: our value, which the next sync pushes. remote: theirs, which it applies. value: a third
                one, for both.
            actor: who decides: an opaque id.
            reason: why: a code.
            value: the third value, as JSON; required with value, and refused with the others.
            now: when; the present by default.

        Raises:
            ConflictError: it is not open any more: the context has its state.
            NotFoundError: there is none with this number, or it was purged.
        """
        return wait(
            self._session.call(
                "conflict.resolve",
                wire.READ_CONFLICT,
                (
                    ("number", _wire.plain, number),
                    ("chosen", _wire.plain, chosen),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("value", _wire.plain, value),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def counts(self, connection: str) -> ConflictCounts:
        """How many conflicts of a connection wait, were decided, or closed by themselves.

        Args:
            connection: one tenant's account at one source.
        """
        return wait(
            self._session.call(
                "conflict.counts",
                wire.READ_CONFLICT_COUNTS,
                (
                    ("connection", _wire.plain, connection),
                ),
                None,
            )
        )


class AsyncConflictOperations:
    """As :class:`ConflictOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def record(
        self,
        connection: str,
        kind: str,
        external_id: str,
        found: Sequence[FoundConflict],
        *,
        guard: LeaseGuard | None = None,
        now: datetime | None = None,
    ) -> ConflictReport:
        """As :meth:`ConflictOperations.record`."""
        return await run(
            self._session.call(
                "conflict.record",
                wire.READ_CONFLICT_REPORT,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("external_id", _wire.plain, external_id),
                    ("found", _wire.each(wire.WRITE_FOUND_CONFLICT), found),
                    ("guard", wire.WRITE_LEASE_GUARD, guard),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def get(self, number: int) -> Conflict:
        """As :meth:`ConflictOperations.get`."""
        return await run(
            self._session.call(
                "conflict.get",
                wire.READ_CONFLICT,
                (
                    ("number", _wire.plain, number),
                ),
                None,
            )
        )

    async def of_connection(
        self,
        connection: str,
        *,
        kind: str | None = None,
        state: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> list[Conflict]:
        """As :meth:`ConflictOperations.of_connection`."""
        return await run(
            self._session.call(
                "conflict.of_connection",
                wire.READ_CONFLICT_LIST,
                (
                    ("connection", _wire.plain, connection),
                    ("kind", _wire.plain, kind),
                    ("state", _wire.plain, state),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )

    async def resolve(
        self,
        number: int,
        chosen: str,
        actor: str,
        reason: str,
        *,
        value: str | None = None,
        now: datetime | None = None,
    ) -> Conflict:
        """As :meth:`ConflictOperations.resolve`."""
        return await run(
            self._session.call(
                "conflict.resolve",
                wire.READ_CONFLICT,
                (
                    ("number", _wire.plain, number),
                    ("chosen", _wire.plain, chosen),
                    ("actor", _wire.plain, actor),
                    ("reason", _wire.plain, reason),
                    ("value", _wire.plain, value),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def counts(self, connection: str) -> ConflictCounts:
        """As :meth:`ConflictOperations.counts`."""
        return await run(
            self._session.call(
                "conflict.counts",
                wire.READ_CONFLICT_COUNTS,
                (
                    ("connection", _wire.plain, connection),
                ),
                None,
            )
        )


class HealthOperations:
    """The health of integrations: what waits in a store and for how long, whether each works, what is wrong."""

    __slots__ = ()
    _session: StoreSession

    def vitals(self, integration: Integration, *, now: datetime | None = None) -> Vitals:
        """What waits for an integration and for how long, how far its streams are behind, from one look at the store.

        Args:
            integration: what belongs to the integration.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "health.vitals",
                wire.READ_VITALS,
                (
                    ("integration", wire.WRITE_INTEGRATION, integration),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def metrics_text(self, integrations: Sequence[Integration], *, now: datetime | None = None) -> str:
        """What waits for each integration and what became of all that was queued, as Prometheus reads it: content
        type text/plain; version=0.0.4. No label holds anything of a person.

        Args:
            integrations: what belongs to each integration, each under a name of its own; none for what is queued
                alone.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "health.metrics_text",
                wire.TEXT,
                (
                    ("integrations", _wire.each(wire.WRITE_INTEGRATION), integrations),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def look(
        self,
        integration: Integration,
        *,
        targets: HealthTargets | None = None,
        before: Vitals | None = None,
        now: datetime | None = None,
    ) -> HealthReport:
        """How an integration is: whether it works, what waits, and what is more than its targets allow.

        Args:
            integration: what belongs to the integration.
            targets: what it is to keep to; the defaults where nothing is given.
            before: the numbers of the look before: without them lost leases, which are only ever counted up, are not
                judged.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "health.look",
                wire.READ_HEALTH_REPORT,
                (
                    ("integration", wire.WRITE_INTEGRATION, integration),
                    ("targets", wire.WRITE_HEALTH_TARGETS, targets),
                    ("before", wire.WRITE_VITALS, before),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def observe(
        self,
        name: str,
        event: str,
        *,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> IntegrationStatus:
        """Records what happened to an integration. After a fetch that failed only a complete one makes it active
        again.

        Args:
            name: its name, as a code.
            event: switched_on, switched_off; complete, partial: a fetch came to its end; failed: it did not.
            reason: why it failed, as a code; required with failed, and refused with the others.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "health.observe",
                wire.READ_INTEGRATION_STATUS,
                (
                    ("name", _wire.plain, name),
                    ("event", _wire.plain, event),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def status(self, name: str) -> IntegrationStatus | None:
        """Whether an integration works; nothing when nothing ever happened to it.

        Args:
            name: its name, as a code.
        """
        return wait(
            self._session.call(
                "health.status",
                wire.READ_INTEGRATION_STATUS_OR_NONE,
                (
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )


class AsyncHealthOperations:
    """As :class:`HealthOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def vitals(self, integration: Integration, *, now: datetime | None = None) -> Vitals:
        """As :meth:`HealthOperations.vitals`."""
        return await run(
            self._session.call(
                "health.vitals",
                wire.READ_VITALS,
                (
                    ("integration", wire.WRITE_INTEGRATION, integration),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def metrics_text(self, integrations: Sequence[Integration], *, now: datetime | None = None) -> str:
        """As :meth:`HealthOperations.metrics_text`."""
        return await run(
            self._session.call(
                "health.metrics_text",
                wire.TEXT,
                (
                    ("integrations", _wire.each(wire.WRITE_INTEGRATION), integrations),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def look(
        self,
        integration: Integration,
        *,
        targets: HealthTargets | None = None,
        before: Vitals | None = None,
        now: datetime | None = None,
    ) -> HealthReport:
        """As :meth:`HealthOperations.look`."""
        return await run(
            self._session.call(
                "health.look",
                wire.READ_HEALTH_REPORT,
                (
                    ("integration", wire.WRITE_INTEGRATION, integration),
                    ("targets", wire.WRITE_HEALTH_TARGETS, targets),
                    ("before", wire.WRITE_VITALS, before),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def observe(
        self,
        name: str,
        event: str,
        *,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> IntegrationStatus:
        """As :meth:`HealthOperations.observe`."""
        return await run(
            self._session.call(
                "health.observe",
                wire.READ_INTEGRATION_STATUS,
                (
                    ("name", _wire.plain, name),
                    ("event", _wire.plain, event),
                    ("reason", _wire.plain, reason),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def status(self, name: str) -> IntegrationStatus | None:
        """As :meth:`HealthOperations.status`."""
        return await run(
            self._session.call(
                "health.status",
                wire.READ_INTEGRATION_STATUS_OR_NONE,
                (
                    ("name", _wire.plain, name),
                ),
                None,
            )
        )


class RetentionOperations:
    """The retention of a store: what is let go of by age and of one person, what is kept until a matter is closed."""

    __slots__ = ()
    _session: StoreSession

    def preview(self, rules: Sequence[RetentionRule], *, now: datetime | None = None) -> PurgeReport:
        """Counts what a purge would let go of, without a limit. Changes nothing.

        Args:
            rules: how long what is kept; what has no rule stays for good.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "retention.preview",
                wire.READ_PURGE_REPORT,
                (
                    ("rules", _wire.each(wire.WRITE_RETENTION_RULE), rules),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def purge(
        self,
        rules: Sequence[RetentionRule],
        *,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> PurgeReport:
        """Lets go of what is older than its rule says, the oldest first, a limited number at a time: call it until
        there is no more. What a legal hold covers stays.

        Args:
            rules: how long what is kept; what has no rule stays for good.
            limit: at most so many of each, 1 to 1000; 100 by default.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "retention.purge",
                wire.READ_PURGE_REPORT,
                (
                    ("rules", _wire.each(wire.WRITE_RETENTION_RULE), rules),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def erase(
        self,
        token: str,
        chain: str,
        actor: str,
        *,
        local_id: int | None = None,
        references: Sequence[RecordName] | None = None,
        announced: Sequence[MessageSubject] | None = None,
        keys: Sequence[SecretKey] | None = None,
        now: datetime | None = None,
    ) -> ErasureReport:
        """Removes what is kept of one person, all of it or nothing, and writes down that it did. Erase at the other
        side first, or the next sync reads it again.

        Args:
            token: the person as the audit log names them: an opaque token.
            chain: the chain of the audit log, in which the erasure is written down.
            actor: who asks for it: an opaque id.
            local_id: their id here: every record that is tied to it.
            references: further records of other systems, up to 1000.
            announced: subjects of messages, up to 1000.
            keys: keys that were made for them alone, up to 1000: what is sealed under one is lost with it.
            now: when; the present by default.

        Raises:
            PermissionDeniedError: a legal hold covers some of it: the context has the matter.
        """
        return wait(
            self._session.call(
                "retention.erase",
                wire.READ_ERASURE_REPORT,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("actor", _wire.plain, actor),
                    ("local_id", _wire.plain, local_id),
                    ("references", _wire.each(wire.WRITE_RECORD_NAME), references),
                    ("announced", _wire.each(wire.WRITE_MESSAGE_SUBJECT), announced),
                    ("keys", _wire.each(wire.WRITE_SECRET_KEY), keys),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def place_hold(
        self,
        token: str,
        chain: str,
        matter: str,
        actor: str,
        *,
        local_id: int | None = None,
        references: Sequence[RecordName] | None = None,
        announced: Sequence[MessageSubject] | None = None,
        now: datetime | None = None,
    ) -> LegalHold:
        """Keeps what is about a person from being erased or let go of until the hold is lifted, and writes down that
        it does. Placed again it is widened.

        Args:
            token: the person as the audit log names them: an opaque token.
            chain: the chain of the audit log that has their entries.
            matter: what it is kept for, as the opaque id of a case.
            actor: who places it: an opaque id.
            local_id: their id here: every record that is tied to it, also later.
            references: further records of other systems, up to 1000.
            announced: subjects of messages, up to 1000.
            now: when; the present by default.

        Raises:
            ConflictError: it stands with another id here.
        """
        return wait(
            self._session.call(
                "retention.place_hold",
                wire.READ_LEGAL_HOLD,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("matter", _wire.plain, matter),
                    ("actor", _wire.plain, actor),
                    ("local_id", _wire.plain, local_id),
                    ("references", _wire.each(wire.WRITE_RECORD_NAME), references),
                    ("announced", _wire.each(wire.WRITE_MESSAGE_SUBJECT), announced),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def lift_hold(self, token: str, chain: str, matter: str, actor: str, *, now: datetime | None = None) -> bool:
        """Lifts the hold of a matter and writes down who did; false when none stands.

        Args:
            token: the person.
            chain: the chain of the audit log.
            matter: the matter.
            actor: who lifts it: an opaque id.
            now: when; the present by default.
        """
        return wait(
            self._session.call(
                "retention.lift_hold",
                wire.READ_FLAG,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("matter", _wire.plain, matter),
                    ("actor", _wire.plain, actor),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    def holds(self, chain: str, *, after: int | None = None, limit: int | None = None) -> list[LegalHold]:
        """The holds of a chain that stand, in the order in which they were placed.

        Args:
            chain: the chain of the audit log.
            after: only after this number.
            limit: at most so many, 1 to 1000; 100 by default.
        """
        return wait(
            self._session.call(
                "retention.holds",
                wire.READ_LEGAL_HOLD_LIST,
                (
                    ("chain", _wire.plain, chain),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )


class AsyncRetentionOperations:
    """As :class:`RetentionOperations`, for asyncio."""

    __slots__ = ()
    _session: StoreSession

    async def preview(self, rules: Sequence[RetentionRule], *, now: datetime | None = None) -> PurgeReport:
        """As :meth:`RetentionOperations.preview`."""
        return await run(
            self._session.call(
                "retention.preview",
                wire.READ_PURGE_REPORT,
                (
                    ("rules", _wire.each(wire.WRITE_RETENTION_RULE), rules),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def purge(
        self,
        rules: Sequence[RetentionRule],
        *,
        limit: int | None = None,
        now: datetime | None = None,
    ) -> PurgeReport:
        """As :meth:`RetentionOperations.purge`."""
        return await run(
            self._session.call(
                "retention.purge",
                wire.READ_PURGE_REPORT,
                (
                    ("rules", _wire.each(wire.WRITE_RETENTION_RULE), rules),
                    ("limit", _wire.plain, limit),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def erase(
        self,
        token: str,
        chain: str,
        actor: str,
        *,
        local_id: int | None = None,
        references: Sequence[RecordName] | None = None,
        announced: Sequence[MessageSubject] | None = None,
        keys: Sequence[SecretKey] | None = None,
        now: datetime | None = None,
    ) -> ErasureReport:
        """As :meth:`RetentionOperations.erase`."""
        return await run(
            self._session.call(
                "retention.erase",
                wire.READ_ERASURE_REPORT,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("actor", _wire.plain, actor),
                    ("local_id", _wire.plain, local_id),
                    ("references", _wire.each(wire.WRITE_RECORD_NAME), references),
                    ("announced", _wire.each(wire.WRITE_MESSAGE_SUBJECT), announced),
                    ("keys", _wire.each(wire.WRITE_SECRET_KEY), keys),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def place_hold(
        self,
        token: str,
        chain: str,
        matter: str,
        actor: str,
        *,
        local_id: int | None = None,
        references: Sequence[RecordName] | None = None,
        announced: Sequence[MessageSubject] | None = None,
        now: datetime | None = None,
    ) -> LegalHold:
        """As :meth:`RetentionOperations.place_hold`."""
        return await run(
            self._session.call(
                "retention.place_hold",
                wire.READ_LEGAL_HOLD,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("matter", _wire.plain, matter),
                    ("actor", _wire.plain, actor),
                    ("local_id", _wire.plain, local_id),
                    ("references", _wire.each(wire.WRITE_RECORD_NAME), references),
                    ("announced", _wire.each(wire.WRITE_MESSAGE_SUBJECT), announced),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def lift_hold(self, token: str, chain: str, matter: str, actor: str, *, now: datetime | None = None) -> bool:
        """As :meth:`RetentionOperations.lift_hold`."""
        return await run(
            self._session.call(
                "retention.lift_hold",
                wire.READ_FLAG,
                (
                    ("token", _wire.plain, token),
                    ("chain", _wire.plain, chain),
                    ("matter", _wire.plain, matter),
                    ("actor", _wire.plain, actor),
                    ("now", _wire.instant, now),
                ),
                None,
            )
        )

    async def holds(self, chain: str, *, after: int | None = None, limit: int | None = None) -> list[LegalHold]:
        """As :meth:`RetentionOperations.holds`."""
        return await run(
            self._session.call(
                "retention.holds",
                wire.READ_LEGAL_HOLD_LIST,
                (
                    ("chain", _wire.plain, chain),
                    ("after", _wire.plain, after),
                    ("limit", _wire.plain, limit),
                ),
                None,
            )
        )
