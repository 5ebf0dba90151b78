"""What the bot reports of itself and its documents: the sources, its state, and what a reload changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from telegram import User

from bot import __version__
from bot.channels.telegram import labels
from bot.channels.telegram.layout import Block
from bot.channels.telegram.wording import Wording
from bot.errors import KnowledgeError, Problem
from bot.knowledge.changes import Changes
from bot.knowledge.model import Fact, Knowledge, title_in

LONGEST_LIST = 30  # faults that are named; the rest is counted
LOOKED_AT = 5000  # facts that examples are taken from
MOST_DOCUMENTS = 8  # that are named one by one; /list has all of them


def greeting(knowledge: Knowledge, words: Wording) -> list[Block]:
    """Who speaks and on which documents; what to ask for is behind buttons."""
    named = knowledge.documents[:MOST_DOCUMENTS]
    documents = [Block(title_in(words.language, document), "i") for document in named]
    documents += _more(len(knowledge.documents), words)
    return [Block(words.greeting), *documents, Block("\n/list  /help"), Block(f"\n{words.try_asking}")]


def examples(knowledge: Knowledge, words: Wording, count: int = 3) -> list[str]:
    """Names of figures to try."""
    return [labels.label(fact, knowledge, words) for fact in exemplary(knowledge, words, count)]


def exemplary(knowledge: Knowledge, words: Wording, count: int = 3) -> list[Fact]:
    """Figures to try, taken at even distances so that they show what there is.

    Those to which an editor has given names come first: they are what people call things.
    """
    told = islice(knowledge.facts.values(), LOOKED_AT)
    figures = [fact for fact in told if fact.kind == "figure"]
    curated = [fact for fact in figures if (fact.english if words.language == "en" else fact.short)]
    chosen = curated or figures
    step = max(1, len(chosen) // count)
    return chosen[::step][:count]


def source(knowledge: Knowledge, words: Wording) -> list[Block]:
    """The documents in use, each with its date and its number of figures, and when they were loaded."""
    blocks: list[Block] = []
    for document in knowledge.documents[:MOST_DOCUMENTS]:
        blocks += [
            Block(title_in(words.language, document), "b"),
            Block(
                words.source.format(
                    publisher=document.publisher,
                    date=document.date,
                    period=labels.period(document.period, words),
                )
            ),
            Block(words.source_figures.format(figures=knowledge.figures.get(document.id, 0))),
        ]
    blocks += _more(len(knowledge.documents), words)
    return [*blocks, Block(words.source_loaded.format(loaded=_moment(knowledge.loaded)), "i")]


def status(knowledge: Knowledge, folder: Path, me: User, started: datetime, words: Wording) -> list[Block]:
    """How the bot is doing, and whether what only @BotFather can switch on is on."""
    running = timedelta(seconds=int((datetime.now(UTC) - started).total_seconds()))
    text = words.status.format(
        version=__version__,
        uptime=running,
        documents=len(knowledge.documents),
        figures=figures(knowledge),
        loaded=_moment(knowledge.loaded),
        folder=folder,
        bot=me.username,
        inline=words.on if me.supports_inline_queries else words.off,
        privacy=words.on if me.can_read_all_group_messages else words.off,
    )
    deaf = [] if me.can_read_all_group_messages else [Block(words.deaf.format(bot=me.username), "i")]
    return [Block(text), *deaf, *_problems(knowledge, folder, words)]


def changes(difference: Changes, knowledge: Knowledge, folder: Path, words: Wording) -> list[Block]:
    """All that a reload changed, by name, and which documents it could not change."""
    blocks = [Block(words.reloaded.format(figures=figures(knowledge)), "b")]
    blocks += _problems(knowledge, folder, words)
    if difference.empty:
        return [*blocks, Block(words.unchanged)]
    for title, one in difference.documents:
        blocks.append(Block(title, "b"))
        kinds = (
            (words.added, one.added),
            (words.removed, one.removed),
            (words.changed, one.changed),
            (words.renamed, one.renamed),
        )
        for heading, lines in kinds:
            if lines:
                blocks += [Block(heading.format(count=len(lines))), *(Block(f"· {line}") for line in lines)]
    if difference.vocabulary:
        blocks.append(Block(words.vocabulary))
    if difference.thresholds:
        blocks.append(Block(words.thresholds))
    return blocks


def faults(error: KnowledgeError, knowledge: Knowledge, folder: Path, words: Wording) -> list[Block]:
    """Why a reload changed nothing: each fault with its file and line."""
    heading = words.refused.format(count=len(error.problems), loaded=_moment(knowledge.loaded))
    return [
        Block(heading, "b"),
        *_listed([_located(problem, folder, words) for problem in error.problems], words),
    ]


def figures(knowledge: Knowledge) -> int:
    """How many figures can be asked for."""
    return sum(knowledge.figures.values())


def _problems(knowledge: Knowledge, folder: Path, words: Wording) -> list[Block]:
    """The faults of documents that are left out, or as they were before, each with its file and line."""
    if not knowledge.problems:
        return []
    heading = words.left_out.format(count=len(knowledge.problems))
    return [
        Block(heading, "b"),
        *_listed([_located(one, folder, words) for one in knowledge.problems], words),
    ]


def _more(count: int, words: Wording) -> list[Block]:
    return [Block(words.and_more_documents.format(count=count))] if count > MOST_DOCUMENTS else []


def _listed(lines: Sequence[str], words: Wording) -> list[Block]:
    more = [words.and_more.format(count=len(lines))] if len(lines) > LONGEST_LIST else []
    return [Block(f"· {line}") for line in [*lines[:LONGEST_LIST], *more]]


def _located(problem: Problem, folder: Path, words: Wording) -> str:
    """A fault as ``file:line: message``, the file named as seen from beside the knowledge folder."""
    base = folder.resolve().parent
    file = problem.file.resolve()
    shown = file.relative_to(base) if file.is_relative_to(base) else file
    return Problem(shown, problem.line, problem.message).said(words.language)


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
