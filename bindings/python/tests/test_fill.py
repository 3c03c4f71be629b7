"""Assigning, and the main job, end to end against the sandbox."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import careweave
import pytest
from conftest import REPOSITORY, ZONE, Sandbox, StartSandbox
from test_reads import INSTANT

EXAMPLES = REPOSITORY / "examples" / "python"


def best_offer(ws: careweave.WellSky) -> tuple[str, str, str]:
    """An open shift and the two best caregivers for it."""
    for ranking in ws.roster(now=INSTANT, zone=ZONE).rank_all():
        if len(ranking.candidates) >= 2:
            return ranking.shift.id, ranking.candidates[0].caregiver_id, ranking.candidates[1].caregiver_id
    pytest.fail("the sandbox has a shift that two may take")


def test_an_assignment_is_made_once_and_read_back(
    ws: careweave.WellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    shift, first, second = best_offer(ws)
    assert ws.assign(shift, first, store=store) == careweave.Assignment("assigned", first)
    assert ws.shift(shift).caregiver_id == first
    again = ws.assign(shift, first, store=store)
    assert (again.result, again.is_assigned) == ("already_assigned", True)
    late = ws.assign(shift, second, store=store)
    assert (late.result, late.caregiver_id, late.is_assigned) == ("taken", first, False)
    assert len(sandbox.committed(f"/v1/shifts/{shift}/assignments")) == 1


def test_of_two_who_claim_at_the_same_time_one_gets_the_shift(
    ws: careweave.WellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    shift, first, second = best_offer(ws)
    barrier = threading.Barrier(8)

    def claim(caregiver: str) -> careweave.Assignment:
        barrier.wait(10)
        return ws.assign(shift, caregiver, store=store)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(claim, [first, second] * 4))
    holder = ws.shift(shift).caregiver_id
    assert sum(outcome.result == "assigned" for outcome in outcomes) == 1
    assert {outcome.caregiver_id for outcome in outcomes if outcome.is_assigned} == {holder}
    assert len(sandbox.committed(f"/v1/shifts/{shift}/assignments")) == 1


def test_a_lost_answer_is_looked_up_and_not_sent_twice(
    ws: careweave.WellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    shift, first, _ = best_offer(ws)
    sandbox.fault("POST", f"/v1/shifts/{shift}/assignments", {"kind": "drop", "when": "after_commit"})
    outcome = ws.assign(shift, first, store=store)
    assert outcome.is_assigned, outcome
    assert len(sandbox.committed(f"/v1/shifts/{shift}/assignments")) == 1


def test_the_main_job_fills_the_shifts_and_reports(
    ws: careweave.WellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    job = ws.fill_open_shifts(store, now=INSTANT, zone=ZONE)
    before = job.report()
    assert (before.counts.open, before.counts.assigned) == (5, 0)
    for offer in job.offers():
        for caregiver in offer.caregiver_ids[1:]:
            job.decline(offer.shift_id, caregiver)
        assert job.claim(offer.shift_id, offer.caregiver_ids[0]).result in {"assigned", "no_longer_eligible"}
    report = job.report()
    assert report.counts.assigned >= 4
    assert report.counts.assigned + report.counts.nobody_eligible + report.counts.nobody_accepted == 5
    for shift in report.shifts:
        if shift.outcome.status == "assigned":
            assert ws.shift(shift.ranking.shift.id).caregiver_id == shift.outcome.caregiver_id
            assert [a.answer for a in shift.answers].count("yes") >= 1
    assert json.loads(report.to_json())["counts"]["assigned"] == report.counts.assigned
    again = ws.fill_open_shifts(store, now=INSTANT, zone=ZONE).report()
    assert again.counts.earlier == report.counts.assigned
    assert len(sandbox.committed("/v1/shifts/")) == report.counts.assigned


def test_an_answer_nobody_asked_for_is_refused(ws: careweave.WellSky, store: careweave.Store) -> None:
    job = ws.fill_open_shifts(store, now=INSTANT, zone=ZONE, wave_size=1)
    with pytest.raises(careweave.NotFoundError):
        job.claim("no-such-shift", "700001")
    offer = next(job.offers())
    assert len(offer.caregiver_ids) == 1
    with pytest.raises(careweave.InvalidInputError) as raised:
        job.decline(offer.shift_id, "nobody")
    assert raised.value.get("field") == "caregiver_id"


@pytest.mark.parametrize("wave_size", [0, -1])
def test_a_wave_of_nobody_is_refused(ws: careweave.WellSky, store: careweave.Store, wave_size: int) -> None:
    with pytest.raises(careweave.InvalidInputError) as raised:
        ws.fill_open_shifts(store, now=INSTANT, zone=ZONE, wave_size=wave_size)
    assert raised.value.get("field") == "wave_size"


def test_a_failure_of_the_start_is_a_typed_error(ws: careweave.WellSky, store: careweave.Store) -> None:
    store.close()
    with pytest.raises(careweave.StorageError):
        ws.fill_open_shifts(store, now=INSTANT, zone=ZONE)


def test_a_store_that_is_none_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be looked at " * 100)
    with pytest.raises(careweave.StorageError):
        careweave.Store(f"sqlite:{tmp_path / 'notes.txt'}")
    with pytest.raises(careweave.InvalidInputError):
        careweave.Store("mysql://localhost/careweave")


def test_claims_outlive_the_store_handle(ws: careweave.WellSky, sandbox: Sandbox, tmp_path: Path) -> None:
    shift, first, second = best_offer(ws)
    url = f"sqlite:{tmp_path / 'claims.db'}"
    with careweave.Store(url) as store:
        assert ws.assign(shift, first, store=store).is_assigned
    with careweave.Store(url) as store:
        assert ws.assign(shift, second, store=store).result == "taken"


@pytest.mark.parametrize("example", ["fill_open_shifts.py", "fill_open_shifts_async.py"])
def test_the_example_prints_what_the_command_prints(
    careweave_command: Path, start_sandbox: StartSandbox, tmp_path: Path, example: str
) -> None:
    with start_sandbox() as sandbox:
        command = [str(careweave_command), "demo", "--json", "--quiet", "--sandbox", sandbox.ready["control"]]
        by_command = subprocess.run(command, capture_output=True, check=True, timeout=25).stdout
    with start_sandbox() as sandbox:
        by_example = subprocess.run(
            [sys.executable, "-W", "error", EXAMPLES / example, f"sqlite:{tmp_path / 'claims.db'}"],
            capture_output=True,
            check=True,
            timeout=25,
            env=sandbox.environment,
        )
        assert sandbox.committed("/v1/shifts/")
    assert by_example.stdout == by_command
    assert by_example.stderr == b""
