"""What a portal would write in plain Python: loops over records."""

from __future__ import annotations

import time
from typing import Any

from agency import (
    TOP,
    Agency,
    Open,
    Places,
    Rng,
    agency,
    answer,
    parts,
    week,
    week_minutes,
    week_of,
    week_parts,
)

LIMIT = 2_400


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["task"]:
            case "rank_top":
                return rank(order)
            case "overtime_weeks":
                return overtime_weeks(order)
            case other:
                raise ValueError(f"this lane does no {other}")


def rank(order: dict[str, Any]) -> dict[str, Any]:
    size, only = order["agency"], order["only"]
    of = agency(size)
    minutes = [week_minutes(person) for person in of.people]
    shifts = of.shifts[: only or len(of.shifts)]
    begun = time.perf_counter()
    places: Places = [first(of, minutes, shift) for shift in shifts]
    return answer(time.perf_counter() - begun, parts(places), only, size["shifts"])


def first(of: Agency, minutes: list[list[int]], shift: Open) -> list[tuple[int, int]]:
    end = shift.start + shift.length
    ranked = []
    for who, person in enumerate(of.people):
        if not person.active:
            continue
        taken = any(
            day == shift.day and start < end and shift.start < start + length for day, start, length, _ in person.bookings
        )
        if taken:
            continue
        before = minutes[who][week_of(shift.day)]
        extra = max(before + 15 * shift.length - LIMIT, 0) - max(before - LIMIT, 0)
        visits = person.visits.get(shift.client, 0)
        score = 50 * (person.zip == shift.zip) + 10 * visits - 20 * (extra > 0)
        score += 15 * (shift.female and person.gender == 1)
        score += 25 * (shift.language == 1 or (shift.language == 2 and person.spanish))
        ranked.append((-score, extra, -visits, who))
    ranked.sort()
    return [(who, -score) for score, _, _, who in ranked[:TOP]]


def overtime_weeks(order: dict[str, Any]) -> dict[str, Any]:
    rng = Rng(order["seed"])
    done = order["only"] or order["weeks"]
    weeks = [week(rng) for _ in range(done)]
    begun = time.perf_counter()
    added = [overtime([*worked, proposed]) - overtime(worked) for worked, proposed in weeks]
    return answer(time.perf_counter() - begun, week_parts(added), order["only"], order["weeks"])


def overtime(worked: list[tuple[int, int]]) -> int:
    """Minutes over 40 in the week, over 12 in a day, over 12 in a row, each counted once; minute by minute."""
    minutes = sorted({minute for start, end in worked for minute in range(15 * start, 15 * end)})
    flagged = straight = in_a_row = 0
    in_day: dict[int, int] = {}
    previous = None
    for minute in minutes:
        in_a_row = in_a_row + 1 if previous == minute - 1 else 1
        previous = minute
        day = minute // 1_440
        in_day[day] = in_day.get(day, 0) + 1
        if in_a_row > 720 or in_day[day] > 720:
            flagged += 1
        else:
            straight += 1
            if straight > LIMIT:
                flagged += 1
    return flagged
