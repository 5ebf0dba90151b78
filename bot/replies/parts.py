"""The order in which an answer is told, whatever the language: figure, what it is, working, source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.knowledge.apart import Aspects, apart
from bot.knowledge.model import (
    Answer,
    Choice,
    Choices,
    Document,
    Entry,
    Fact,
    Found,
    Greeting,
    Knowledge,
    Reply,
    Row,
    Source,
    Unknown,
)
from bot.language import units

MAX_QUOTES = 3
CELL = " | "
"""What stands between the cells of a row."""
"""Sources shown under one reply; a list of forty rows is not followed by forty quotations."""

LONGEST_QUOTED = 40
"""Characters of a question that are told back."""
_ECHOED = frozenset({"unexplained", "measure", "column", "negation", "operation"})
"""Reasons that are told with words of the question as they were typed."""

_KINDS = {"figure": "amount", "derived": "amount"}
_LISTED = {"name", "text"}
_TWO = 2
_PERCENT = ("百分之", "percent", "per cent")
"""How a percentage is printed in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language.

    ``unknown`` is keyed by the reason, or ``near`` where only nearby figures are known, and may hold ``{named}``,
    ``{periods}`` and ``{places}``; ``smalltalk`` is keyed by topic; ``turned`` says what a difference is that is
    the other way round, of a ``rate`` or else. ``cited`` names a document and a part of it.
    """

    unknown: Mapping[str, str]
    smalltalk: Mapping[str, str]
    choose: str
    likened: str
    about: str
    nearby: str
    items: str
    computed: str
    verdicts: Mapping[str, str]
    turned: Mapping[str, str]
    corrected: str
    separator: str
    brackets: str
    title: str
    label: Callable[[Fact, Row | None, Knowledge], str]
    name: Callable[[str, Knowledge], str]
    period: Callable[[str], str]
    place: Callable[[str], str]
    cited: Callable[[Document, str], tuple[str, str]]
    quantity: Callable[[str, str, str, Knowledge], str]


def with_unit(printed: str, unit: str) -> str:
    """A figure with its unit, where it is not printed with it.

    >>> with_unit("95", "%"), with_unit("3亿5000万元", "亿元"), with_unit("16~18℃", "℃")
    ('95%', '3亿5000万元', '16~18℃')
    >>> with_unit("9 per cent", "%")
    '9 per cent'
    """
    if unit == "%" and any(said in printed for said in _PERCENT):
        return printed
    return printed if (units.scaled(unit)[1] or unit) in printed else units.told(printed, unit)


def offered(choice: Choice) -> str:
    """The value of something offered, with its unit."""
    return choice.told or units.told(choice.value, choice.unit)


def plain(reply: Reply) -> str:
    """A reply as plain text: headline, details, quotes with their sources, numbered choices."""
    parts = [reply.headline, *reply.lines]
    for quote, origin in reply.quotes:
        parts += [f"「{quote}」", f"—— {origin}"]
    parts += [f"{number}. {one.label}: {offered(one)}" for number, one in enumerate(reply.choices, 1)]
    parts += [f"· {one.label}: {offered(one)}" for one in reply.suggestions]
    return "\n".join(filter(None, parts))


def one_line(text: str) -> str:
    r"""A stretch of a document on one line, for reading.

    >>> one_line("市住建局\n\n目标\n\n\u00a0\n442")
    '市住建局 目标 442'
    """
    return re.sub(r"\s+", " ", text).strip()


def lay_out(answer: Answer, words: Words, knowledge: Knowledge) -> Reply:
    """Tell an answer."""
    match answer:
        case Found():
            return _found(answer, words, knowledge)
        case Choices(options=options, topic=topic):
            headline = words.about.format(topic=topic) if topic else words.choose
            return Reply(headline=headline, choices=_named(options, words, knowledge))
        case Unknown():
            return _unknown(answer, words, knowledge)
        case Greeting(topic=topic):
            return Reply(headline=words.smalltalk.get(topic, words.smalltalk["hello"]))
        case _:
            assert_never(answer)


def _found(answer: Found, words: Words, knowledge: Knowledge) -> Reply:
    first = answer.entries[0]
    fact = knowledge.facts.get(first.fact)
    headline, lines = _what(answer, words, knowledge)
    if answer.verdict and not answer.turned:
        called = first.kind == "text" or first.printed.startswith("第")  # who it is, or which one
        other = answer.verdict == "no" and called
        headline = words.verdicts["other" if other else answer.verdict].format(headline)
    if answer.turned and len(answer.context) == _TWO:
        headline = _turned(answer.context[-1], headline, first, words, knowledge)
    elif answer.turned and fact:
        headline = f"{fact.measure} {headline}"
    if answer.likened and lines:
        lines[0] = words.likened.format(lines[0])
    if answer.working:
        lines.append(f"{words.computed}{answer.working}")
    lines += _context(answer, words, knowledge)
    row = knowledge.rows.get(fact.row) if fact else None
    for reason in dict.fromkeys((fact.correction if fact else "", row.correction if row else "")):
        lines.append(words.corrected.format(reason=reason) if reason else "")
    return Reply(
        headline=headline, lines=tuple(filter(None, lines)), quotes=_quotes(answer.entries, words, knowledge)
    )


def _context(answer: Found, words: Words, knowledge: Knowledge) -> Iterator[str]:
    """What stands beside an answer: the rest of its row, or what it was worked out from."""
    first, context = answer.entries[0], answer.context
    fact = knowledge.facts.get(first.fact)
    if fact and _is_row(first, context, knowledge):
        yield _row_line(fact, context, words, knowledge)
    elif first.derived or first.kind == "name":
        # What a computed value rests on is shown with it, unless the list itself does.
        if len(context) <= 4:
            yield from (_beside(entry, words, knowledge) for entry in context)
    elif context and fact:
        yield _row_line(fact, context, words, knowledge)


def _what(answer: Found, words: Words, knowledge: Knowledge) -> tuple[str, list[str]]:
    """What is told in a line, and what each of it is of."""
    first = answer.entries[0]
    kinds = {_KINDS.get(entry.kind, entry.kind) for entry in answer.entries}
    if len(answer.entries) > 1 and kinds != {first.kind} & _LISTED:
        headline = ", ".join(_told(entry, words, knowledge) for entry in answer.entries)
        return headline, [
            _beside(entry, words, knowledge) for entry in answer.entries if entry.kind != "name"
        ]
    if first.kind == "name" or len(answer.entries) > 1:
        return _listed(answer, words, knowledge)
    about = _label(first, knowledge.facts.get(first.fact), words, knowledge)
    period = words.brackets.format(words.period(first.period)) if first.period else ""
    return amount_of(first, words, knowledge), [f"{about}{period}"]


def _turned(lower: Entry, amount: str, told: Entry, words: Words, knowledge: Knowledge) -> str:
    """A difference that is the other way round than the question has it: which of the two is the lower one."""
    fact = knowledge.facts.get(lower.fact)
    name = _label(lower, fact, words, knowledge) or units.told(lower.value, lower.unit)
    kind = "rate" if "%" in lower.unit or "百分" in told.unit else ""
    return words.turned.get(kind, words.turned[""]).format(name=name, amount=amount)


def _listed(answer: Found, words: Words, knowledge: Knowledge) -> tuple[str, list[str]]:
    """Several things: how many they are, then a line each; a single name is its own headline."""
    if len(answer.entries) == 1:
        entry = answer.entries[0]
        fact = knowledge.facts.get(entry.fact)
        return _entry_name(entry, fact, words, knowledge), []
    lines = []
    for number, entry in enumerate(answer.entries, 1):
        fact = knowledge.facts.get(entry.fact)
        name = _entry_name(entry, fact, words, knowledge)
        told = entry.kind == "name" and entry.printed
        lines.append(
            f"{number}. {name} — {amount_of(entry, words, knowledge)}" if told else f"{number}. {name}"
        )
    first = knowledge.facts.get(answer.entries[0].fact)
    about = _label(answer.entries[0], first, words, knowledge) if answer.entries[0].kind == "text" else ""
    return words.items.format(count=len(answer.entries), about=about).strip(), lines


def _entry_name(entry: Entry, fact: Fact | None, words: Words, knowledge: Knowledge) -> str:
    if entry.kind != "name" or fact is None:
        return words.name(entry.value, knowledge)
    row = knowledge.rows.get(fact.row)
    named = row is not None and entry.value in (row.name, row.title)
    return (
        words.label(fact, row, knowledge).partition(" · ")[0] if named else words.name(entry.value, knowledge)
    )


def _told(entry: Entry, words: Words, knowledge: Knowledge) -> str:
    if entry.kind == "name":
        return _entry_name(entry, knowledge.facts.get(entry.fact), words, knowledge)
    return amount_of(entry, words, knowledge)


def amount_of(entry: Entry, words: Words, knowledge: Knowledge) -> str:
    """A figure with its unit, or words with what they are called in the language of the reply."""
    fact = knowledge.facts.get(entry.fact)
    # A name has no unit; the figure it was chosen by does.
    if entry.kind == "name" and fact and entry.printed == fact.shown:
        return words.quantity(fact.shown, fact.value, fact.unit, knowledge)
    if entry.kind != "text":
        return words.quantity(entry.printed or entry.value, entry.value, entry.unit, knowledge)
    name = words.name(entry.value, knowledge)
    return entry.value if name == entry.value else f"{name} ({entry.value})"


def _label(entry: Entry, fact: Fact | None, words: Words, knowledge: Knowledge) -> str:
    if entry.derived or fact is None:
        return " · ".join(words.name(part, knowledge) for part in entry.label.split(" · "))
    return words.label(fact, knowledge.rows.get(fact.row), knowledge)


def _beside(entry: Entry, words: Words, knowledge: Knowledge) -> str:
    fact = knowledge.facts.get(entry.fact)
    return f"· {_label(entry, fact, words, knowledge)}: {amount_of(entry, words, knowledge)}"


def _is_row(entry: Entry, context: Sequence[Entry], knowledge: Knowledge) -> bool:
    """Whether an answer is the name of a row, beside which nothing but cells of it stands."""
    fact = knowledge.facts.get(entry.fact)
    row = knowledge.rows.get(fact.row) if fact else None
    if row is None or not context or entry.kind != "name" or entry.value not in (row.name, row.title):
        return False
    cells = {cell.id for cell in row.cells.values()}
    return all(one.fact in cells for one in context)


def _row_line(asked: Fact, context: Iterable[Entry], words: Words, knowledge: Knowledge) -> str:
    """The cells of the row that are told, the asked one marked."""
    told = {entry.fact for entry in context} | {asked.id}
    cells = {name: fact for name, fact in knowledge.rows[asked.row].cells.items() if fact.id in told}
    return cells_line(cells, words, knowledge, asked.id)


def cells_line(cells: Mapping[str, Fact], words: Words, knowledge: Knowledge, asked: str = "") -> str:
    """Some cells of a row in the table's order, the one with an id marked."""
    told = []
    for name, fact in cells.items():
        mark = "▸" if fact.id == asked else ""
        told.append(f"{mark}{words.name(name, knowledge)} {amount(fact, words, knowledge, fact.shown)}")
    return CELL.join(told)


