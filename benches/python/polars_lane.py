"""Polars: one expression per shift."""

from __future__ import annotations

import time
from typing import Any

import polars as pl

from agency import DAYS, TOP, WEEKS, Agency, Open, Places, agency, answer, parts, week_minutes, week_of

LIMIT = 2_400


class Lane:
    def __init__(self) -> None:
        self._tables: dict[str, tuple[pl.DataFrame, dict[int, pl.DataFrame]]] = {}

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "rank_top":
            raise ValueError(f"this lane does no {order['task']}")
        of = agency(order["agency"])
        key = str(order["agency"])
        if key not in self._tables:
            self._tables[key] = tables(of)
        people, visits = self._tables[key]
        begun = time.perf_counter()
        places: Places = [first(people, visits.get(shift.client), shift) for shift in of.shifts]
        return answer(time.perf_counter() - begun, parts(places), None, 0)


def tables(of: Agency) -> tuple[pl.DataFrame, dict[int, pl.DataFrame]]:
    people = of.people
    minutes = [week_minutes(person) for person in people]
    columns: dict[str, Any] = {
        "who": range(len(people)),
        "zip": [p.zip for p in people],
        "female": [p.gender == 1 for p in people],
        "spanish": [p.spanish for p in people],
        "active": [p.active for p in people],
    }
    columns |= {f"minutes{week}": [row[week] for row in minutes] for week in range(WEEKS)}
    by_day = [{day: (start, start + length) for day, start, length, _ in p.bookings} for p in people]
    for day in range(DAYS):
        columns[f"start{day}"] = [booked.get(day, (0, 0))[0] for booked in by_day]
        columns[f"end{day}"] = [booked.get(day, (0, 0))[1] for booked in by_day]
    visits: dict[int, dict[str, list[int]]] = {}
    for n, person in enumerate(people):
        for client, number in person.visits.items():
            rows = visits.setdefault(client, {"who": [], "visits": []})
            rows["who"].append(n)
            rows["visits"].append(number)
    return pl.DataFrame(columns), {client: pl.DataFrame(rows) for client, rows in visits.items()}


def first(people: pl.DataFrame, visits: pl.DataFrame | None, shift: Open) -> list[tuple[int, int]]:
    end, length = shift.start + shift.length, 15 * shift.length
    before = pl.col(f"minutes{week_of(shift.day)}")
    free = pl.col("active") & ((pl.col(f"end{shift.day}") <= shift.start) | (pl.col(f"start{shift.day}") >= end))
    extra = (before + length - LIMIT).clip(lower_bound=0) - (before - LIMIT).clip(lower_bound=0)
    table = people.lazy().filter(free)
    if visits is None:
        table = table.with_columns(pl.lit(0).alias("visits"))
    else:
        table = table.join(visits.lazy(), on="who", how="left").with_columns(pl.col("visits").fill_null(0))
    score = 50 * (pl.col("zip") == shift.zip).cast(pl.Int64) + 10 * pl.col("visits") - 20 * (extra > 0).cast(pl.Int64)
    if shift.female:
        score = score + 15 * pl.col("female").cast(pl.Int64)
    if shift.language == 1:
        score = score + 25
    elif shift.language == 2:
        score = score + 25 * pl.col("spanish").cast(pl.Int64)
    ranked = (
        table.select("who", "visits", score.alias("score"), extra.alias("extra"))
        .sort(["score", "extra", "visits", "who"], descending=[True, False, True, False])
        .head(TOP)
        .collect()
    )
    return list(zip(ranked["who"].to_list(), ranked["score"].to_list(), strict=True))
