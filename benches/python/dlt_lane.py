"""dlt, as a program that merges a source into its own database: by the key, with the default strategy of SQLite and an upsert
in PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

import sync_material as material

# Before dlt is imported: nothing is reported to anybody, and nothing printed.
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"

import dlt  # noqa: E402
import psycopg2  # noqa: E402
from sqlalchemy.exc import SAWarning  # noqa: E402

warnings.filterwarnings("ignore", category=SAWarning)

_numbers = itertools.count()
_FIRST = datetime(2027, 1, 15, 8, tzinfo=timezone.utc)


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["task"]:
            case "apply_rows":
                return apply_rows(order)
            case "follow_cursor":
                return follow_cursor(order)
            case other:
                raise ValueError(f"this lane does no {other}")


class Destination:
    """A pipeline with a place of its own."""

    def __init__(self, order: dict[str, Any]) -> None:
        place = order["place"]
        self._name = f"bench_dlt_{os.getpid()}_{next(_numbers)}"
        self._folder = tempfile.mkdtemp(prefix="dlt-", dir=place["folder"])
        self._address: str | None = None
        if order.get("database", "sqlite") == "sqlite":
            self._file = f"{self._folder}/record.db"
            destination = dlt.destinations.sqlalchemy(f"sqlite:///{self._file}")
            self.strategy: Any = "merge"
            dataset = "main"
        else:
            self._address = place["postgres"].replace("postgres://", "postgresql://", 1)
            destination = dlt.destinations.postgres(with_password(self._address))
            self.strategy = {"disposition": "merge", "strategy": "upsert"}
            dataset = self._name
        self.pipeline = dlt.pipeline(
            self._name,
            pipelines_dir=f"{self._folder}/pipelines",
            destination=destination,
            dataset_name=dataset,
        )

    def merge(self, rows: list[dict[str, Any]]) -> None:
        resource = dlt.resource(rows, name="record", primary_key="external_id", write_disposition=self.strategy)
        self.pipeline.run(resource).raise_on_failed_jobs()

    def stored(self) -> list[tuple[str, str]]:
        if self._address is None:
            with sqlite3.connect(self._file) as file:
                return sorted(file.execute("SELECT external_id, body FROM record"))
        with psycopg2.connect(self._address) as connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT external_id, body FROM {self._name}.record")
            return sorted(cursor.fetchall())

    def end(self) -> None:
        if self._address is not None:
            connection = psycopg2.connect(self._address)
            connection.autocommit = True
            with connection.cursor() as cursor:
                for schema in (self._name, f"{self._name}_staging"):
                    cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            connection.close()
        shutil.rmtree(self._folder)


def with_password(address: str) -> str:
    """dlt asks for a password; a server that trusts its machine does not look at it."""
    parts = urlsplit(address)
    if parts.password is not None:
        return address
    return parts._replace(netloc=parts.netloc.replace("@", ":unused@", 1)).geturl()


def apply_rows(order: dict[str, Any]) -> dict[str, Any]:
    count = order["rows"]
    before, now = material.generations(order["content"])
    destination = Destination(order)
    if before is not None:
        destination.merge(records(count, before))
    rows = records(count, now)
    begun = time.perf_counter()
    destination.merge(rows)
    seconds = time.perf_counter() - begun
    told = material.answer(seconds, destination.stored(), count, count)
    destination.end()
    return told


def records(count: int, generation: int) -> list[dict[str, Any]]:
    return [{"external_id": external_id, "body": body} for external_id, body in material.rows(count, generation)]


def follow_cursor(order: dict[str, Any]) -> dict[str, Any]:
    count = order["rows"]
    equal = order["spread"] == "equal"
    rows = [
        {**row, "updated_at": _FIRST if equal else _FIRST + timedelta(seconds=n)}
        for n, row in enumerate(records(count, 0))
    ]
    destination = Destination(order)

    @dlt.resource(name="record", primary_key="external_id", write_disposition=destination.strategy)
    def source(
        cursor: Any = dlt.sources.incremental("updated_at"),  # noqa: B008  dlt's way to declare it
    ) -> Iterator[list[dict[str, Any]]]:
        from_ = cursor.last_value
        asked = [row for row in rows if from_ is None or row["updated_at"] >= from_]
        for start in range(0, len(asked), order["page"]):
            yield asked[start : start + order["page"]]

    begun = time.perf_counter()
    for _ in range(2):
        destination.pipeline.run(source()).raise_on_failed_jobs()
    seconds = time.perf_counter() - begun
    told = material.answer(seconds, destination.stored(), count, count)
    destination.end()
    return told
