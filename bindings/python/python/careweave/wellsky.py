"""The blocking WellSky client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, wait
from ._session import Session, roster_arguments
from .fill import FillJob
from .models import Assignment, Caregiver, Client, Evv, Page, Shift, Verified
from .roster import Roster
from .store import Store

__all__ = ["WellSky"]


class WellSky:
    """A typed client of WellSky Personal Care.

    Lists are complete or raise :class:`IncompleteError`; reads are retried; a write is sent at most once. Threads may
    share one client, Ctrl-C ends a blocked call, and a forked child opens connections of its own. For asyncio see
    :class:`AsyncWellSky`.

    Every method may raise :class:`AuthenticationError`, :class:`PermissionDeniedError`,
    :class:`RateLimitedError`, :class:`RequestTimeoutError`, :class:`UnreachableError`, :class:`ServerError` and
    :class:`DecodeError`; those worth a word are named with the method.

    >>> with careweave.WellSky.from_env() as ws:                                   # doctest: +SKIP
    ...     ws.verify()
    ...     active = ws.clients(status="active")
    """

    __slots__ = ("_session",)

    def __init__(
        self,
        *,
        api_key: str,
        api_secret: str,
        agency_id: str,
        environment: str | None = None,
        base_url: str | None = None,
        token_url: str | None = None,
    ) -> None:
        """A client for one agency; nothing is sent yet.

        Args:
            api_key, api_secret, agency_id: as WellSky issued them.
            environment: ``"sandbox"`` (the default) or ``"production"``.
            base_url, token_url: in place of the environment's. Plain http only for loopback hosts.

        Raises:
            ConfigError: a setting breaks a rule.
        """
        self._session = Session.configured(
            api_key=api_key,
            api_secret=api_secret,
            agency_id=agency_id,
            environment=environment,
            base_url=base_url,
            token_url=token_url,
        )

    @classmethod
    def from_env(cls) -> WellSky:
        """A client from ``WELLSKY_API_KEY``, ``WELLSKY_API_SECRET``, ``WELLSKY_AGENCY_ID`` and, optionally,
        ``WELLSKY_ENVIRONMENT``, ``WELLSKY_BASE_URL``, ``WELLSKY_TOKEN_URL``.

        Raises:
            ConfigError: names every variable that is missing.
        """
        made = cls.__new__(cls)
        made._session = Session.from_env()
        return made

    def close(self) -> None:
        """Lets go of the connections. Later calls raise :class:`InvalidInputError`."""
        self._session.close()

    def __enter__(self) -> WellSky:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return self._session.describe("WellSky")

    def verify(self) -> Verified:
        """Checks credentials, address and agency by one token and one cheap read."""
        return wait(self._session.verify())

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
            status: see :attr:`Client.status`.
            start_date_from, start_date_to: care began in this span of days, both included.
            updated_since: changed at this instant or later; aware.

        Raises:
            IncompleteError: the pages do not add up.
        """
        chosen = self._session.client_filter(status, start_date_from, start_date_to, updated_since)
        return wait(self._session.clients(chosen))

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
        chosen = self._session.client_filter(status, start_date_from, start_date_to, updated_since)
        following = self._session.client_pages(chosen, page_size)
        while (page := wait(following())) is not None:
            yield page

    def client(self, client_id: str) -> Client:
        """One client.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(self._session.client(client_id))

    def caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Caregiver]:
        """Every caregiver that meets all conditions given, by id.

        Args:
            status: see :attr:`Caregiver.status`.
            available_on: declared available on this day of the agency's zone.
            updated_since: changed at this instant or later; aware.

        Raises:
            IncompleteError: the pages do not add up.
        """
        chosen = self._session.caregiver_filter(status, available_on, updated_since)
        return wait(self._session.caregivers(chosen))

    def caregiver_pages(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> Iterator[Page[Caregiver]]:
        """As :meth:`caregivers`, page by page; ``page_size`` is 1 to 100 (the default)."""
        chosen = self._session.caregiver_filter(status, available_on, updated_since)
        following = self._session.caregiver_pages(chosen, page_size)
        while (page := wait(following())) is not None:
            yield page

    def caregiver(self, caregiver_id: str) -> Caregiver:
        """One caregiver.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(self._session.caregiver(caregiver_id))

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
            start, end: overlaps the span from ``start`` up to, and without, ``end``; both or neither; aware.
            client_id, caregiver_id: whose shift it is.
            status: see :attr:`Shift.status`.
            caregiver_match: with ``status="open"``: only shifts this caregiver is free for.

        Raises:
            IncompleteError: the pages do not add up.
        """
        chosen = self._session.shift_filter(start, end, client_id, caregiver_id, status, caregiver_match)
        return wait(self._session.shifts(chosen))

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
        chosen = self._session.shift_filter(start, end, client_id, caregiver_id, status, caregiver_match)
        following = self._session.shift_pages(chosen, page_size)
        while (page := wait(following())) is not None:
            yield page

    def open_shifts(self, *, start: datetime | None = None, end: datetime | None = None) -> list[Shift]:
        """Every shift without a caregiver that overlaps the span, by start.

        Args:
            start: aware; the present by default.
            end: aware; two weeks after the start by default.

        Raises:
            IncompleteError: the pages do not add up.
        """
        return wait(self._session.open_shifts(start, end))

    def shift(self, shift_id: str) -> Shift:
        """One shift.

        Raises:
            NotFoundError: there is none with this id.
        """
        return wait(self._session.shift(shift_id))

    def evv(self, shift_id: str) -> Evv | None:
        """The electronic visit verification of a shift; ``None`` before the first clock-in."""
        return wait(self._session.evv(shift_id))

    def assign(self, shift_id: str, caregiver_id: str, *, store: Store) -> Assignment:
        """Gives a shift to a caregiver, at most once.

        The claim is recorded in ``store`` before it is sent; the first claim wins, across threads, processes and
        restarts; the shift is read back before it is called assigned. Calling it again is safe at any time.

        Returns:
            What became of it. A refusal and a claim in doubt are outcomes, not exceptions: look at ``result``.

        Raises:
            StorageError: the store failed.
            CareweaveError: a read of WellSky failed.
        """
        return wait(self._session.assign(shift_id, caregiver_id, store))

    def roster(
        self,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        history_days: int | None = None,
        horizon_days: int | None = None,
    ) -> Roster:
        """Pulls caregivers and schedule into one validated roster.

        Args:
            now: the instant of the roster, aware; the present by default. Shifts that began before it are not open.
            zone: the agency's IANA zone, such as ``"America/Denver"``; by default that of the environment variable
                ``CAREWEAVE_AGENCY_ZONE``.
            history_days: how far back completed visits count for continuity; 90 by default.
            horizon_days: how far ahead open shifts are looked for; 14 by default.

        Raises:
            ConfigError: no zone is known.
            IncompleteError: the reads, or the data, do not add up.
        """
        return wait(
            self._session.roster(
                roster_arguments(
                    "roster.pull", now=now, zone=zone, history_days=history_days, horizon_days=horizon_days
                )
            )
        )

    def fill_open_shifts(
        self,
        store: Store,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        history_days: int | None = None,
        horizon_days: int | None = None,
        wave_size: int | None = None,
    ) -> FillJob:
        """Starts the main job: takes up what earlier runs left unfinished, pulls the roster, ranks every open shift.

        Args:
            store: records every claim before it is sent.
            now, zone, history_days, horizon_days: as :meth:`roster`.
            wave_size: how many caregivers are asked at once for a shift; 5 by default.

        Raises:
            ConfigError, IncompleteError: as :meth:`roster`.
            StorageError: the store failed.
        """
        native = _native.FillJob(
            self._session.native,
            store._native,
            roster_arguments(
                "fill.start",
                now=now,
                zone=zone,
                history_days=history_days,
                horizon_days=horizon_days,
                wave_size=wave_size,
            ),
        )
        wait(Prepared(native.start(), nothing))
        return FillJob(native)
