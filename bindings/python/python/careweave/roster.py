"""Ranking: who can take a shift, who should, and why."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, overload

from . import _native
from ._decode import record
from ._plain import arguments, text
from ._tables import collections
from .errors import invalid_input
from .explanations import Comparison, Standing, read_comparison, read_standing
from .ranking import Ranking, TopRanking, read_top

__all__ = ["ArrowArray", "ArrowTable", "Records", "Roster", "TopRankings"]


class ArrowTable(Protocol):
    """What offers a stream of Arrow batches: a table or data frame of pandas, Polars, pyarrow or DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """What offers one Arrow batch: a record batch or a struct array."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


Records = Iterable[Any] | Mapping[str, Sequence[Any]] | ArrowTable | ArrowArray
"""Records of one kind, in any of these forms:

* dataclasses (see :mod:`careweave.roster_records`) or mappings;
* a table that offers Arrow's capsules: a data frame of pandas or Polars, a table of pyarrow;
* a mapping from field to column, such as NumPy arrays or lists; a column ``home.latitude_e6`` is a field inside ``home``;
* a structured array of NumPy.

In NumPy's arrays an empty text, ``NaN`` and ``NaT`` are not stated, and ``datetime64`` counts in UTC. An Arrow timestamp
needs a time zone.
"""


class TopRankings(Sequence[TopRanking]):
    """The first few for each of some shifts. Each ranking is made into Python objects when it is asked for."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.TopRankings) -> None:
        """Comes from :meth:`Roster.rank_many`."""
        self._native = native

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, position: int) -> TopRanking: ...
    @overload
    def __getitem__(self, position: slice) -> list[TopRanking]: ...
    def __getitem__(self, position: int | slice) -> TopRanking | list[TopRanking]:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        at = position + len(self) if position < 0 else position
        if not 0 <= at < len(self):
            raise IndexError("there are fewer rankings than that")
        return read_top(self._native.json(at))

    def __iter__(self) -> Iterator[TopRanking]:
        return (self[at] for at in range(len(self)))

    def columns(self) -> dict[str, list[Any]]:
        """All places as columns of equal length, for a data frame: ``shift_id``, ``rank``, ``caregiver_id``, ``score``,
        ``overtime_minutes``, ``overtime_premium`` (minor units)."""
        return self._native.columns()

    def __repr__(self) -> str:
        return f"<TopRankings of {len(self)} shifts>"


