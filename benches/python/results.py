"""What is told of a result, the same in every language: see src/worker/results.rs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

ROWS_PER_PART = 1_000


class Address(Protocol):
    @property
    def zip_code(self) -> str: ...


class Client(Protocol):
    """What both our record and the peers' models have."""

    @property
    def id(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def address(self) -> Address: ...
    @property
    def authorized_hours_per_week(self) -> int | None: ...
    @property
    def updated_at(self) -> datetime: ...


def digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def epoch(instant: datetime | None) -> str:
    return "-" if instant is None else str(int(instant.timestamp()))


def clients(rows: list[Any]) -> dict[str, str]:
    return {"count": str(len(rows)), "clients": digest(client_line(row) for row in rows)}


def client_line(row: Client) -> str:
    hours = "-" if row.authorized_hours_per_week is None else str(row.authorized_hours_per_week)
    return "|".join(
        [row.id, row.first_name, row.last_name, row.status, row.address.zip_code, hours, epoch(row.updated_at)]
    )


class StreamParts:
    """The ids of a stream, a thousand at a time, so that nothing else is kept."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self.rows = 0
        self._ids: list[str] = []

    def add(self, row_id: str) -> None:
        self.rows += 1
        self._ids.append(row_id)
        if len(self._ids) == ROWS_PER_PART:
            self.parts[f"up to {self.rows}"] = digest(self._ids)
            self._ids = []
