"""Ours: one inquiry, one pass over the table."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

from careweave import insights

from insights_material import ZONE, answer, of_report, table

QUERIES: list[insights.Query[Any]] = [
    insights.ReferralQuery(zone=ZONE, worth="revenue"),
    insights.RecruitingQuery(zone=ZONE),
    insights.FunnelQuery(zone=ZONE, by="source"),
    insights.TelephonyQuery(zone=ZONE),
    insights.MessagingQuery(zone=ZONE),
    insights.AppointmentsQuery(zone=ZONE, by="professional"),
    insights.FillingQuery(zone=ZONE),
    insights.FairnessQuery(zone=ZONE),
    insights.ChurnQuery(zone=ZONE),
    insights.EvvQuery(zone=ZONE),
]


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "report_all":
            raise ValueError(f"this lane does no {order['task']}")
        events = table(order["path"])
        as_of = datetime.fromtimestamp(order["as_of"], timezone.utc)
        begun = time.perf_counter()
        inquiry = insights.Inquiry(*QUERIES)
        inquiry.push(events)
        reports = {query.report: inquiry.answer(query, as_of=as_of).to_json() for query in QUERIES}
        seconds = time.perf_counter() - begun
        return answer(seconds, {name: of_report(name, text) for name, text in reports.items()})
