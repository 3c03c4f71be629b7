"""What happens at WellSky, as it becomes known: deliveries, the records behind them, polling, and what a client counts.

WellSky's deliveries say which record changed and nothing more, and come at least once or not at all, in any order. So a
delivery is a hint: mark the record, answer, and fetch it back::

    receiver = careweave.EventReceiver([secret])

    @app.post("/wellsky")
    async def wellsky(request: Request) -> Response:
        try:
            receipt = receiver.accept(request.headers.items(), await request.body())
        except careweave.CareweaveError as refused:
            return Response(status_code=int(refused.get("answer") or 400))
        if receipt.record is not None:
            await ws.mark_changed(receipt.record, store=store)
        return Response(status_code=receipt.status)

    async def take_up_changes() -> None:              # after deliveries, and every quarter of an hour
        async for change in ws.feed(store):
            ...                                       # store it under change.record.id
        async for change in ws.poll(store):
            ...
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from . import _native, _wire
from ._calls import Prepared, nothing, run, wait
from ._decode import record, reads
from ._generated import wire
from ._generated.models import AlertsSeen, Change, ChangedRecord, ChangeStep, FeedReport, Polled
from .errors import invalid_input

__all__ = [
    "AlertWatch",
    "AsyncChanges",
    "AsyncRefresh",
    "Changes",
    "EventReceiver",
    "Receipt",
    "Refresh",
]

_RECEIVE = "events.receive"

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a delivery says, and what to answer."""

    status: int
    """The HTTP status to answer with."""
    code: str
    """``marked``: mark the record. ``unknown_type``: it is about a type this version does not know; nothing is to be done."""
    record: ChangedRecord | None = reads(record(ChangedRecord), default=None)
    """Which record changed."""
    resource_type: str | None = None
    """The type that is not known, as it came."""


def _text(value: str | bytes) -> str:
    # ASGI hands headers on as the bytes that came; HTTP reads them as Latin-1.
    return value.decode("latin-1") if isinstance(value, bytes) else value


def header_pairs(operation: str, headers: Headers) -> list[tuple[str, str]]:
    """Headers as pairs of text; what are none is refused by field."""
    rule = "must be a mapping of strings, or pairs of strings"
    items = headers.items() if isinstance(headers, Mapping) else headers
    try:
        pairs = [(_text(name), _text(value)) for name, value in items]
    except (TypeError, ValueError):
        raise invalid_input(operation, "headers", rule) from None
    if not all(isinstance(name, str) and isinstance(value, str) for name, value in pairs):
        raise invalid_input(operation, "headers", rule)
    return pairs


class EventReceiver:
    """Takes the deliveries of WellSky's subscriptions, inside whatever HTTP server the host has.

    It checks the shared header and says what changed and what to answer. It reads and writes nothing and takes microseconds,
    so it may be called in a coroutine. Mark the record that it names with :meth:`WellSky.mark_changed` before answering.
    """

    __slots__ = ("_native",)

    def __init__(self, secrets: Sequence[str]) -> None:
        """A receiver of deliveries that carry one of ``secrets`` in ``Authorization: Bearer …``: those that subscriptions
        were made with, two while one is replaced by another.

        Raises:
            InvalidInputError: there is none, or one is not 16 or more visible ASCII characters.
        """
        if isinstance(secrets, str) or not all(isinstance(secret, str) for secret in secrets):
            raise invalid_input("events.receiver", "secrets", "must be a list of strings")
        self._native = _native.EventReceiver(json.dumps({"secrets": list(secrets)}))

    def accept(self, headers: Headers, body: bytes, *, now: datetime | None = None) -> Receipt:
        """Takes one delivery.

        Args:
            headers: as they came, as a mapping or as pairs, in which a name may stand twice; names compare without regard to
                case.
            body: byte for byte.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: the header is missing, stands twice, or holds no secret in force. Answer 401.
            DecodeError: it is no delivery. Answer 400.
            InvalidInputError: it is larger than a delivery can be. Answer 413.

        ``error.get("reason")`` is the word for it, ``error.get("answer")`` the status. No error holds anything of the body.
        """
        if not isinstance(body, bytes):
            raise invalid_input(_RECEIVE, "body", "must be bytes")
        seconds = None
        if now is not None:
            _wire.instant(_RECEIVE, "now", now)
            seconds = now.timestamp()
        return record(Receipt)(json.loads(self._native.accept(header_pairs(_RECEIVE, headers), body, seconds)))

    def __repr__(self) -> str:
        return "<EventReceiver>"