class Roster:
    """A validated snapshot of an agency: caregivers, shifts, the zone, the workweek.

    It is held on the Rust side, so it crosses the language border once. Threads may share it, and every method releases
    the interpreter. :meth:`book` and its siblings keep it up to date without building it anew; a ranking sees the roster
    before or after such a change, never half of it.

    ``policy`` is ``"seed-v1"`` (the documented heuristic), ``"default"``, ``"relationship"``, ``"hierarchy"``, or the text
    of a policy file.

    >>> roster = careweave.Roster.load("roster.json")                       # doctest: +SKIP
    >>> for shift_id in roster.open_shift_ids:                              # doctest: +SKIP
    ...     best = roster.rank(shift_id, top=3).candidates
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Roster) -> None:
        """Use :meth:`load`, :meth:`from_json`, :meth:`build` or ``WellSky.roster``."""
        self._native = native

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, policy: str | None = None) -> Roster:
        """Reads a roster file (JSON, format ``careweave.roster/1``, UTF-8).

        Raises:
            OSError: the file cannot be read.
            InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
        """
        data = Path(path).read_bytes()
        try:
            return cls.from_json(data.decode("utf-8"), policy=policy)
        except UnicodeDecodeError as error:
            raise invalid_input("roster.load", "(file)", f"must be UTF-8; byte {error.start} is not") from None

    @classmethod
    def from_json(cls, text: str, *, policy: str | None = None) -> Roster:
        """Reads the text of a roster file.

        Raises:
            InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
        """
        return cls(_native.Roster.from_json(text, policy))

    @classmethod
    def build(
        cls,
        caregivers: Records,
        shifts: Records,
        *,
        as_of: datetime,
        zone: str,
        workweek: Mapping[str, Any] | None = None,
        profiles: Records | None = None,
        clients: Records | None = None,
        needs: Records | None = None,
        memory: Records | None = None,
        policy: str | None = None,
    ) -> Roster:
        """Builds a roster once from records, columns or tables; see :data:`Records`.

        Args:
            caregivers: :class:`RosterCaregiver` records.
            shifts: :class:`RosterShift` records: open ones, bookings, and completed visits as far back as continuity counts.
            as_of: The instant of the snapshot; shifts that start at or before it are not open any more.
            zone: The agency's IANA zone.
            workweek: ``{"weekday": "sunday", "minute_of_day": 0}`` unless stated.
            profiles: :class:`CaregiverProfile` records.
            clients: :class:`ClientRecord` records.
            needs: What single shifts ask for: ``shift_id`` and ``requirements``.
            memory: Remembered statements of caregivers.

        Raises:
            InvalidInputError: a record breaks a rule; the context names the ``record`` (``shifts[3]``) and the ``field``.
        """
        settings = arguments("roster.load", as_of=as_of, zone=zone, workweek=workweek)
        given = collections(
            "roster.load",
            caregivers=caregivers,
            shifts=shifts,
            profiles=profiles,
            clients=clients,
            needs=needs,
            memory=memory,
        )
        return cls(_native.Roster.from_collections(settings, given, policy))

    def with_policy(self, policy: str) -> Roster:
        """The same roster under another policy, as a roster of its own."""
        return Roster(self._native.with_policy(policy))

    @property
    def policy_json(self) -> str:
        """The policy as the text of a policy file."""
        return self._native.policy_json()

    @property
    def open_shift_ids(self) -> list[str]:
        """The shifts that wait for a caregiver and have not started, by start, then id."""
        return self._native.open_shift_ids()

    @overload
    def rank(self, shift_id: str) -> Ranking: ...
    @overload
    def rank(self, shift_id: str, *, top: int) -> TopRanking: ...
    def rank(self, shift_id: str, *, top: int | None = None) -> Ranking | TopRanking:
        """Ranks the caregivers for one open shift: all of them, or the first ``top`` of the same ranking in a fraction of
        the time.

        Raises:
            NotFoundError: the roster has no such shift.
            InvalidInputError: the shift is not open.
        """
        if top is not None:
            return read_top(self._native.top([shift_id], _count("top", top), 1).json(0))
        written = self._native.rank(shift_id)
        return dataclasses.replace(record(Ranking)(json.loads(written)), _text=written)

    def rank_many(
        self, shift_ids: Iterable[str] | None = None, *, top: int = 10, threads: int = 1
    ) -> TopRankings:
        """The first ``top`` for each of some open shifts, or for every open shift by start. The answer does not depend on
        the number of threads.

        Raises:
            NotFoundError: the roster has no such shift.
            InvalidInputError: a shift is not open.
        """
        wanted = None if shift_ids is None else list(shift_ids)
        return TopRankings(self._native.top(wanted, _count("top", top), _count("threads", threads)))

    def rank_all(self) -> list[Ranking]:
        """Ranks everybody for every open shift, in order of start."""
        return [
            dataclasses.replace(record(Ranking)(json.loads(written)), _text=written)
            for written in self._native.rank_open()
        ]

    def rank_all_json(self, shift_id: str | None = None) -> str:
        """The rankings for every open shift, or for one shift, as one line of JSON: ``{"rankings": [...]}``, the very
        text that ``careweave rank --json`` prints."""
        return self._native.rankings_json(shift_id)

    def why_not(self, shift_id: str, caregiver_id: str) -> Standing:
        """Why a caregiver is not the first for a shift: every reason against, or the rank, what separates it from the
        first, and which single change would make it the first.

        Raises:
            NotFoundError: the roster has no such shift or caregiver.
            InvalidInputError: the shift is not open.
        """
        return read_standing(self._native.why_not(shift_id, caregiver_id))

    def compare(self, shift_id: str, one: str, other: str) -> Comparison:
        """Why one caregiver comes before or after another for a shift, rule by rule.

        Raises:
            NotFoundError: the roster has no such shift or caregiver.
            InvalidInputError: the shift is not open, or one of them may not take it.
        """
        return read_comparison(self._native.compare(shift_id, one, other))

    def book(self, shift_id: str, caregiver_id: str) -> None:
        """An open shift was given to a caregiver.

        Raises:
            NotFoundError: the roster has no such shift or caregiver.
            ConflictError: the shift is not open. Nothing has changed.
        """
        self._apply(kind="booked", shift_id=shift_id, caregiver_id=caregiver_id)

    def release(self, shift_id: str) -> None:
        """Its caregiver gave a shift back: it is open again. Raises as :meth:`book`."""
        self._apply(kind="released", shift_id=shift_id)

    def cancel(self, shift_id: str) -> None:
        """A shift will not take place. Raises as :meth:`book`."""
        self._apply(kind="cancelled", shift_id=shift_id)

    def clock_in(self, shift_id: str) -> None:
        """The caregiver has clocked in. Raises as :meth:`book`."""
        self._apply(kind="clocked_in", shift_id=shift_id)

    def complete(self, shift_id: str) -> None:
        """The visit took place. Raises as :meth:`book`."""
        self._apply(kind="completed", shift_id=shift_id)

    def _apply(self, **event: str) -> None:
        self._native.apply(text("roster.apply", event))

    def update(
        self,
        *,
        caregivers: Records | None = None,
        shifts: Records | None = None,
        profiles: Records | None = None,
        clients: Records | None = None,
        needs: Records | None = None,
        memory: Records | None = None,
    ) -> None:
        """Takes whole records in place of those with the same id, or beside the others. Only these cross the border; the
        roster is validated and indexed anew on the Rust side. For what happens to a shift, :meth:`book` and its siblings
        are faster by far.

        Raises:
            InvalidInputError: a record breaks a rule. Nothing has changed.
        """
        given = collections(
            "roster.update",
            caregivers=caregivers,
            shifts=shifts,
            profiles=profiles,
            clients=clients,
            needs=needs,
            memory=memory,
        )
        self._native.update(given)

    def to_json(self) -> str:
        """The roster as the text of a roster file, for :meth:`from_json` in another process."""
        return self._native.to_json()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored, (self.to_json(), self.policy_json))

    def __repr__(self) -> str:
        return f"<Roster with {len(self.open_shift_ids)} open shifts>"


def _restored(written: str, policy: str) -> Roster:
    return Roster.from_json(written, policy=policy)


def _count(field: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000_000:
        raise invalid_input("matching.rank", field, "must be a whole number from 1 to 1000000")
    return value
