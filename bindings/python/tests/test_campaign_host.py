"""Campaigns on a store through desks of Python, blocking and with asyncio, in memory and against the sandbox."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import careweave
import pytest
from campaign_desks import AsyncMemoryDesk, MemoryDesk, WellSkyPhones
from careweave import outreach, refusal
from conftest import ZONE, Sandbox
from store_places import Place, file_place, postgres
from test_fill import best_offer
from test_reads import INSTANT

MORNING = datetime(2026, 4, 6, 15, tzinfo=timezone.utc)
DESK = outreach.Policy({"name": "day desk", "version": 1, "voice": None, "urgent": {"page_below_minutes": 0}})


def shift(name: str = "41") -> dict[str, Any]:
    """A shift of four hours, five hours ahead."""
    start = MORNING + timedelta(hours=5)
    return {"id": name, "zone": ZONE, "window": {"start": start, "end": start + timedelta(hours=4)}}


def host(store: careweave.Store, desk: Any, holder: str = "worker-1", **options: Any) -> careweave.CampaignHost:
    given: dict[str, Any] = {"scope": "agency-9001", "holder": holder, "now": MORNING, **options}
    return careweave.CampaignHost(store, desk, DESK, **given)


def settle(of: careweave.CampaignHost) -> int:
    """Works until nothing is to be done at this moment; how many messages went out."""
    sent = 0
    while done := of.work():
        sent += done.sent
    return sent


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A store that no other test uses."""
    if request.param == "sqlite":
        yield file_place(tmp_path)
        return
    with postgres() as url:
        yield Place("postgres", url, f"campaigns_{os.getpid()}_{abs(hash(request.node.name))}")


def test_a_yes_fills_the_shift_and_the_other_who_said_yes_is_told(place: Place) -> None:
    desk = MemoryDesk("1", "2", "3")
    with careweave.Store(place.url, **place.options) as store:
        of = host(store, desk)
        events = of.open(shift(), "call_off")
        assert events[0]["event"]["kind"] == "opened"
        assert settle(of) == 3
        assert of.hear("3", "m-3", "no", MORNING).told == ("41",)
        heard = of.hear("2", "m-2", "Yes, I can!", MORNING)
        assert (heard.route["route"], heard.told) == ("act", ("41",))
        of.hear("1", "m-1", "ok", MORNING)
        assert [one["caregiver_id"] for one in of.waitlist("41")] == ["1"]
        settle(of)
        status = of.status("41")
        assert status is not None
        assert status["coverage"]["by"] == "2"
        assert desk.book == {"41": "2"}
        assert desk.told("shift_confirmed") == ["caregiver/2"]
        assert desk.told("shift_filled") == ["caregiver/1"]
        assert (desk.assigns, desk.twice) == (1, 0)
        kinds = [line["event"]["kind"] for line in of.timeline("41", "2")]
        assert kinds[0] == "offer_made" and "answered" in kinds
        assert of.status("404") is None
        assert of.live() == {}
        assert not of.work()


def test_who_is_asked_next_is_forecast_and_who_is_not_has_a_reason(store: careweave.Store) -> None:
    desk = MemoryDesk(*[str(n) for n in range(1, 8)])
    of = host(store, desk)
    of.open(shift(), "gap", [{"caregiver_id": "7", "rule": "client_request"}])
    settle(of)
    assert len(desk.told("shift_offer")) == 5
    ahead = of.forecast("41")
    assert ahead["complete"] is True and ahead["steps"]
    assert of.next_deadline() == MORNING + timedelta(minutes=5)
    later = host(store, desk, now=MORNING + timedelta(minutes=5))
    assert later.work().looked_at == 1
    settle(later)
    assert desk.told("shift_offer")[5:] == ["caregiver/6"]
    assert {"caregiver_id": "7", "rule": "client_request"} in [dict(one) for one in later.why_not_contacted("41")]
    assert list(later.live()) == ["41"]


def test_a_text_whose_answer_was_lost_is_found_and_not_sent_again(store: careweave.Store) -> None:
    desk = MemoryDesk("1", "2")
    seen: list[tuple[str, str]] = []
    desk.fails = [ConnectionError("the answer was lost")]
    of = host(store, desk, on_exception=lambda method, error: seen.append((method, type(error).__name__)))
    of.open(shift(), "call_off")
    first = settle(of)
    assert seen == [("desk.send", "ConnectionError")]
    later = host(store, desk, now=MORNING + timedelta(minutes=2))
    settle(later)
    assert (first, len(desk.told("shift_offer")), desk.twice) == (1, 2, 0)
    assert desk.looked == 1
    assert not later.work()


