"""The blocking WellSky client."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, wait
from ._generated.operations import ConnectOperations, Operations
from ._session import Session, roster_arguments
from .fill import FillJob
from .roster import Roster
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

        Raises:
            ConfigError: a setting breaks a rule.
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
        )

    @classmethod
    def from_env(cls, *, scope: str | None = None) -> WellSky:
        """A client from ``WELLSKY_API_KEY``, ``WELLSKY_API_SECRET``, ``WELLSKY_AGENCY_ID`` and, optionally,
        ``WELLSKY_API``, ``WELLSKY_ENVIRONMENT``, ``WELLSKY_BASE_URL``, ``WELLSKY_TOKEN_URL``.

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
