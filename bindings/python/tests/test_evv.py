"""Visit verification from Python, over the vectors that Rust and Node read."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import careweave
import pytest
from careweave import evv
from conftest import REPOSITORY


def cases(name: str) -> pytest.MarkDecorator:
    found = json.loads((REPOSITORY / "vectors/evv" / f"{name}.json").read_text("utf-8"))
    return pytest.mark.parametrize("case", found, ids=[case["id"] for case in found])


def at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


@cases("units15")
def test_quarter_hours_follow_the_eight_minute_rule(case: dict[str, Any]) -> None:
    assert evv.units15(case["minutes"]) == case["units"]


@cases("daily_units")
def test_minutes_are_summed_before_they_are_rounded(case: dict[str, Any]) -> None:
    units = evv.daily_units(case["visits"], zone=case["zone"])
    got = [{"date": str(day.date), "service": day.service, "units": day.units} for day in units]
    assert got == case["units"]


@cases("gps")
def test_a_distance_at_the_limit_is_inside(case: dict[str, Any]) -> None:
    found = evv.gps_exception(case["distance_mm"], accuracy_mm=case["accuracy_mm"], limit_mm=case["limit_mm"])
    assert found == case["expect"]


@cases("late")
def test_the_late_ladder_steps_at_its_minutes(case: dict[str, Any]) -> None:
    now, start = at(case["now"]), at(case["start"])
    assert now is not None and start is not None
    found = evv.late(now, start, clock_in=at(case["clock_in"]))
    assert found == evv.Attendance(case["expect"]["state"], case["expect"].get("minutes_late"))


@cases("visits")
def test_a_visit_is_held_against_the_six_elements(case: dict[str, Any]) -> None:
    review = evv.review(case["visit"], zone="America/Denver")
    assert review.state == case["state"]
    got = [{"kind": f.kind} | ({"element": f.element} if f.element else {}) for f in review.findings]
    assert got == case["findings"]


def test_wage_minutes_are_not_rounded_to_units() -> None:
    visit = evv.VisitFacts(
        "not_required",
        clock_in=datetime(2026, 4, 6, 20, 0, tzinfo=timezone.utc),
        clock_out=datetime(2026, 4, 6, 20, 52, 30, tzinfo=timezone.utc),
    )
    assert evv.wage_minutes(visit) == 53
    with pytest.raises(careweave.InvalidInputError) as refused:
        evv.wage_minutes(evv.VisitFacts("given"))
    assert refused.value.get("field") == "clock_in"


def test_a_ladder_is_five_instants_in_order() -> None:
    ladder = evv.ladder(datetime(2026, 4, 6, 20, 0, tzinfo=timezone.utc), policy=evv.LatePolicy(nudge_after=10))
    instants = [ladder.remind, ladder.nudge, ladder.late, ladder.no_show, ladder.stop]
    assert [instant.strftime("%H:%M") for instant in instants] == ["19:45", "20:10", "20:15", "20:30", "22:00"]
    with pytest.raises(careweave.InvalidInputError) as refused:
        evv.ladder(ladder.late, policy=evv.LatePolicy(grace=1))
    assert refused.value.get("field") == "grace"
