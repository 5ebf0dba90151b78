"""Admins go through what got no answer: words become a name of the figure that was meant, or are out of scope.

A button carries the figure's mark and a digest of the question, so an old one never means another of either.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot import curating
from bot.channels.answering import Answering
from bot.channels.telegram import calls, labels
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.calls import Response, Tapped
from bot.channels.telegram.layout import Block, keyboard
from bot.channels.telegram.notes import token
from bot.channels.telegram.wording import Wording
from bot.curating import Changed, Named
from bot.errors import DocumentError, KnowledgeError
from bot.knowledge import versions
from bot.knowledge.model import Choice, Found, Turn
from bot.records.grouping import Group
from bot.records.records import Records
from bot.replies.parts import offered

GROUPS, LOOKED_AT = 10, 200
"""Kinds of questions that are listed, the most frequent first, and that are asked again to see what is open."""
ASKED_AGAIN = 200
"""Questions that are asked again when a name is added."""
FEW = 5
"""So many of those whose answers have changed are told one by one."""
_BUTTONS = Buttons("u", "[0-9A-Za-z:]{1,50}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The texts of this module in one language; names in braces are filled in."""

    add: str
    aside: str
    trying: str
    set_aside: str
    added: str
    change: str
    others: str
    more: str
    same: str
    undo: str
    undone: str
    later: str
    stale: str
    unwritten: str
    admins_only: str
    refused: Mapping[str, str]


_ZH = _Words(
    add="{number} ✅ 就是它",
    aside="{number} 🚫 不在范围",
    trying="正在试,并重问别的问题……",
    set_aside="已标为不在范围,不再列出:{question}",
    added="已把“{name}”加为 {figure} 的别名。",
    change="{question}\n{before} → {after}",
    others="另有 {count} 个别的问题,答案也变了:",
    more="……共 {count} 个",
    same="重问了 {count} 个别的问题,答案都没有变。",
    undo="↩ 撤销",
    undone="已撤销。",
    later="这之后资料又有改动,撤销会连那些一起撤掉。请用 /versions 选择。",
    stale="这一条已经不在列表里了,请重新发送 /unanswered。",
    unwritten="没有改动:{reason}",
    admins_only="只有管理员在私聊里可以这样做。",
    refused=MappingProxyType(
        {
            "gone": "没有改动:资料已经更新,这个数字不在了。",
            "wordless": "没有改动:问题里没有能当名称的词。",
            "unmet": "没有改动:加了这个别名,“{question}”还是答不出这个数字。",
        }
    ),
)
_EN = _Words(
    add="{number} ✅ That is it",
    aside="{number} 🚫 Out of scope",
    trying="Trying it, and asking other questions again …",
    set_aside="Out of scope, not listed any more: {question}",
    added="“{name}” is now a name of {figure}.",
    change="{question}\n{before} → {after}",
    others="Other questions whose answers have changed ({count}):",
    more="… {count} in all",
    same="Other questions were asked again ({count}); no answer has changed.",
    undo="↩ Undo",
    undone="Undone.",
    later="The documents have been changed since, and that would be undone as well. Choose with /versions.",
    stale="This is not on the list any more; please send /unanswered again.",
    unwritten="Nothing was changed: {reason}",
    admins_only="Only an admin can do that, in a private chat.",
    refused=MappingProxyType(
        {
            "gone": "Nothing was changed: the documents have been updated and this figure is gone.",
            "wordless": "Nothing was changed: the question has no words that could be a name.",
            "unmet": "Nothing was changed: with that name “{question}” would still not lead to this figure.",
        }
    ),
)


