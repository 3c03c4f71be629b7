"""Ours: every message crosses by itself."""

from __future__ import annotations

from typing import Any

from careweave import outreach

from replies_material import Verdict, read

VERDICTS = {"accept": Verdict.YES, "decline": Verdict.NO}


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "read_replies":
            raise ValueError(f"this lane does no {order['task']}")
        return read(verdict, order["messages"], order["only"])


def verdict(text: str) -> Verdict:
    return VERDICTS.get(outreach.parse_reply(text)["intent"]["kind"], Verdict.NEITHER)
