"""What a question calls the thing it asks for."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("群众投诉率是多少", "群众投诉率"),
        ("请问群众投诉率是多少呢?", "群众投诉率"),
        ("投诉率", "投诉率"),
        ("热线电话有多少", "热线电话"),
        ("2022年群众投诉率怎么样", "2022年群众投诉率"),
        ("12345热线一共接了多少电话啊", "12345热线一共接了电话"),
        ("求助量是多少", "求助量"),  # not as it is put right when it is read
        ("的士投诉是多少?", "的士投诉"),
        ("What is the complaint rate of the hotline?", "complaint rate of the hotline"),
        ("how many people complained about an area", "people complained about an area"),
        ("是多少", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_a_name_is_what_does_not_only_ask(question: str, name: str, shipped: Assistant) -> None:
    assert shipped.called(question) == name
