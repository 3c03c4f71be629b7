"""Overtime from Python: the vectors that Rust and Node run as well, and the shape of the functions."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import careweave
import pytest
from careweave import overtime
from careweave.overtime import LabourPolicy, Money, WorkSegment
from conftest import REPOSITORY

Case = dict[str, Any]
CASES: list[Case] = json.loads((REPOSITORY / "vectors/overtime/vectors.json").read_text("utf-8"))
FEDERAL_EXEMPT = {"rule": "r1975", "from": "2000-01-01"}
EXPRESS = {"agreement": "express", "facilities": "adequate", "interruptions": "reserved"}


def home_zone(place: str) -> str:
    return {
        "US-CO": "America/Denver",
        "US-CA": "America/Los_Angeles",
        "US-NV": "America/Los_Angeles",
        "US-AK": "America/Anchorage",
        "US-PR": "America/Puerto_Rico",
        "BR": "America/Sao_Paulo",
    }.get(place, "America/New_York")


def place_of(case: Case) -> str:
    return "US" if case["jur"] == "US-FED" else str(case["jur"])


def whole(value: float, scale: int) -> int:
    """A decimal of the file times ``scale``; the file rounds some hours."""
    number = value * scale
    assert abs(number - round(number)) < 1e-4, f"{value} times {scale} is not whole"
    return round(number)


def wall(zone: str, text: str, fold: Any = None) -> datetime:
    which: Any = {None: None, 0: "earlier", 1: "later", "first": "earlier", "second": "later"}.get(fold, fold)
    return overtime.instant(zone, datetime.fromisoformat(text), fold=which)


def law(place: str, zone: str | None = None, weekday: str = "sunday", minute: int = 0, **facts: Any) -> LabourPolicy:
    return LabourPolicy.for_place(
        place,
        zone=zone or home_zone(place),
        workweek_starts=weekday,
        workweek_starts_at_minute=minute,
        profile={"minimum_wage": 1_600, **facts},
    )


def segment(start: datetime, end: datetime, place: str, kind: str = "work", rate: int = 1_800) -> WorkSegment:
    return WorkSegment(start, end, rate, place, kind)


def lasting(start: datetime, minutes: int, place: str, kind: str = "work", rate: int = 1_800) -> WorkSegment:
    return segment(start, start + timedelta(minutes=minutes), place, kind, rate)


def only(policy: LabourPolicy, worked: list[WorkSegment], **more: Any) -> overtime.Week:
    (week,) = overtime.evaluate(policy, worked, **more)
    return week


def assert_amount(actual: Fraction | None, dollars: float) -> None:
    assert actual is not None
    assert abs(actual / 100 - Fraction(dollars)) < Fraction(1, 1_000_000)


def parts_of(parts: Any, start: datetime) -> list[WorkSegment]:
    worked: list[WorkSegment] = []
    for hours, dollars in parts:
        worked.append(lasting(start, whole(hours, 60), "US", rate=whole(dollars, 100)))
        start = worked[-1].end
    return worked


def weighted_average(case: Case) -> None:
    start = wall(home_zone("US"), "2026-04-05T00:00")
    bonuses = []
    if "bonus" in case:
        earned = start + timedelta(days=1)
        bonuses = [overtime.Bonus(earned, Money(whole(case["bonus"], 100), "USD"))]
    week = only(law("US"), parts_of(case["parts"], start), bonuses=bonuses)
    assert (week.worked_minutes, week.overtime_minutes) == (whole(case["hours"], 60), whole(case["ot_hours"], 60))
    assert_amount(week.regular_rate, case["regular_rate"])
    assert_amount(week.exact.premium, case["half_time_premium"])
    assert_amount(week.exact.pay, case["total"])
    if not bonuses:
        assert_amount(week.exact.straight, case["straight"])


def marginal(case: Case) -> None:
    before = parts_of(case["before"], wall(home_zone("US"), "2026-04-05T00:00"))
    add = parts_of(case["add"], before[-1].end)
    old, new = only(law("US"), before).exact.pay, only(law("US"), before + add).exact.pay
    assert_amount(old, case["total_before"])
    assert_amount(new, case["total_after"])
    assert_amount(new - old, case["marginal"])
    assert overtime.delta(law("US"), before, add).cost.minor == round(new - old)


def elapsed(case: Case) -> None:
    zone = case["tz"]
    start, end = wall(zone, case["start"], case.get("start_fold")), wall(zone, case["end"], case.get("end_fold"))
    worked = [segment(start, end, "US")]
    if meal := case.get("meal_min"):
        noon = start + timedelta(minutes=60)
        after = noon + timedelta(minutes=meal)
        worked = [segment(start, noon, "US"), segment(noon, after, "US", "meal_off_duty"), segment(after, end, "US")]
    assert only(law("US", zone, "wednesday"), worked).worked_minutes == case["minutes"]


def local_week_hours(case: Case) -> None:
    start = wall(case["tz"], f"{case['week_start']}T00:00")
    weekday = datetime.fromisoformat(case["week_start"]).strftime("%A").lower()
    week = only(law("US", case["tz"], weekday), [lasting(start, 60, "US")]).week
    assert (week.start, week.end - week.start) == (start, timedelta(hours=case["hours"]))


def nonexistent_local(case: Case) -> None:
    with pytest.raises(careweave.InvalidInputError) as refused:
        wall(case["tz"], case["start"])
    assert refused.value.get("field") == "time"
    assert wall(case["tz"], case["start"], "earlier") == wall(case["tz"], case["start"], "later")


def anchor(case: Case) -> dict[str, Any]:
    day, time = case["week_start"].split(" ")
    hour, minute = map(int, time.split(":"))
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    return {"weekday": next(d for d in days if d.startswith(day.lower())), "minute": hour * 60 + minute}


def week_split(case: Case) -> None:
    worked = [segment(wall(case["tz"], case["start"]), wall(case["tz"], case["end"]), "US")]
    weeks = overtime.evaluate(law("US", case["tz"], **anchor(case)), worked)
    assert {str(week.starts_on): week.worked_minutes for week in weeks} == case["minutes"]


def daily_weekly_consecutive(case: Case) -> None:
    zone, place = case["tz"], place_of(case)
    meals = [(wall(zone, a), wall(zone, b)) for a, b in case["duty_free_meals"]]
    worked = []
    for a, b in case["segments"]:
        start, end = wall(zone, a), wall(zone, b)
        for meal, after in (m for m in meals if start <= m[0] and m[1] <= end):
            worked += [segment(start, meal, place), segment(meal, after, place, "meal_off_duty")]
            start = after
        worked.append(segment(start, end, place))
    policy = law(place, zone, **anchor(case))
    union = overtime.evaluate(policy, worked)
    greatest = overtime.evaluate(policy.changed(composition="per_week_max"), worked)
    assert len(union) == len(case["expect"])
    for week, most in zip(union, greatest, strict=True):
        claimed = {rule.rule: rule.claimed for rule in week.by_rule}
        rules = {"A": "co.weekly40", "B": "co.daily12", "C": "co.consecutive12"}
        got = {name: claimed.get(rule, 0) for name, rule in rules.items()}
        got |= {"worked": week.worked_minutes, "union": week.overtime_minutes, "permax": most.overtime_minutes}
        expected = case["expect"][str(week.starts_on)]
        assert got == {name: whole(hours, 60) for name, hours in expected.items()}


def daily(case: Case) -> None:
    place = place_of(case)
    zone = home_zone(place)
    facts: dict[str, Any] = {"occupation": "personal_attendant"} if case.get("attendant") else {}
    if case.get("weekly_threshold", 40) != 40:
        facts["federal"] = FEDERAL_EXEMPT
    if "days" in case:
        worked = []
        for day, hours in enumerate(case["days"]):
            if minutes := whole(hours, 60):
                begin = wall(zone, f"2026-04-{5 + day:02}T{0 if minutes > 1_080 else 6:02}:00")
                worked.append(lasting(begin, minutes, place))
    else:
        worked = [segment(wall(zone, a), wall(zone, b), place) for a, b in case["segments"]]
    week = only(law(place, **facts), worked)

    def at(percent: int) -> int:
        return sum(rule.credited for rule in week.by_rule if rule.extra_percent == percent)

    assert at(50) == whole(case["ot15"], 60)
    assert at(100) == whole(case.get("ot20", 0), 60)
    if "st" in case:
        assert week.worked_minutes - week.overtime_minutes == whole(case["st"], 60)


def rolling_workday(case: Case) -> None:
    place = place_of(case)
    zone, rate = home_zone(place), 1_799 if case["rate_below_1_5x_min"] else 1_800
    source = next(c for c in [case, *CASES] if c["kind"] == case["kind"] and "segments" in c)
    worked = [segment(wall(zone, a), wall(zone, b), place, rate=rate) for a, b in source["segments"]]
    policy = LabourPolicy.for_place(place, zone=zone)
    totals = [only(policy, worked[: shift + 1]).overtime_minutes for shift in range(len(worked))]
    steps = [after - before for before, after in zip([0, *totals], totals, strict=False)]
    assert steps == [whole(hours, 60) for hours in case["ot15_by_shift"]]


def spread(case: Case) -> None:
    place = place_of(case)
    day = [[wall(home_zone(place), f"2026-04-06T{time}") for time in pair] for pair in case["segments"]]
    week = only(law(place), [segment(start, end, place) for start, end in day])
    assert week.worked_minutes == whole(case["worked_h"], 60)
    assert day[-1][1] - day[0][0] == timedelta(hours=case["spread_h"])
    assert week.exact.spread == case["extra_hours_at_min_wage"] * 1_600
    assert week.overtime_minutes == 0


def weekly(case: Case) -> None:
    place = place_of(case)
    if "days_h" in case:
        days = [whole(hours, 60) for hours in case["days_h"]]
    else:
        minutes = whole(case["hours"], 60)
        days = [minutes // 7 + (day < minutes % 7) for day in range(7)]
    facts: dict[str, Any] = {}
    if "live_in" in case:
        residence = "lives_in" if case["live_in"] else "lives_out"
        facts = {"federal": FEDERAL_EXEMPT, "residence": residence, "occupation": "personal_attendant"}
    worked = [
        lasting(wall(home_zone(place), f"2026-04-{5 + day:02}T08:00"), minutes, place)
        for day, minutes in enumerate(days)
        if minutes
    ]
    expected = case["ot15"] if "ot15" in case else case["ot_h"]
    assert only(law(place, **facts), worked).overtime_minutes == whole(expected, 60)


def sleep(case: Case) -> None:
    place = place_of(case)
    if "shift" in case:
        return sleep_in_a_shift(case, place)

    def minutes(key: str) -> int:
        return whole(case.get(key, 0), 60)

    cursor = start = wall(home_zone(place), "2026-04-06T08:00")
    worked: list[WorkSegment] = []

    def push(length: int, kind: str) -> None:
        nonlocal cursor
        if length > 0:
            worked.append(lasting(cursor, length, place, kind))
            cursor = worked[-1].end

    for _ in range(minutes("meals_h") // 60):
        push(60, "meal_off_duty")
        push(60, "work")
    asleep = minutes("sleep_h") - minutes("interruption_h")
    first = min(minutes("longest_unbroken_h"), asleep)
    push(first, "sleep")
    left = asleep - first
    interruption = max(minutes("interruption_h"), int(left > 0))
    while left > 0:
        push(interruption, "work")
        push(min(left, first), "sleep")
        left -= min(left, first)
        interruption = 1
    push(minutes("shift_h") - (cursor - start) // timedelta(minutes=1), "work")
    agreed = case.get("agreement", True) and case.get("facilities", True)
    facts: dict[str, Any] = {"sleep": EXPRESS} if agreed else {}
    weeks = overtime.evaluate(law(place, **facts), worked)
    assert sum(week.worked_minutes for week in weeks) == minutes("paid_h")


def sleep_in_a_shift(case: Case, place: str) -> None:
    zone = home_zone(place)

    def span(key: str) -> tuple[datetime, datetime]:
        a, b = case[key].split("-")
        start, same_day = wall(zone, f"2026-04-06T{a}"), wall(zone, f"2026-04-06T{b}")
        return start, same_day if same_day > start else wall(zone, f"2026-04-07T{b}")

    (start, end), (asleep, awake) = span("shift"), span("sleep")
    duty = [segment(start, asleep, place), segment(asleep, awake, place, "sleep"), segment(awake, end, place)]
    week = only(law(place, sleep=EXPRESS), duty)
    got = (week.worked_minutes, week.overtime_minutes, week.worked_minutes - week.overtime_minutes)
    assert got == tuple(whole(case[key], 60) for key in ("paid_h", "ot_h", "st_h"))


def night(case: Case) -> None:
    zone = home_zone("BR")
    start, end = (wall(zone, f"2026-04-06T{case[key]}") for key in ("start", "end"))
    if end <= start:
        end = wall(zone, f"2026-04-07T{case['end']}")

    def worked(a: datetime, b: datetime) -> int:
        return only(law("BR"), [segment(a, b, "BR")]).worked_minutes

    assert worked(start, end) == whole(case["total_fictional_h"], 60)
    nights = [
        (max(start, wall(zone, f"2026-04-{day:02}T22:00")), min(end, wall(zone, f"2026-04-{day + 1:02}T05:00")))
        for day in (5, 6)
    ]
    nights = [(a, b) for a, b in nights if a < b]
    assert sum((b - a) // timedelta(minutes=1) for a, b in nights) == case["night_clock_min"]
    assert sum(worked(a, b) for a, b in nights) == whole(case["night_fictional_h"], 60)


def tolerance(case: Case) -> None:
    credited = overtime.credited_deviation(case["deviations_min"])
    assert (credited, credited != 0) == (case["credited_min"], case["counts"])


def interjornada(case: Case) -> None:
    """Rest between days is a gate of ranking: the shift is possible exactly where the vector sees no violation."""
    zone = home_zone("BR")
    end, start = (wall(zone, f"2026-04-06T{case[key]}") for key in ("end", "next_start"))
    if start <= end:
        start = wall(zone, f"2026-04-07T{case['next_start']}")
    assert start - end == timedelta(minutes=whole(case["rest_h"], 60))
    roster = careweave.Roster.build(
        [{"id": "700001", "status": "active"}],
        [
            {
                "id": "910001",
                "client_id": "500001",
                "caregiver_id": "700001",
                "status": "scheduled",
                "scheduled_start": end - timedelta(hours=4),
                "scheduled_end": end,
            },
            {
                "id": "900001",
                "client_id": "500001",
                "status": "open",
                "scheduled_start": start,
                "scheduled_end": start + timedelta(hours=4),
            },
        ],
        as_of=end - timedelta(days=3),
        zone=zone,
    )
    policy = json.loads(roster.policy_json)
    policy["gates"]["rest"] = {"kind": "between_days", "minutes": 660}
    standing = roster.with_policy(json.dumps(policy)).why_not("900001", "700001")
    reasons = [reason.reason for reason in standing.reasons or ()]
    assert reasons == (["rest"] if case["violation"] else [])


def units15(case: Case) -> None:
    assert careweave.evv.units15(case["minutes"]) == case["units"]


KINDS: dict[str, Callable[[Case], None]] = {
    "weighted_average": weighted_average,
    "marginal": marginal,
    "elapsed": elapsed,
    "no_dst_zone": elapsed,
    "elapsed_minus_meal": elapsed,
    "local_week_hours": local_week_hours,
    "nonexistent_local": nonexistent_local,
    "week_split": week_split,
    "daily_weekly_consecutive": daily_weekly_consecutive,
    "sleep": sleep,
    "daily": daily,
    "rolling_workday": rolling_workday,
    "spread": spread,
    "weekly": weekly,
    "night": night,
    "tolerance": tolerance,
    "interjornada": interjornada,
    "units15": units15,
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_an_overtime_vector_holds(case: Case) -> None:
    KINDS[case["kind"]](case)


def test_there_are_as_many_vectors_as_in_the_other_languages() -> None:
    assert len(CASES) >= 60


@pytest.fixture
def week() -> list[WorkSegment]:
    monday = wall("America/Denver", "2026-04-06T08:00")
    return [lasting(monday + timedelta(days=day), 456, "US-CO") for day in range(5)]


def test_a_candidate_shift_is_a_sentence_and_numbers(week: list[WorkSegment]) -> None:
    candidate = lasting(wall("America/Denver", "2026-04-11T08:00"), 360, "US-CO")
    delta = overtime.delta(law("US-CO"), week, [candidate])
    assert delta.explanation == "38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00"
    assert (delta.overtime_minutes, str(delta.premium), str(delta.cost)) == (240, "36.00 USD", "144.00 USD")
    (change,) = delta.weeks
    assert (change.before.worked, change.after.overtime, change.by_rule[0].after) == (2_280, 240, 240)


def test_mappings_do_as_well_as_records(week: list[WorkSegment]) -> None:
    mappings = [{"start": s.start, "end": s.end, "kind": "work", "rate": s.rate, "place": s.place} for s in week]
    assert overtime.evaluate(law("US-CO"), mappings) == overtime.evaluate(law("US-CO"), week)


def test_a_wrong_segment_is_named(week: list[WorkSegment]) -> None:
    backwards = segment(week[0].end, week[0].start, "US-CO")
    with pytest.raises(careweave.InvalidInputError) as refused:
        overtime.evaluate(law("US-CO"), [*week[1:], backwards])
    assert (refused.value.get("record"), refused.value.get("field")) == ("segments[4]", "end")
    with pytest.raises(careweave.InvalidInputError) as refused:
        overtime.delta(law("US-CO"), week, [week[0]])
    assert "add[0]" in (refused.value.get("record"), refused.value.get("other"))
    naive = segment(datetime(2026, 4, 6, 8), week[0].end, "US-CO")
    with pytest.raises(careweave.InvalidInputError, match="time zone") as refused:
        overtime.evaluate(law("US-CO"), [naive])
    assert refused.value.get("field") == "segments[0].start"


def test_a_policy_is_data_that_can_be_changed_and_sent() -> None:
    policy = law("US-CO")
    assert pickle.loads(pickle.dumps(policy)) == policy == LabourPolicy(policy.to_json())
    assert {rule["id"] for rule in policy.to_dict()["rules"]} >= {"co.weekly40", "co.daily12", "co.consecutive12"}
    with pytest.raises(careweave.InvalidInputError):
        policy.changed(composition="whichever")
    with pytest.raises(careweave.InvalidInputError) as refused:
        LabourPolicy.for_place("US-NY", zone="America/New_York")
    assert refused.value.get("field") == "minimum_wage"


def test_a_timesheet_gives_its_report() -> None:
    report = overtime.timesheet(
        {
            "format": "careweave.timesheet/1",
            "place": "US-CO",
            "zone": "America/Denver",
            "rate": 1_800,
            "worked": [{"start": "2026-04-06T14:00:00Z", "end": "2026-04-07T03:00:00Z"}],
        }
    )
    assert report["weeks"][0]["overtime_minutes"] == 60
