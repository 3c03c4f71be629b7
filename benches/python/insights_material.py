"""Events of an agency in one table, and what is told of the reports on them: the same in every lane. See src/insights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

ZONE = "UTC"
"""DuckDB has other zones in an extension only; days of any zone are counted alike."""
REPORTS = ["referral", "recruiting", "funnel", "telephony", "messaging", "noshow", "fill", "fairness", "churn", "evv"]
STAGES = ["contacted", "qualified", "booked", "confirmed", "showed", "converted"]
DAY = 86_400_000
"""Milliseconds."""

_tables: dict[str, pa.Table] = {}


def table(path: str) -> pa.Table:
    """The events, read once."""
    if path not in _tables:
        with pa.memory_map(path) as file:
            _tables[path] = pa.ipc.open_stream(file).read_all()
    return _tables[path]


def answer(seconds: float, figures: dict[str, Iterable[str]]) -> dict[str, Any]:
    """Figures are lines by report."""
    if sorted(figures) != sorted(REPORTS):
        raise ValueError("a report is missing")
    digests = {name: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() for name, lines in figures.items()}
    return {"seconds": seconds, "parts": digests}


def line(*figures: Any) -> str:
    """Counts, and coefficients to nine places."""
    return "|".join("-" if one is None else f"{one:.9f}" if isinstance(one, float) else str(one) for one in figures)


def part(share: dict[str, Any]) -> tuple[int, int]:
    return share["numerator"], share["denominator"]


def of_report(name: str, text: str) -> list[str]:
    """The lines of a report of ours, from its JSON."""
    return list(_OURS[name](json.loads(text)))


def _referral(report: dict[str, Any]) -> Iterable[str]:
    for one in report["sources"]:
        spend = one["spend"]
        spent = spend["media"]["minor"] + spend["labour"]["minor"] if spend["kind"] == "spent" else 0
        worth = one["total_value"]["value"]
        yield line(one["source"], *part(one["conversion"]), spent, worth["minor"] if worth else None)


def _recruiting(report: dict[str, Any]) -> Iterable[str]:
    for one in report["sources"]:
        yield line(one["source"], one["hired"], *part(one["retention"]), one["immature"], one["ratings"])


def _funnel(report: dict[str, Any]) -> Iterable[str]:
    for group in report["groups"]:
        steps = [step["reached"] for step in group["steps"]]
        yield line(group["name"], group["created"], group["immature"], *steps)


def _telephony(report: dict[str, Any]) -> Iterable[str]:
    yield line(
        report["attempts"],
        report["open"],
        *part(report["answer"]),
        report["voicemail"],
        report["answered_by_unknown"],
        *part(report["completion"]),
        report["handle_seconds"]["numerator"],
        report["speed_of_answer"]["median_seconds"],
        report["ring"]["median_seconds"],
        report["cost"]["value"]["minor"],
        report["uncharged"],
        *part(report["contact"]),
        report["retries"],
        report["conversions"],
    )


def _messaging(report: dict[str, Any]) -> Iterable[str]:
    for one in report["channels"]:
        shares = [*part(one["delivery"]), one["read"]["numerator"], *part(one["response"])]
        yield line(one["channel"], one["sent"], one["immature"], *shares, one["received"])


def _noshow(report: dict[str, Any]) -> Iterable[str]:
    for one in report["lines"]:
        counts = [one["cancelled"], one["cancelled_late"], one["undetermined"], one["upcoming"]]
        yield line(one["name"], *part(one["no_show"]), *counts)


def _fill(report: dict[str, Any]) -> Iterable[str]:
    yield line(
        report["opened"],
        *part(report["filled_before_start"]),
        report["cancelled"],
        report["filled_elsewhere"],
        report["open"],
        report["offers_per_fill"]["numerator"],
        report["offers_per_fill"]["denominator"],
        report["surplus_yes"],
        report["touches_per_shift"]["numerator"],
        *part(report["after_hours"]),
        report["overtime_minutes"],
        *part(report["continuity"]),
    )


def _fairness(report: dict[str, Any]) -> Iterable[str]:
    could = sum(one["offered"]["denominator"] for one in report["caregivers"])
    assigned = sum(one["assigned"]["numerator"] for one in report["caregivers"])
    yield line(report["eligible"], could, assigned, report["gini_offers"], report["gini_fills"])


def _churn(report: dict[str, Any]) -> Iterable[str]:
    reasons = [reason for client in report["at_risk"] for reason in client["reasons"]]
    late = sum(reason["reason"] == "visits_not_completed" for reason in reasons)
    yield line(report["clients"], late)


def _evv(report: dict[str, Any]) -> Iterable[str]:
    for one in report["payers"]:
        counts = [one["by_hand"], one["immature"], one["billable_minutes"], one["unverified_minutes"]]
        yield line(one["payer"], one["visits"], *part(one["verified"]), *counts)


_OURS = {
    "referral": _referral,
    "recruiting": _recruiting,
    "funnel": _funnel,
    "telephony": _telephony,
    "messaging": _messaging,
    "noshow": _noshow,
    "fill": _fill,
    "fairness": _fairness,
    "churn": _churn,
    "evv": _evv,
}
