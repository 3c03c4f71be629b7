"""The table of the lanes on SQLAlchemy, in a place of its own."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, LargeBinary, Text, create_engine, event, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_numbers = itertools.count()


class Base(DeclarativeBase):
    pass


class Record(Base):
    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(Text, unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(Text)


class Tables:
    """A file that syncs the disk at each commit, or a schema; gone afterwards."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._folder: str | None = None
        self._schema: str | None = None
        place = order["place"]
        if order["database"] == "sqlite":
            self._folder = tempfile.mkdtemp(prefix="sqlalchemy-", dir=place["folder"])
            self.engine: Engine = create_engine(f"sqlite:///{self._folder}/record.db")
            event.listen(self.engine, "connect", make_durable)
        else:
            self._schema = f"bench_{os.getpid()}_{next(_numbers)}"
            address = place["postgres"].replace("postgres://", "postgresql+psycopg2://", 1)
            options = {"options": f"-csearch_path={self._schema}"}
            self.engine = create_engine(address, connect_args=options)

    def __enter__(self) -> Tables:
        if self._schema is not None:
            with self.engine.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {self._schema}"))
        Base.metadata.create_all(self.engine)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._schema is not None:
            with self.engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {self._schema} CASCADE"))
        self.engine.dispose()
        if self._folder is not None:
            shutil.rmtree(self._folder)

    def fill(self, rows: list[tuple[str, str]]) -> None:
        values = [
            {"external_id": external_id, "fingerprint": hashlib.sha256(body.encode()).digest(), "body": body}
            for external_id, body in rows
        ]
        with self.engine.begin() as connection:
            connection.execute(insert(Record), values)

    def upsert(self) -> Any:
        dialect: Any = sqlite if self._schema is None else postgresql
        statement = dialect.insert(Record)
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=[Record.external_id],
            set_={"fingerprint": new.fingerprint, "body": new.body},
            where=Record.fingerprint != new.fingerprint,
        )

    def stored(self) -> Iterator[tuple[str, str]]:
        with self.engine.connect() as connection:
            found = connection.execute(select(Record.external_id, Record.body))
            # By the bytes, whatever the database's own order of letters is.
            yield from sorted((row.external_id, row.body) for row in found)


def make_durable(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