def test_a_text_that_never_left_is_sent_later(store: careweave.Store) -> None:
    class Down(MemoryDesk):
        down = True

        def send(self, key: str, message: dict[str, Any]) -> str | None:
            if self.down:
                raise refusal("unreachable", "the service is not reached", delivery="not_sent")
            return super().send(key, message)

        def find_message(self, key: str, message: dict[str, Any]) -> bool | None:
            raise AssertionError("what never left is not looked for")

    desk = Down("1")
    of = host(store, desk)
    of.open(shift(), "call_off")
    assert settle(of) == 0
    desk.down = False
    assert settle(host(store, desk, now=MORNING + timedelta(minutes=2))) == 1
    assert desk.told("shift_offer") == ["caregiver/1"]


def test_when_the_answer_to_an_assignment_is_lost_the_schedule_is_read(store: careweave.Store) -> None:
    desk = MemoryDesk("1")
    desk.lost = ["unknown"]
    of = host(store, desk)
    of.open(shift(), "call_off")
    settle(of)
    of.hear("1", "m-1", "si", MORNING)
    settle(of)
    status = of.status("41")
    assert status is not None and status["coverage"]["by"] == "1"
    assert desk.assigns == 1
    assert desk.told("shift_confirmed") == ["caregiver/1"]


def test_an_opt_out_ends_it_and_is_confirmed_once(store: careweave.Store) -> None:
    desk = MemoryDesk("1")
    of = host(store, desk)
    for name in ("41", "42"):
        of.open(shift(name), "call_off")
    settle(of)
    asked = desk.told("shift_offer")
    heard = of.hear("1", "m-1", "STOP", MORNING)
    assert heard.route["route"] == "suppress"
    settle(of)
    assert len(desk.told("opt_out_confirmed")) == 1
    assert desk.told("shift_offer") == asked
    kinds = {one["action"]["kind"] for one in desk.taken.values()}
    assert "record_suppression" in kinds


def test_a_number_that_does_not_exist_is_noted(store: careweave.Store) -> None:
    desk = MemoryDesk("1", "2")
    desk.refuses = {"caregiver/1": "invalid_number"}
    of = host(store, desk)
    of.open(shift(), "call_off")
    settle(of)
    status = of.status("41")
    assert status is not None
    assert (status["counts"]["failed"], status["counts"]["silent"]) == (1, 1)


def test_of_two_yeses_through_two_hosts_one_gets_the_shift(tmp_path: Path) -> None:
    desk = MemoryDesk("1", "2", "3")
    url = file_place(tmp_path).url
    # The same people are asked about every shift.
    rules = DESK.to_dict()
    often = outreach.Policy({**rules, "sending": {**rules["sending"], "fatigue": []}})
    with careweave.Store(url) as one, careweave.Store(url) as two:
        hosts = [
            careweave.CampaignHost(store, desk, often, scope="agency-9001", holder=name, now=MORNING)
            for store, name in ((one, "worker-1"), (two, "worker-2"))
        ]
        for n in range(8):
            name = f"s-{n}"
            hosts[0].open(shift(name), "call_off")
            settle(hosts[0])
            barrier = threading.Barrier(2)

            def says_yes(of: careweave.CampaignHost, who: str, name: str = name, meet: threading.Barrier = barrier) -> None:
                meet.wait(10)
                answer = {"caregiver_id": who, "message_id": f"m-{who}", "received_at": MORNING, "answer": "accept"}
                of.submit(name, {"kind": "reply_received", **answer})

            with ThreadPoolExecutor(2) as pool:
                list(pool.map(says_yes, hosts, ("1", "2")))
            settle(hosts[1])
            status = hosts[0].status(name)
            assert status is not None and status["coverage"]["by"] == desk.book[name]
    assert desk.assigns == 8
    assert len(desk.told("shift_confirmed")) == 8
    assert desk.twice == 0


async def test_a_host_for_asyncio_takes_desks_of_both_kinds(store: careweave.Store) -> None:
    for name, desk, phones in (
        ("41", over := AsyncMemoryDesk("1", "2"), over.of),
        ("42", blocking := MemoryDesk("1", "2"), blocking),
    ):
        scope = f"agency-{name}"
        of = careweave.AsyncCampaignHost(store, desk, DESK, scope=scope, holder="worker-1", now=MORNING)
        assert await of.open(shift(name), "call_off")
        while await of.work():
            pass
        assert (await of.hear("2", "m-2", "yes", MORNING)).told == (name,)
        assert list(await of.live()) == [name]
        assert (await of.forecast(name))["complete"] is True
        while await of.work():
            pass
        status = await of.status(name)
        assert status is not None and status["coverage"]["by"] == "2"
        assert phones.told("shift_confirmed") == ["caregiver/2"]
        assert await of.waitlist(name) == ()
        assert await of.timeline(name, "1")
        assert await of.why_not_contacted(name) == ()
        assert await of.next_deadline() == MORNING + timedelta(hours=5)
        acked = await of.submit(name, {"kind": "assign_succeeded", "fence": 1})
        assert acked[0]["event"]["kind"] == "input_rejected"
        await of.call_ended(name, "0" * 64, "no_answer")