class Review:
    """The list of what got no answer and its buttons; whether somebody is an admin is known to whoever calls."""

    def __init__(
        self, assistant: Answering, records: Records, reload: Callable[[Wording], list[Block]]
    ) -> None:
        """Go through what ``records`` have; ``reload`` takes a change into use and reports."""
        self._assistant = assistant
        self._records = records
        self._reload = reload
        self._changing = threading.Lock()

    def open(self) -> list[tuple[Group, Turn]]:
        """The kinds of questions without a good answer, with what they are answered now; most frequent first.

        One that has got an answer since, or another one than the one that was thought badly of, is left out.
        """
        self._records.flush()
        canonical = self._assistant.knowledge.vocabulary.canonical
        groups = self._records.unanswered(canonical=lambda text: " ".join(canonical(text)))
        asked = ((group, self._assistant.ask(group.text)) for group in islice(groups, LOOKED_AT))
        return [(group, turn) for group, turn in asked if self._is_open(group, turn)]

    def show(self, message: Message, spoken: Wording, *, private: bool) -> Response:
        """List them; in a private chat with what can be done about each."""
        blocks, buttons = self._listed(spoken)
        return Response(calls=calls.messages(message, blocks, buttons if private else None))

    concerns = staticmethod(_BUTTONS.concern)

    def tap(self, update: Update, spoken: Wording, *, is_admin: bool) -> Response:
        """Follow a button of the list or of a report."""
        query, pressed = update.callback_query, _BUTTONS.pressed(update, is_admin=is_admin)
        assert query
        if pressed is None or pressed.old.chat.type != ChatType.PRIVATE:
            return Response(tapped=Tapped(query=query.id, note=_words(spoken).admins_only))
        act = {"+": self._add, "-": self._set_aside, "<": self._undo}[pressed.sign]

        def later() -> Response:
            with self._changing:
                return act(pressed.old, pressed.what, pressed.spoken)

        note = _words(pressed.spoken).trying if pressed.sign == "+" else None
        return Response(later=later, tapped=Tapped(query=query.id, note=note))

    def _add(self, old: Message, rest: str, spoken: Wording) -> Response:
        words, (mark, _, named) = _words(spoken), rest.partition(":")
        question = self._question(named)
        if question is None:
            return _said(old, words.stale)
        try:
            found = curating.name(self._assistant, question, mark, self._asked_again(), spoken.language)
        except (DocumentError, KnowledgeError) as error:
            return _said(old, words.unwritten.format(reason=error.said(spoken.language)))
        if not isinstance(found, Named):
            return _said(old, words.refused[found].format(question=question))
        report = [*_report(found, words), *self._reload(spoken)]
        undo = keyboard([[(words.undo, _BUTTONS.data(spoken, "<", found.version.name))]])
        return Response(
            calls=(*self._shown_again(old, spoken), *calls.reported(old, report, "report.txt", undo))
        )

    def _set_aside(self, old: Message, named: str, spoken: Wording) -> Response:
        words, question = _words(spoken), self._question(named)
        if question is None:
            return _said(old, words.stale)
        self._records.set_aside(question)
        said = calls.messages(old, [Block(words.set_aside.format(question=question))])
        return Response(calls=(*self._shown_again(old, spoken), *said))

    def _undo(self, old: Message, name: str, spoken: Wording) -> Response:
        words, folder = _words(spoken), self._assistant.folder
        last = next(iter(versions.listed(folder)), None)
        if last is None or last.name != name:
            return _said(old, words.later)
        try:
            versions.restore(folder, name)
        except (DocumentError, KnowledgeError) as error:
            return _said(old, words.unwritten.format(reason=error.said(spoken.language)))
        report = [Block(words.undone, "b"), *self._reload(spoken)]
        return Response(calls=calls.reported(old, report, "report.txt"))

    def _asked_again(self) -> Sequence[str]:
        """Questions that a new name must not spoil: those answered most often, then some of the folder's sets."""
        asked = self._records.most_answered(ASKED_AGAIN)
        judged = curating.question_sets(self._assistant.folder)
        step = max(1, len(judged) // max(1, ASKED_AGAIN - len(asked)))
        return [*asked, *judged[::step]][:ASKED_AGAIN]

    def _question(self, named: str) -> str | None:
        """The question that a button is of, as it was asked."""
        self._records.flush()
        return next((text for text in self._records.complaints() if token(text) == named), None)

    def _shown_again(self, old: Message, spoken: Wording) -> tuple[calls.Call, ...]:
        return calls.edits(old, *self._listed(spoken)) if old.is_accessible else ()

    def _is_open(self, group: Group, turn: Turn) -> bool:
        return not isinstance(turn.answer, Found) or labels.mark(turn, self._assistant.marks) in group.told

    def _listed(self, spoken: Wording) -> tuple[list[Block], InlineKeyboardMarkup | None]:
        words, found = _words(spoken), self.open()
        if not found:
            return [Block(spoken.none_unanswered)], None
        blocks, rows = [Block(spoken.unanswered.format(count=len(found)), "b")], []
        for number, (group, turn) in enumerate(found[:GROUPS], 1):
            near = _near(turn)
            meant = "".join(spoken.probably.format(figure=f"{one.label}: {offered(one)}") for one in near)
            blocks.append(
                Block(spoken.times.format(number=number, count=group.count, question=group.text) + meant)
            )
            named = token(group.text)
            add = [
                (words.add.format(number=number), _BUTTONS.data(spoken, "+", f"{one.id}:{named}"))
                for one in near
            ]
            aside = words.aside.format(number=number), _BUTTONS.data(spoken, "-", named)
            rows.append([*add, aside])
        return blocks, keyboard(rows)


def _near(turn: Turn) -> Sequence[Choice]:
    """The one figure that is probably meant; none where nothing is near."""
    return (*turn.reply.choices, *turn.reply.suggestions)[:1]


def _report(found: Named, words: _Words) -> Iterator[Block]:
    """What a new name has changed."""
    yield Block(words.added.format(name=found.name, figure=found.of), "b")
    yield Block(_change(found.asked, words))
    if not found.others:
        if found.tried:
            yield Block(words.same.format(count=found.tried))
        return
    yield Block(words.others.format(count=len(found.others)), "b")
    yield from _changes(found.others[:FEW], words)
    if len(found.others) > FEW:
        yield Block(words.more.format(count=len(found.others)))


def _changes(changed: Iterable[Changed], words: _Words) -> Iterator[Block]:
    for one in changed:
        yield Block(f"· {_change(one, words)}")


def _change(one: Changed, words: _Words) -> str:
    before, after = (_shortly(turn) for turn in (one.before, one.after))
    return words.change.format(question=one.after.question, before=before, after=after)


def _shortly(turn: Turn) -> str:
    return turn.reply.headline.partition("\n")[0]


def _said(old: Message, text: str) -> Response:
    return Response(calls=calls.messages(old, [Block(text)]))


def _words(spoken: Wording) -> _Words:
    return _EN if spoken.language == "en" else _ZH
