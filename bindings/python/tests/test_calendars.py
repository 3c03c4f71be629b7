"""What takes several calendars at once."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from itertools import combinations

import careweave
import pytest
from careweave.calendars import Choice, Claim, Contender, Turn, Window, bookable, choose, conflicts, free, merged

DAY = datetime(2030, 3, 4, tzinfo=timezone.utc)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def window(start: float, end: float) -> Window:
    return Window(at(start), at(end))


def claim(who: str, start: float, end: float, **more: int) -> Claim:
    return Claim(who, (who, start), at(start), at(end), **more)


def test_conflicts_are_per_person_half_open_and_keep_buffers() -> None:
    late, early = claim("a", 10, 12), claim("a", 8, 11)
    others = [claim("a", 12, 13), claim("b", 8, 13), claim("c", 8, 9, after_minutes=30), claim("c", 9.25, 10)]
    found = conflicts([late, early, *others])
    assert [(one.first.id, one.second.id) for one in found] == [(("c", 8), ("c", 9.25)), (("a", 8), ("a", 10))]
    assert (found[0].start, found[0].end) == (at(9), at(9.5))
    assert (found[1].start, found[1].end) == (at(10), at(11))
    assert found[1].first is early and found[1].second is late


def test_all_conflicts_are_found_as_by_comparing_every_two() -> None:
    rng = random.Random(7)
    claims = []
    for n in range(400):
        start = at(rng.randrange(0, 400) / 4)
        claims.append(Claim(f"p{n % 9}", n, start, start + timedelta(minutes=rng.randrange(15, 240))))
    plain = {
        frozenset((a.id, b.id))
        for a, b in combinations(claims, 2)
        if a.who == b.who and a.start < b.end and b.start < a.end
    }
    found = conflicts(claims)
    assert {frozenset((one.first.id, one.second.id)) for one in found} == plain and len(found) == len(plain) > 50


def test_a_claim_that_is_none_is_named() -> None:
    wrong = [
        ("start", Claim("a", 1, datetime(2030, 1, 1), at(1))),
        ("end", Claim("a", 1, at(0), None)),  # type: ignore[arg-type]
        ("who", Claim(7, 1, at(0), at(1))),  # type: ignore[arg-type]
        ("before_minutes", Claim("a", 1, at(0), at(1), before_minutes=-1)),
    ]
    for field, one in wrong:
        with pytest.raises(careweave.InvalidInputError) as caught:
            conflicts([claim("a", 0, 1), one])
        assert (caught.value.get("field"), caught.value.get("record")) == (field, "claims[1]")
    with pytest.raises(careweave.InvalidInputError) as caught:
        conflicts([claim("a", 2, 1)])
    assert caught.value.get("record") == "claims[0]"


def test_busy_time_is_merged_and_its_gaps_are_free() -> None:
    busy = [window(9, 10), window(13, 14), window(9.5, 11), window(11, 12)]
    assert merged(busy) == (window(9, 12), window(13, 14))
    assert free(at(8), at(14), busy) == (window(8, 9), window(12, 13))
    assert free(at(8), at(9), []) == (window(8, 9),)


def test_slots_that_are_busy_here_or_too_soon_are_not_offered() -> None:
    slots = [window(hour, hour + 1) for hour in range(8, 14)]
    offered = bookable(slots, [window(10, 10.5)], now=at(7.5), before_minutes=45, notice_minutes=60)
    assert offered == [slots[1], slots[4], slots[5]]
    assert offered[0] is slots[1]


def test_whose_turn_it_is_is_explained() -> None:
    contenders = [
        Contender("c", True, given=4, weight=2),
        Contender("b", True, given=2, last_given=at(1)),
        Contender("a", False),
        Contender("d", True, given=2, last_given=at(0)),
    ]
    expected = Choice(
        "c",
        (
            Turn("c", "waited_longest"),
            Turn("d", "waited_less"),
            Turn("b", "waited_less"),
            Turn("a", "busy"),
        ),
    )
    assert choose(contenders) == choose(contenders[::-1]) == expected
    assert choose([Contender("a", False)]).chosen is None
    for wrong in ([Contender("a", True, weight=0)], [Contender("a", True), Contender("a", False)]):
        with pytest.raises(careweave.InvalidInputError):
            choose(wrong)
