"""DuckDB: the same definitions as statements over one table."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import duckdb

from insights_material import answer, line, table

KNOWN = """
create temp table events as
select * exclude ("at") replace (epoch_ms(scheduled_at) as scheduled_at, epoch_ms(starts_at) as starts_at),
    epoch_ms("at") as happened
from given where epoch_ms("at") <= $now
qualify row_number() over (partition by id) = 1
"""

DAY = "86400000::bigint"
"""Milliseconds; DuckDB takes a number of this size for one of 32 bits."""

LEADS = "select lead, min(happened) as happened, coalesce(arg_min(source, happened), 'unknown') as source from events where kind = 'lead_created' group by lead"

STATEMENTS = {
    "referral": [
        f"""
        with leads as ({LEADS}),
        worth as (
            select lead, sum(b.worth) as worth from (select distinct client, lead from events where kind = 'client_won') w
            left join (select client, sum(revenue_minor) as worth from events where kind = 'client_billed' group by client) b using (client)
            group by lead
        ),
        sums as (
            select source, count(w.lead) as won, count(*) as leads, coalesce(sum(w.worth), 0)::bigint as worth
            from leads left join worth w using (lead) group by source
        ),
        spent as (
            select source, sum(amount_minor)::bigint as spent from events where kind = 'spent' and audience = 'clients' group by source
        )
        select source, coalesce(won, 0), coalesce(leads, 0), coalesce(spent, 0), coalesce(worth, 0)
        from sums full join spent using (source)
        """
    ],
    "recruiting": [
        f"""
        with hired as (
            select caregiver, min(happened) as happened, coalesce(arg_min(source, happened), 'unknown') as source
            from events where kind = 'caregiver_hired' group by caregiver
        ),
        gone as (
            select h.caregiver, min(e.happened) as gone from hired h join events e on e.kind = 'caregiver_left' and e.caregiver = h.caregiver
            where e.happened >= h.happened group by h.caregiver
        ),
        rated as (select caregiver, count(*) as ratings from events where kind = 'caregiver_rated' group by caregiver),
        people as (
            select source, (happened // {DAY} + 90) * {DAY} as reached, gone, coalesce(ratings, 0) as ratings
            from hired left join gone using (caregiver) left join rated using (caregiver)
        ),
        sums as (
            select source, count(*) as hired,
                count(*) filter (reached <= $now and (gone is null or gone >= reached)) as stayed,
                count(*) filter (reached <= $now) as judged, count(*) filter (reached > $now) as young,
                sum(ratings)::bigint as ratings
            from people group by source
        ),
        spent as (select distinct source from events where kind = 'spent' and audience = 'caregivers')
        select source, coalesce(hired, 0), coalesce(stayed, 0), coalesce(judged, 0), coalesce(young, 0), coalesce(ratings, 0)
        from sums full join spent using (source)
        """
    ],
    "funnel": [
        f"""
        with leads as ({LEADS}),
        far as (
            select lead, max(case when kind = 'client_won' then 6 else
                list_position(['contacted', 'qualified', 'booked', 'confirmed', 'showed', 'converted'], stage) end) as far
            from events where kind in ('lead_reached', 'client_won') group by lead
        ),
        all_leads as (select source, happened + 30 * {DAY} <= $now as old, coalesce(far, 0) as far from leads left join far using (lead))
        select source, count(*) filter (old), count(*) filter (not old),
            {", ".join(f"count(*) filter (old and far > {far})" for far in range(6))}
        from all_leads group by source
        """
    ],
    "telephony": [
        """
        create or replace temp table calls as
        select call, min(happened) filter (kind = 'call_accepted') as accepted, any_value(lead) filter (kind = 'call_accepted') as lead,
            min(happened) filter (kind = 'call_answered' and "by" = 'person') as person,
            coalesce(bool_or(kind = 'call_answered' and "by" = 'voicemail'), false) as voicemail,
            coalesce(bool_or(kind = 'call_answered' and "by" = 'unknown'), false) as unknown,
            arg_max("end", happened) filter (kind = 'call_ended') as ended,
            arg_max(coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0), happened)
                filter (kind = 'call_ended') as handled,
            arg_max(coalesce(ring_seconds, 0), happened) filter (kind = 'call_ended') as ring,
            sum(amount_minor) filter (kind = 'call_charged') as cost, bool_or(kind = 'call_charged') as charged
        from events where kind in ('call_accepted', 'call_answered', 'call_ended', 'call_charged')
        group by call having accepted is not null
        """,
        """
        create or replace temp table counted as select *, person is not null as talked from calls
        where not (person is null and not voicemail and not unknown and ended is null and accepted > $now - 3600000)
        """,
        """
        select count(*), count(*) filter (talked), count(*) filter (not talked and voicemail),
            count(*) filter (not talked and not voicemail and unknown), count(*) filter (talked and ended = 'normal'),
            count(*) filter (talked and ended is not null), sum(handled) filter (talked and ended is not null)::bigint,
            quantile_disc(person - accepted, 0.5) filter (person >= accepted) // 1000, quantile_disc(ring, 0.5),
            coalesce(sum(cost), 0)::bigint, count(*) filter (not charged), (select count(*) from calls)
        from counted
        """,
        """
        with per_lead as (
            select lead, min(accepted) as first, count(*) as calls, bool_or(talked) as contact from counted where lead is not null group by lead
        ),
        converted as (
            select lead, max(happened) as converted from events where kind = 'client_won' or (kind = 'lead_reached' and stage = 'converted')
            group by lead
        )
        select count(*) filter (contact), count(*), sum(calls - 1)::bigint, count(*) filter (converted >= first)
        from per_lead left join converted using (lead)
        """,
    ],
    "messaging": [
        """
        create or replace temp table messages as
        select message, min(happened) filter (kind = 'message_accepted') as accepted,
            any_value(person) filter (kind = 'message_accepted') as person,
            any_value(channel) filter (kind = 'message_accepted') as channel,
            min(happened) filter (kind in ('message_delivered', 'message_read')) as delivered,
            bool_or(kind = 'message_read') as read, bool_or(kind = 'message_failed') as failed
        from events where kind in ('message_accepted', 'message_delivered', 'message_read', 'message_failed')
        group by message having accepted is not null
        """,
        f"""
        with sent as (
            select channel, count(*) as sent, count(*) filter (young) as young,
                count(*) filter (not young and delivered is not null) as delivered, count(*) filter (not young) as judged,
                count(*) filter (delivered is not null and read and channel <> 'sms') as read
            from (select *, delivered is null and not failed and accepted + {DAY} > $now as young from messages) group by channel
        ),
        ripe as (select person, channel, delivered from messages where delivered + {DAY} <= $now),
        wrote as (select person, channel, happened as wrote from events where kind = 'message_received'),
        answered as (
            select distinct wrote.person, wrote.channel from wrote asof join ripe
            on wrote.person = ripe.person and wrote.channel = ripe.channel and wrote.wrote >= ripe.delivered
            where wrote.wrote <= ripe.delivered + {DAY}
        ),
        people as (
            select p.channel, count(a.person) as answered, count(*) as reached
            from (select distinct person, channel from ripe) p left join answered a using (person, channel) group by p.channel
        ),
        received as (select channel, count(*) as received from wrote group by channel)
        select channel, coalesce(sent, 0), coalesce(young, 0), coalesce(delivered, 0), coalesce(judged, 0), coalesce(read, 0),
            coalesce(answered, 0), coalesce(reached, 0), coalesce(received, 0)
        from sent full join received using (channel) left join people using (channel)
        """,
    ],
    "noshow": [
        f"""
        with appointments as (
            select appointment, any_value(professional) filter (kind = 'appointment_booked') as professional,
                arg_max(scheduled_at, happened) filter (kind in ('appointment_booked', 'appointment_moved')) as due,
                arg_max(kind, happened) filter (kind in ('appointment_cancelled', 'appointment_showed', 'appointment_missed')) as last,
                max(happened) filter (kind = 'appointment_cancelled') as cancelled
            from events where kind like 'appointment\\_%' escape '\\' group by appointment
            having bool_or(kind = 'appointment_booked')
        )
        select coalesce(professional, 'unknown'), count(*) filter (last = 'appointment_missed'),
            count(*) filter (last in ('appointment_missed', 'appointment_showed')),
            count(*) filter (last = 'appointment_cancelled' and cancelled <= due - {DAY}),
            count(*) filter (last = 'appointment_cancelled' and cancelled > due - {DAY}),
            count(*) filter (last is null and due <= $now), count(*) filter (last is null and due > $now)
        from appointments group by 1
        """
    ],
    "fill": [
        f"""
        with shifts as (
            select shift, min(happened) filter (kind = 'shift_opened') as opened,
                any_value(starts_at) filter (kind = 'shift_opened') as starts, min(happened) filter (kind = 'shift_filled') as filled,
                any_value(coalesce(overtime_minutes, 0)) filter (kind = 'shift_filled') as overtime,
                any_value(known_to_client) filter (kind = 'shift_filled') as knows,
                min(happened) filter (kind = 'shift_closed') as closed, any_value("end") filter (kind = 'shift_closed') as "end",
                count(*) filter (kind = 'offer_sent') as offers,
                count(distinct caregiver) filter (kind = 'offer_answered' and reply = 'yes') as yes,
                count(*) filter (kind = 'coordinator_touched') as touches
            from events where kind in
                ('shift_opened', 'shift_filled', 'shift_closed', 'offer_sent', 'offer_answered', 'coordinator_touched')
            group by shift having opened is not null
        ),
        judged as (
            select *, coalesce(filled <= starts and (closed is null or filled <= closed), false) as intime,
                (opened // {DAY} + 3) % 7 < 5 and opened % {DAY} // 60000 >= 480 and opened % {DAY} // 60000 < 1020 as staffed
            from shifts
        )
        select count(*), count(*) filter (intime),
            count(*) filter (intime or "end" = 'expired' or (closed is null and starts <= $now)),
            count(*) filter (not intime and "end" = 'cancelled'), count(*) filter (not intime and "end" = 'filled_elsewhere'),
            count(*) filter (not intime and closed is null and starts > $now), sum(offers)::bigint, count(*) filter (intime),
            sum(greatest(yes - intime::int, 0))::bigint, sum(touches)::bigint, count(*) filter (not staffed), count(*),
            coalesce(sum(overtime) filter (intime), 0)::bigint, count(*) filter (intime and knows), count(*) filter (intime)
        from judged
        """
    ],
    "fairness": [
        """
        create or replace temp table fair as
        with pairs as (
            select caregiver, shift, bool_or(kind = 'offer_sent') as offered, bool_or(kind = 'shift_filled') as got
            from events where kind in ('caregiver_eligible', 'offer_sent', 'shift_filled') group by caregiver, shift
        )
        select caregiver, count(*) as could, count(*) filter (offered) as offered, count(*) filter (got) as got,
            count(*) filter (offered and got) as assigned
        from pairs group by caregiver
        """,
        """
        with ranked as (
            select *, row_number() over (order by offered) as o, row_number() over (order by got) as g, count(*) over () as n from fair
        )
        select any_value(n), sum(could)::bigint, sum(assigned)::bigint,
            (2 * sum(o * offered) - (any_value(n) + 1) * sum(offered)) / (any_value(n) * sum(offered))::double,
            (2 * sum(g * got) - (any_value(n) + 1) * sum(got)) / (any_value(n) * sum(got))::double
        from ranked
        """,
    ],
    "churn": [
        f"""
        with status as (
            select client, arg_max(status, happened) as status from events where kind = 'client_status_changed' group by client
        ),
        staying as (
            select distinct e.client from events e left join status using (client)
            where e.kind in ('client_status_changed', 'care_started', 'portal_login', 'visit_ended', 'complained',
                'retention_task_opened', 'retention_task_closed') and coalesce(status.status, '') <> 'discharged'
        ),
        ended as (
            select client, visit, max(happened) as happened, arg_max("end", happened) as "end" from events where kind = 'visit_ended' group by client, visit
        ),
        late as (
            select client from ended where happened > $now - 28 * {DAY} and "end" <> 'cancelled_by_client' group by client
            having count(*) >= 8 and 100 * count(*) filter ("end" = 'completed') < 85 * count(*)
        )
        select (select count(*) from staying), (select count(*) from staying join late using (client))
        """
    ],
    "evv": [
        f"""
        with worked as (
            select visit, max(happened) as ended, arg_max(payer, happened) as payer, arg_max(minutes, happened) as minutes
            from events where kind = 'visit_worked' group by visit
        ),
        checked as (select visit, arg_max(verification, happened) as verification from events where kind = 'visit_verified' group by visit),
        visits as (
            select *, payer in ('Medicaid', 'VA') as asked, coalesce(verification in ('verified', 'verified_by_hand'), false) as fine,
                ended + {DAY} <= $now as old
            from worked left join checked using (visit)
        )
        select payer, count(*), count(*) filter (asked and old and fine), count(*) filter (asked and old),
            count(*) filter (asked and old and verification = 'verified_by_hand'), count(*) filter (asked and not old),
            coalesce(sum(minutes) filter (not asked or fine), 0)::bigint, coalesce(sum(minutes) filter (asked and not fine), 0)::bigint
        from visits group by payer
        """
    ],
}


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "report_all":
            raise ValueError(f"this lane does no {order['task']}")
        given = table(order["path"])
        connection = duckdb.connect(":memory:", config={"threads": 2})
        begun = time.perf_counter()
        connection.register("given", given)
        now = {"now": order["as_of"] * 1000}
        connection.execute(KNOWN, now)
        rows = {}
        for name, statements in STATEMENTS.items():
            some = [connection.execute(text, now if "$now" in text else None).fetchall() for text in statements]
            rows[name] = [one for text, one in zip(statements, some, strict=True) if not text.strip().startswith("create")]
        seconds = time.perf_counter() - begun
        connection.close()
        return answer(seconds, {name: told(name, some) for name, some in rows.items()})


def told(name: str, rows: list[list[tuple[Any, ...]]]) -> Iterable[str]:
    if name == "telephony":
        ((attempts, answered, mailbox, unknown, normal, done, handled, speed, ring, cost, uncharged, calls),) = rows[0]
        ((contact, leads_called, retries, conversions),) = rows[1]
        yield line(
            attempts, calls - attempts, answered, attempts, mailbox, unknown, normal, done, handled, speed, ring, cost, uncharged,
            contact, leads_called, retries, conversions,
        )  # fmt: skip
    else:
        yield from (line(*row) for row in rows[0])
