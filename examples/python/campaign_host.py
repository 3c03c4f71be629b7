"""Fills the open shifts of the sandbox by asking its caregivers, with every campaign kept in a store.

    python campaign_host.py [STORE_URL]

Reads the variables that ``careweave sandbox`` prints. WellSky ranks and is assigned to; the phones are the sandbox's. Run it again, or
stop it in the middle and run it again: nobody is asked twice, and no shift is given twice.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import careweave
import sandbox_phones
from careweave import outreach

POLICY = outreach.Policy({"name": "night desk", "version": 1, "voice": None})


class Desk:
    """A portal has its texting service, its voice agent and its office here."""

    def __init__(self) -> None:
        self.sent: set[str] = set()
        self.replies: list[sandbox_phones.Reply] = []
        self.asked: list[str] = []

    def send(self, key: str, message: dict[str, Any]) -> str | None:
        self.sent.add(key)
        who = message["contact"].removeprefix("caregiver/")
        print(f"  text to caregiver {who}: {message['template']}")
        if message["template"] == "shift_offer":
            for terms in message["terms"]:
                self.asked.append(terms["shift_id"])
                self.replies += sandbox_phones.offer(terms["shift_id"], (who,))
        return None

    def find_message(self, key: str, message: dict[str, Any]) -> bool | None:
        return key in self.sent

    def place_call(self, key: str, message: dict[str, Any]) -> str | None:
        return "unknown"

    def find_call(self, key: str, message: dict[str, Any]) -> bool | None:
        return None

    def take(self, command: dict[str, Any]) -> None:
        print(f"  for the office: {command['action']['kind']}")

    def person(self, caregiver_id: str) -> dict[str, Any] | None:
        line = {"ours": "office", "theirs": f"caregiver/{caregiver_id}"}
        return {
            "reach": [{"channel": "sms", "lines": line}],
            "recipient": {
                "contact": f"caregiver/{caregiver_id}",
                # The sandbox lives around 6 in the morning of Denver: its caregivers live farther east.
                "places": {"stated": [{"zone": "Europe/London"}]},
            },
        }


def settle(host: careweave.CampaignHost) -> None:
    while host.work():
        pass


def main(store_url: str = "sqlite:campaigns.db") -> None:
    now, zone, desk = sandbox_phones.now(), os.environ["CAREWEAVE_AGENCY_ZONE"], Desk()
    with careweave.WellSky.from_env() as ws, careweave.Store(store_url) as store:
        # Against the real WellSky leave `now` out.
        host = careweave.CampaignHost(
            store, desk, POLICY, scope="agency-9001", holder="worker-1", wellsky=ws, now=now
        )
        shifts = [found.id for found in ws.open_shifts(start=now)]
        for name in shifts:
            found = ws.shift(name)
            window = {"start": found.scheduled_start, "end": found.scheduled_end}
            host.open({"id": name, "zone": zone, "window": window}, "gap")
        settle(host)
        for number, (name, reply) in enumerate(zip(desk.asked, desk.replies, strict=True)):
            # A text would go to `host.hear`, which finds the shift it is about; the sandbox's phones name it.
            answer = "accept" if reply.says_yes else "decline"
            said = {"caregiver_id": reply.caregiver_id, "message_id": f"text-{number}", "received_at": now}
            host.submit(name, {"kind": "reply_received", "answer": answer, **said})
        settle(host)
        for name in shifts:
            status = host.status(name)
            assert status is not None
            coverage = status["coverage"]
            print(f"shift {name}: {coverage['status']}", coverage.get("by", ""))


if __name__ == "__main__":
    main(*sys.argv[1:2])
