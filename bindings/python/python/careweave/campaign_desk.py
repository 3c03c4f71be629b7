"""What a campaign reaches the world with, and you bring: a texting service, a voice agent, the agency system, your people.

Each interface exists twice: :class:`CampaignDesk` and :class:`WellSkyCampaignDesk` for :class:`CampaignHost`, whose methods are
called on the thread that runs it, one at a time; and :class:`AsyncCampaignDesk` and :class:`AsyncWellSkyCampaignDesk` for
:class:`AsyncCampaignHost`, which awaits them, and takes the blocking ones too.

Messages, candidates and commands are mappings of what JSON has words for, as in :mod:`careweave.outreach`.

A method that cannot do what it is asked raises :func:`refusal`. Of sending, ``delivery="not_sent"`` says that nothing went out, and it
is tried again; after anything else, any other exception among it, the message is looked up before it is ever sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

__all__ = [
    "AsyncCampaignDesk",
    "AsyncWellSkyCampaignDesk",
    "CampaignDesk",
    "WellSkyCampaignDesk",
]

Plain = Mapping[str, Any]


class WellSkyCampaignDesk(Protocol):
    """What is yours where WellSky ranks caregivers and is assigned to."""

    def send(self, key: str, message: dict[str, Any], /) -> str | None:
        """Sends a text, a WhatsApp message or an e-mail, as ``message["channel"]`` says. What it says is yours to write, from its
        ``template``, ``terms`` and ``language``.

        Gives ``None`` when the service took it, and else why it did not: ``opted_out``, ``invalid_number``, ``landline``,
        ``throttled``, ``content_blocked``, ``transient``, ``unknown``.

        Args:
            key: the name this message goes by: give it to the service where it takes one, and keep it.
        """

    def find_message(self, key: str, message: dict[str, Any], /) -> bool | None:
        """Whether a message with this key went out; ``None`` where nobody can tell: then it is not sent again."""

    def place_call(self, key: str, message: dict[str, Any], /) -> str | None:
        """Places a call; as :meth:`send`. How it ended is told by :meth:`CampaignHost.call_ended`."""

    def find_call(self, key: str, message: dict[str, Any], /) -> bool | None:
        """Whether a call with this key was placed; as :meth:`find_message`."""

    def take(self, command: dict[str, Any], /) -> None:
        """Takes what the office is told. ``command["action"]["kind"]`` is one of ``notify_coordinator``, ``request_approval``,
        ``create_task``, ``add_note``, ``notify_client``, ``record_suppression`` (write to this person no more, anywhere),
        ``emit_metric``, and ``unassign_shift`` where the agency system cannot take an assignment back. A ``command["key"]`` that was
        taken before is dropped."""

    def person(self, caregiver_id: str, /) -> Plain | None:
        """How a caregiver is reached and what they agreed to: ``reach`` (the preferred way of writing first), ``language``,
        ``recipient``; ``None`` for somebody who is not in your directory."""


class CampaignDesk(Protocol):
    """What is yours where no WellSky takes part: all of it."""

    def send(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.send`."""

    def find_message(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_message`."""

    def place_call(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.place_call`."""

    def find_call(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_call`."""

    def take(self, command: dict[str, Any], /) -> None:
        """As :meth:`WellSkyCampaignDesk.take`."""

    def candidates(self, shift_id: str, exclude: list[str], limit: int, /) -> Iterable[Plain]:
        """Who can take a shift, best first: at most ``limit``, and none of ``exclude``."""

    def revalidate(self, shift_id: str, caregiver_id: str, /) -> Plain:
        """Whether the hard rules still let a caregiver take a shift, by fresh facts: ``{"kind": "eligible"}``,
        ``{"kind": "overtime", "minutes": 60}`` or ``{"kind": "ineligible", "rule": "overlap"}``."""

    def assign(self, shift_id: str, caregiver_id: str, /) -> str | Plain:
        """Gives the shift to the caregiver if nobody has it, and looks: ``assigned``, ``taken`` (somebody else has it), ``unknown``
        (nobody knows whether it took; it is read back), or ``{"result": "refused", "retryable": False, "reason": "a_code"}``.

        It may be asked again with the same ids at any time, and then does nothing twice.
        """

    def assigned_to(self, shift_id: str, /) -> str | None:
        """Who has the shift; ``None`` for nobody, and never because looking failed."""

    def unassign(self, shift_id: str, caregiver_id: str, /) -> None:
        """Takes the assignment of this caregiver back, if it is there. Refuse it with ``unsupported`` where that cannot be done: then
        the office is asked to, by :meth:`take`."""


class AsyncWellSkyCampaignDesk(Protocol):
    """As :class:`WellSkyCampaignDesk`, for asyncio."""

    async def send(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.send`."""

    async def find_message(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_message`."""

    async def place_call(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.place_call`."""

    async def find_call(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_call`."""

    async def take(self, command: dict[str, Any], /) -> None:
        """As :meth:`WellSkyCampaignDesk.take`."""

    async def person(self, caregiver_id: str, /) -> Plain | None:
        """As :meth:`WellSkyCampaignDesk.person`."""


class AsyncCampaignDesk(Protocol):
    """As :class:`CampaignDesk`, for asyncio."""

    async def send(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.send`."""

    async def find_message(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_message`."""

    async def place_call(self, key: str, message: dict[str, Any], /) -> str | None:
        """As :meth:`WellSkyCampaignDesk.place_call`."""

    async def find_call(self, key: str, message: dict[str, Any], /) -> bool | None:
        """As :meth:`WellSkyCampaignDesk.find_call`."""

    async def take(self, command: dict[str, Any], /) -> None:
        """As :meth:`WellSkyCampaignDesk.take`."""

    async def candidates(self, shift_id: str, exclude: list[str], limit: int, /) -> Iterable[Plain]:
        """As :meth:`CampaignDesk.candidates`."""

    async def revalidate(self, shift_id: str, caregiver_id: str, /) -> Plain:
        """As :meth:`CampaignDesk.revalidate`."""

    async def assign(self, shift_id: str, caregiver_id: str, /) -> str | Plain:
        """As :meth:`CampaignDesk.assign`."""

    async def assigned_to(self, shift_id: str, /) -> str | None:
        """As :meth:`CampaignDesk.assigned_to`."""

    async def unassign(self, shift_id: str, caregiver_id: str, /) -> None:
        """As :meth:`CampaignDesk.unassign`."""
