"""Reports from events: the vectors that Rust and Node read, every way in, every way out, and what is refused."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import io
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import careweave
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from careweave import insights
from conftest import REPOSITORY

VECTORS = json.loads((REPOSITORY / "vectors/insights/reports.json").read_text("utf-8"))
ZONE: str = VECTORS["zone"]
AS_OF = datetime.fromisoformat(VECTORS["as_of"].replace("Z", "+00:00"))
LINES = (REPOSITORY / VECTORS["events"]).read_text("utf-8")
EVENTS: list[dict[str, Any]] = [json.loads(line) for line in LINES.splitlines()]

QUERIES: dict[str, Callable[..., insights.Query[Any]]] = {
    "referral": insights.ReferralQuery,
    "referral over two months": lambda **period: insights.ReferralQuery(horizon_months=2, **period),
    "recruiting": insights.RecruitingQuery,
    "funnel": lambda **period: insights.FunnelQuery(by="source", **period),
    "telephony": insights.TelephonyQuery,
    "messaging": insights.MessagingQuery,
    "noshow": insights.AppointmentsQuery,
    "fill": insights.FillingQuery,
    "fairness": insights.FairnessQuery,
    "churn": insights.ChurnQuery,
    "evv": insights.EvvQuery,
}


def query_of(case: dict[str, Any]) -> insights.Query[Any]:
    period = {f"{name}_" if name == "from" else name: case[name] for name in ("from", "to") if case[name]}
    return QUERIES[case["report"]](zone=ZONE, **{name: date.fromisoformat(day) for name, day in period.items()})


def stated(value: Any) -> Any:
    """A report as JSON has it, without what is null."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return stated({name.removesuffix("_"): one for name, one in fields.items()})
    if isinstance(value, dict):
        return {name: stated(one) for name, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [stated(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def wide() -> list[dict[str, Any]]:
    """A row for each event: the columns of a table."""
    return [{"id": e["id"], "at": e["at"], "kind": e["kind"], **e["data"]} for e in EVENTS]


def polars_frame() -> pl.DataFrame:
    frame = pl.DataFrame(wide(), infer_schema_length=None)
    instants = ["at", "scheduled_at", "starts_at"]
    return frame.with_columns(pl.col(name).str.to_datetime(time_zone="UTC") for name in instants)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=[case["report"] for case in VECTORS["cases"]])
def test_every_report_is_that_of_rust_to_the_last_digit_and_every_figure_is_read(case: dict[str, Any]) -> None:
    answer = insights.report(query_of(case), LINES, as_of=AS_OF)
    assert answer.to_json() == case["expected"]
    assert stated(answer.figures) == stated(json.loads(case["expected"]))


def test_one_inquiry_answers_all_queries_from_events_that_come_in_pieces() -> None:
    queries = [query_of(case) for case in VECTORS["cases"]]
    inquiry = insights.Inquiry(*queries, threads=2)
    for start in range(0, len(EVENTS), 100):
        inquiry.push(EVENTS[start : start + 100])
    # What comes again does not count again.
    assert inquiry.push(reversed(EVENTS[:500])) == 500
    for query, case in zip(queries, VECTORS["cases"], strict=True):
        assert inquiry.answer(query, as_of=AS_OF).to_json() == case["expected"]
    assert inquiry.memory_bytes > 10_000


WAYS_IN: dict[str, Callable[[], Any]] = {
    "dictionaries": lambda: EVENTS,
    "a generator of lines": lambda: (line for line in LINES.splitlines()),
    "Polars": polars_frame,
    "Polars, text as categories": lambda: polars_frame().with_columns(pl.col("kind", "id").cast(pl.Categorical)),
    "pyarrow": lambda: polars_frame().to_arrow(),
    "a record batch": lambda: polars_frame().to_arrow().combine_chunks().to_batches()[0],
    "pandas, whose missing numbers are NaN": lambda: polars_frame().to_pandas(),
    "text instants": lambda: pa.Table.from_pylist(wide(), pl.DataFrame(wide(), infer_schema_length=None).to_arrow().schema),
    "many batches": lambda: pa.Table.from_batches(polars_frame().to_arrow().combine_chunks().to_batches(max_chunksize=99)),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_every_way_in_gives_the_same_answers(way: str) -> None:
    queries = [query_of(case) for case in VECTORS["cases"]]
    inquiry = insights.Inquiry(*queries)
    assert inquiry.push(WAYS_IN[way]()) == len(EVENTS)
    for query, case in zip(queries, VECTORS["cases"], strict=True):
        assert inquiry.answer(query, as_of=AS_OF).to_json() == case["expected"]


def test_csv_is_a_way_in_as_well() -> None:
    rows = wide()
    head = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, head)
    writer.writeheader()
    writer.writerows({name: json.dumps(one) if isinstance(one, bool) else one for name, one in row.items()} for row in rows)
    query = query_of(VECTORS["cases"][4])
    inquiry = insights.Inquiry(query)
    assert inquiry.push_csv(file.getvalue()) == len(EVENTS)
    assert inquiry.answer(query, as_of=AS_OF).to_json() == VECTORS["cases"][4]["expected"]


def test_answers_come_as_tables_of_polars_pandas_and_pyarrow() -> None:
    query = insights.ReferralQuery(zone=ZONE, from_=date(2026, 1, 1), to=date(2026, 3, 1))
    answer = insights.report(query, EVENTS, as_of=AS_OF)
    assert answer.tables == ("sources",)
    frame = answer.table().to_polars()
    first = answer.figures.sources[0]
    assert frame["source"].to_list() == [source.source for source in answer.figures.sources]
    assert frame["conversion"][0] == first.conversion.value
    assert frame["conversion_denominator"][0] == first.conversion.denominator
    assert first.cac.value is not None
    assert frame["cac"][0] == Decimal(first.cac.value.minor) / 100
    assert frame.schema["conversion_mature_at"] == pl.Datetime("ms", "UTC")
    assert answer.table("sources").to_arrow().num_rows == frame.height
    assert list(answer.table().to_pandas()["source"]) == frame["source"].to_list()
    assert pl.DataFrame(answer.table()).equals(frame)
    assert answer.to_csv().splitlines()[0].split(",") == frame.columns
    assert answer.to_svg().startswith("<svg")
    assert repr(answer) == "<Answer Referral with sources>"


def test_a_free_source_has_no_return_and_says_why() -> None:
    free = insights.report(insights.ReferralQuery(zone=ZONE), [
        {"id": "1", "at": "2026-01-02T15:00:00Z", "kind": "lead_created", "data": {"lead": "a", "source": "word_of_mouth"}},
    ], as_of=AS_OF)  # fmt: skip
    (source,) = free.figures.sources
    assert (source.spend.kind, source.spend.media) == ("no_spend", None)
    assert (source.roi.value, source.roi.why_null) == (None, "no_spend")
    assert (source.conversion.value, source.conversion.verdict) == (0.0, "too_few")


def test_a_correction_restates_and_an_earlier_moment_keeps_what_it_saw() -> None:
    def booked(minutes: int, recorded: datetime) -> insights.Event:
        return {
            "id": "1",
            "at": datetime(2026, 4, 6, 20, tzinfo=timezone.utc),
            "recorded_at": recorded,
            "kind": "visit_worked",
            "data": {"visit": "v-1", "payer": "Private Pay", "minutes": minutes},
        }

    early, late = datetime(2026, 4, 7, tzinfo=timezone.utc), datetime(2026, 4, 9, tzinfo=timezone.utc)
    query = insights.EvvQuery(zone=ZONE)
    inquiry = insights.Inquiry(query)
    inquiry.push([booked(60, early), booked(90, late)])
    assert inquiry.answer(query, as_of=early).figures.payers[0].billable_minutes == 60
    assert inquiry.answer(query, as_of=late).figures.payers[0].billable_minutes == 90


async def test_asyncio_gives_the_same_and_other_tasks_go_on() -> None:
    queries = [query_of(case) for case in VECTORS["cases"]]
    inquiry = insights.Inquiry(*queries)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    assert await inquiry.push_async(polars_frame()) == len(EVENTS)
    assert await inquiry.push_async(EVENTS) == len(EVENTS)
    other.cancel()
    assert turns > 0
    for query, case in zip(queries, VECTORS["cases"], strict=True):
        assert (await inquiry.answer_async(query, as_of=AS_OF)).to_json() == case["expected"]


def test_threads_that_push_at_once_count_every_event_once() -> None:
    query = query_of(VECTORS["cases"][3])
    inquiry = insights.Inquiry(query)
    parts = [EVENTS[start::4] for start in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(inquiry.push, [*parts, *parts])) == 2 * len(EVENTS)
    assert inquiry.answer(query, as_of=AS_OF).to_json() == VECTORS["cases"][3]["expected"]


def lead(**data: Any) -> dict[str, Any]:
    return {"id": "1", "at": AS_OF, "kind": "lead_created", "data": {"lead": "lead-41", **data}}


def table(**columns: Any) -> pa.Table:
    rows = {"id": ["1"], "at": [AS_OF], "kind": ["lead_created"], "lead": ["lead-41"]}
    return pa.table({name: one for name, one in {**rows, **columns}.items() if one is not None})


REFUSED: dict[str, tuple[Any, str | None, str]] = {
    "an e-mail address as a key": ([lead(), lead(lead="a@example.invalid")], "events[1]", "data.lead"),
    "a field no lead has": ([lead(colour="red")], "events[0]", "data.colour"),
    "a naive datetime": ([{**lead(), "at": datetime(2026, 4, 6)}], None, "events[0].at"),
    "a line that is none": (["{"], "events[0]", "(line)"),
    "two lines in one": (["{}\n{}"], None, "events[0]"),
    "a line after an empty one": (["\n", "{"], "events[1]", "(line)"),
    "a number": ([7], None, "events[0]"),
    "bytes": (b"{}", None, "events"),
    "one dictionary": (lead(), None, "events"),
    "a text with a wrong line": ("\n\n{}", "line 3", "(event)"),
    "a table without ids": (table(id=None), None, "id"),
    "instants without a zone": (table(at=[datetime(2026, 4, 6)]), None, "at"),
    "text where a number belongs": (table(minutes=["60"]), None, "minutes"),
    "halves of minutes": (table(minutes=[1.5]), None, "minutes"),
    "a key that is an address": (table(lead=["a@example.invalid"]), "row 0", "lead"),
    "a field of another kind": (table(minutes=[60]), "row 0", "minutes"),
    "a row without its key": (table(lead=pa.array([None], pa.string())), "row 0", "lead"),
    "a word that is none": (table(kind=["lead_reached"], stage=["danced"]), "row 0", "stage"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_names_the_record_and_the_field_and_never_the_value(name: str) -> None:
    given, record, field = REFUSED[name]
    with pytest.raises(careweave.InvalidInputError) as refused:
        insights.Inquiry(insights.FunnelQuery(zone=ZONE)).push(given)
    error = refused.value
    assert (error.operation, error.get("record")) == ("insights.push", record)
    assert error.get("field") == field, error
    assert "example.invalid" not in str(error)
    assert "danced" not in str(error)


def test_an_id_that_stands_for_another_event_is_a_conflict() -> None:
    with pytest.raises(careweave.ConflictError) as refused:
        insights.Inquiry(insights.FunnelQuery(zone=ZONE)).push([lead(), lead(lead="lead-42")])
    assert refused.value.get("record") == "events[1]"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (insights.FunnelQuery(zone="Nowhere/Town"), "zone"),
        (insights.FunnelQuery(zone=ZONE, from_=date(2026, 2, 1), to=date(2026, 2, 1)), "to"),
        (insights.FunnelQuery(zone=ZONE, maturity_days=-1), "maturity_days"),
        (insights.ReferralQuery(zone=ZONE, horizon_months=0), "horizon_months"),
        (insights.FillingQuery(zone=ZONE, office=insights.OfficeHours(["monday"], 600, 500)), "close_minute"),
    ],
)
def test_a_query_that_breaks_a_rule_is_refused_by_its_place(query: insights.Query[Any], field: str) -> None:
    with pytest.raises(careweave.InvalidInputError) as refused:
        insights.Inquiry(insights.FairnessQuery(zone=ZONE), query)
    assert (refused.value.get("record"), refused.value.get("field")) == ("questions[1]", field)


def test_what_was_not_asked_has_no_answer() -> None:
    inquiry = insights.Inquiry(insights.FunnelQuery(zone=ZONE))
    with pytest.raises(careweave.InvalidInputError) as other:
        inquiry.answer(insights.EvvQuery(zone=ZONE), as_of=AS_OF)
    assert other.value.get("field") == "query"
    with pytest.raises(careweave.InvalidInputError) as naive:
        inquiry.answer(insights.FunnelQuery(zone=ZONE), as_of=datetime(2026, 4, 6))
    assert naive.value.get("field") == "as_of"
    answer = inquiry.answer(insights.FunnelQuery(zone=ZONE), as_of=AS_OF)
    with pytest.raises(careweave.InvalidInputError) as table:
        answer.to_csv("calls")
    assert table.value.get("field") == "table"
    with pytest.raises(careweave.InvalidInputError):
        insights.Inquiry()


def test_two_currencies_in_one_sum_are_refused() -> None:
    query = insights.ReferralQuery(zone=ZONE)
    spent: list[dict[str, Any]] = [
        {
            "id": currency,
            "at": AS_OF,
            "kind": "spent",
            "data": {"source": "ads", "audience": "clients", "spend": "media", "amount_minor": 5, "currency": currency},
        }
        for currency in ("USD", "BRL")
    ]
    with pytest.raises(careweave.InvalidInputError) as refused:
        insights.report(query, spent, as_of=AS_OF)
    assert refused.value.get("field") == "currency"


def test_a_kind_of_a_later_release_is_kept_and_counted_by_nobody() -> None:
    rows = table(kind=["lead_teleported"])
    query = insights.FunnelQuery(zone=ZONE)
    assert insights.report(query, rows, as_of=AS_OF).figures.basis.facts == 0


def test_pandas_reads_back_what_it_wrote() -> None:
    answer = insights.report(query_of(VECTORS["cases"][4]), EVENTS, as_of=AS_OF)
    frame = answer.table("results").to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert dict(zip(frame["result"], frame["calls"], strict=True)) == answer.figures.results


def test_the_example_prints_what_the_vectors_say() -> None:
    example = REPOSITORY / "examples/python/reports.py"
    given = [str(example), str(REPOSITORY / VECTORS["events"]), VECTORS["as_of"]]
    printed = subprocess.run([sys.executable, "-W", "error", *given], capture_output=True, text=True, timeout=60)
    assert printed.returncode == 0, printed.stderr
    calls, sources = printed.stdout.splitlines()
    assert calls == VECTORS["cases"][4]["expected"]
    assert sources == insights.report(insights.ReferralQuery(zone=ZONE), LINES, as_of=AS_OF).to_json()
