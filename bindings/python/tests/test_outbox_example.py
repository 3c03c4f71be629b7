"""The example of an outbox in a portal's own transaction, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import careweave
import pytest
from conftest import REPOSITORY
from store_places import Place, file_place, postgres

sys.path.insert(0, str(REPOSITORY / "examples" / "python"))

with warnings.catch_warnings():
    # Those of the frameworks about each other are none of ours.
    warnings.simplefilter("ignore")
    import outbox_in_your_transaction as example
    from fastapi.testclient import TestClient
    from sqlalchemy import text


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A store that no other test uses."""
    if request.param == "sqlite":
        yield file_place(tmp_path)
        return
    with postgres() as url:
        yield Place("postgres", url, f"example_{os.getpid()}")


def test_a_rollback_leaves_nothing_and_a_commit_is_dispatched_exactly_once(place: Place) -> None:
    portal = TestClient(example.create_app(place.url, schema=place.schema))
    shift = {"shift_id": "shift-41", "caregiver_id": "caregiver-7"}
    seen: list[tuple[str, str, str]] = []

    def send(shift_id: str, caregiver_id: str, key: str) -> str:
        seen.append((shift_id, caregiver_id, key))
        return f"visit-{len(seen)}"

    with careweave.Store(place.url, **place.options) as store:
        assert portal.post("/assignments?refuse=true", json=shift).status_code == 409
        assert store.outbox.counts().enqueued == 0
        assert example.send_what_waits(store, "worker-1", send) == 0

        assert portal.post("/assignments", json=shift).json() == {"queued": True}
        other = {**shift, "caregiver_id": "caregiver-8"}
        assert portal.post("/assignments", json=other).status_code == 409, "the portal's own row is taken"
        assert store.outbox.counts().enqueued == 1

        assert [example.send_what_waits(store, f"worker-{n}", send) for n in range(3)] == [1, 0, 0]
        ((shift_id, caregiver_id, key),) = seen
        assert (shift_id, caregiver_id) == ("shift-41", "caregiver-7")
        effect = store.ledger.get(key)
        assert (effect.state, effect.remote_id) == ("confirmed", "visit-1")
        counts = store.outbox.counts()
        assert (counts.enqueued, counts.done) == (1, 1)


def test_a_key_that_is_held_for_somebody_else_undoes_the_portal_s_row_too(place: Place) -> None:
    engine = example.engine_at(place.url)
    example.create_app(place.url, schema=place.schema)
    first = example.Assignment(shift_id="shift-1", caregiver_id="caregiver-7")
    with engine.begin() as connection:
        assert example.enqueue(connection, place.url, place.schema, first)
    with engine.begin() as connection:
        assert not example.enqueue(connection, place.url, place.schema, first), "it is queued once"
    portal = TestClient(example.create_app(place.url, schema=place.schema))
    answer = portal.post("/assignments", json={"shift_id": "shift-1", "caregiver_id": "caregiver-8"})
    assert answer.status_code == 409
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT count(*) FROM portal_assignment")).scalar_one()
    assert rows == 0
    engine.dispose()
