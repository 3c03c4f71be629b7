"""Filling shifts by asking people: pure functions over plain data.

A campaign is one list of events per shift. :func:`decide` takes the state, an input, the present instant and a
:class:`Policy`, and answers with events to append, commands to carry out, the state after them and the next deadline.
Nothing here sends anything, keeps anything or reads a clock: store the events, send what the commands ask for, give the
answers back as inputs, and give ``{"kind": "tick"}`` at the deadline.

>>> from careweave import outreach
>>> outreach.parse_reply("I absolutely cannot")["intent"]["kind"]
'decline'
>>> policy = outreach.Policy({"name": "night desk", "version": 1})
>>> policy.to_dict()["waves"]["max_contacts"]
20

States, inputs, events and commands are mappings of what JSON has words for, in the form the log is kept in: instants as RFC
3339 in UTC, enumerations as words, a ``kind`` where there are several. Datetimes may be given for instants.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import _native
from ._decode import instant as _instant
from ._plain import arguments, text
from .errors import invalid_input

__all__ = [
    "Decision",
    "Policy",
    "Standing",
    "decide",
    "evolve",
    "forecast",
    "lint",
    "next_deadline",
    "parse_reply",
    "replay",
    "route_reply",
    "simulate",
]

Plain = Mapping[str, Any]


class Policy:
    """How shifts are filled: plain data in the format ``careweave.outreach-policy/1``, checked, with its defaults.

    Raises:
        InvalidInputError: it does not parse, or a field breaks a rule; the context names the ``field``.
    """

    __slots__ = ("_text",)

    def __init__(self, document: str | Plain) -> None:
        given = document if isinstance(document, str) else text("outreach.policy", document)
        self._text = _native.compute("outreach.policy", given, "{}")

    def to_json(self) -> str:
        """The whole policy, as JSON text."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The whole policy, as plain data."""
        policy: dict[str, Any] = json.loads(self._text)
        return policy

    def __repr__(self) -> str:
        data = self.to_dict()
        return f"<outreach.Policy {data['name']!r} {data['version']}>"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from an input."""

    events: tuple[dict[str, Any], ...]
    """What happened, in order: to be appended under the version that was decided on, or decided anew."""
    commands: tuple[dict[str, Any], ...]
    """What has to be done, in order; each at least once, under its ``key``."""
    state: dict[str, Any]
    """The state after the events."""
    next_deadline: datetime | None
    """When to give a tick at the latest; not at all when ``None``."""

    def __repr__(self) -> str:
        return f"Decision(events={len(self.events)}, commands={len(self.commands)}, next_deadline={self.next_deadline})"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a campaign stands."""

    state: dict[str, Any]
    """The fold of its events."""
    status: dict[str, Any] | None
    """The same for a person: coverage, counts, waitlist, the one thing that moves it on; ``None`` before it was opened."""
    next_deadline: datetime | None
    """When to give a tick at the latest; not at all when ``None``."""
    commands: tuple[dict[str, Any], ...] = ()
    """Of a replay: every command its events caused, with the keys they had."""

    def __repr__(self) -> str:
        version = self.state.get("version")
        return f"Standing(version={version}, commands={len(self.commands)}, next_deadline={self.next_deadline})"


def decide(policy: Policy, state: Plain | None, input: Plain, now: datetime) -> Decision:
    """What follows from ``input`` at ``now``. It never fails on what does not fit: that becomes an event ``input_rejected``.

    Args:
        state: As an earlier decision gave it; ``None`` for a shift nothing was decided about yet.
        input: ``{"kind": "shift_opened", ...}``, ``{"kind": "reply_received", ...}``, ``{"kind": "tick"}`` and so on.
        now: Aware. Before the last event it counts as the time of that event.

    Raises:
        InvalidInputError: the state or the input is not one; the context names the ``field``.
    """
    given = arguments("outreach.decide", state=state, input=input, now=now)
    read = json.loads(_native.compute("outreach.decide", _text(policy), given))
    return Decision(tuple(read["events"]), tuple(read["commands"]), read["state"], _deadline(read))


