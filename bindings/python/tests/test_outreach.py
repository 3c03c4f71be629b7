"""Campaigns as pure functions: decided, folded, replayed, simulated; replies read and routed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import careweave
import pytest
from careweave import outreach

OPENING = datetime(2026, 4, 6, 15, tzinfo=timezone.utc)
POLICY = outreach.Policy({"name": "test", "version": 1, "claims": {"revalidation": "skip"}})

OPENED = {
    "kind": "shift_opened",
    "cause": "call_off",
    "shift": {
        "id": "41",
        "zone": "America/Denver",
        "window": {"start": OPENING + timedelta(hours=5), "end": OPENING + timedelta(hours=9)},
    },
}


def candidate(who: str) -> dict[str, Any]:
    return {
        "caregiver_id": who,
        "score": 0,
        "reach": [{"channel": "sms", "lines": {"ours": "office", "theirs": f"caregiver/{who}"}}],
        "recipient": {"contact": f"caregiver/{who}", "places": {"stated": [{"zone": "America/Denver"}]}},
    }


def yes(who: str) -> dict[str, Any]:
    return {
        "kind": "reply_received",
        "caregiver_id": who,
        "message_id": f"m-{who}",
        "received_at": OPENING,
        "answer": "accept",
    }


def kinds(commands: tuple[dict[str, Any], ...]) -> list[str]:
    return [command["action"]["kind"] for command in commands]


def test_the_first_yes_gets_the_shift_and_the_second_waits() -> None:
    log: list[dict[str, Any]] = []
    state: dict[str, Any] | None = None
    caused: list[dict[str, Any]] = []

    def give(input: dict[str, Any]) -> outreach.Decision:
        nonlocal state
        decision = outreach.decide(POLICY, state, input, OPENING)
        state = decision.state
        log.extend(decision.events)
        caused.extend(decision.commands)
        return decision

    assert kinds(give(OPENED).commands) == ["request_candidates"]
    ranked = give({"kind": "candidates_ranked", "generation": 1, "candidates": [candidate("7"), candidate("8")]})
    assert kinds(ranked.commands) == ["send_sms", "send_sms"]
    assert ranked.next_deadline is not None and ranked.next_deadline > OPENING
    first = give(yes("7"))
    assert "assign_shift" in kinds(first.commands)
    assert "assign_shift" not in kinds(give(yes("8")).commands)
    fence = next(c["action"]["fence"] for c in first.commands if c["action"]["kind"] == "assign_shift")
    filled = give({"kind": "assign_succeeded", "fence": fence})
    assert filled.next_deadline is None
    assert state is not None and state["run"]["coverage"]["by"] == "7"
    # The log alone gives the same state, and every command under the key it had.
    replayed = outreach.replay(log)
    assert replayed.state == state
    assert [c["key"] for c in replayed.commands] == [c["key"] for c in caused]
    half = outreach.evolve(None, log[:3])
    assert outreach.evolve(half.state, log[3:]).state == state
    assert outreach.next_deadline(half.state) == half.next_deadline is not None


def test_what_does_not_fit_is_rejected_in_the_log_and_what_is_no_input_by_name() -> None:
    decision = outreach.decide(POLICY, None, yes("7"), OPENING)
    assert decision.events[0]["event"] == {"kind": "input_rejected", "input": "reply_received", "why": "not_opened"}
    with pytest.raises(careweave.InvalidInputError) as caught:
        outreach.decide(POLICY, None, {**OPENED, "cause": "whim"}, OPENING)
    assert caught.value.get("field") == "input"
    assert "`call_off`" in caught.value.message
    with pytest.raises(careweave.InvalidInputError):
        outreach.decide(POLICY, None, OPENED, datetime(2026, 4, 6, 15))  # noqa: DTZ001
    with pytest.raises(careweave.InvalidInputError) as caught:
        outreach.Policy({"name": "x", "version": 1, "waves": {"minutes_between": 0}})
    assert caught.value.get("field") == "waves.minutes_between"


def test_a_forecast_says_what_happens_if_nobody_answers() -> None:
    opened = outreach.decide(POLICY, None, OPENED, OPENING)
    ahead = outreach.forecast(POLICY, opened.state, OPENING)
    assert ahead["complete"] is True
    assert any(action["kind"] == "notify_coordinator" for step in ahead["steps"] for action in step["actions"])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("no", "decline"), ("k", "accept"), ("I absolutely cannot", "decline"), ("STOP.", "opt_out"), ("sí", "accept")],
)
def test_replies_are_read(text: str, intent: str) -> None:
    assert outreach.parse_reply(text)["intent"]["kind"] == intent


def test_a_yes_to_two_open_questions_acts_on_neither() -> None:
    def question(name: str) -> dict[str, Any]:
        asked = {"asked_at": OPENING - timedelta(hours=1), "expires_at": OPENING + timedelta(hours=1)}
        return {"id": name, "kind": "offer", "contact": "caregiver/7", **asked}

    one = outreach.route_reply({"open": [question("41")]}, "yes", OPENING)
    assert (one["route"]["route"], one["route"]["question"]) == ("act", "41")
    two = outreach.route_reply({"open": [question("41"), question("42")]}, "yes", OPENING)
    assert two["route"]["route"] == "ask"


def test_the_same_seed_gives_the_same_figures_and_templates_pass() -> None:
    waves = {"size": {"by": "count", "caregivers": 10}, "max_contacts": 10}
    policy = outreach.Policy({"name": "ten at once", "version": 1, "waves": waves})
    first = outreach.simulate(policy, seed=7, trials=50)
    assert first == outreach.simulate(policy, seed=7, trials=50)
    assert first["texts"] == 500
    with pytest.raises(careweave.InvalidInputError) as caught:
        outreach.simulate(policy, seed=7, trials=10, crew={"reply": 1.5})
    assert caught.value.get("field") == "reply"
    assert outreach.lint() == ()
    assert json.loads(policy.to_json())["name"] == "ten at once"
    assert "ten at once" in repr(policy)
