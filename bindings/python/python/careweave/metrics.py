"""Counters, gauges and histograms as Prometheus reads them, for one address of yours.

Three pages there are: what a client counted (:meth:`WellSky.metrics_text`), what waits in a store
(``store.health.metrics_text``), and what happened to leads, calls, messages, appointments, shifts and visits
(:func:`traffic`). :func:`page` makes one of them::

    from careweave import metrics

    @app.get("/metrics")
    def scraped() -> Response:
        text = metrics.page(ws.metrics_text(), store.health.metrics_text(integrations), metrics.traffic(events, as_of=now))
        return Response(text, media_type=metrics.CONTENT_TYPE)

Every label is a word of the program, the name of an operation, or the name of an integration: nothing is of a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from . import _native
from ._event_lines import event_line
from ._plain import arguments
from .errors import invalid_input
from .insights import Event

__all__ = ["CONTENT_TYPE", "page", "traffic"]

CONTENT_TYPE = "text/plain; version=0.0.4"
"""What a server says of a page."""

_TRAFFIC = "metrics.traffic"


def traffic(events: str | Iterable[Event | Mapping[str, Any] | str], *, as_of: datetime) -> str:
    """What happened up to a moment, counted by words of closed sets. Repetitions do not count, and the order does not matter.

    Args:
        events: Typed dictionaries or lines of JSON, one by one; or a text of such lines.
        as_of: The moment it speaks of, aware: what happened or was learned later is left out.

    Raises:
        InvalidInputError: an event breaks a rule; the context names the ``record`` (``line 3``) and the ``field``, never the value.
        ConflictError: an id stands for another event that was recorded at the same moment.
    """
    lines = events if isinstance(events, str) else "\n".join(_lines(events))
    written: str = json.loads(_native.compute(_TRAFFIC, lines, arguments(_TRAFFIC, as_of=as_of)))
    return written


def page(*pages: str) -> str:
    """One page of several.

    Raises:
        InvalidInputError: two pages have the same ``family``, which no monitoring system reads.
    """
    joined: str = json.loads(_native.compute("metrics.page", "", arguments("metrics.page", pages=pages)))
    return joined


def _lines(events: Any) -> Iterable[str]:
    if isinstance(events, (bytes, Mapping)) or not isinstance(events, Iterable):
        raise invalid_input(_TRAFFIC, "events", "must be events one by one, or a text of lines")
    return (event_line(_TRAFFIC, place, event) for place, event in enumerate(events))
