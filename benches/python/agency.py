"""A synthetic agency, drawn as src/matching/agency.rs and drawn.rs draw it: the same numbers in the same order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

MONDAY = 1_775_455_200
"""Midnight before Monday 2026-04-06 in Denver."""
DAYS, BOOKINGS, CLIENTS_KNOWN, PART, TOP = 28, 20, 8, 5, 10
ZIPS = ["80010", "80011", "80012", "80013", "80014", "80110", "80202", "80204", "80210", "80220", "80231", "80247"]
MASK = 2**64 - 1


class Rng:
    """SplitMix64."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, end: int) -> int:
        self.state = (self.state + 0x9E37_79B9_7F4A_7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB) & MASK
        return (z ^ (z >> 31)) % end


@dataclass
class Person:
    zip: int
    gender: int
    """0 unknown, 1 female, 2 male."""
    spanish: bool
    active: bool
    home: tuple[int, int]
    wanted: int
    rate: int
    accepted: int
    missed: int
    bookings: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Day, first quarter of an hour, their number, client."""
    visits: dict[int, int] = field(default_factory=dict)
    """Past visits by client."""
    past: list[tuple[int, int, int]] = field(default_factory=list)
    """Number of the acquaintance, number of the visit, client."""


@dataclass
class Open:
    client: int
    day: int
    start: int
    length: int
    zip: int
    language: int
    """0 none, 1 English, 2 Spanish."""
    female: bool


@dataclass
class Agency:
    people: list[Person]
    homes: list[tuple[int, int]]
    shifts: list[Open]


_drawn: dict[tuple[int, int, int], Agency] = {}


def agency(size: dict[str, int]) -> Agency:
    key = (size["caregivers"], size["shifts"], size["seed"])
    if key not in _drawn:
        _drawn[key] = _draw(*key)
    return _drawn[key]


def _point(rng: Rng) -> tuple[int, int]:
    return (39_450_000 + rng.below(600_000), -105_250_000 + rng.below(700_000))


def _draw(caregivers: int, shifts: int, seed: int) -> Agency:
    rng = Rng(seed)
    clients = max(caregivers // 2, 1)
    people = []
    for _ in range(caregivers):
        zip_code, gender = rng.below(12), rng.below(3)
        spanish, active = rng.below(4) == 0, rng.below(20) != 0
        home, wanted, rate = _point(rng), 1_200 + 60 * rng.below(21), 1_600 + 25 * rng.below(20)
        accepted = rng.below(300)
        missed = accepted * rng.below(100) // 4_000
        person = Person(zip_code, gender, spanish, active, home, wanted, rate, accepted, missed)
        for booking in range(BOOKINGS):
            client, start, length = rng.below(clients), 24 + rng.below(25), 16 + rng.below(23)
            person.bookings.append((booking * DAYS // BOOKINGS, start, length, client))
        for known in range(CLIENTS_KNOWN):
            client = rng.below(clients)
            for visit in range(1 + rng.below(2)):
                person.visits[client] = person.visits.get(client, 0) + 1
                person.past.append((known, visit, client))
        people.append(person)
    homes = [_point(rng) for _ in range(clients)]
    opened = []
    for _ in range(shifts):
        client, day = rng.below(clients), rng.below(DAYS - 1) + 1
        start, length = 24 + rng.below(25), 8 + rng.below(25)
        opened.append(Open(client, day, start, length, rng.below(12), rng.below(3), rng.below(4) == 0))
    return Agency(people, homes, opened)


def week_of(day: int) -> int:
    """Workweeks begin on Sundays; day 0 is a Monday."""
    return (day + 1) // 7


WEEKS = week_of(DAYS - 1) + 1


def week_minutes(person: Person) -> list[int]:
    minutes = [0] * WEEKS
    for day, _, length, _ in person.bookings:
        minutes[week_of(day)] += 15 * length
    return minutes


Places = list[list[tuple[int, int]]]
"""For each shift the positions of the first caregivers, and their scores."""


def digest(lines: Any) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def parts(places: Places) -> dict[str, str]:
    made = {}
    for first in range(0, len(places), PART):
        lines = [
            f"{first + at}|{rank}|{who}|{score}"
            for at, placed in enumerate(places[first : first + PART])
            for rank, (who, score) in enumerate(placed, 1)
        ]
        made[f"rankings from {first}"] = digest(lines)
    return made


def answer(seconds: float, made: dict[str, str], done: int | None, of: int) -> dict[str, Any]:
    answered: dict[str, Any] = {"seconds": seconds, "parts": made}
    if done is not None:
        answered["sample"] = {"fixed_seconds": 0.0, "done": done, "of": of}
    return answered


RATE = 1_800


def week(rng: Rng) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Five stretches of quarters since Monday, and the one that is proposed."""
    worked = []
    end = 0
    for day in range(5):
        start = day * 96 + 24 + rng.below(20)
        end = start + 16 + rng.below(37)
        worked.append((start, end))
    start = end if rng.below(2) == 0 else 5 * 96 + rng.below(40)
    return worked, (start, start + 8 + rng.below(33))


def week_parts(added: list[int]) -> dict[str, str]:
    made = {}
    for first in range(0, len(added), 50):
        lines = [f"{first + at}|{minutes}" for at, minutes in enumerate(added[first : first + 50])]
        made[f"weeks from {first}"] = digest(lines)
    return made


@dataclass
class Staffing:
    visits: list[tuple[int, int, int]]
    """Start, end, penalty."""
    pairs: dict[tuple[int, int], int]
    """Cost of caregiver and visit, where eligible."""
    caregivers: int
    overtime_after: int

    def mine(self) -> list[list[int]]:
        """By caregiver, the visits she is eligible for."""
        mine: list[list[int]] = [[] for _ in range(self.caregivers)]
        for c, s in self.pairs:
            mine[c].append(s)
        return mine


def staffing(week: dict[str, int]) -> Staffing:
    shifts, caregivers = week["shifts"], week["caregivers"]
    rng = Rng(week["seed"])
    visits = []
    for _ in range(shifts):
        start = 1_440 * rng.below(7) + 360 + 15 * rng.below(40)
        end = start + 120 + 30 * rng.below(13)
        visits.append((start, end, 1_000 + rng.below(500)))
    pairs = {}
    for c in range(caregivers):
        for s in range(shifts):
            eligible, cost = rng.below(100) < week["eligible_percent"], rng.below(200)
            if eligible:
                pairs[c, s] = cost
    return Staffing(visits, pairs, caregivers, week["overtime_after"])


def at_once(problem: Staffing, mine: list[int]) -> list[list[int]]:
    """Groups of visits that are all under way when one of them begins: whoever takes one takes no other."""
    spans = [(s, *problem.visits[s][:2]) for s in mine]
    groups = {tuple(s for s, start, end in spans if start <= begin < end) for _, begin, _ in spans}
    return [list(group) for group in sorted(groups) if len(group) > 1]


def all_open(problem: Staffing) -> int:
    """The cost of a plan in which nobody works: what a solver is worth that finds none in its time."""
    return sum(penalty for _, _, penalty in problem.visits)