class _Stream:
    """What the blocking and the asynchronous stream share."""

    __slots__ = ("_native", "_taken", "drained", "polled")

    drained: FeedReport | None
    """What working through the marks did, once it has ended."""
    polled: list[Polled]
    """What the last round of polling did."""

    def __init__(self, native: _native.Changes) -> None:
        self._native = native
        self._taken: int | None = None
        self.drained = None
        self.polled = []

    def _next(self) -> Prepared[ChangeStep | None]:
        def read(text: str) -> ChangeStep | None:
            return None if text == "null" else _native.decode(text, wire.READ_CHANGE_STEP)

        return Prepared(self._native.next(self._taken), read)

    def _close(self) -> Prepared[None]:
        return Prepared(self._native.close(), nothing)

    def _told(self, step: ChangeStep) -> Change | None:
        """Keeps a report; gives a change, which is taken when the next is asked for."""
        self._taken = step.number
        if step.drained is not None:
            self.drained = step.drained
        if step.polled is not None:
            self.polled = list(step.polled)
        return step.change


class Changes(_Stream):
    """Changes, one at a time; made by :meth:`WellSky.feed` and :meth:`WellSky.poll`.

    A change counts as taken when the loop comes back for the next one. One at which the loop was left, or raised, comes again
    another time: store what you are given under its id. A stream is gone through once.
    """

    __slots__ = ()

    def __iter__(self) -> Iterator[Change]:
        try:
            while (step := wait(self._next())) is not None:
                if (change := self._told(step)) is not None:
                    yield change
        finally:
            self.close()

    def close(self) -> None:
        """Ends the work behind it."""
        wait(self._close())


class AsyncChanges(_Stream):
    """As :class:`Changes`, for asyncio; made by :meth:`AsyncWellSky.feed` and :meth:`AsyncWellSky.poll`."""

    __slots__ = ()

    async def __aiter__(self) -> AsyncIterator[Change]:
        try:
            while (step := await run(self._next())) is not None:
                if (change := self._told(step)) is not None:
                    yield change
        finally:
            await self.close()

    async def close(self) -> None:
        """As :meth:`Changes.close`."""
        await run(self._close())


class Refresh:
    """Caches that are read anew each day at 03:00, until this is stopped; made by :meth:`WellSky.start_refresh`."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Background) -> None:
        self._native = native

    @property
    def running(self) -> bool:
        """True while it goes on."""
        return self._native.running

    def stop(self) -> None:
        """Ends it. Doing it again changes nothing.

        Raises:
            CareweaveError: what it failed with before.
        """
        wait(Prepared(self._native.stop(), nothing))

    def __enter__(self) -> Refresh:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class AsyncRefresh:
    """As :class:`Refresh`, for asyncio; made by :meth:`AsyncWellSky.start_refresh`."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Background) -> None:
        self._native = native

    @property
    def running(self) -> bool:
        """True while it goes on."""
        return self._native.running

    async def stop(self) -> None:
        """As :meth:`Refresh.stop`."""
        await run(Prepared(self._native.stop(), nothing))

    async def __aenter__(self) -> AsyncRefresh:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class AlertWatch:
    """Judges what a client counts, look by look; made by :meth:`WellSky.alert_watch`. Look every minute or so. Nothing is sent:
    telling somebody is the portal's business."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.AlertWatch) -> None:
        self._native = native

    def look(self, *, sync_lag_seconds: float | None = None, now: datetime | None = None) -> AlertsSeen:
        """Looks at what was counted by now. The first look has nothing to compare with and judges the lag alone.

        Args:
            sync_lag_seconds: how far the slowest stream is behind WellSky, from whoever follows it.
            now: the instant of the look; the present by default.

        Keep ``states`` where it outlives the process, and pass it to the next watch.
        """
        arguments = _wire.arguments(
            "alerts.look",
            (("sync_lag_seconds", _wire.plain, sync_lag_seconds), ("now", _wire.instant, now)),
        )
        return _native.decode(self._native.look(arguments), wire.READ_ALERTS_SEEN)