def amount(fact: Fact, words: Words, knowledge: Knowledge, printed: str = "") -> str:
    """A figure with its unit, as it is ``printed`` or bare; words in the language of the reply."""
    if fact.kind == "text":
        parts = fact.items or (fact.value,)
        named = [words.name(part, knowledge) for part in parts]
        return "、".join(named) if fact.row or named != [*parts] else fact.value
    return words.quantity(printed or fact.value, fact.value, fact.unit, knowledge)


def _quotes(entries: Iterable[Entry], words: Words, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    documents = {document.id: document for document in knowledge.documents}
    sources: dict[tuple[str, str], None] = {}
    for entry in entries:
        for source in entry.sources:
            text = one_line(source.sentence or source.quote)
            sources[text, origin(source, documents[source.document], words)] = None
            if len(sources) == MAX_QUOTES:
                return tuple(sources)
    return tuple(sources)


def origin(source: Source, document: Document, words: Words) -> str:
    """Where something stands: the document, its date, the part of it and the cell."""
    title, section = words.cited(document, source.section)
    parts = [words.title.format(title), document.date, section, source.cell]
    return words.separator.join(filter(None, parts))


def _unknown(answer: Unknown, words: Words, knowledge: Knowledge) -> Reply:
    return Reply(
        headline=why_not(answer, words, knowledge),
        lines=(words.nearby,) if answer.suggestions else (),
        suggestions=_named(answer.suggestions, words, knowledge),
    )


def why_not(answer: Unknown, words: Words, knowledge: Knowledge) -> str:
    """Why something is not told, in a sentence."""
    periods = sorted({words.period(d.period) for d in knowledge.documents if d.period})
    places = sorted({words.place(d.place) for d in knowledge.documents if d.place})
    covered = {"period": periods, "place": places}.get(answer.reason)
    alike = answer.reason == "tied" and answer.named
    said = words.unknown["unexplained" if covered == [] else "alike" if alike else answer.reason]
    named = _quoted(answer.named) if answer.reason in _ECHOED else answer.named
    told = answer.named in (covered or ())  # but not of this thing
    if told or answer.reason == "nothing" or ("{named}" in said and not named):
        said = words.unknown["near" if answer.suggestions else "nothing"]
    return said.format(named=named, periods="、".join(periods), places="、".join(places))


def _quoted(named: str) -> str:
    """Words of a question as they are told back: no more than one reads, without signs of markup around them.

    >>> _quoted("</b"), _quoted("x" * 200) == "x" * (LONGEST_QUOTED - 1) + "…"
    ('b', True)
    """
    said = named.strip("<>/\\ ")
    return said if len(said) <= LONGEST_QUOTED else f"{said[: LONGEST_QUOTED - 1]}…"


def _named(options: Sequence[Choice], words: Words, knowledge: Knowledge) -> tuple[Choice, ...]:
    """Choices under their names in the language of the reply, with what tells those of one name apart."""
    known = [option for option in options if option.id in knowledge.facts]
    facts = [knowledge.facts[option.id] for option in known]
    labels = [words.label(fact, knowledge.rows.get(fact.row), knowledge) for fact in facts]
    told = zip(known, labels, apart(facts, labels, knowledge), strict=True)
    full = {option.id: _with(label, aspects, words) for option, label, aspects in told}
    values = {fact.id: amount(fact, words, knowledge) for fact in facts}
    return tuple(
        replace(one, label=full.get(one.id, one.label), told=values.get(one.id, "")) for one in options
    )


def _with(label: str, aspects: Aspects, words: Words) -> str:
    """A label with what tells it from others of the same name in brackets."""
    ways = {"place": words.place, "period": words.period}
    told = [ways[kind](text) if kind in ways else text for kind, text in aspects]
    return f"{label}{words.brackets.format(words.separator.join(told))}" if told else label
