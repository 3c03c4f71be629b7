"""The WellSky client for asyncio."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, run
from ._generated.models import AlertStanding
from ._generated.operations import AsyncConnectOperations, AsyncOperations
from ._session import Session, roster_arguments
from .events import AlertWatch, AsyncChanges, AsyncRefresh
from .fill import AsyncFillJob
from .roster import Roster
from .settings import CacheChoice, RateChoice, RetrySettings, TimeoutSettings
from .store import Store

__all__ = ["AsyncWellSky"]


class _Connect(AsyncConnectOperations):
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session


class AsyncWellSky(AsyncOperations):
    """As :class:`WellSky`, for asyncio: the same methods with the same arguments, each a coroutine.

    Calls run at the same time on a runtime of their own; the event loop is never blocked. Cancelling a task, or a time
    limit of :func:`asyncio.wait_for`, drops the request: what that means for a write stands in the ``__cause__`` of the
    ``CancelledError``, see :class:`OperationCancelledError`.

    >>> async with careweave.AsyncWellSky.from_env() as ws:                        # doctest: +SKIP
    ...     clients, caregivers = await asyncio.gather(ws.clients(), ws.caregivers())
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
        """As :class:`WellSky`; nothing is sent yet."""
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
    def from_env(cls, *, scope: str | None = None) -> AsyncWellSky:
        """As :meth:`WellSky.from_env`."""
        made = cls.__new__(cls)
        made._session = Session.from_env(scope)
        return made

    async def close(self) -> None:
        """As :meth:`WellSky.close`."""
        self._session.close()

    async def __aenter__(self) -> AsyncWellSky:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return self._session.describe("AsyncWellSky")

    @property
    def connect(self) -> AsyncConnectOperations:
        """Connect's own records; their methods raise :class:`UnsupportedError` unless ``api`` is ``"connect"``."""
        return _Connect(self._session)

    async def roster(
        self,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        history_days: int | None = None,
        horizon_days: int | None = None,
    ) -> Roster:
        """As :meth:`WellSky.roster`."""
        return await run(
            self._session.roster(
                roster_arguments(
                    "roster.pull", now=now, zone=zone, history_days=history_days, horizon_days=horizon_days
                )
            )
        )

    async def fill_open_shifts(
        self,
        store: Store,
        *,
        now: datetime | None = None,
        zone: str | None = None,
        history_days: int | None = None,
        horizon_days: int | None = None,
        wave_size: int | None = None,
    ) -> AsyncFillJob:
        """As :meth:`WellSky.fill_open_shifts`."""
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
        await run(Prepared(native.start(), nothing))
        return AsyncFillJob(native)

    def feed(self, store: Store, *, concurrency: int | None = None) -> AsyncChanges:
        """As :meth:`WellSky.feed`."""
        return AsyncChanges(self._session.feed(store, concurrency=concurrency))

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
    ) -> AsyncChanges:
        """As :meth:`WellSky.poll`."""
        return AsyncChanges(
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
        """As :meth:`WellSky.alert_watch`."""
        return AlertWatch(self._session.alert_watch(span_seconds=span_seconds, states=states))

    async def start_refresh(self) -> AsyncRefresh:
        """As :meth:`WellSky.start_refresh`."""
        background, begin = self._session.refresh()
        await run(begin)
        return AsyncRefresh(background)
