"""Campaigns that fill shifts, on a store: what happens is decided and written down, and carried out through a desk of yours.

::

    policy = careweave.outreach.Policy({"name": "night desk", "version": 1})
    with careweave.Store("sqlite:careweave.db") as store:
        host = careweave.CampaignHost(store, desk, policy, scope="agency-9001", holder="worker-1")
        host.open(shift, "call_off")                                   # somebody called off
        while host.work():                                             # offers go out
            pass
        host.hear("7", message_id, "Yes!", received_at)                # from the webhook of the texting service
        while host.work():                                             # checked, assigned, confirmed; the others are told
            pass
        print(host.status("41")["coverage"])

Any number of hosts in any number of processes may work on one store: of two simultaneous yeses one gets the shift, and the other
waits in line. Between rounds of :meth:`CampaignHost.work`, wait for what comes in or for :meth:`CampaignHost.next_deadline`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import _native, _plain, _wire
from ._decode import instant as _instant
from ._generated.models import FlowStep
from ._host_side import DESK, WELLSKY_DESK, Conversation, OnException, require_instance, require_methods
from .aio import AsyncWellSky
from .campaign_desk import AsyncCampaignDesk, AsyncWellSkyCampaignDesk, CampaignDesk, WellSkyCampaignDesk
from .errors import invalid_input
from .outreach import Policy
from .store import AsyncStore, Store
from .wellsky import WellSky

__all__ = ["AsyncCampaignHost", "CampaignHost", "CampaignRound", "HeardReply"]

_CAMPAIGNS = "flow.campaigns"

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignRound:
    """What one round of work did. It is true while there was something to do."""

    looked_at: int
    """Shifts whose deadline had passed: the next wave, an escalation."""
    done: int
    """Commands carried out."""
    sent: int
    """Messages and calls among them that went out in this round."""
    dropped: int
    """Commands that were over: expired, withdrawn, or of a rehearsal."""
    waiting: int
    """Commands that failed and are tried again, or wait until it is known what became of them."""
    given_up: int
    """Commands that were given up: a person finds them among the dead items of the outbox."""

    def __bool__(self) -> bool:
        return any((self.looked_at, self.done, self.dropped, self.waiting, self.given_up))


@dataclass(frozen=True, slots=True)
class HeardReply:
    """What became of a text. It holds nothing of it."""

    route: dict[str, Any]
    """Where it went, by ``route["route"]``: ``act``, ``ask`` (several questions are open, and what to ask back), ``suppress``,
    ``person`` and so on, as :func:`careweave.outreach.route_reply` gives it."""
    told: tuple[str, ...]
    """The shifts whose campaigns were told; none where nothing could be acted on, or a person has to read it."""


class _Campaigns:
    """What both forms of the host share."""

    __slots__ = ("_desk", "_given", "_on_exception", "_scope", "_side", "_store", "_wellsky")

    def __init__(
        self,
        store: Store | AsyncStore,
        desk: object,
        policy: Policy,
        *,
        scope: str,
        holder: str,
        wellsky: WellSky | AsyncWellSky | None = None,
        zone: str | None = None,
        history_days: int | None = None,
        horizon_days: int | None = None,
        ranking: str | None = None,
        now: datetime | None = None,
        answer_seconds: float | None = None,
        on_exception: OnException | None = None,
    ) -> None:
        """A host that does nothing yet.

        Args:
            store: where campaigns are kept.
            desk: what they reach the world with.
            policy: how shifts are filled.
            scope: whose campaigns: 1 to 64 ASCII letters, digits, ``.``, ``_``, ``-``. Those of other scopes in the store are left
                alone.
            holder: the name of this worker, unique among those that run.
            wellsky: where caregivers are ranked and shifts assigned; without it the desk does both.
            zone: with WellSky, the agency's IANA zone, such as America/Denver; by default that of the environment variable
                CAREWEAVE_AGENCY_ZONE.
            history_days: with WellSky, how many days back completed visits count for continuity; 90 by default.
            horizon_days: with WellSky, how many days ahead shifts are looked at; 14 by default.
            ranking: with WellSky, the policy of ranking as JSON text; the published one by default.
            now: the instant to work at, aware; the present by default. For tests and for time that is played.
            answer_seconds: how long one answer of the desk may take; without it as long as it takes.
            on_exception: called with the method and the exception when a method of the desk raises one that is no
                :class:`CareweaveError`: for your log.

        Raises:
            InvalidInputError: names the argument and the rule.
        """
        require_instance(_CAMPAIGNS, "store", store, Store, AsyncStore)
        if wellsky is not None:
            require_instance(_CAMPAIGNS, "wellsky", wellsky, WellSky, AsyncWellSky)
        require_instance(_CAMPAIGNS, "policy", policy, Policy)
        self._side = DESK if wellsky is None else WELLSKY_DESK
        require_methods(_CAMPAIGNS, "desk", desk, self._side)
        self._store = store
        self._desk = desk
        self._wellsky = wellsky
        self._scope = scope
        self._on_exception = on_exception
        self._given: tuple[_wire.Given, ...] = (
            ("scope", _wire.plain, scope),
            ("holder", _wire.plain, holder),
            ("policy", _wire.plain, policy.to_json()),
            ("zone", _wire.plain, zone),
            ("history_days", _wire.count, history_days),
            ("horizon_days", _wire.count, horizon_days),
            ("ranking", _wire.plain, ranking),
            ("now", _wire.instant, now),
            ("answer_seconds", _wire.plain, answer_seconds),
        )
        # What is wrong with them is told here, where they are.
        self._begin("next_deadline", None)

    @property
    def scope(self) -> str:
        """Whose campaigns."""
        return self._scope

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._scope}>"

    def _begin(self, run: str, timeout_seconds: float | None, **given: Any) -> Conversation:
        stated = _plain.arguments(_CAMPAIGNS, **given)
        asked: tuple[_wire.Given, ...] = (
            ("run", _wire.plain, run),
            *self._given,
            ("given", _wire.plain, stated),
            ("timeout_seconds", _wire.plain, timeout_seconds),
        )
        written = _wire.arguments(_CAMPAIGNS, asked)
        if self._wellsky is None:
            native = _native.Flow.campaigns(self._store._native, written)
        else:
            session = self._wellsky._session.native
            native = _native.Flow.campaigns_in_wellsky(session, self._store._native, written)
        return Conversation(native, self._desk, self._side, None, self._on_exception)

    def _opening(
        self, shift: Plain, cause: str, excluded: Iterable[Plain], timeout_seconds: float | None
    ) -> Conversation:
        return self._begin("open", timeout_seconds, shift=shift, cause=cause, excluded=list(excluded))

    def _hearing(
        self, caregiver_id: str, message_id: str, text: str, received_at: datetime, timeout_seconds: float | None
    ) -> Conversation:
        if not isinstance(text, str):
            raise invalid_input(_CAMPAIGNS, "text", "must be a string")
        return self._begin(
            "hear",
            timeout_seconds,
            caregiver_id=caregiver_id,
            message_id=message_id,
            text=text,
            received_at=received_at,
        )


def _told(step: FlowStep | None) -> Any:
    assert step is not None and step.plain is not None
    return json.loads(step.plain)


def _round(step: FlowStep | None) -> CampaignRound:
    return CampaignRound(**_told(step))


def _heard(step: FlowStep | None) -> HeardReply:
    read = _told(step)
    return HeardReply(read["route"], tuple(read["told"]))


def _many(step: FlowStep | None) -> tuple[dict[str, Any], ...]:
    return tuple(_told(step))


def _live(step: FlowStep | None) -> dict[str, dict[str, Any]]:
    return {one["shift_id"]: one["status"] for one in _told(step)}


def _maybe(step: FlowStep | None) -> dict[str, Any] | None:
    status: dict[str, Any] | None = _told(step)
    return status


def _sure(step: FlowStep | None) -> dict[str, Any]:
    ahead: dict[str, Any] = _told(step)
    return ahead


def _at(step: FlowStep | None) -> datetime | None:
    at = _told(step)
    return None if at is None else _instant(at)


class CampaignHost(_Campaigns):
    """Campaigns that fill shifts, on a store. Every method may be called again after a failure: what was decided is kept, and what
    went out is not sent again. For asyncio see :class:`AsyncCampaignHost`.

    Every method raises :class:`StorageError` when the store fails and :class:`RequestTimeoutError` when it took longer than
    ``timeout_seconds``; commands that were under way then are taken up again after a minute.
    """

    __slots__ = ()

    _desk: CampaignDesk | WellSkyCampaignDesk

    def open(
        self, shift: Plain, cause: str, excluded: Iterable[Plain] = (), *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Starts filling a shift, and gives the events that were written. One that is being filled goes on as it was; one that was
        filled is opened anew only where nobody has it any more.

        Args:
            shift: ``id``, ``window`` (``start``, ``end``), ``zone``, and optionally ``area`` and ``coordinator``.
            cause: ``call_off``, ``gap``, ``new_start`` or ``cancel_acceptance``.
            excluded: who must not be asked: ``caregiver_id`` and the ``rule``.

        Raises:
            InvalidInputError: names the ``field`` of the shift or of an exclusion.
        """
        return _many(self._opening(shift, cause, excluded, timeout_seconds).hold())

    def hear(
        self,
        caregiver_id: str,
        message_id: str,
        text: str,
        received_at: datetime,
        *,
        timeout_seconds: float | None = None,
    ) -> HeardReply:
        """Takes a text of a caregiver: an opt-out ends what every campaign has with them, a plain answer goes to the one offer it can
        be about. With several open, a bare yes moves none, and the route says what to ask back.

        Args:
            message_id: the provider's: the same message twice is one answer.
            received_at: the provider's time, aware; for reports only.
        """
        return _heard(self._hearing(caregiver_id, message_id, text, received_at, timeout_seconds).hold())

    def work(self, limit: int | None = None, *, timeout_seconds: float | None = None) -> CampaignRound:
        """Looks at up to ``limit`` (1 to 1000, 100 by default) shifts whose deadline has passed, then carries out up to as many
        commands. The round is false when there was nothing to do."""
        return _round(self._begin("work", timeout_seconds, limit=limit).hold())

    def submit(
        self, shift_id: str, input: Plain, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Gives any other input to the campaign of a shift (``coordinator_acted``, ``external_assignment_seen``, ``consent_changed``
        and so on), and gives the events that were written. What does not fit is written down as ``input_rejected`` and changes nothing.

        Raises:
            InvalidInputError: the input is none; the context names the ``field``.
            ConflictError: others kept appending to the shift: give the input again.
        """
        return _many(self._begin("submit", timeout_seconds, shift_id=shift_id, input=input).hold())

    def call_ended(
        self, shift_id: str, key: str, outcome: str, *, timeout_seconds: float | None = None
    ) -> None:
        """Takes the end of a call by the key it was placed under: ``accepted``, ``declined``, ``voicemail``, ``no_answer``, ``busy``,
        ``failed`` or ``opt_out``."""
        self._begin("call_ended", timeout_seconds, shift_id=shift_id, key=key, outcome=outcome).hold()

    def status(self, shift_id: str, *, timeout_seconds: float | None = None) -> dict[str, Any] | None:
        """Where the filling of a shift stands, with the one thing that moves it on; ``None`` for one that was never opened."""
        return _maybe(self._begin("status", timeout_seconds, shift_id=shift_id).hold())

    def live(self, *, timeout_seconds: float | None = None) -> dict[str, dict[str, Any]]:
        """Where every shift stands that is being filled, by its id."""
        return _live(self._begin("live", timeout_seconds).hold())

    def timeline(
        self, shift_id: str, caregiver_id: str, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """What passed between the agency and one caregiver about a shift, in order."""
        given = {"shift_id": shift_id, "caregiver_id": caregiver_id}
        return _many(self._begin("timeline", timeout_seconds, **given).hold())

    def waitlist(self, shift_id: str, *, timeout_seconds: float | None = None) -> tuple[dict[str, Any], ...]:
        """Those who said yes and wait, in order."""
        return _many(self._begin("waitlist", timeout_seconds, shift_id=shift_id).hold())

    def why_not_contacted(
        self, shift_id: str, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Why the others were not asked: the name of the rule for each."""
        return _many(self._begin("why_not_contacted", timeout_seconds, shift_id=shift_id).hold())

    def forecast(self, shift_id: str, *, timeout_seconds: float | None = None) -> dict[str, Any]:
        """What will happen from now on if nobody answers, step by step; ``complete`` is false when it was cut off."""
        return _sure(self._begin("forecast", timeout_seconds, shift_id=shift_id).hold())

    def next_deadline(self, *, timeout_seconds: float | None = None) -> datetime | None:
        """When the next shift is to be looked at; ``None`` when none waits. Commands that wait for another try are not in it."""
        return _at(self._begin("next_deadline", timeout_seconds).hold())


class AsyncCampaignHost(_Campaigns):
    """As :class:`CampaignHost`, for asyncio: the same methods, each a coroutine. A cancelled task leaves nothing half done: commands
    that were under way are taken up again after a minute."""

    __slots__ = ()

    _desk: AsyncCampaignDesk | AsyncWellSkyCampaignDesk | CampaignDesk | WellSkyCampaignDesk

    async def open(
        self, shift: Plain, cause: str, excluded: Iterable[Plain] = (), *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """As :meth:`CampaignHost.open`."""
        return _many(await self._opening(shift, cause, excluded, timeout_seconds).hold_async())

    async def hear(
        self,
        caregiver_id: str,
        message_id: str,
        text: str,
        received_at: datetime,
        *,
        timeout_seconds: float | None = None,
    ) -> HeardReply:
        """As :meth:`CampaignHost.hear`."""
        heard = self._hearing(caregiver_id, message_id, text, received_at, timeout_seconds)
        return _heard(await heard.hold_async())

    async def work(self, limit: int | None = None, *, timeout_seconds: float | None = None) -> CampaignRound:
        """As :meth:`CampaignHost.work`."""
        return _round(await self._begin("work", timeout_seconds, limit=limit).hold_async())

    async def submit(
        self, shift_id: str, input: Plain, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """As :meth:`CampaignHost.submit`."""
        return _many(await self._begin("submit", timeout_seconds, shift_id=shift_id, input=input).hold_async())

    async def call_ended(
        self, shift_id: str, key: str, outcome: str, *, timeout_seconds: float | None = None
    ) -> None:
        """As :meth:`CampaignHost.call_ended`."""
        given = {"shift_id": shift_id, "key": key, "outcome": outcome}
        await self._begin("call_ended", timeout_seconds, **given).hold_async()

    async def status(self, shift_id: str, *, timeout_seconds: float | None = None) -> dict[str, Any] | None:
        """As :meth:`CampaignHost.status`."""
        return _maybe(await self._begin("status", timeout_seconds, shift_id=shift_id).hold_async())

    async def live(self, *, timeout_seconds: float | None = None) -> dict[str, dict[str, Any]]:
        """As :meth:`CampaignHost.live`."""
        return _live(await self._begin("live", timeout_seconds).hold_async())

    async def timeline(
        self, shift_id: str, caregiver_id: str, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """As :meth:`CampaignHost.timeline`."""
        given = {"shift_id": shift_id, "caregiver_id": caregiver_id}
        return _many(await self._begin("timeline", timeout_seconds, **given).hold_async())

    async def waitlist(
        self, shift_id: str, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """As :meth:`CampaignHost.waitlist`."""
        return _many(await self._begin("waitlist", timeout_seconds, shift_id=shift_id).hold_async())

    async def why_not_contacted(
        self, shift_id: str, *, timeout_seconds: float | None = None
    ) -> tuple[dict[str, Any], ...]:
        """As :meth:`CampaignHost.why_not_contacted`."""
        return _many(await self._begin("why_not_contacted", timeout_seconds, shift_id=shift_id).hold_async())

    async def forecast(self, shift_id: str, *, timeout_seconds: float | None = None) -> dict[str, Any]:
        """As :meth:`CampaignHost.forecast`."""
        return _sure(await self._begin("forecast", timeout_seconds, shift_id=shift_id).hold_async())

    async def next_deadline(self, *, timeout_seconds: float | None = None) -> datetime | None:
        """As :meth:`CampaignHost.next_deadline`."""
        return _at(await self._begin("next_deadline", timeout_seconds).hold_async())
