"""What the blocking and the asynchronous client share: arguments in, :class:`Prepared` calls out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from . import _native
from ._calls import Prepared, read_json
from ._decode import each, record, to_date, to_instant
from .errors import invalid_input
from .models import Assignment, Caregiver, Client, Evv, Page, Shift, Verified
from .roster import Roster
from .store import Store

T = TypeVar("T")

_client = record(Client)
_caregiver = record(Caregiver)
_shift = record(Shift)


def _object(**values: Any) -> str:
    """A JSON object of the values that are given."""
    return json.dumps({name: value for name, value in values.items() if value is not None})


def _each(convert: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    return lambda items: [convert(item) for item in items]


def _page(convert: Callable[[Any], T]) -> Callable[[Any], Page[T] | None]:
    items = each(convert)

    def read(data: Any) -> Page[T] | None:
        if data is None:
            return None
        return Page(items(data["items"]), data["total"], data["offset"], data["pass"])

    return read


def _instant(operation: str, field: str, value: datetime | None) -> str | None:
    return None if value is None else to_instant(operation, field, value)


def _date(operation: str, field: str, value: date | None) -> str | None:
    return None if value is None else to_date(operation, field, value)


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
    return _object(
        now=_instant(operation, "now", now),
        zone=zone,
        history_days=history_days,
        horizon_days=horizon_days,
        wave_size=wave_size,
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
        environment: str | None,
        base_url: str | None,
        token_url: str | None,
    ) -> Session:
        return cls(
            _native.WellSky.from_settings(
                _object(
                    api_key=api_key,
                    api_secret=api_secret,
                    agency_id=agency_id,
                    environment=environment,
                    base_url=base_url,
                    token_url=token_url,
                )
            )
        )

    @classmethod
    def from_env(cls) -> Session:
        return cls(_native.WellSky.from_env())

    @property
    def native(self) -> _native.WellSky:
        if self._held is None:
            raise invalid_input("wellsky.call", "client", "this client is closed; make a new one")
        return self._held

    def close(self) -> None:
        self._held = None

    def describe(self, name: str) -> str:
        return f"<{name} closed>" if self._held is None else f"<{name} agency={self._held.agency_id!r}>"

    def verify(self) -> Prepared[Verified]:
        return Prepared(self.native.verify(), read_json(record(Verified)))

    @staticmethod
    def client_filter(
        status: str | None, start_date_from: date | None, start_date_to: date | None, updated_since: datetime | None
    ) -> str:
        operation = "clients.list"
        return _object(
            status=status,
            start_date_from=_date(operation, "start_date_from", start_date_from),
            start_date_to=_date(operation, "start_date_to", start_date_to),
            updated_since=_instant(operation, "updated_since", updated_since),
        )

    def clients(self, filter: str) -> Prepared[list[Client]]:
        return Prepared(self.native.clients(filter), read_json(_each(_client)))

    def client(self, client_id: str) -> Prepared[Client]:
        return Prepared(self.native.client(client_id), read_json(_client))

    def client_pages(self, filter: str, page_size: int | None) -> Callable[[], Prepared[Page[Client] | None]]:
        pages = self.native.client_pages(filter, page_size)
        return lambda: Prepared(pages.next(), read_json(_page(_client)))

    @staticmethod
    def caregiver_filter(status: str | None, available_on: date | None, updated_since: datetime | None) -> str:
        operation = "caregivers.list"
        return _object(
            status=status,
            available_on=_date(operation, "available_on", available_on),
            updated_since=_instant(operation, "updated_since", updated_since),
        )

    def caregivers(self, filter: str) -> Prepared[list[Caregiver]]:
        return Prepared(self.native.caregivers(filter), read_json(_each(_caregiver)))

    def caregiver(self, caregiver_id: str) -> Prepared[Caregiver]:
        return Prepared(self.native.caregiver(caregiver_id), read_json(_caregiver))

    def caregiver_pages(self, filter: str, page_size: int | None) -> Callable[[], Prepared[Page[Caregiver] | None]]:
        pages = self.native.caregiver_pages(filter, page_size)
        return lambda: Prepared(pages.next(), read_json(_page(_caregiver)))

    @staticmethod
    def shift_filter(
        start: datetime | None,
        end: datetime | None,
        client_id: str | None,
        caregiver_id: str | None,
        status: str | None,
        caregiver_match: str | None,
    ) -> str:
        operation = "shifts.list"
        first, last = _instant(operation, "start", start), _instant(operation, "end", end)
        if (first is None) != (last is None):
            raise invalid_input(operation, "start" if first is None else "end", "give both start and end, or neither")
        return _object(
            window=None if first is None else {"start": first, "end": last},
            client_id=client_id,
            caregiver_id=caregiver_id,
            status=status,
            caregiver_match=caregiver_match,
        )

    def shifts(self, filter: str) -> Prepared[list[Shift]]:
        return Prepared(self.native.shifts(filter), read_json(_each(_shift)))

    def shift_pages(self, filter: str, page_size: int | None) -> Callable[[], Prepared[Page[Shift] | None]]:
        pages = self.native.shift_pages(filter, page_size)
        return lambda: Prepared(pages.next(), read_json(_page(_shift)))

    def open_shifts(self, start: datetime | None, end: datetime | None) -> Prepared[list[Shift]]:
        operation = "shifts.open"
        window = _object(start=_instant(operation, "start", start), end=_instant(operation, "end", end))
        return Prepared(self.native.open_shifts(window), read_json(_each(_shift)))

    def shift(self, shift_id: str) -> Prepared[Shift]:
        return Prepared(self.native.shift(shift_id), read_json(_shift))

    def evv(self, shift_id: str) -> Prepared[Evv | None]:
        read = record(Evv)
        return Prepared(self.native.evv(shift_id), read_json(lambda data: None if data is None else read(data)))

    def assign(self, shift_id: str, caregiver_id: str, store: Store) -> Prepared[Assignment]:
        return Prepared(
            self.native.assign(shift_id, caregiver_id, store._native),
            read_json(record(Assignment)),
        )

    def roster(self, arguments: str) -> Prepared[Roster]:
        pull = self.native.roster(arguments)
        return Prepared(pull.call, lambda _text: Roster(pull.take()))
