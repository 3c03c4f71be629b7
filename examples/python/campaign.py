"""One open shift, two yeses: decided by the engine, with the log kept here. Nothing is sent and no server is needed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from careweave import outreach

now = datetime(2026, 4, 6, 15, tzinfo=timezone.utc)
policy = outreach.Policy({"name": "day desk", "version": 1, "claims": {"revalidation": "skip"}})
log: list[dict[str, Any]] = []
state: dict[str, Any] | None = None


def give(input: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Decides, keeps the events, and shows what has to be done."""
    global state
    decision = outreach.decide(policy, state, input, now)
    state = decision.state
    log.extend(decision.events)
    for command in decision.commands:
        print("  to do:", command["action"]["kind"])
    return decision.commands


def candidate(who: str) -> dict[str, Any]:
    return {
        "caregiver_id": who,
        "score": 0,
        "reach": [{"channel": "sms", "lines": {"ours": "office", "theirs": f"caregiver/{who}"}}],
        "recipient": {"contact": f"caregiver/{who}", "places": {"stated": [{"zone": "America/Denver"}]}},
    }


def text(who: str, words: str) -> tuple[dict[str, Any], ...]:
    meant = outreach.parse_reply(words)["intent"]["kind"]
    print(f"caregiver {who} writes {words!r}: {meant}")
    answer = "accept" if meant == "accept" else "decline"
    reply = {"caregiver_id": who, "message_id": f"text-{who}", "received_at": now, "answer": answer}
    return give({"kind": "reply_received", **reply})


print("a caregiver called off")
window = {"start": now + timedelta(hours=5), "end": now + timedelta(hours=9)}
give({"kind": "shift_opened", "cause": "call_off", "shift": {"id": "41", "zone": "America/Denver", "window": window}})
print("the ranking comes in")
give({"kind": "candidates_ranked", "generation": 1, "candidates": [candidate(who) for who in ("7", "8", "9")]})
text("9", "I absolutely cannot")
assign = next(one for one in text("8", "Yes, I can") if one["action"]["kind"] == "assign_shift")
text("7", "ok")
print("WellSky has the assignment")
give({"kind": "assign_succeeded", "fence": assign["action"]["fence"]})

standing = outreach.replay(log)
assert standing.status is not None
print("filled by caregiver", standing.status["coverage"]["by"], "after", len(log), "events")
