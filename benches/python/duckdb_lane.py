"""DuckDB: one statement for all shifts."""

from __future__ import annotations

import time
from typing import Any

import duckdb
import polars as pl

from agency import TOP, Agency, Places, agency, answer, parts, week_minutes, week_of

RANKED = f"""
with pairs as (
    select s.shift, p.who, coalesce(v.visits, 0) as visits,
        greatest(m.minutes + s.minutes - 2400, 0) - greatest(m.minutes - 2400, 0) as extra,
        50 * (p.zip = s.zip)::int + 10 * coalesce(v.visits, 0) + 15 * (s.female and p.female)::int
            + 25 * (s.language = 1 or (s.language = 2 and p.spanish))::int as plus
    from shifts s
    cross join people p
    join minutes m on m.who = p.who and m.week = s.week
    left join visits v on v.who = p.who and v.client = s.client
    left join bookings b on b.who = p.who and b.day = s.day and b.start < s.stop and s.start < b.stop
    where p.active and b.who is null
)
select shift, who, plus - 20 * (extra > 0)::int as score
from pairs
qualify row_number() over (partition by shift order by score desc, extra, visits desc, who) <= {TOP}
order by shift, score desc, extra, visits desc, who
"""


class Lane:
    def __init__(self) -> None:
        self._open: dict[str, duckdb.DuckDBPyConnection] = {}

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "rank_top":
            raise ValueError(f"this lane does no {order['task']}")
        key = str(order["agency"])
        if key not in self._open:
            self._open[key] = opened(agency(order["agency"]))
        begun = time.perf_counter()
        rows = self._open[key].execute(RANKED).fetchall()
        seconds = time.perf_counter() - begun
        places: Places = [[] for _ in range(order["agency"]["shifts"])]
        for shift, who, score in rows:
            places[shift].append((who, score))
        return answer(seconds, parts(places), None, 0)


def opened(of: Agency) -> duckdb.DuckDBPyConnection:
    people = enumerate(of.people)
    tables: dict[str, Any] = {
        "people": [(n, p.zip, p.gender == 1, p.spanish, p.active) for n, p in people],
        "minutes": [(n, w, m) for n, p in enumerate(of.people) for w, m in enumerate(week_minutes(p))],
        "visits": [(n, client, number) for n, p in enumerate(of.people) for client, number in p.visits.items()],
        "bookings": [(n, day, start, start + length) for n, p in enumerate(of.people) for day, start, length, _ in p.bookings],
        "shifts": [
            (n, s.client, s.day, week_of(s.day), s.start, s.start + s.length, 15 * s.length, s.zip, s.language, s.female)
            for n, s in enumerate(of.shifts)
        ],
    }
    names = {
        "people": ["who", "zip", "female", "spanish", "active"],
        "minutes": ["who", "week", "minutes"],
        "visits": ["who", "client", "visits"],
        "bookings": ["who", "day", "start", "stop"],
        "shifts": ["shift", "client", "day", "week", "start", "stop", "minutes", "zip", "language", "female"],
    }
    connection = duckdb.connect(":memory:", config={"threads": 2})
    for name, rows in tables.items():
        connection.register("given", pl.DataFrame(rows, schema=names[name], orient="row").to_arrow())
        connection.execute(f"create table {name} as select * from given")
        connection.unregister("given")
    return connection
