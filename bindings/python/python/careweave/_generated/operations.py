"""The operations of WellSky and of scheduling services, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, datetime

from .. import _wire
from .._calls import run, wait
from .._generic import Assignment, Page, Reading, Upserted
from .._provider_session import ProviderSession
from .._session import Session
from ..store import Store
from . import wire
from .models import (
    Activity,
    Admin,
    AdminTask,
    Applicant,
    ApplicantPatch,
    Appointment,
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
    BusyTime,
    Capabilities,
    Caregiver,
    CaregiverPatch,
    ChargeItem,
    Client,
    ClientPatch,
    ClientSnapshot,
    ClockedIn,
    ConvertedApplicant,
    ConvertedProspect,
    Document,
    Encounter,
    Evv,
    Location,
    NewApplicant,
    NewBooking,
    NewCaregiver,
    NewClient,
    NewProfileTag,
    NewProspect,
    NewReferralSource,
    NewTaskLog,
    NoteOutcome,
    Occurrence,
    Organization,
    Patient,
    PlannedActivity,
    Practitioner,
    ProfileTag,
    Prospect,
    ProspectPatch,
    ProviderAccount,
    ProviderCapabilities,
    ProviderEvent,
    ProviderWebhook,
    ReferralSource,
    RefreshedCredentials,
    RelatedPerson,
    Shift,
    ShiftAssignment,
    Slot,
    SlotHold,
    StatusChange,
    StatusDifferences,
    Subscription,
    TaskLog,
    TaskOutcome,
    Verified,
    VerifiedDelivery,
    Visit,
)


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

    async def assign(self, shift_id: str, caregiver_id: str, *, store: Store) -> Assignment:
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
