"""Polars: the same definitions as expressions over one frame."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import polars as pl

from insights_material import DAY, STAGES, answer, line, table

C = pl.col


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "report_all":
            raise ValueError(f"this lane does no {order['task']}")
        given = table(order["path"])
        begun = time.perf_counter()
        # The events that count are made once, and a report's plans run together: with all of them in one collect_all, ten
        # million events need more than 20 GB.
        counted = known(pl.DataFrame(given).lazy(), order["as_of"] * 1000).collect()
        frames = plans(counted.lazy(), order["as_of"] * 1000)
        rows = {report: pl.collect_all(some) for report, some in frames.items()}
        seconds = time.perf_counter() - begun
        return answer(seconds, {name: told(name, some) for name, some in rows.items()})


def known(frame: pl.LazyFrame, now: int) -> pl.LazyFrame:
    """Each event once, none from the future; instants as milliseconds."""
    instants = [C(name).dt.epoch("ms") for name in ("at", "scheduled_at", "starts_at")]
    return frame.with_columns(instants).filter(C("at") <= now).unique("id", keep="any", maintain_order=False)


def of(frame: pl.LazyFrame, *kinds: str) -> pl.LazyFrame:
    return frame.filter(C("kind").cast(pl.String).is_in(kinds))


def plans(events: pl.LazyFrame, now: int) -> dict[str, list[pl.LazyFrame]]:
    return {
        "referral": [referral(events)],
        "recruiting": [recruiting(events, now)],
        "funnel": [funnel(events, now)],
        "telephony": telephony(events, now),
        "messaging": messaging(events, now),
        "noshow": [noshow(events, now)],
        "fill": fill(events, now),
        "fairness": [fairness(events)],
        "churn": churn(events, now),
        "evv": [evv(events, now)],
    }


def leads(events: pl.LazyFrame) -> pl.LazyFrame:
    created = of(events, "lead_created").group_by("lead").agg(C("at").min(), C("source").sort_by("at").first())
    return created.with_columns(C("source").fill_null("unknown"))


def referral(events: pl.LazyFrame) -> pl.LazyFrame:
    won = of(events, "client_won").select("client", "lead").unique()
    billed = of(events, "client_billed").group_by("client").agg(C("revenue_minor").sum().alias("worth"))
    worth = won.join(billed, on="client", how="left").group_by("lead").agg(C("worth").sum(), pl.lit(1).alias("won").first())
    lines = leads(events).join(worth, on="lead", how="left").group_by("source")
    sums = lines.agg(pl.len().alias("leads"), C("won").count(), C("worth").sum())
    spent = of(events, "spent").filter(C("audience") == "clients").group_by("source").agg(C("amount_minor").sum().alias("spent"))
    return sums.join(spent, on="source", how="full", coalesce=True).select(
        "source", C("won").fill_null(0), C("leads").fill_null(0), C("spent").fill_null(0), C("worth").fill_null(0)
    )


def recruiting(events: pl.LazyFrame, now: int) -> pl.LazyFrame:
    hired = of(events, "caregiver_hired").group_by("caregiver").agg(C("at").min(), C("source").sort_by("at").first())
    left = of(events, "caregiver_left").select("caregiver", C("at").alias("left"))
    first_left = hired.join(left, on="caregiver").filter(C("left") >= C("at")).group_by("caregiver").agg(C("left").min())
    rated = of(events, "caregiver_rated").group_by("caregiver").agg(pl.len().alias("ratings"))
    reached = (C("at") // DAY + 90) * DAY
    people = hired.join(first_left, on="caregiver", how="left").join(rated, on="caregiver", how="left")
    sums = people.with_columns(reached.alias("reached"), C("source").fill_null("unknown")).group_by("source").agg(
        pl.len().alias("hired"),
        ((C("reached") <= now) & (C("left").is_null() | (C("left") >= C("reached")))).sum().alias("stayed"),
        (C("reached") <= now).sum().alias("judged"),
        (C("reached") > now).sum().alias("young"),
        C("ratings").fill_null(0).sum(),
    )
    spent = of(events, "spent").filter(C("audience") == "caregivers").select("source").unique()
    return sums.join(spent, on="source", how="full", coalesce=True).select(
        "source", *(C(name).fill_null(0) for name in ("hired", "stayed", "judged", "young", "ratings"))
    )


def funnel(events: pl.LazyFrame, now: int) -> pl.LazyFrame:
    stage = pl.when(C("kind").cast(pl.String) == "client_won").then(pl.lit("converted")).otherwise(C("stage"))
    reached = of(events, "lead_reached", "client_won").select(
        "lead", stage.replace_strict(STAGES, list(range(1, 7)), return_dtype=pl.Int8).alias("far")
    )
    farthest = reached.group_by("lead").agg(C("far").max())
    all_leads = leads(events).join(farthest, on="lead", how="left").with_columns(C("far").fill_null(0))
    old = C("at") + 30 * DAY <= now
    return all_leads.group_by("source").agg(
        old.sum().alias("created"), (~old).sum().alias("young"), *((old & (C("far") > at)).sum().alias(f"s{at}") for at in range(6))
    )


def telephony(events: pl.LazyFrame, now: int) -> list[pl.LazyFrame]:
    kind = C("kind").cast(pl.String)
    person = (kind == "call_answered") & (C("by") == "person")
    ended = kind == "call_ended"
    seconds = sum((C(name).fill_null(0) for name in ("talk_seconds", "hold_seconds", "wrap_seconds")), pl.lit(0))
    kinds = ("call_accepted", "call_answered", "call_ended", "call_charged")
    calls = (
        of(events, *kinds)
        .group_by("call")
        .agg(
            C("at").filter(kind == "call_accepted").min().alias("accepted"),
            C("lead").filter(kind == "call_accepted").first(),
            C("at").filter(person).min().alias("person"),
            ((kind == "call_answered") & (C("by") == "voicemail")).any().alias("voicemail"),
            ((kind == "call_answered") & (C("by") == "unknown")).any().alias("unknown"),
            C("end").filter(ended).last().alias("ended"),
            seconds.filter(ended).last().alias("handled"),
            C("ring_seconds").fill_null(0).filter(ended).last().alias("ring"),
            C("amount_minor").filter(kind == "call_charged").sum().alias("cost"),
            (kind == "call_charged").any().alias("charged"),
        )
        .filter(C("accepted").is_not_null())
    )
    silent = C("person").is_null() & ~C("voicemail") & ~C("unknown") & C("ended").is_null()
    open_ = silent & (C("accepted") > now - 3_600_000)
    counted = calls.filter(~open_)
    talked = C("person").is_not_null()
    done = talked & C("ended").is_not_null()
    figures = counted.select(
        pl.len().alias("attempts"),
        talked.sum().alias("answered"),
        (~talked & C("voicemail")).sum().alias("mailbox"),
        (~talked & ~C("voicemail") & C("unknown")).sum().alias("nobody_knows"),
        (done & (C("ended") == "normal")).sum().alias("normal"),
        done.sum().alias("done"),
        C("handled").filter(done).sum(),
        median(C("person") - C("accepted")).alias("speed"),
        median(C("ring") * 1000).alias("rang"),
        C("cost").sum(),
        (~C("charged")).sum().alias("uncharged"),
    )
    per_lead = counted.filter(C("lead").is_not_null()).group_by("lead").agg(
        C("accepted").min().alias("first"), pl.len().alias("calls"), talked.any().alias("contact")
    )
    converted = of(events, "client_won", "lead_reached").filter((kind == "client_won") | (C("stage") == "converted"))
    last = converted.group_by("lead").agg(C("at").max().alias("converted"))
    of_leads = per_lead.join(last, on="lead", how="left").select(
        C("contact").sum(),
        pl.len().alias("leads"),
        (C("calls") - 1).sum().alias("retries"),
        (C("converted") >= C("first")).sum().alias("conversions"),
    )
    return [figures, of_leads, calls.select(open_.sum().alias("open"))]


def median(milliseconds: pl.Expr) -> pl.Expr:
    """The lower of the two in the middle, in whole seconds."""
    kept = milliseconds.filter(milliseconds >= 0)
    return kept.sort().get((kept.len() + 1) // 2 - 1, null_on_oob=True) // 1000


def messaging(events: pl.LazyFrame, now: int) -> list[pl.LazyFrame]:
    kind = C("kind").cast(pl.String)
    kinds = ("message_accepted", "message_delivered", "message_read", "message_failed")
    arrived = kind.is_in(["message_delivered", "message_read"])
    accepted = kind == "message_accepted"
    messages = (
        of(events, *kinds)
        .group_by("message")
        .agg(
            C("at").filter(accepted).min().alias("accepted"),
            C("person").filter(accepted).first(),
            C("channel").filter(accepted).first(),
            C("at").filter(arrived).min().alias("delivered"),
            (kind == "message_read").any().alias("read"),
            (kind == "message_failed").any().alias("failed"),
        )
        .filter(C("accepted").is_not_null())
    )
    young = C("delivered").is_null() & ~C("failed") & (C("accepted") + DAY > now)
    sent = messages.group_by("channel").agg(
        pl.len().alias("sent"),
        young.sum().alias("young"),
        (~young & C("delivered").is_not_null()).sum().alias("delivered"),
        (~young).sum().alias("judged"),
        (C("delivered").is_not_null() & C("read")).sum().alias("read"),
    )
    received = of(events, "message_received").select("person", "channel", C("at").alias("wrote"))
    ripe = messages.filter(C("delivered") + DAY <= now).select("person", "channel", "delivered").sort("delivered")
    # The last delivery at or before each message from the person is the one that could still wait for it.
    joined = received.sort("wrote").join_asof(ripe, left_on="wrote", right_on="delivered", by=["person", "channel"])
    within = joined.filter(C("delivered").is_not_null() & (C("wrote") <= C("delivered") + DAY))
    wrote = within.select("person", "channel").unique().with_columns(pl.lit(1).alias("answered"))
    people = ripe.select("person", "channel").unique().join(wrote, on=["person", "channel"], how="left")
    responses = people.group_by("channel").agg(C("answered").sum(), pl.len().alias("reached"))
    count = received.group_by("channel").agg(pl.len().alias("received"))
    return [sent, responses, count]


def noshow(events: pl.LazyFrame, now: int) -> pl.LazyFrame:
    kind = C("kind").cast(pl.String)
    kinds = [f"appointment_{word}" for word in ("booked", "moved", "cancelled", "showed", "missed")]
    set_ = kind.is_in(["appointment_booked", "appointment_moved"])
    last = C("kind").cast(pl.String).filter(~set_).sort_by(C("at").filter(~set_)).last()
    all_ = (
        of(events, *kinds)
        .group_by("appointment")
        .agg(
            C("professional").filter(kind == "appointment_booked").first(),
            (kind == "appointment_booked").any().alias("booked"),
            C("scheduled_at").filter(set_).sort_by(C("at").filter(set_)).last().alias("due"),
            last.alias("last"),
            C("at").filter(kind == "appointment_cancelled").max().alias("cancelled"),
        )
        .filter(C("booked"))
    )
    is_ = {word: C("last") == f"appointment_{word}" for word in ("cancelled", "showed", "missed")}
    late = C("cancelled") > C("due") - DAY
    nothing = C("last").is_null()
    return all_.group_by(C("professional").fill_null("unknown")).agg(
        is_["missed"].sum().alias("missed"),
        (is_["missed"] | is_["showed"]).sum().alias("judged"),
        (is_["cancelled"] & ~late).sum().alias("cancelled_"),
        (is_["cancelled"] & late).sum().alias("late"),
        (nothing & (C("due") <= now)).sum().alias("undetermined"),
        (nothing & (C("due") > now)).sum().alias("upcoming"),
    )


def fill(events: pl.LazyFrame, now: int) -> list[pl.LazyFrame]:
    kind = C("kind").cast(pl.String)
    kinds = ("shift_opened", "shift_filled", "shift_closed", "offer_sent", "offer_answered", "coordinator_touched")
    filled, closed = kind == "shift_filled", kind == "shift_closed"
    shifts = (
        of(events, *kinds)
        .group_by("shift")
        .agg(
            C("at").filter(kind == "shift_opened").min().alias("opened"),
            C("starts_at").filter(kind == "shift_opened").first().alias("starts"),
            C("at").filter(filled).min().alias("filled"),
            C("overtime_minutes").fill_null(0).filter(filled).first().alias("overtime"),
            C("known_to_client").filter(filled).first().alias("knows"),
            C("at").filter(closed).min().alias("closed"),
            C("end").filter(closed).first(),
            (kind == "offer_sent").sum().alias("offers"),
            C("caregiver").filter((kind == "offer_answered") & (C("reply") == "yes")).n_unique().alias("yes"),
            (kind == "coordinator_touched").sum().alias("touches"),
        )
        .filter(C("opened").is_not_null())
    )
    intime = (C("filled") <= C("starts")) & (C("closed").is_null() | (C("filled") <= C("closed")))
    intime = intime.fill_null(False)
    ends = {word: (~intime & (C("end") == word)).fill_null(False) for word in ("cancelled", "filled_elsewhere", "expired")}
    waiting = ~intime & C("closed").is_null()
    weekday = (C("opened") // DAY + 3) % 7
    minute = C("opened") % DAY // 60_000
    staffed = (weekday < 5) & (minute >= 480) & (minute < 1020)
    return [
        shifts.select(
            pl.len().alias("opened_"),
            intime.sum().alias("before"),
            (intime | ends["expired"] | (waiting & (C("starts") <= now))).sum().alias("judged"),
            ends["cancelled"].sum().alias("cancelled"),
            ends["filled_elsewhere"].sum().alias("elsewhere"),
            (waiting & (C("starts") > now)).sum().alias("open"),
            C("offers").sum(),
            intime.sum().alias("fills"),
            (C("yes").cast(pl.Int64) - intime.cast(pl.Int64)).clip(lower_bound=0).sum().alias("surplus"),
            C("touches").sum(),
            (~staffed).sum().alias("after_hours"),
            C("overtime").filter(intime).sum(),
            (intime & C("knows")).sum().alias("continuity"),
        )
    ]


def fairness(events: pl.LazyFrame) -> pl.LazyFrame:
    kind = C("kind").cast(pl.String)
    pairs = (
        of(events, "caregiver_eligible", "offer_sent", "shift_filled")
        .group_by("caregiver", "shift")
        .agg((kind == "offer_sent").any().alias("offered"), (kind == "shift_filled").any().alias("got"))
    )
    return pairs.group_by("caregiver").agg(
        pl.len().alias("could"), C("offered").sum(), C("got").sum(), (C("offered") & C("got")).sum().alias("assigned")
    )


def churn(events: pl.LazyFrame, now: int) -> list[pl.LazyFrame]:
    kinds = (
        "client_status_changed", "care_started", "portal_login", "visit_ended", "complained",
        "retention_task_opened", "retention_task_closed",
    )  # fmt: skip
    status = of(events, "client_status_changed").group_by("client").agg(C("status").sort_by("at").last())
    people = of(events, *kinds).select("client").unique().join(status, on="client", how="left")
    staying = people.filter(C("status").is_null() | (C("status") != "discharged"))
    ended = of(events, "visit_ended").group_by("client", "visit").agg(C("at").max(), C("end").sort_by("at").last())
    window = ended.filter((C("at") > now - 28 * DAY) & (C("end") != "cancelled_by_client"))
    shares = window.group_by("client").agg((C("end") == "completed").sum().alias("done"), pl.len().alias("planned"))
    late = shares.filter((C("planned") >= 8) & (C("done") * 100 < 85 * C("planned")))
    return [staying.select(pl.len()), staying.join(late, on="client").select(pl.len())]


def evv(events: pl.LazyFrame, now: int) -> pl.LazyFrame:
    worked = of(events, "visit_worked").group_by("visit").agg(
        C("at").max().alias("ended"), C("payer").sort_by("at").last(), C("minutes").sort_by("at").last()
    )
    checked = of(events, "visit_verified").group_by("visit").agg(C("verification").sort_by("at").last())
    visits = worked.join(checked, on="visit", how="left")
    asked = C("payer").is_in(["Medicaid", "VA"])
    fine = C("verification").is_in(["verified", "verified_by_hand"]).fill_null(False)
    old = asked & (C("ended") + DAY <= now)
    return visits.group_by("payer").agg(
        pl.len().alias("visits"),
        (old & fine).sum().alias("verified"),
        old.sum().alias("judged"),
        (old & (C("verification") == "verified_by_hand").fill_null(False)).sum().alias("by_hand"),
        (asked & ~old).sum().alias("young"),
        C("minutes").filter(~asked | fine).sum().alias("billable"),
        C("minutes").filter(asked & ~fine).sum().alias("unverified"),
    )


def told(name: str, frames: list[pl.DataFrame]) -> Iterable[str]:
    rows = [frame.rows() for frame in frames]
    if name == "telephony":
        ((attempts, answered, mailbox, unknown, normal, done, handled, speed, ring, cost, uncharged),) = rows[0]
        ((contact, leads_called, retries, conversions),) = rows[1]
        ((still_open,),) = rows[2]
        yield line(
            attempts, still_open, answered, attempts, mailbox, unknown, normal, done, handled, speed, ring, cost, uncharged,
            contact, leads_called, retries, conversions,
        )  # fmt: skip
    elif name == "messaging":
        responses = {channel: rest for channel, *rest in rows[1]}
        received = dict(rows[2])
        sent = {channel: rest for channel, *rest in rows[0]}
        for channel in {*sent, *received}:
            one, young, delivered, judged, read = sent.get(channel, [0] * 5)
            answered, reached = responses.get(channel, (0, 0))
            shown = 0 if channel == "sms" else read
            yield line(channel, one, young, delivered, judged, shown, answered, reached, received.get(channel, 0))
    elif name == "fill":
        ((opened, *counts, after_hours, overtime, continuity),) = rows[0]
        yield line(opened, *counts, after_hours, opened, overtime, continuity, counts[6])
    elif name == "fairness":
        could = sum(row[1] for row in rows[0])
        offers, fills = sorted(row[2] for row in rows[0]), sorted(row[3] for row in rows[0])
        yield line(len(rows[0]), could, sum(row[4] for row in rows[0]), gini(offers), gini(fills))
    elif name == "churn":
        yield line(rows[0][0][0], rows[1][0][0])
    else:
        yield from (line(*row) for row in rows[0])


def gini(counts: list[int]) -> float | None:
    """Of sorted counts."""
    n, total = len(counts), sum(counts)
    if total == 0:
        return None
    weighted = sum(rank * count for rank, count in enumerate(counts, 1))
    return (2 * weighted - (n + 1) * total) / (n * total)
