"""The trail of a conversation: how it came to what it is about, short enough to be handed to another process.

Whoever follows it asks the same again. What that comes to is compared by the marks of the figures, so a trail leads
to what was meant, whatever is loaded there, or nowhere.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Self

from bot.asking.dialogue import Context, Step
from bot.knowledge.marks import Marks

MOST = 20
"""Steps of a trail; what goes on for longer is forgotten where it is handed over."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of a conversation, and a digest of what they lead to."""

    steps: tuple[Step, ...]
    to: str

    def as_json(self) -> str:
        """The trail as it is handed over."""
        return json.dumps(
            {"steps": [(one.text, one.language, one.mark) for one in self.steps], "to": self.to}
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The trail that was handed over; raises `ValueError`, `KeyError` or `TypeError` where it is none."""
        told = json.loads(text)
        return cls(tuple(Step(*one) for one in told["steps"]), str(told["to"]))


def trail(context: Context, marks: Marks) -> Trail:
    """The trail of what a chat is about; one that leads nowhere where it is too long."""
    if len(context.steps) > MOST:
        return Trail((), "")
    parts = (
        [marks.of(fact) for fact in context.facts],
        [marks.of(fact) for fact in context.listed],
        [marks.of(fact) for fact in context.told],
        [option.label + option.value for option in context.options],
    )
    text = json.dumps(parts, ensure_ascii=True)
    return Trail(context.steps, hashlib.blake2b(text.encode(), digest_size=16).hexdigest())
