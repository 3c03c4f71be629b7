"""The WellSky client for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, run
from ._session import Session, roster_arguments
from .fill import AsyncFillJob
from .models import Assignment, Caregiver, Client, Evv, Page, Shift, Verified
from .roster import Roster
from .store import Store

__all__ = ["AsyncWellSky"]


class AsyncWellSky:
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
        environment: str | None = None,
        base_url: str | None = None,
        token_url: str | None = None,
    ) -> None:
        """As :class:`WellSky`; nothing is sent yet."""
        self._session = Session.configured(
            api_key=api_key,
            api_secret=api_secret,
            agency_id=agency_id,
            environment=environment,
            base_url=base_url,
            token_url=token_url,
        )

    @classmethod
    def from_env(cls) -> AsyncWellSky:
        """As :meth:`WellSky.from_env`."""
        made = cls.__new__(cls)
        made._session = Session.from_env()
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

    async def verify(self) -> Verified:
        """As :meth:`WellSky.verify`."""
        return await run(self._session.verify())

    async def clients(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Client]:
        """As :meth:`WellSky.clients`."""
        chosen = self._session.client_filter(status, start_date_from, start_date_to, updated_since)
        return await run(self._session.clients(chosen))

    async def client_pages(
        self,
        *,
        status: str | None = None,
        start_date_from: date | None = None,
        start_date_to: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Client]]:
        """As :meth:`WellSky.client_pages`, with ``async for``."""
        chosen = self._session.client_filter(status, start_date_from, start_date_to, updated_since)
        following = self._session.client_pages(chosen, page_size)
        while (page := await run(following())) is not None:
            yield page

    async def client(self, client_id: str) -> Client:
        """As :meth:`WellSky.client`."""
        return await run(self._session.client(client_id))

    async def caregivers(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
    ) -> list[Caregiver]:
        """As :meth:`WellSky.caregivers`."""
        chosen = self._session.caregiver_filter(status, available_on, updated_since)
        return await run(self._session.caregivers(chosen))

    async def caregiver_pages(
        self,
        *,
        status: str | None = None,
        available_on: date | None = None,
        updated_since: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Page[Caregiver]]:
        """As :meth:`WellSky.caregiver_pages`, with ``async for``."""
        chosen = self._session.caregiver_filter(status, available_on, updated_since)
        following = self._session.caregiver_pages(chosen, page_size)
        while (page := await run(following())) is not None:
            yield page

    async def caregiver(self, caregiver_id: str) -> Caregiver:
        """As :meth:`WellSky.caregiver`."""
        return await run(self._session.caregiver(caregiver_id))

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
        """As :meth:`WellSky.shifts`."""
        chosen = self._session.shift_filter(start, end, client_id, caregiver_id, status, caregiver_match)
        return await run(self._session.shifts(chosen))

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
        """As :meth:`WellSky.shift_pages`, with ``async for``."""
        chosen = self._session.shift_filter(start, end, client_id, caregiver_id, status, caregiver_match)
        following = self._session.shift_pages(chosen, page_size)
        while (page := await run(following())) is not None:
            yield page

    async def open_shifts(self, *, start: datetime | None = None, end: datetime | None = None) -> list[Shift]:
        """As :meth:`WellSky.open_shifts`."""
        return await run(self._session.open_shifts(start, end))

    async def shift(self, shift_id: str) -> Shift:
        """As :meth:`WellSky.shift`."""
        return await run(self._session.shift(shift_id))

    async def evv(self, shift_id: str) -> Evv | None:
        """As :meth:`WellSky.evv`."""
        return await run(self._session.evv(shift_id))

    async def assign(self, shift_id: str, caregiver_id: str, *, store: Store) -> Assignment:
        """As :meth:`WellSky.assign`."""
        return await run(self._session.assign(shift_id, caregiver_id, store))

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