def evolve(state: Plain | None, events: Iterable[Plain]) -> Standing:
    """The state after more events.

    Raises:
        InvalidInputError: an event is not one, or does not follow the last; the context names the ``record`` and the ``field``.
    """
    given = arguments("outreach.evolve", state=state, events=list(events))
    return _standing(json.loads(_native.compute("outreach.evolve", "", given)))


def replay(log: Iterable[Plain]) -> Standing:
    """Folds a whole log, of this schema or an older one, and gives every command it caused under the keys they had.

    Raises:
        InvalidInputError: a line cannot be read; the context names the ``record`` (``events[3]``) and the ``field``.
    """
    return _standing(json.loads(_native.compute("outreach.replay", text("outreach.replay", list(log)), "{}")))


def next_deadline(state: Plain) -> datetime | None:
    """When the campaign is to be looked at next; ``None`` when it is over."""
    return evolve(state, ()).next_deadline


def forecast(policy: Policy, state: Plain, now: datetime) -> dict[str, Any]:
    """What will happen from ``now`` on if nobody answers, step by step; ``complete`` is false when it was cut off."""
    given = arguments("outreach.forecast", state=state, now=now)
    ahead: dict[str, Any] = json.loads(_native.compute("outreach.forecast", _text(policy), given))
    return ahead


def parse_reply(text: str, *, language: str | None = None) -> dict[str, Any]:
    """What a text message means: ``intent``, ``confidence``, the ``rule`` that decided, the ``language``. It holds nothing of
    the text.

    Args:
        language: The writer's, as a BCP 47 code, for words that mean different things in different languages.
    """
    given = arguments("outreach.parse_reply", text=text, language=language)
    read: dict[str, Any] = json.loads(_native.compute("outreach.parse_reply", "", given))
    return read


def route_reply(thread: Plain, text: str, now: datetime, *, language: str | None = None) -> dict[str, Any]:
    """Which open question a message answers: ``read`` as :func:`parse_reply`, and ``route``. Between two open questions it
    never guesses: the route then says what to ask.

    Args:
        thread: ``people`` who use the number, ``open`` questions, and the ``clarification`` that waits, if one does.
    """
    given = arguments("outreach.route_reply", thread=thread, text=text, now=now, language=language)
    routed: dict[str, Any] = json.loads(_native.compute("outreach.route_reply", "", given))
    return routed


def simulate(policy: Policy, *, seed: int, trials: int, crew: Plain | None = None) -> dict[str, Any]:
    """Fills an imagined shift ``trials`` times. The same seed gives the same people on every machine, so policies can be
    compared trial by trial.

    Args:
        crew: What people do; what is left out is the documented assumption.

    Raises:
        InvalidInputError: a field of the crew is out of range, or there are no trials.
    """
    given = arguments("outreach.simulate", crew=crew, seed=seed, trials=trials)
    report: dict[str, Any] = json.loads(_native.compute("outreach.simulate", _text(policy), given))
    return report


def lint(catalogue: str | Plain | None = None) -> tuple[dict[str, Any], ...]:
    """What is wrong with a catalogue of message templates; that of the library when ``None``. Nothing when it may be used."""
    if catalogue is None:
        document = ""
    else:
        document = catalogue if isinstance(catalogue, str) else text("outreach.lint", catalogue)
    return tuple(json.loads(_native.compute("outreach.lint", document, "{}")))


def _standing(read: dict[str, Any]) -> Standing:
    return Standing(read["state"], read["status"], _deadline(read), tuple(read.get("commands", ())))


def _deadline(read: dict[str, Any]) -> datetime | None:
    at = read["next_deadline"]
    return None if at is None else _instant(at)


def _text(policy: Policy) -> str:
    if not isinstance(policy, Policy):
        raise invalid_input("outreach.policy", "policy", "must be an outreach.Policy")
    return policy.to_json()
