"""Admins' files and versions in Telegram: a file is read and reported, then added or not; versions are restored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from telegram import Message, Update

from bot import intake
from bot.channels.answering import Answering
from bot.channels.telegram import calls
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.calls import Fetch, Response, Tapped
from bot.channels.telegram.layout import Block, keyboard
from bot.channels.telegram.wording import Wording
from bot.errors import DocumentError, KnowledgeError
from bot.knowledge import versions
from bot.knowledge.versions import Version

FEW = 5
"""So many doubts, contradictions and changes of a file are told in the message; the review page has all."""
SHOWN = 10
"""So many versions are listed."""
_BUTTONS = Buttons("f", "[0-9TZ]{1,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The texts of this module in one language; names in braces are filled in."""

    too_large: str
    reading: str
    paused: str
    lost: str
    unreadable: str
    found: str
    new: str
    known: str
    same: str
    added: str
    removed: str
    changed: str
    renamed: str
    doubts: str
    contradictions: str
    contradiction: str
    more: str
    decide: str
    add: str
    discard: str
    review: str
    discarded: str
    gone: str
    refused: str
    done: str
    versions: str
    no_versions: str
    restore: str
    back_to: str
    restored: str
    undone: str
    stale: str
    admins_only: str
    whats: Mapping[str, str]


_ZH = _Words(
    too_large="文件超过 20 MB,Telegram 不让我下载。请拆成几份再发。",
    reading="收到《{name}》,正在读取……读完再回答你之后的消息。",
    paused="收到《{name}》。机器人正在停下,再次启动后接着读取,不用重发。",
    lost="没能从 Telegram 取到《{name}》,请再发一次。",
    unreadable="这份文件读不了,资料没有改动:{reason}",
    found="读到 {figures} 个数字、{texts} 项文字、{tables} 张表、{rows} 行,{doubts} 处疑问。",
    new="这是一份新资料。",
    known="这份资料已在使用;加入后将替换它,原有的更正保留。",
    same="与在用的相比,数字没有变化。",
    added="新增 {count} 项:",
    removed="不再有 {count} 项:",
    changed="改动 {count} 项:",
    renamed="名称有改动 {count} 项:",
    doubts="有疑问 {count} 处:",
    contradictions="与在用资料不一致 {count} 处:",
    contradiction="{name}:这里是 {value},《{document}》是 {other}",
    more="……共 {count} 项",
    decide="核对页见附件。要加入吗?一天内不选就作废。",
    add="✅ 加入",
    discard="🗑 放弃",
    review="核对页:用浏览器打开",
    discarded="已放弃,资料没有改动。",
    gone="这份文件已经处理过,或等了超过一天,请重新发送。",
    refused="没有改动:{reason}",
    done="已加入《{name}》。/rollback 可以撤销。",
    versions="最近的改动(最新的在前)。点按钮就退回到那次改动之前:",
    no_versions="还没有任何改动。",
    restore="↩ 退回到 {at} 之前",
    back_to="到 {at} 之前",
    restored="已退回到 {at} 的改动之前。这一步也可以用 /rollback 撤销。",
    undone="撤销了 {count} 项改动:",
    stale="这个版本不在了。",
    admins_only="只有管理员可以这样做。",
    whats=MappingProxyType({"add": "加入", "replace": "替换", "curate": "更正", "restore": "退回"}),
)
_EN = _Words(
    too_large="The file is larger than 20 MB, which Telegram does not let me have. Please split it.",
    reading="“{name}” has come, reading … What you send meanwhile is answered after it.",
    paused="“{name}” has come. The bot is stopping, and reads it when it is back; no need to send it again.",
    lost="“{name}” could not be had from Telegram. Please send it again.",
    unreadable="The file cannot be read, and nothing was changed: {reason}",
    found="Read: {figures} figures, {texts} entries in words, {tables} tables, {rows} rows; doubts: {doubts}.",
    new="It is a new document.",
    known="Its document is in use; it would be replaced, and keeps its corrections.",
    same="Its figures are those in use.",
    added="New ({count}):",
    removed="Gone ({count}):",
    changed="Changed ({count}):",
    renamed="Other names ({count}):",
    doubts="Doubtful ({count}):",
    contradictions="Other than in the documents in use ({count}):",
    contradiction="{name}: {value} here, {other} in “{document}”",
    more="… {count} in all",
    decide="The page for review is attached. Add it? Without an answer it is thrown away in a day.",
    add="✅ Add",
    discard="🗑 Discard",
    review="For review, in a browser",
    discarded="Thrown away; nothing was changed.",
    gone="This file was dealt with, or waited for more than a day. Please send it again.",
    refused="Nothing was changed: {reason}",
    done="“{name}” was added. /rollback takes it back.",
    versions="The last changes, newest first. A button goes back to before that change:",
    no_versions="Nothing was changed yet.",
    restore="↩ Back to before {at}",
    back_to="to before {at}",
    restored="Back to before the change of {at}. /rollback takes this back as well.",
    undone="Undone changes ({count}):",
    stale="This version is gone.",
    admins_only="Only an admin can do that.",
    whats=MappingProxyType(
        {"add": "added", "replace": "replaced", "curate": "corrected", "restore": "restored"}
    ),
)


