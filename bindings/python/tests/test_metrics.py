"""What a monitoring system reads."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import careweave
import pytest
from careweave import metrics
from conftest import REPOSITORY

AS_OF = datetime(2026, 5, 15, 12, tzinfo=timezone.utc)
EVENTS = (REPOSITORY / "examples" / "data" / "events.jsonl").read_text("utf-8")


def test_what_happened_is_counted_once_and_no_key_of_an_event_is_a_label() -> None:
    text = metrics.traffic(EVENTS, as_of=AS_OF)
    assert "# TYPE careweave_shift_fill_seconds histogram" in text.splitlines()
    records: list[dict[str, Any]] = [json.loads(line) for line in EVENTS.splitlines()]
    assert metrics.traffic([*records, *EVENTS.splitlines()], as_of=AS_OF) == text
    keys = {value for record in records for value in record["data"].values() if isinstance(value, str) and "-" in value}
    assert len(keys) > 100
    assert [key for key in keys if f'"{key}"' in text] == []
    assert metrics.traffic([], as_of=AS_OF) == ""


def test_a_broken_event_names_its_record_and_its_field() -> None:
    with pytest.raises(careweave.InvalidInputError) as caught:
        metrics.traffic(EVENTS + '{"v":1,"id":"x","at":"2026-01-01T00:00:00Z","kind":"lead_created","data":{}}', as_of=AS_OF)
    assert caught.value.get("record") == f"line {len(EVENTS.splitlines()) + 1}"
    for given in (7, b"{}", {"id": "1"}, [7]):
        with pytest.raises(careweave.InvalidInputError) as wrong:
            metrics.traffic(given, as_of=AS_OF)  # type: ignore[arg-type]
        assert str(wrong.value.get("field")).startswith("events")
    with pytest.raises(careweave.InvalidInputError) as naive:
        metrics.traffic([], as_of=datetime(2026, 5, 15))
    assert naive.value.get("field") == "as_of"


def test_pages_are_one_unless_two_have_the_same_family() -> None:
    traffic = metrics.traffic(EVENTS, as_of=AS_OF)
    with careweave.Store("sqlite::memory:") as store:
        waits = store.health.metrics_text([])
    page = metrics.page(traffic, waits)
    assert page == traffic + waits
    with pytest.raises(careweave.InvalidInputError) as caught:
        metrics.page(waits, waits)
    assert caught.value.get("family") == "careweave_store_sync_lag_seconds"
    assert metrics.CONTENT_TYPE == "text/plain; version=0.0.4"
