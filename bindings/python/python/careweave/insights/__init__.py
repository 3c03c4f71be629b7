"""Figures of an agency, from events: sources, funnel, calls, messages, no-shows, filling, fairness, churn, visit verification.

Ask first, hand over events as they come, take answers as of any moment::

    from careweave import insights

    calls = insights.TelephonyQuery(zone="America/Denver")
    inquiry = insights.Inquiry(calls)
    inquiry.push(events)
    answer = inquiry.answer(calls, as_of=datetime.now(timezone.utc))
    answer.figures.answer.value      # a share, or None; then .why_null says why
    answer.table().to_polars()

or all at once: ``insights.report(calls, events, as_of=...)``.

Events are typed dictionaries, lines of JSON, or a table of pandas, Polars, pyarrow or whatever else offers Arrow's capsules, with the
columns ``id``, ``at``, ``kind`` and one for each field. Their order does not matter, and repetitions do not count. The work is done
with the interpreter released. What each figure means, and must not be used for, is on a page of ``docs/metrics``.
"""

from __future__ import annotations

from .._generated.insight_events import *
from ._answers import Answer as Answer
from ._answers import Table as Table
from ._inquiry import Inquiry as Inquiry
from ._inquiry import report as report
from ._measures import *
from ._queries import *
from ._reports import *
from ._sources import *
