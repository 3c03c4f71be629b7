"""Desks in memory, as a portal would put its own behind the interfaces."""

from __future__ import annotations

from typing import Any

from careweave import refusal


def line(who: str) -> dict[str, Any]:
    """How somebody is texted, and where it is day when the tests work."""
    return {
        "reach": [{"channel": "sms", "lines": {"ours": "office", "theirs": f"caregiver/{who}"}}],
        "recipient": {"contact": f"caregiver/{who}", "places": {"stated": [{"zone": "Europe/London"}]}},
    }


class Phones:
    """Telephones and an office. ``fails`` are the exceptions of the next texts, each after the text went out."""

    def __init__(self) -> None:
        self.sent: dict[str, dict[str, Any]] = {}
        self.taken: dict[str, dict[str, Any]] = {}
        self.twice = 0
        self.looked = 0
        self.fails: list[Exception] = []
        self.refuses: dict[str, str] = {}

    def send(self, key: str, message: dict[str, Any]) -> str | None:
        if refused := self.refuses.get(message["contact"]):
            return refused
        self.twice += key in self.sent
        self.sent[key] = message
        if self.fails:
            raise self.fails.pop(0)
        return None

    def find_message(self, key: str, message: dict[str, Any]) -> bool | None:
        self.looked += 1
        return key in self.sent

    def place_call(self, key: str, message: dict[str, Any]) -> str | None:
        return "unknown"

    def find_call(self, key: str, message: dict[str, Any]) -> bool | None:
        return None

    def take(self, command: dict[str, Any]) -> None:
        self.taken.setdefault(command["key"], command)

    def told(self, template: str) -> list[str]:
        """To whom messages of a template went, in order."""
        return [one["contact"] for one in self.sent.values() if one["template"] == template]


class MemoryDesk(Phones):
    """All of it: the schedule and the people too."""

    def __init__(self, *people: str) -> None:
        super().__init__()
        self.people = people
        self.book: dict[str, str] = {}
        self.assigns = 0
        self.lost: list[str] = []

    def candidates(self, shift_id: str, exclude: list[str], limit: int) -> list[dict[str, Any]]:
        wanted = [who for who in self.people if who not in exclude][:limit]
        return [{"caregiver_id": who, "score": 0, **line(who)} for who in wanted]

    def revalidate(self, shift_id: str, caregiver_id: str) -> dict[str, Any]:
        return {"kind": "eligible"}

    def assign(self, shift_id: str, caregiver_id: str) -> str | dict[str, Any]:
        self.assigns += 1
        held = self.book.setdefault(shift_id, caregiver_id)
        if self.lost:
            return self.lost.pop(0)
        return "assigned" if held == caregiver_id else "taken"

    def assigned_to(self, shift_id: str) -> str | None:
        return self.book.get(shift_id)

    def unassign(self, shift_id: str, caregiver_id: str) -> None:
        raise refusal("unsupported", "the schedule takes no assignment back")


class WellSkyPhones(Phones):
    """What is a portal's own where WellSky ranks and is assigned to."""

    def person(self, caregiver_id: str) -> dict[str, Any] | None:
        return {"language": "en", **line(caregiver_id)}


class AsyncMemoryDesk:
    """The same for asyncio."""

    def __init__(self, *people: str) -> None:
        self.of = MemoryDesk(*people)

    async def send(self, key: str, message: dict[str, Any]) -> str | None:
        return self.of.send(key, message)

    async def find_message(self, key: str, message: dict[str, Any]) -> bool | None:
        return self.of.find_message(key, message)

    async def place_call(self, key: str, message: dict[str, Any]) -> str | None:
        return self.of.place_call(key, message)

    async def find_call(self, key: str, message: dict[str, Any]) -> bool | None:
        return self.of.find_call(key, message)

    async def take(self, command: dict[str, Any]) -> None:
        self.of.take(command)

    async def candidates(self, shift_id: str, exclude: list[str], limit: int) -> list[dict[str, Any]]:
        return self.of.candidates(shift_id, exclude, limit)

    async def revalidate(self, shift_id: str, caregiver_id: str) -> dict[str, Any]:
        return self.of.revalidate(shift_id, caregiver_id)

    async def assign(self, shift_id: str, caregiver_id: str) -> str | dict[str, Any]:
        return self.of.assign(shift_id, caregiver_id)

    async def assigned_to(self, shift_id: str) -> str | None:
        return self.of.assigned_to(shift_id)

    async def unassign(self, shift_id: str, caregiver_id: str) -> None:
        self.of.unassign(shift_id, caregiver_id)
