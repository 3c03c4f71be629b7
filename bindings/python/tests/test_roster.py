"""Ranking from Python."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import careweave
import pytest
from conftest import NOW, REPOSITORY, ZONE, Sandbox
from test_reads import INSTANT

RANK = REPOSITORY / "examples" / "python" / "rank.py"


@pytest.fixture(scope="module")
def roster(shared_sandbox: Sandbox) -> careweave.Roster:
    with careweave.WellSky(**shared_sandbox.settings) as ws:
        return ws.roster(now=INSTANT, zone=ZONE)


@pytest.fixture
def roster_file(roster: careweave.Roster, tmp_path: Path) -> Path:
    path = tmp_path / "roster.json"
    path.write_text(roster.to_json(), "utf-8")
    return path


def test_a_pulled_roster_ranks_every_open_shift(roster: careweave.Roster) -> None:
    assert len(roster.open_shift_ids) == 5
    rankings = roster.rank_all()
    assert [ranking.shift.id for ranking in rankings] == roster.open_shift_ids
    for ranking in rankings:
        assert len(ranking.candidates) + len(ranking.excluded) == 8
        assert [c.rank for c in ranking.candidates] == list(range(1, len(ranking.candidates) + 1))
        for candidate in ranking.candidates:
            assert sum(part.points for part in candidate.parts) == candidate.score
        for excluded in ranking.excluded:
            assert excluded.reasons


def test_a_ranking_keeps_the_bytes_rust_wrote(roster: careweave.Roster) -> None:
    shift_id = roster.open_shift_ids[0]
    ranking = roster.rank(shift_id)
    assert ranking.to_json() in roster.rank_all_json()
    assert json.loads(ranking.to_json())["shift"]["id"] == shift_id
    assert "→" in ranking.to_json(), "UTF-8, not escapes"


@pytest.mark.parametrize("one_shift", [False, True])
def test_the_example_prints_what_the_command_prints(
    careweave_command: Path, roster: careweave.Roster, roster_file: Path, one_shift: bool
) -> None:
    chosen = ["--shift", roster.open_shift_ids[1]] if one_shift else []
    command = [str(careweave_command), "rank", "--roster", str(roster_file), "--json", *chosen]
    by_command = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout
    by_example = subprocess.run(
        [sys.executable, RANK, roster_file, *chosen], capture_output=True, check=True, timeout=20
    ).stdout
    assert by_example == by_command
    assert by_command.count(b"\n") == 1


def test_a_roster_crosses_processes(roster: careweave.Roster) -> None:
    again = pickle.loads(pickle.dumps(roster))
    assert again.rank_all_json() == roster.rank_all_json()


def test_threads_may_share_a_roster(roster: careweave.Roster) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: roster.rank_all_json(), range(32)))
    assert set(texts) == {roster.rank_all_json()}


def test_a_shift_that_cannot_be_ranked_is_a_typed_error(roster: careweave.Roster) -> None:
    with pytest.raises(careweave.NotFoundError):
        roster.rank("no-such-shift")
    with pytest.raises(careweave.InvalidInputError):
        roster.rank("")


def test_a_wrong_record_is_named(roster_file: Path) -> None:
    data = json.loads(roster_file.read_text("utf-8"))
    data["shifts"][2]["scheduled_end"] = data["shifts"][2]["scheduled_start"]
    roster_file.write_text(json.dumps(data), "utf-8")
    with pytest.raises(careweave.InvalidInputError) as raised:
        careweave.Roster.load(roster_file)
    assert raised.value.get("field") == "scheduled_end"
    assert data["shifts"][2]["id"] in (raised.value.get("record") or "")
    run = subprocess.run([sys.executable, RANK, roster_file], capture_output=True, text=True, timeout=20)
    assert (run.returncode, run.stdout) == (2, "")
    assert "scheduled_end" in run.stderr


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"format":"careweave.roster/9"}', b"{" * 5000])
def test_a_file_that_is_no_roster_is_a_typed_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roster.json"
    path.write_bytes(content)
    with pytest.raises(careweave.InvalidInputError):
        careweave.Roster.load(path)


def test_the_zone_has_to_be_known(shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAREWEAVE_AGENCY_ZONE", raising=False)
    with careweave.WellSky(**shared_sandbox.settings) as ws:
        with pytest.raises(careweave.ConfigError, match="CAREWEAVE_AGENCY_ZONE"):
            ws.roster(now=INSTANT)
        with pytest.raises(careweave.InvalidInputError):
            ws.roster(now=INSTANT, zone="Denver")
        monkeypatch.setenv("CAREWEAVE_AGENCY_ZONE", ZONE)
        assert len(ws.roster(now=INSTANT).open_shift_ids) == 5
        with pytest.raises(careweave.InvalidInputError, match="time zone"):
            ws.roster(now=INSTANT.replace(tzinfo=None))


def test_the_instant_of_the_roster_is_the_one_given(roster: careweave.Roster) -> None:
    assert json.loads(roster.to_json())["as_of"] == NOW


@pytest.mark.parametrize("path", sorted((REPOSITORY / "vectors/ranking").glob("*.json")), ids=lambda path: path.stem)
def test_a_ranking_vector_gives_its_bytes(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    assert careweave.Roster.from_json(json.dumps(case["roster"])).rank_all_json() == case["expected"]