def test_wellsky_ranks_and_is_assigned_to_once(
    ws: careweave.WellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    name, first, second = best_offer(ws)
    found = ws.shift(name)
    desk = WellSkyPhones()
    of = host(store, desk, wellsky=ws, zone=ZONE, now=INSTANT)
    window = {"start": found.scheduled_start, "end": found.scheduled_end}
    of.open({"id": name, "zone": ZONE, "window": window}, "gap")
    assert settle(of) >= 2
    of.hear(first, "m-1", "yes", INSTANT)
    of.hear(second, "m-2", "yes", INSTANT)
    settle(of)
    status = of.status(name)
    assert status is not None and status["coverage"]["by"] == first
    assert ws.shift(name).caregiver_id == first
    assert len(sandbox.committed(f"/v1/shifts/{name}/assignments")) == 1
    assert desk.told("shift_confirmed") == [f"caregiver/{first}"]
    assert desk.told("shift_filled") == [f"caregiver/{second}"]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"scope": "agency 1"}, "scope"),
        ({"holder": ""}, "holder"),
        ({"answer_seconds": -1.0}, "answer_seconds"),
        ({"now": datetime(2026, 4, 6, 15)}, "now"),
    ],
)
def test_an_option_that_cannot_work_is_named(store: careweave.Store, options: dict[str, Any], field: str) -> None:
    with pytest.raises(careweave.InvalidInputError) as raised:
        host(store, MemoryDesk(), **options)
    assert raised.value.get("field") == field


def test_what_is_no_desk_and_no_policy_is_named(store: careweave.Store) -> None:
    class Half:
        def send(self, key: str, message: dict[str, Any]) -> str | None:
            return None

    with pytest.raises(careweave.InvalidInputError, match="find_message") as raised:
        host(store, Half())
    assert raised.value.get("field") == "desk"
    with pytest.raises(careweave.InvalidInputError) as raised:
        careweave.CampaignHost(store, MemoryDesk(), {"name": "x"}, scope="a", holder="w")  # type: ignore[arg-type]
    assert raised.value.get("field") == "policy"
    digest = outreach.Policy({"name": "digest", "version": 1, "digest": "digest"})
    with pytest.raises(careweave.InvalidInputError) as raised:
        careweave.CampaignHost(store, MemoryDesk(), digest, scope="a", holder="w")
    assert raised.value.get("field") == "policy.digest"


def test_a_shift_that_is_none_and_a_wrong_limit_are_named(store: careweave.Store) -> None:
    of = host(store, MemoryDesk())
    with pytest.raises(careweave.InvalidInputError) as raised:
        of.open({**shift(), "zone": "Mars/Olympus"}, "call_off")
    assert str(raised.value.get("field")).startswith("shift.zone")
    with pytest.raises(careweave.InvalidInputError) as raised:
        of.work(0)
    assert raised.value.get("field") == "limit"
    with pytest.raises(careweave.InvalidInputError) as raised:
        of.call_ended("41", "short", "busy")
    assert raised.value.get("field") is not None


def test_an_answer_that_cannot_be_used_holds_up_nothing_else(store: careweave.Store) -> None:
    class Mistaken(MemoryDesk):
        def candidates(self, shift_id: str, exclude: list[str], limit: int) -> Any:
            return super().candidates(shift_id, exclude, limit) if shift_id == "42" else [{"who": "1"}]

    desk = Mistaken("1")
    of = host(store, desk)
    for name in ("41", "42"):
        of.open(shift(name), "call_off")
    rounds = [of.work() for _ in range(6)]
    assert sum(one.waiting for one in rounds) >= 1
    assert desk.told("shift_offer") == ["caregiver/1"]
    assert list(of.live()) == ["41", "42"]


def test_nothing_of_a_text_shows_in_what_is_printed(store: careweave.Store) -> None:
    desk = MemoryDesk("1")
    of = host(store, desk)
    of.open({**shift(), "area": "Elm Park"}, "call_off")
    settle(of)
    heard = of.hear("1", "m-1", "call me at 303-555-0100, I am at 12 Elm Street", MORNING)
    assert "555" not in repr(heard) and "Elm" not in repr(of)
