"""Events in, answers out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .. import _native
from .._calls import Prepared, run
from .._decode import to_instant
from .._event_lines import event_line
from ..errors import invalid_input
from ._answers import Answer
from ._queries import Query

if TYPE_CHECKING:
    from .._generated.insight_events import Event

R = TypeVar("R")

_PUSH = "insights.push"
_AT_A_TIME = 8_192


class _Table(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class _Batch(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class Inquiry:
    """Questions, and what has been taken in for them.

    It is held by Rust. Threads may share it; who pushes and who asks wait for each other.
    """

    __slots__ = ("_native", "_queries")

    def __init__(self, *queries: Query[Any], threads: int | None = None) -> None:
        """Asks.

        Args:
            queries: Each event is looked at once for all of them.
            threads: How many count; as many as there are processors unless stated.

        Raises:
            InvalidInputError: a query breaks a rule; the context names the ``record`` (``questions[1]``) and the ``field``.
        """
        for place, query in enumerate(queries):
            if not isinstance(query, Query):
                raise invalid_input("insights.ask", f"questions[{place}]", "must be a query, such as FunnelQuery(zone=...)")
        self._queries = queries
        self._native = _native.Inquiry(json.dumps([query.given() for query in queries]), threads)

    def push(self, events: str | _Table | _Batch | Iterable[Event | Mapping[str, Any] | str]) -> int:
        """Takes in events, and gives how many they were. Their order does not matter; those that were there before do not count
        again, and an id that comes with other content and a later ``recorded_at`` is a correction.

        Args:
            events: Typed dictionaries or lines of JSON, one by one; a text of such lines; or a table that offers Arrow's capsules,
                with the columns ``id``, ``at``, ``kind`` and one for each field. A table is the fastest by far.

        Raises:
            InvalidInputError: an event breaks a rule; the context names the ``record`` (``events[3]``, ``line 3`` of a text, ``row 3`` of
                a table) and the ``field``, never the value. Others may have been taken in: to push all of them again when the one is
                repaired does no harm.
            ConflictError: an id stands for another event that was recorded at the same moment.
        """
        taken = 0
        for kind, given, first in _given(events):
            taken += self._native.push(kind, given, first)
        return taken

    async def push_async(self, events: str | _Table | _Batch | Iterable[Event | Mapping[str, Any] | str]) -> int:
        """As :meth:`push`, on another thread. What is under way when the task is cancelled is still taken in."""
        taken = 0
        for kind, given, first in _given(events):
            taken += await run(Prepared(self._native.pushing(kind, given, first), int))
        return taken

    def push_csv(self, text: str) -> int:
        """Takes in the rows of a CSV file's text: columns as those of a table, an empty cell is a field that is not given.

        Raises:
            InvalidInputError: as :meth:`push`; the record is a ``line``.
            ConflictError: as :meth:`push`.
        """
        return self._native.push("csv", text, 0)

    def answer(self, query: Query[R], *, as_of: datetime) -> Answer[R]:
        """The answer to one of the queries.

        Args:
            as_of: The moment it speaks of, aware: what happened or was learned later is left out.

        Raises:
            InvalidInputError: the query is none of those asked, or the facts contradict each other, such as two currencies in one
                sum.
        """
        place = self._place(query)
        native = self._native.answer(place, to_instant("insights.answer", "as_of", as_of))
        return Answer(native, query.figures)

    async def answer_async(self, query: Query[R], *, as_of: datetime) -> Answer[R]:
        """As :meth:`answer`, on another thread."""
        place = self._place(query)
        pull = self._native.answering(place, to_instant("insights.answer", "as_of", as_of))
        await run(Prepared(pull.call, lambda _: None))
        return Answer(pull.take(), query.figures)

    @property
    def memory_bytes(self) -> int:
        """Memory that holds what was taken in."""
        return self._native.bytes()

    def _place(self, query: Query[Any]) -> int:
        try:
            return self._queries.index(query)
        except ValueError:
            raise invalid_input("insights.answer", "query", "must be one of those the inquiry was made with") from None

    def __repr__(self) -> str:
        return f"<Inquiry {', '.join(query.report for query in self._queries)}>"


def report(
    query: Query[R], events: str | _Table | _Batch | Iterable[Event | Mapping[str, Any] | str], *, as_of: datetime
) -> Answer[R]:
    """The answer to a query over events that are all there: the same as an :class:`Inquiry` that they are pushed into."""
    inquiry = Inquiry(query)
    inquiry.push(events)
    return inquiry.answer(query, as_of=as_of)


def _given(events: Any) -> Iterator[tuple[str, Any, int]]:
    """What is handed over at a time: its kind, itself, and the number of its first event."""
    if isinstance(events, str):
        yield "lines", events, 0
    elif hasattr(events, "__arrow_c_stream__") or hasattr(events, "__arrow_c_array__"):
        yield "arrow", events, 0
    elif isinstance(events, (bytes, Mapping)) or not isinstance(events, Iterable):
        raise invalid_input(_PUSH, "events", "must be events one by one, a text of lines, or a table that offers Arrow's capsules")
    else:
        each = enumerate(events)
        first = 0
        while lines := [event_line(_PUSH, place, event) for place, event in islice(each, _AT_A_TIME)]:
            yield "records", "\n".join(lines), first
            first += len(lines)