class Intake:
    """What admins do with files and versions; whether somebody is an admin is known to whoever calls."""

    def __init__(self, assistant: Answering, reload: Callable[[Wording], list[Block]]) -> None:
        """Change the knowledge of ``assistant``; ``reload`` takes it into use and reports."""
        self._assistant = assistant
        self._reload = reload

    def receive(self, message: Message, update: Update, spoken: Wording) -> Response:
        """Have a file read, and report what it would change."""
        document, words = message.document, _words(spoken)
        assert document
        name = document.file_name or "file.txt"
        if (document.file_size or 0) > intake.LARGEST:
            return Response(calls=calls.messages(message, [Block(words.too_large)]))
        [progress, *_] = calls.messages(message, [Block(words.reading.format(name=name))])

        def then(data: bytes | None, number: int, wanted: Callable[[], bool]) -> Response:
            if data is None:
                said = calls.messages(message, [Block(words.lost.format(name=name))])
            else:
                said = self._read(message, str(update.update_id), name, data, spoken, wanted)
            return Response(calls=calls.onto(said[:1], (number,) if number else ()) + said[1:])

        paused = words.paused.format(name=name)
        return Response(fetch=Fetch(file=document.file_id, progress=progress, paused=paused, then=then))

    def _read(  # noqa: PLR0913, PLR0917  # a file, and who waits for it
        self,
        message: Message,
        token: str,
        name: str,
        data: bytes,
        spoken: Wording,
        wanted: Callable[[], bool],
    ) -> tuple[calls.Call, ...]:
        words, assistant = _words(spoken), self._assistant
        try:
            found = intake.read(
                *(assistant.folder, token, name, data, assistant.knowledge),
                wanted=wanted,
                language=spoken.language,
            )
        except DocumentError as error:
            return calls.messages(
                message, [Block(words.unreadable.format(reason=error.said(spoken.language)))]
            )
        buttons = [
            (text, _BUTTONS.data(spoken, sign, token))
            for text, sign in ((words.add, "+"), (words.discard, "-"))
        ]
        report = calls.reported(message, _report(found, spoken, words), "report.txt", keyboard([buttons]))
        review = calls.attached(message, "review.html", found.review.decode(), words.review)
        return *report, review

    def versions(self, message: Message, spoken: Wording) -> Response:
        """List the last changes, each with a button that goes back to before it."""
        words, found = _words(spoken), versions.listed(self._assistant.folder)[:SHOWN]
        if not found:
            return Response(calls=calls.messages(message, [Block(words.no_versions)]))
        lines = [Block(f"· {_told(one, words)}") for one in found]
        buttons = keyboard(
            [(words.restore.format(at=_moment(one.at)), _BUTTONS.data(spoken, "<", one.name))]
            for one in found
        )
        return Response(calls=calls.messages(message, [Block(words.versions, "b"), *lines], buttons))

    def rollback(self, message: Message, spoken: Wording) -> Response:
        """Take the last change back."""
        found = versions.listed(self._assistant.folder)
        if not found:
            return Response(calls=calls.messages(message, [Block(_words(spoken).no_versions)]))

        def restore() -> Response:
            report = self._restored(found[0].name, spoken)
            return Response(calls=calls.reported(message, report, "rollback.txt"))

        return Response(later=restore)

    concerns = staticmethod(_BUTTONS.concern)

    def tap(self, update: Update, spoken: Wording, *, is_admin: bool) -> Response:
        """Follow a button of a report or of the list of versions."""
        query, pressed = update.callback_query, _BUTTONS.pressed(update, is_admin=is_admin)
        assert query
        if pressed is None:
            return Response(tapped=Tapped(query=query.id, note=_words(spoken).admins_only))
        old, tapped = pressed.old, Tapped(query=query.id)
        decide = {"+": self._accepted, "-": self._discarded, "<": self._restored}[pressed.sign]

        def act() -> Response:
            said = calls.reported(old, decide(pressed.what, pressed.spoken), "report.txt")
            if pressed.sign != "<" and old.is_accessible:
                # The report of the file stays as it is above what has come of it; only its buttons go.
                first = calls.edits(old, [Block(old.text or ""), Block(""), Block(said[0].plain)])
                if len(first) == 1:
                    html = f"{old.text_html}\n\n{said[0].html}"
                    said = (replace(first[0], html=html), *said[1:])
            return Response(calls=said, tapped=tapped)

        return Response(later=act)

    def _accepted(self, token: str, spoken: Wording) -> list[Block]:
        words = _words(spoken)
        try:
            version = intake.accept(self._assistant.folder, token)
        except (DocumentError, KnowledgeError) as error:
            return [Block(words.refused.format(reason=error.said(spoken.language)))]
        if version is None:
            return [Block(words.gone)]
        return [Block(words.done.format(name=version.of), "b"), *self._reload(spoken)]

    def _discarded(self, token: str, spoken: Wording) -> list[Block]:
        words = _words(spoken)
        return [Block(words.discarded if intake.discard(self._assistant.folder, token) else words.gone)]

    def _restored(self, name: str, spoken: Wording) -> list[Block]:
        words, folder = _words(spoken), self._assistant.folder
        since = [one for one in versions.listed(folder) if one.name >= name]
        wanted = next((one for one in since if one.name == name), None)
        try:
            if wanted is None or versions.restore(folder, name) is None:
                return [Block(words.stale)]
        except (DocumentError, KnowledgeError) as error:
            return [Block(words.refused.format(reason=error.said(spoken.language)))]
        undone = _few(words.undone, [_told(one, words) for one in since], words)
        return [Block(words.restored.format(at=_moment(wanted.at)), "b"), *undone, *self._reload(spoken)]


