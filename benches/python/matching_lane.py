"""Ours, as a batch job in Python uses it."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from careweave import Roster, overtime

from agency import (
    MONDAY,
    RATE,
    TOP,
    ZIPS,
    Agency,
    Places,
    Rng,
    agency,
    answer,
    parts,
    week,
    week_parts,
)


class Lane:
    def __init__(self) -> None:
        self._rosters: dict[str, Roster] = {}

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["task"]:
            case "rank_top":
                return self._rank(order)
            case "rerank":
                return self._rerank(order)
            case "overtime_weeks":
                return overtime_weeks(order)
            case other:
                raise ValueError(f"this lane does no {other}")

    def _roster(self, size: dict[str, int], rule: str) -> Roster:
        key = json.dumps([size, rule])
        if key not in self._rosters:
            self._rosters[key] = build(agency(size), rule)
            self._rosters[key].rank_many(top=TOP)
        return self._rosters[key]

    def _rank(self, order: dict[str, Any]) -> dict[str, Any]:
        size = order["agency"]
        roster = self._roster(size, order["rule"])
        shifts = [f"s{n:06}" for n in range(size["shifts"])]
        begun = time.perf_counter()
        columns = roster.rank_many(shifts, top=TOP).columns()
        seconds = time.perf_counter() - begun
        places: Places = [[] for _ in shifts]
        for shift, who, score in zip(columns["shift_id"], columns["caregiver_id"], columns["score"], strict=True):
            places[int(shift[1:])].append((int(who[1:]), score))
        return answer(seconds, parts(places), None, 0)

    def _rerank(self, order: dict[str, Any]) -> dict[str, Any]:
        size = order["agency"]
        roster = self._roster(size, "simplified")
        shifts = [f"s{n:06}" for n in range(size["shifts"])]
        steps = []
        for n in range(order["events"]):
            shift = shifts[n % len(shifts)]
            best = roster.rank_many([shift], top=1).columns()["caregiver_id"]
            if best:
                steps.append((shift, best[0], [shifts[(n + 1) % len(shifts)]]))
        tops = []
        begun = time.perf_counter()
        for shift, who, following in steps:
            roster.book(shift, who)
            tops.append(roster.rank_many(following, top=TOP).columns())
            roster.release(shift)
        seconds = time.perf_counter() - begun
        places: Places = [
            [(int(who[1:]), score) for who, score in zip(top["caregiver_id"], top["score"], strict=True)] for top in tops
        ]
        return answer(seconds, parts(places), None, 0)


def at(day: Any, quarter: Any) -> Any:
    return (MONDAY + np.asarray(day) * 86_400 + np.asarray(quarter) * 900).astype("datetime64[s]")


def listed(rows: list[Any]) -> Any:
    column = np.empty(len(rows), object)
    column[:] = rows
    return column


def build(of: Agency, rule: str) -> Roster:
    """The whole agency as columns of NumPy."""
    people = of.people
    ids = np.array([f"c{n:06}" for n in range(len(people))])
    caregivers = {
        "id": ids,
        "status": np.array(["active" if p.active else "inactive" for p in people]),
        "service_area": np.array([ZIPS[p.zip] for p in people]),
        "languages": listed([["en", "es"] if p.spanish else ["en"] for p in people]),
        "gender": np.array([["", "female", "male"][p.gender] for p in people]),
    }
    profiles = {
        "caregiver_id": ids,
        "home.latitude_e6": np.array([p.home[0] for p in people]),
        "home.longitude_e6": np.array([p.home[1] for p in people]),
        "wanted_week_minutes": np.array([p.wanted for p in people]),
        "pay_rate": np.array([p.rate for p in people]),
        "attendance.accepted": np.array([p.accepted for p in people]),
        "attendance.missed": np.array([p.missed for p in people]),
    }
    clients = {
        "client_id": np.array([f"k{n:06}" for n in range(len(of.homes))]),
        "home.latitude_e6": np.array([home[0] for home in of.homes]),
        "home.longitude_e6": np.array([home[1] for home in of.homes]),
    }
    rows: list[tuple[str, int, str, str, int, int, int, str, str, str]] = []
    for n, person in enumerate(people):
        who = f"c{n:06}"
        for b, (day, start, length, client) in enumerate(person.bookings):
            rows.append((f"b{n:06}-{b:02}", client, who, "scheduled", day, start, length, "", "", ""))
        for known, visit, client in person.past:
            day = -(30 + 3 * known + visit)
            rows.append((f"v{n:06}-{known}-{visit}", client, who, "completed", day, 36, 16, "", "", ""))
    for n, shift in enumerate(of.shifts):
        language, gender = ["", "en", "es"][shift.language], "female" if shift.female else ""
        where = (ZIPS[shift.zip], language, gender)
        rows.append((f"s{n:06}", shift.client, "", "open", shift.day, shift.start, shift.length, *where))
    ids_, client, who, status, day, start, length, zips, languages, genders = zip(*rows, strict=True)
    starts, lengths = np.array(start), np.array(length)
    shifts = {
        "id": np.array(ids_),
        "client_id": np.array([f"k{one:06}" for one in client]),
        "caregiver_id": np.array(who),
        "status": np.array(status),
        "scheduled_start": at(day, starts),
        "scheduled_end": at(day, starts + lengths),
        "client_zip_code": np.array(zips),
        "client_language": np.array(languages),
        "client_gender_preference": np.array(genders),
    }
    roster = Roster.build(
        caregivers,
        shifts,
        as_of=datetime.fromtimestamp(MONDAY, timezone.utc),
        zone="America/Denver",
        profiles=profiles,
        clients=clients,
        policy={"simplified": "seed-v1", "full": "default"}[rule],
    )
    if rule == "full":
        policy = json.loads(roster.policy_json)
        policy["labour"] = "US-CO"
        return roster.with_policy(json.dumps(policy))
    return roster


def overtime_weeks(order: dict[str, Any]) -> dict[str, Any]:
    rng = Rng(order["seed"])
    law = overtime.LabourPolicy.for_place("US-CO", zone="America/Denver")
    monday = datetime.fromtimestamp(MONDAY, timezone.utc)

    def segment(span: tuple[int, int]) -> overtime.WorkSegment:
        start, end = (monday + timedelta(minutes=15 * quarter) for quarter in span)
        return overtime.WorkSegment(start, end, RATE, "US-CO")

    done = order["only"] or order["weeks"]
    drawn = [week(rng) for _ in range(done)]
    weeks = [([segment(span) for span in worked], segment(proposed)) for worked, proposed in drawn]
    begun = time.perf_counter()
    added = [overtime.delta(law, worked, [proposed]).overtime_minutes for worked, proposed in weeks]
    seconds = time.perf_counter() - begun
    return answer(seconds, week_parts(added), order["only"], order["weeks"])
