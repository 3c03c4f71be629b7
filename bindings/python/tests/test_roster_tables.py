"""One roster from records, columns, structured arrays and Arrow, and what changes it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import careweave
import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from careweave import CaregiverProfile, Roster, RosterCaregiver, RosterShift

AS_OF = datetime(2026, 4, 6, 12, tzinfo=timezone.utc)
START = datetime(2026, 4, 7, 15, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)

CAREGIVERS = [
    RosterCaregiver("700001", "active", service_area="80012", certifications=["CNA"]),
    RosterCaregiver(
        "700002",
        "active",
        languages=["en", "es"],
        availability=[{"day": "tuesday", "start": "06:00", "end": "20:00"}],
    ),
    RosterCaregiver("700003", "inactive"),
]
SHIFTS = [
    RosterShift(
        "900001", "500001", START, START + 4 * HOUR, "open", client_zip_code="80012", client_language="es"
    ),
    RosterShift("900002", "500002", START + HOUR, START + 5 * HOUR, "open", client_zip_code="80202"),
    RosterShift("900003", "500001", AS_OF - 99 * HOUR, AS_OF - 95 * HOUR, "completed", caregiver_id="700001"),
]
PROFILES = [
    CaregiverProfile("700001", home={"latitude_e6": 39_700_000, "longitude_e6": -104_900_000}, pay_rate=1_800),
    CaregiverProfile("700002", wanted_week_minutes=1_200, attendance={"accepted": 40, "missed": 1}),
]


def rows(records: list[Any]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(record) for record in records]


def without_empty(frame: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: column for name, column in frame.items() if any(value not in (None, (), {}) for value in column)}


def by_column(records: list[Any]) -> dict[str, list[Any]]:
    return without_empty({key: [row[key] or None for row in rows(records)] for key in rows(records)[0]})


def flat(columns: dict[str, list[Any]], field: str) -> dict[str, list[Any]]:
    """Takes an object apart into columns with dots in their names."""
    names = {name for value in columns[field] if value for name in value}
    apart = {f"{field}.{name}": [value and value[name] for value in columns[field]] for name in sorted(names)}
    return {name: column for name, column in columns.items() if name != field} | apart


def records(of: list[Any]) -> Any:
    return of


def mappings(of: list[Any]) -> Any:
    return [{key: value for key, value in row.items() if value not in (None, (), {})} for row in rows(of)]


def columns(of: list[Any]) -> Any:
    return by_column(of)


def arrays(of: list[Any]) -> Any:
    taken = by_column(of)
    for field in ("home", "attendance"):
        if field in taken:
            taken = flat(taken, field)
    return {name: array(column) for name, column in taken.items()}


def array(column: list[Any]) -> Any:
    stated = [value for value in column if value is not None]
    if all(isinstance(value, str) for value in stated):
        return np.array([value or "" for value in column])
    if all(isinstance(value, datetime) for value in stated):
        return np.array([v.replace(tzinfo=None) if v else "NaT" for v in column], "datetime64[us]")
    if all(isinstance(value, int) for value in stated):
        return np.array([np.nan if value is None else value for value in column])
    kept = np.empty(len(column), object)
    kept[:] = column
    return kept


def structured(of: list[Any]) -> Any:
    taken: dict[str, Any] = arrays(of)
    made = np.empty(len(of), [(name, column.dtype) for name, column in taken.items()])
    for name, column in taken.items():
        made[name] = column
    return made


def arrow(of: list[Any]) -> Any:
    return pa.table(by_column(of))


def arrow_in_batches(of: list[Any]) -> Any:
    table = arrow(of)
    return pa.concat_tables([table.slice(0, 1), table.slice(1)])


def arrow_batch(of: list[Any]) -> Any:
    return arrow(of).combine_chunks().to_batches()[0]


def dictionaries(of: list[Any]) -> Any:
    table = arrow(of)
    return table.set_column(0, table.column_names[0], table.column(0).dictionary_encode())


def polars(of: list[Any]) -> Any:
    return pl.DataFrame(by_column(of))


def pandas(of: list[Any]) -> Any:
    return pd.DataFrame(by_column(of))


def build(form: Callable[[list[Any]], Any], **more: Any) -> Roster:
    given: dict[str, Any] = {"as_of": AS_OF, "zone": "America/Denver", "profiles": form(PROFILES)} | more
    return Roster.build(form(CAREGIVERS), form(SHIFTS), **given)


FORMS = [
    mappings, columns, arrays, structured, arrow, arrow_in_batches, arrow_batch, dictionaries, polars, pandas,
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_roster(form: Callable[[list[Any]], Any]) -> None:
    reference, built = build(records), build(form)
    assert json.loads(built.to_json()) == json.loads(reference.to_json())
    assert built.rank_all_json() == reference.rank_all_json()
    best = reference.rank("900001").candidates[0]
    assert (best.caregiver_id, best.score) == ("700001", 60)


def test_forms_may_differ_between_collections() -> None:
    roster = Roster.build(
        polars(CAREGIVERS), records(SHIFTS), as_of=AS_OF, zone="America/Denver", profiles=arrays(PROFILES)
    )
    assert json.loads(roster.to_json()) == json.loads(build(records).to_json())


def with_column(of: list[Any], field: str, column: Any) -> dict[str, Any]:
    return by_column(of) | {field: column}


WRONG_CELLS: list[tuple[str, Any, str | None, str | None]] = [
    ("availability", [None, None, [{"day": "noday", "start": "06:00", "end": "20:00"}]], "caregivers[2]", None),
    ("shoe_size", [1, 2, 3], "caregivers[0]", "shoe_size"),
    ("status", ["active", None, "inactive"], "caregivers[1]", "status"),
]
WRONG_COLUMNS: list[tuple[str, Any, str | None, str | None]] = [
    ("languages", [["en"], "Alpha Testclient", None], "caregivers[1]", "languages"),
    ("status", ["active", "active"], "caregivers", "status"),
    ("gender", np.array([1 + 2j] * 3), None, "caregivers.gender"),
]


def require_refused(given: Any, record: str | None, named: str | None) -> None:
    with pytest.raises(careweave.InvalidInputError) as refused:
        Roster.build(given, SHIFTS, as_of=AS_OF, zone="America/Denver")
    assert refused.value.get("record") == record
    assert named is None or refused.value.get("field") == named
    assert "Alpha" not in str(refused.value)


@pytest.mark.parametrize(("field", "column", "record", "named"), WRONG_CELLS + WRONG_COLUMNS)
def test_a_wrong_cell_is_named_and_not_quoted(field: str, column: Any, record: str | None, named: str | None) -> None:
    require_refused(with_column(CAREGIVERS, field, column), record, named)


@pytest.mark.parametrize(("field", "column", "record", "named"), WRONG_CELLS)
def test_a_wrong_cell_of_arrow_is_named(field: str, column: Any, record: str | None, named: str | None) -> None:
    require_refused(pa.table(with_column(CAREGIVERS, field, column)), record, named)
    require_refused(pl.DataFrame(with_column(CAREGIVERS, field, column)), record, named)


def test_a_column_of_arrow_that_no_field_can_be_read_from_is_named() -> None:
    given = pa.table(by_column(CAREGIVERS)).append_column("service_area_code", pa.array([b"1", b"2", b"3"]))
    require_refused(given, "caregivers", "service_area_code")


def test_an_instant_without_a_zone_is_refused_in_every_form() -> None:
    naive = [shift.scheduled_start.replace(tzinfo=None) for shift in SHIFTS]
    given = with_column(SHIFTS, "scheduled_start", naive)
    for table in (given, pa.table(given), pl.DataFrame(given)):
        with pytest.raises(careweave.InvalidInputError, match="zone") as refused:
            Roster.build(CAREGIVERS, table, as_of=AS_OF, zone="America/Denver")
        assert "scheduled_start" in (refused.value.get("field") or "")
    with pytest.raises(careweave.InvalidInputError, match="zone"):
        Roster.build(CAREGIVERS, SHIFTS, as_of=AS_OF.replace(tzinfo=None), zone="America/Denver")


@pytest.mark.parametrize("policy", ["seed-v1", "default", "relationship", "hierarchy"])
def test_the_first_few_are_the_first_of_everybody(policy: str) -> None:
    roster = build(records, policy=policy)
    whole = roster.rank_all()
    many = roster.rank_many(top=1, threads=2)
    assert [top.shift for top in many] == [ranking.shift for ranking in whole]
    for top, ranking in zip(many, whole, strict=True):
        best, first = top.candidates[0], ranking.candidates[0]
        assert (best.caregiver_id, best.score, best.tier) == (first.caregiver_id, first.score, first.tier)
        assert sum(part.points for part in best.parts) == best.score
        assert roster.rank(top.shift.id, top=1) == top
    columns = roster.rank_many(["900002", "900001"], top=5).columns()
    assert columns["shift_id"] == ["900002"] * 2 + ["900001"] * 2
    assert pl.DataFrame(columns).height == 4
    assert len(roster.rank_many([])) == 0
    assert [top.shift.id for top in many[::-1]] == ["900002", "900001"]
    with pytest.raises(IndexError):
        many[2]


def test_the_number_of_the_first_few_is_checked() -> None:
    roster = build(records)
    wrong: Any
    for wrong in (0, -1, True, 2.5):
        with pytest.raises(careweave.InvalidInputError) as refused:
            roster.rank("900001", top=wrong)
        assert refused.value.get("field") == "top"
    with pytest.raises(careweave.NotFoundError):
        roster.rank("no-such-shift", top=1)


def test_explanations_say_why_not_and_why_one_over_the_other() -> None:
    roster = build(records)
    inactive = roster.why_not("900001", "700003")
    assert (inactive.standing, inactive.candidate) == ("excluded", None)
    assert inactive.reasons == (careweave.Reason("not_active", "status is inactive"),)
    second = roster.why_not("900001", "700002")
    assert second.candidate is not None and second.behind is not None
    assert (second.candidate.rank, second.behind.one, second.behind.points) == (2, "700001", 35)
    comparison = roster.compare("900001", "700001", "700002")
    assert comparison.one_is_first and sum(d.points for d in comparison.differences) == comparison.points
    by_default = build(records, policy="default").why_not("900001", "700002")
    assert by_default.would_be_first is not None
    with pytest.raises(careweave.InvalidInputError):
        roster.compare("900001", "700001", "700003")


def test_events_keep_a_roster_up_to_date() -> None:
    roster = build(records)
    roster.rank_many()
    roster.book("900001", "700001")
    assert roster.open_shift_ids == ["900002"]
    (conflict,) = (e for e in roster.rank("900002").excluded if e.caregiver_id == "700001")
    assert (conflict.reasons[0].reason, conflict.reasons[0].shift_id) == ("schedule_conflict", "900001")
    assert Roster.from_json(roster.to_json()).rank_all_json() == roster.rank_all_json()
    with pytest.raises(careweave.ConflictError):
        roster.book("900001", "700002")
    with pytest.raises(careweave.NotFoundError):
        roster.book("900002", "nobody")
    roster.release("900001")
    assert roster.rank_all_json() == build(records).rank_all_json()
    roster.book("900001", "700001")
    roster.clock_in("900001")
    roster.complete("900001")
    roster.cancel("900002")
    assert roster.open_shift_ids == []


def test_one_record_is_replaced_without_sending_the_others() -> None:
    roster = build(records)
    roster.book("900002", "700002")
    roster.update(caregivers=[RosterCaregiver("700003", "active", service_area="80012")])
    assert [c.caregiver_id for c in roster.rank("900001").candidates] == ["700001", "700003"]
    before = roster.to_json()
    with pytest.raises(careweave.InvalidInputError) as refused:
        roster.update(caregivers=[{"id": "700004", "status": "active", "age": 40}])
    assert refused.value.get("record") == "caregivers[0]"
    assert roster.to_json() == before


def test_threads_rank_while_another_books() -> None:
    roster = build(records)

    def move() -> None:
        for _ in range(50):
            roster.book("900001", "700001")
            roster.release("900001")

    with ThreadPoolExecutor(4) as pool:
        moved = pool.submit(move)
        tops = list(pool.map(lambda _: len(roster.rank("900002", top=5).candidates), range(200)))
        moved.result()
    assert set(tops) <= {1, 2}
    assert roster.rank_all_json() == build(records).rank_all_json()


def test_records_print_no_personal_data() -> None:
    assert "80012" not in repr(SHIFTS[0]) and "900001" in repr(SHIFTS[0])
    assert "39700000" not in repr(PROFILES[0]) and "700001" in repr(PROFILES[0])


def test_a_policy_stays_with_the_roster() -> None:
    roster = build(records, policy="default")
    assert json.loads(roster.policy_json)["name"] == "default"
    assert roster.with_policy("seed-v1").rank_all_json() == build(records).rank_all_json()
    with pytest.raises(careweave.InvalidInputError) as refused:
        roster.with_policy("fastest")
    assert refused.value.get("field") == "policy"