def _report(found: intake.Incoming, spoken: Wording, words: _Words) -> list[Block]:
    """What a file gave and would change."""
    counts = words.found.format(
        figures=found.figures,
        texts=found.texts,
        tables=found.tables,
        rows=found.rows,
        doubts=found.doubts,
    )
    blocks = [Block(found.title, "b"), Block(counts), Block(words.known if found.replaces else words.new)]
    change = found.changes
    if found.replaces and change.empty:
        blocks.append(Block(words.same))
    for heading, lines in (
        (words.changed, change.changed),
        (words.added, change.added),
        (words.removed, change.removed),
        (words.renamed, change.renamed),
    ):
        blocks += _few(heading, lines, words)
    contradictions = [
        words.contradiction.format(name=one.name, value=one.value, document=one.document, other=one.other)
        for one in found.contradictions
    ]
    blocks += _few(words.contradictions, contradictions, words)
    chinese = spoken.language == "zh"
    doubtful = [f"{what} — {why.zh if chinese else why.en}" for what, why in found.unsure]
    blocks += _few(words.doubts, doubtful, words, found.doubts)
    return [*blocks, Block(words.decide)]


def _few(heading: str, lines: Iterable[str], words: _Words, count: int = 0) -> list[Block]:
    """The first of some lines; ``count`` is how many there are where these are not all."""
    lines = tuple(lines)
    if not lines:
        return []
    count = max(count, len(lines))
    more = [Block(words.more.format(count=count))] if count > FEW else []
    return [Block(heading.format(count=count), "b"), *(Block(f"· {one}") for one in lines[:FEW]), *more]


def _words(spoken: Wording) -> _Words:
    return _EN if spoken.language == "en" else _ZH


def _told(version: Version, words: _Words) -> str:
    """When something was changed, and what."""
    of = version.of
    if version.what == "restore":
        at = versions.moment(of)
        of = words.back_to.format(at=_moment(at)) if at else ""
    return " ".join(filter(None, (_moment(version.at), words.whats.get(version.what, version.what), of)))


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("%m-%d %H:%M:%S")
