"""Queueing in a transaction of your own: the statements for your own connection, beside your own rows."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Union

from . import _native, _wire
from ._generated import wire
from ._generated.models import EffectIntent, OutboxDispatch

__all__ = ["EnqueueStatements", "SqlStatement", "enqueue_statements"]

SqlValue = Union[str, int, bytes, None]

_OPERATION = "outbox.statements"
_READ: dict[str, Callable[[Any], SqlValue]] = {
    "text": str,
    "integer": int,
    "bytes": base64.b64decode,
    "nothing": lambda _: None,
}


@dataclass(frozen=True, slots=True)
class SqlStatement:
    """A statement for a connection of the caller's own."""

    sql: str
    """The text."""
    names: tuple[str, ...]
    """The names of the parameters, in the order of their places."""
    parameters: tuple[SqlValue, ...]
    """The parameters, in the order of their places."""

    @property
    def named(self) -> dict[str, SqlValue]:
        """The parameters by name, for drivers that take a mapping."""
        return dict(zip(self.names, self.parameters, strict=True))


@dataclass(frozen=True, slots=True)
class EnqueueStatements:
    """What queues an effect: run both, in this order, in your transaction, as near to its commit as you can."""

    effect_id: str
    """The id of the effect, which is also the idempotency key to send with."""
    plan: SqlStatement
    """Writes the effect down. It breaks a constraint of the table, and so undoes your transaction, when the key is held for other
    content."""
    queue: SqlStatement
    """Queues it, and gives one row, the number of the item; none when it was queued before."""

    def __iter__(self) -> Iterator[SqlStatement]:
        return iter((self.plan, self.queue))


def enqueue_statements(
    intent: EffectIntent,
    dispatch: OutboxDispatch,
    *,
    database: str,
    placeholders: str,
    schema: str | None = None,
    version: int | None = None,
    now: datetime | None = None,
) -> EnqueueStatements:
    """The statements that queue an effect in a transaction of your own. Nothing is queued unless you commit; a worker that claims
    from the store sees the item as soon as you have.

    Args:
        intent: what is to be done.
        dispatch: how it is queued.
        database: ``"postgres"`` or ``"sqlite"``. In SQLite your tables lie in the file of the store, and your transaction begins
            with ``BEGIN IMMEDIATE``.
        placeholders: ``"named"`` (``:name``: SQLAlchemy's ``text()``, sqlite3), ``"format"`` (``%s``: psycopg), ``"numbered"``
            (``$1``: asyncpg), ``"question"`` (``?``: sqlite3).
        schema: of the store on PostgreSQL; ``careweave`` by default.
        version: 1, the default; or one more than that of the last effect under the key, once that is rejected, superseded or
            abandoned.
        now: when; the present by default.

    Raises:
        InvalidInputError: names the field and the rule.
    """
    given: list[_wire.Given] = [
        ("intent", wire.WRITE_EFFECT_INTENT, intent),
        ("dispatch", wire.WRITE_OUTBOX_DISPATCH, dispatch),
        ("database", _wire.plain, database),
        ("placeholders", _wire.plain, placeholders),
        ("schema", _wire.plain, schema),
        ("version", _wire.plain, version),
        ("now", _wire.instant, now),
    ]
    answer = json.loads(_native.enqueue_statements(_wire.arguments(_OPERATION, given)))
    plan, queue = (_statement(one) for one in answer["statements"])
    return EnqueueStatements(answer["effect_id"], plan, queue)


def _statement(given: dict[str, Any]) -> SqlStatement:
    names, values = [], []
    for name, kind, value in given["parameters"]:
        names.append(name)
        values.append(_READ[kind](value))
    return SqlStatement(given["sql"], tuple(names), tuple(values))
