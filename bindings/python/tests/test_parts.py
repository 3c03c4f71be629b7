"""A long list comes in parts: one is read while the next is on its way."""

from __future__ import annotations

from careweave import _native
from careweave._calls import Prepared, read_json, run, wait


def test_a_list_in_parts_is_one_list_without_the_parts_that_became_void() -> None:
    prepared: Prepared[list[int]] = Prepared(_native._parts_for_tests(), read_json(list))
    assert wait(prepared) == [3, 4, 5]
    assert not prepared.call.more


async def test_so_it_is_where_it_is_awaited() -> None:
    prepared: Prepared[list[int]] = Prepared(_native._parts_for_tests(), read_json(list))
    assert await run(prepared) == [3, 4, 5]
