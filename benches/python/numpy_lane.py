"""NumPy: everybody at once, shift by shift."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from agency import DAYS, TOP, WEEKS, Agency, Open, Places, agency, answer, parts, week_minutes, week_of

LIMIT = 2_400
WHO, VISITS, EXTRA = 17, 7, 12
"""Bits of a sorting key."""


class Lane:
    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        size = order["agency"]
        if str(size) not in self._tables:
            self._tables[str(size)] = Table(agency(size))
        table = self._tables[str(size)]
        shifts = agency(size).shifts
        match order["task"]:
            case "rank_top":
                begun = time.perf_counter()
                places: Places = [table.first(shift, TOP) for shift in shifts]
                return answer(time.perf_counter() - begun, parts(places), None, 0)
            case "rerank":
                return rerank(table, shifts, order["events"])
            case other:
                raise ValueError(f"this lane does no {other}")


class Table:
    def __init__(self, of: Agency) -> None:
        people = of.people
        count = len(people)
        self.who = np.arange(count)
        self.zip = np.array([p.zip for p in people])
        self.female = np.array([p.gender == 1 for p in people])
        self.spanish = np.array([p.spanish for p in people])
        self.active = np.array([p.active for p in people])
        self.minutes = np.array([week_minutes(p) for p in people]).T.copy()
        # Nobody has two bookings on a day, until one is made: those are kept beside.
        self.start = np.zeros((DAYS, count), np.int16)
        self.end = np.zeros((DAYS, count), np.int16)
        for n, person in enumerate(people):
            for day, start, length, _ in person.bookings:
                self.start[day, n], self.end[day, n] = start, start + length
        visits: dict[int, list[tuple[int, int]]] = {}
        for n, person in enumerate(people):
            for client, number in person.visits.items():
                visits.setdefault(client, []).append((n, number))
        self.visits = {client: np.array(rows).T for client, rows in visits.items()}
        self.booked: list[tuple[int, int, int, int]] = []
        assert self.minutes.shape == (WEEKS, count)

    def first(self, shift: Open, top: int) -> list[tuple[int, int]]:
        end = shift.start + shift.length
        free = self.active & ((self.end[shift.day] <= shift.start) | (self.start[shift.day] >= end))
        for who, day, start, until in self.booked:
            if day == shift.day and start < end and shift.start < until:
                free[who] = False
        before = self.minutes[week_of(shift.day)]
        extra = np.maximum(before + 15 * shift.length - LIMIT, 0) - np.maximum(before - LIMIT, 0)
        visits = np.zeros(len(before), np.int64)
        if shift.client in self.visits:
            known, number = self.visits[shift.client]
            visits[known] = number
        score = 50 * (self.zip == shift.zip) + 10 * visits - 20 * (extra > 0)
        if shift.female:
            score = score + 15 * self.female
        if shift.language == 1:
            score = score + 25
        elif shift.language == 2:
            score = score + 25 * self.spanish
        key = (score + 64) << EXTRA | ((1 << EXTRA) - 1 - extra)
        key = (key << VISITS | visits) << WHO | ((1 << WHO) - 1 - self.who)
        candidates = np.flatnonzero(free)
        keys = key[candidates]
        if len(keys) > top:
            kept = np.argpartition(keys, -top)[-top:]
            candidates, keys = candidates[kept], keys[kept]
        best = candidates[np.argsort(keys)[::-1]]
        return list(zip(best.tolist(), score[best].tolist(), strict=True))

    def book(self, who: int, shift: Open, sign: int) -> None:
        booking = (who, shift.day, shift.start, shift.start + shift.length)
        if sign > 0:
            self.booked.append(booking)
        else:
            self.booked.remove(booking)
        self.minutes[week_of(shift.day), who] += sign * 15 * shift.length


def rerank(table: Table, shifts: list[Open], events: int) -> dict[str, Any]:
    steps = []
    for n in range(events):
        best = table.first(shifts[n % len(shifts)], 1)
        if best:
            steps.append((shifts[n % len(shifts)], best[0][0], shifts[(n + 1) % len(shifts)]))
    places: Places = []
    begun = time.perf_counter()
    for shift, who, following in steps:
        table.book(who, shift, 1)
        places.append(table.first(following, TOP))
        table.book(who, shift, -1)
    return answer(time.perf_counter() - begun, parts(places), None, 0)
