"""The blocking WellSky client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, wait
from ._generated.models import AlertStanding
from ._generated.operations import ConnectOperations, Operations
from ._session import Session, roster_arguments
from .events import AlertWatch, Changes, Refresh
from .fill import FillJob
from .roster import Roster
from .settings import CacheChoice, RateChoice, RetrySettings, TimeoutSettings
from .store import Store

__all__ = ["WellSky"]


class _Connect(ConnectOperations):
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session


class WellSky(Operations):
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
        api: str | None = None,
        scope: str | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        token_url: str | None = None,
        zone: str | None = None,
        cache: CacheChoice | None = None,
        timeouts: TimeoutSettings | None = None,
        retry: RetrySettings | None = None,
        rate_limit: RateChoice | None = None,
    ) -> None:
        """A client for one agency; nothing is sent yet.

        Args:
            api_key, api_secret, agency_id: as WellSky issued them.
            api: ``"rest"`` (the default) or ``"connect"``: which of the vendor's two APIs is spoken. What each can do is told
                by :meth:`capabilities`.
            scope: the part of the agency's work this client is for: ``"full"`` (the default), ``"sales"``,
                ``"recruiting"``, ``"coordinator"`` or ``"voice_assistant"``. A call outside it raises
                :class:`PermissionDeniedError` before anything is sent; fields outside it are empty or ``"[withheld]"``.
            environment: ``"sandbox"`` (the default) or ``"production"``.
            base_url, token_url: in place of the environment's. Plain http only for loopback hosts.
            zone: the agency's IANA zone: at 03:00 there the people that are kept are read anew.
            cache: how long the ``cached_`` methods keep what they read, where it differs from the default: clients and
                caregivers 24 hours and at most until 03:00, open shifts 5 minutes, schedules 15 minutes; all of it for another
                24 hours while WellSky is down. ``"off"`` keeps nothing.
            timeouts, retry: where they differ from the default.
            rate_limit: the most requests in any second; 100 by default, ``"off"`` for no limit.

        Raises:
            ConfigError, InvalidInputError: a setting breaks a rule; the error names it.
        """
        self._session = Session.configured(
            api_key=api_key,
            api_secret=api_secret,
            agency_id=agency_id,
            api=api,
            scope=scope,
            environment=environment,
            base_url=base_url,
            token_url=token_url,
            zone=zone,
            cache=cache,
            timeouts=timeouts,
            retry=retry,
            rate_limit=rate_limit,
        )

    @classmethod
    def from_env(cls, *, scope: str | None = None) -> WellSky:
        """A client from ``WELLSKY_API_KEY``, ``WELLSKY_API_SECRET``, ``WELLSKY_AGENCY_ID`` and, optionally,
        ``WELLSKY_API``, ``WELLSKY_ENVIRONMENT``, ``WELLSKY_BASE_URL``, ``WELLSKY_TOKEN_URL``, ``WELLSKY_TIME_ZONE``,
        ``WELLSKY_CACHE``, ``WELLSKY_RATE_LIMIT``, ``WELLSKY_CONNECT_TIMEOUT``, ``WELLSKY_READ_TIMEOUT``,
        ``WELLSKY_ATTEMPT_TIMEOUT``, ``WELLSKY_OPERATION_TIMEOUT``.

        Raises:
            ConfigError: names every variable that is missing.
        """
        made = cls.__new__(cls)
        made._session = Session.from_env(scope)
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

    @property
    def connect(self) -> ConnectOperations:
        """Connect's own records; their methods raise :class:`UnsupportedError` unless ``api`` is ``"connect"``."""
        return _Connect(self._session)

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

    def feed(self, store: Store, *, concurrency: int | None = None) -> Changes:
        """Fetches every record that is marked in the store (see :meth:`mark_changed`) and gives it as it is now, or that it is
        gone; ends when none is left. A mark is forgotten when its change was taken. Over Connect.

        Args:
            store: where the marks are.
            concurrency: how many records are fetched at the same time, 1 to 64; 8 by default.

        What could not be fetched stays marked, and stands in ``drained.failed`` of what this gives.

        Raises:
            UnsupportedError: the client does not speak Connect.
        """
        return Changes(self._session.feed(store, concurrency=concurrency))

    def poll(
        self,
        store: Store,
        *,
        rounds: str | None = None,
        every_seconds: float | None = None,
        retry_after_seconds: float | None = None,
        whole_every_seconds: float | None = None,
        overlap_seconds: float | None = None,
        shift_days_back: int | None = None,
        shift_days_ahead: int | None = None,
    ) -> Changes:
        """Reads what has no event (shifts, clock-ins) and what deliveries missed, and gives what differs from the reading
        before. The store remembers that reading over restarts, as fingerprints; the first one gives every record. A record is
        gone only when a complete reading lacks it and WellSky says so. Over Connect.

        Args:
            store: what the reading before is kept in.
            rounds: ``"due"`` (the default): the readings that are due, every 15 minutes. ``"now"``: all of them, once.
                ``"endless"``: one after the other, each when it is due, until the loop is left.
            every_seconds: how long after a reading began the next one is due; 900 by default.
            retry_after_seconds: how long after one that failed or had holes; 60 by default.
            whole_every_seconds: how long people are read by what changed before they are read whole again, which alone shows
                who is gone; 86400 by default.
            overlap_seconds: how far a reading by what changed reaches back behind the one before; 600 by default.
            shift_days_back, shift_days_ahead: which shifts are read; 1 and 14 by default.

        What the last round did stands in ``polled`` of what this gives.

        Raises:
            UnsupportedError: the client does not speak Connect.
            InvalidInputError: the spans contradict each other; the error names the field.
        """
        return Changes(
            self._session.poll(
                store,
                rounds=rounds,
                every_seconds=every_seconds,
                retry_after_seconds=retry_after_seconds,
                whole_every_seconds=whole_every_seconds,
                overlap_seconds=overlap_seconds,
                shift_days_back=shift_days_back,
                shift_days_ahead=shift_days_ahead,
            )
        )

    def alert_watch(
        self, *, span_seconds: float | None = None, states: Sequence[AlertStanding] | None = None
    ) -> AlertWatch:
        """Judges what the client counts by the rules of the service objectives (see :meth:`alert_rules`), look by look.

        Args:
            span_seconds: how far back each look reaches, 60 to 86400; 300 by default.
            states: where each alert stood, from an earlier watch, as after a restart.
        """
        return AlertWatch(self._session.alert_watch(span_seconds=span_seconds, states=states))

    def start_refresh(self) -> Refresh:
        """Reads people anew each day at 03:00 in the agency's zone, before somebody asks, until it is stopped.

        Raises:
            ConfigError: the client has no ``zone``, or its cache is off.
        """
        background, begin = self._session.refresh()
        wait(begin)
        return Refresh(background)
