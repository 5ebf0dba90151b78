"""Names typed by the first letters of their syllables."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.knowledge.model import Choices, Unknown
from tests.conversation import converse, values


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("rxmyl", "86.08"),
        ("RXMYL", "86.08"),
        ("rxmyl?", "86.08"),
        ("rxmyl是多少", "86.08"),
        ("请问rxmyl", "86.08"),
        ("rxbjl", "99.99"),
        ("jzdt", "699"),
        ("ncdb", "6210"),
        ("csdb", "622"),
        ("tsjbmyl", "100"),
    ],
)
def test_initials_that_fit_one_name_give_its_figure(said: str, value: str, shipped: Assistant) -> None:
    turn = converse(shipped, said)
    assert values(turn) == [value]
    assert turn.language == "zh"


@pytest.mark.parametrize(
    ("said", "offered"),
    [("myl", {"86.08", "100", "86.9"}), ("bjl", {"99.99", "98.52"}), ("yshj", {"50", "28"})],
)
def test_initials_that_fit_several_names_are_offered(
    said: str, offered: set[str], shipped: Assistant
) -> None:
    turn = converse(shipped, said)
    assert isinstance(turn.answer, Choices)
    assert offered <= {option.value for option in turn.reply.choices}
    assert len(turn.reply.choices) <= 6


def test_an_offer_by_initials_can_be_picked_and_explained(shipped: Assistant) -> None:
    turns = [shipped.ask(text, "initials") for text in ("myl", "热线群众满意率")]
    assert values(turns[-1]) == ["86.08"]
    shipped.ask("rxmyl", "initials")
    assert shipped.why("initials")


@pytest.mark.parametrize(
    "said", ["html", "http", "wifi", "gdp", "cpi", "vpn", "pdf", "dt", "abc", "sql", "hrm", "qwertz"]
)
def test_letters_that_are_no_initials_of_a_name_name_nothing(said: str, shipped: Assistant) -> None:
    assert isinstance(converse(shipped, said).answer, Unknown)


def test_a_word_is_not_read_as_initials(shipped: Assistant) -> None:
    assert isinstance(converse(shipped, "hotline").answer, Choices)
    assert values(converse(shipped, "elevator")) == ["699"]
