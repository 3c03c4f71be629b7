"""What the blocking and the asynchronous client share: arguments in, :class:`Prepared` calls out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from . import _native, _wire
from ._calls import Prepared, nothing
from ._generated import wire
from ._generated.models import AlertStanding
from .errors import invalid_input
from .roster import Roster
from .settings import CacheChoice, RateChoice, RetrySettings, TimeoutSettings, limit, tree

if TYPE_CHECKING:
    from .store import AsyncStore, Store

T = TypeVar("T")


def roster_arguments(
    operation: str,
    *,
    now: datetime | None,
    zone: str | None,
    history_days: int | None,
    horizon_days: int | None,
    wave_size: int | None = None,
) -> str:
    """The arguments of a roster or a job as JSON."""
    return _wire.arguments(
        operation,
        (
            ("now", _wire.instant, now),
            ("zone", _wire.plain, zone),
            ("history_days", _wire.plain, history_days),
            ("horizon_days", _wire.plain, horizon_days),
            ("wave_size", _wire.plain, wave_size),
        ),
    )


class Session:
    """The native client behind :class:`WellSky` and :class:`AsyncWellSky`."""

    __slots__ = ("_held",)

    def __init__(self, native: _native.WellSky) -> None:
        self._held: _native.WellSky | None = native

    @classmethod
    def configured(
        cls,
        *,
        api_key: str,
        api_secret: str,
        agency_id: str,
        api: str | None,
        scope: str | None,
        environment: str | None,
        base_url: str | None,
        token_url: str | None,
        zone: str | None,
        cache: CacheChoice | None,
        timeouts: TimeoutSettings | None,
        retry: RetrySettings | None,
        rate_limit: RateChoice | None,
    ) -> Session:
        settings = {
            "api_key": api_key,
            "api_secret": api_secret,
            "agency_id": agency_id,
            "api": api,
            "scope": scope,
            "environment": environment,
            "base_url": base_url,
            "token_url": token_url,
            "zone": zone,
        }
        operation = "wellsky.configure"
        given: list[_wire.Given] = [(name, _wire.plain, value) for name, value in settings.items()]
        given += [
            ("cache", tree, cache),
            ("timeouts", tree, timeouts),
            ("retry", tree, retry),
            ("rate_limit", limit, rate_limit),
        ]
        return cls(_native.WellSky.from_settings(_wire.arguments(operation, given)))

    @classmethod
    def from_env(cls, scope: str | None) -> Session:
        return cls(_native.WellSky.from_env(scope))

    @property
    def native(self) -> _native.WellSky:
        if self._held is None:
            raise invalid_input("wellsky.call", "client", "this client is closed; make a new one")
        return self._held

    def close(self) -> None:
        self._held = None

    def describe(self, name: str) -> str:
        return f"<{name} closed>" if self._held is None else f"<{name} agency={self._held.agency_id!r}>"

    def call(
        self, operation: str, result: _native.Plan[T], given: Sequence[_wire.Given], store: Store | AsyncStore | None
    ) -> Prepared[T]:
        """An operation of the table."""
        arguments = _wire.arguments(operation, given)
        call = self.native.call(operation, arguments, None if store is None else store._native)
        return Prepared(call, lambda text: _native.decode(text, result))

    def pages(
        self,
        operation: str,
        page: _native.Plan[T],
        given: Sequence[_wire.Given],
        page_size: int | None,
    ) -> Callable[[], Prepared[T]]:
        """A list of the table, page by page; each call of what this gives is the next page, or the end."""
        if page_size is not None:
            page_size = _wire.count(operation, "page_size", page_size)
        pages = self.native.pages(operation, _wire.arguments(operation, given), page_size)
        return lambda: Prepared(pages.next(), lambda text: _native.decode(text, page))

    def roster(self, arguments: str) -> Prepared[Roster]:
        pull = self.native.roster(arguments)
        return Prepared(pull.call, lambda _text: Roster(pull.take()))

    def feed(self, store: Store, *, concurrency: int | None) -> _native.Changes:
        arguments = _wire.arguments("events.feed", (("concurrency", _wire.count, concurrency),))
        return _native.Changes.feed(self.native, store._native, arguments)

    def poll(
        self,
        store: Store,
        *,
        rounds: str | None,
        every_seconds: float | None,
        retry_after_seconds: float | None,
        whole_every_seconds: float | None,
        overlap_seconds: float | None,
        shift_days_back: int | None,
        shift_days_ahead: int | None,
    ) -> _native.Changes:
        arguments = _wire.arguments(
            "events.poll",
            (
                ("rounds", _wire.plain, rounds),
                ("every_seconds", _wire.plain, every_seconds),
                ("retry_after_seconds", _wire.plain, retry_after_seconds),
                ("whole_every_seconds", _wire.plain, whole_every_seconds),
                ("overlap_seconds", _wire.plain, overlap_seconds),
                ("shift_days_back", _wire.count, shift_days_back),
                ("shift_days_ahead", _wire.count, shift_days_ahead),
            ),
        )
        return _native.Changes.poll(self.native, store._native, arguments)

    def alert_watch(
        self, *, span_seconds: float | None, states: Sequence[AlertStanding] | None
    ) -> _native.AlertWatch:
        arguments = _wire.arguments(
            "alerts.watch",
            (
                ("span_seconds", _wire.plain, span_seconds),
                ("states", _wire.each(wire.WRITE_ALERT_STANDING), states),
            ),
        )
        return _native.AlertWatch(self.native, arguments)

    def refresh(self) -> tuple[_native.Background, Prepared[None]]:
        background, begin = _native.Background.refresh(self.native)
        return background, Prepared(begin, nothing)
