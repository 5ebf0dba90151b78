"""Tests for `bot.asking.interpretations`: what is worked out only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.interpretations import Objection, Raised

PLACE, UNIT = Objection("place", "江湾市"), Objection("unit", "person")


def test_objections_are_looked_for_as_far_as_they_are_asked_for() -> None:
    looked: list[str] = []

    def objections() -> Iterator[Objection]:
        for one in (PLACE, UNIT):
            looked.append(one.kind)
            yield one

    raised = Raised(objections())
    assert raised
    assert looked == ["place"]
    assert tuple(raised) == (PLACE, UNIT)
    assert (raised[0], raised[1:], len(raised)) == (PLACE, (UNIT,), 2)
    assert raised == (PLACE, UNIT)
    assert hash(raised) == hash((PLACE, UNIT))


def test_there_may_be_no_objection() -> None:
    assert not Raised(())
    assert list(Raised(())) == []
