"""Pictures of answers, behind a button of their cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from telegram import Message

from bot.channels.telegram import calls
from bot.channels.telegram.calls import Response
from bot.channels.telegram.latest import Latest
from bot.knowledge.marks import Marks
from bot.knowledge.model import Fact, Found, Turn
from bot.language.speech import Language
from bot.pictures import choosing
from bot.pictures.charts import Bars, Chart

MOST = 500
"""Answers of several figures of which it is remembered what they were."""


class Charts:
    """What there is to draw of the latest answers."""

    def __init__(self) -> None:
        """Start with none."""
        self._answers = Latest[str, tuple[datetime, Found]](MOST)

    def drawn(self, turn: Turn, name: str) -> bool:
        """Whether there is a picture of an answer; one of several figures is remembered by its name."""
        answer = turn.answer
        if not isinstance(answer, Found) or not choosing.drawable(answer, turn.knowledge):
            return False
        if len(answer.entries) > 1 or not answer.entries[0].fact:
            self._answers[name] = turn.knowledge.loaded, answer
        return True

    def chart(
        self, name: str, mark: str, marks: Marks, language: Language, figures: Sequence[Fact] = ()
    ) -> Chart | None:
        """The picture of an answer, else of the figure of that mark; None where that is gone.

        Of an answer that is not remembered, or is of other knowledge, it is that of its ``figures``, as far as they
        are known, or of its first one.
        """
        loaded, answer = self._answers.get(name, (None, None))
        if answer and loaded == marks.knowledge.loaded:
            return choosing.chart(answer, marks.knowledge, language)
        if len(figures) > 1 and (chart := choosing.of_figures(figures, marks.knowledge, language)):
            return chart
        fact = marks.fact(mark)
        return choosing.of_figure(fact, marks.knowledge, language) if fact else None


def sending(below: Message, chart: Chart) -> Callable[[], Response]:
    """What draws a picture, which takes a moment, and sends it as a reply to the card."""

    def later() -> Response:
        from bot.pictures.drawing import draw

        missing = chart.missing if isinstance(chart, Bars) else ""
        caption = "\n".join(filter(None, (" · ".join(filter(None, (chart.title, chart.about))), missing)))
        return Response(calls=calls.picture(below, draw(chart), caption))

    return later
