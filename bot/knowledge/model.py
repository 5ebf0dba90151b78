"""What documents say, and what is said about it: plain frozen values that flow one way.

A document says *facts*: a subject, a measure, a period, a value as printed and the place it stands.
A table is a list of subjects (rows) that share measures (columns); its cells are facts like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from bot.errors import Problem
from bot.knowledge.doubts import Doubt
from bot.knowledge.signs import Likelihood
from bot.knowledge.thresholds import Thresholds
from bot.knowledge.weights import Weights
from bot.language.speech import Language
from bot.language.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact stands: ``quote`` is exactly ``text[start:end]`` of the document's source file.

    Offsets count Unicode code points. In a spreadsheet ``cell`` names sheet and cell instead.
    """

    document: str
    section: str
    quote: str
    start: int
    end: int
    sentence: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a document says.

    ``value`` is as printed, without unit and thousands separators ("86.08", a range "480—520"); for ``kind`` "text"
    it is the words themselves, and ``items`` its parts where it is an enumeration. ``printed`` is the value as it
    stands in the document, with unit and words of approximation ("310多次"). ``doubts`` are codes of
    `knowledge.doubts`.
    """

    id: str
    kind: Literal["figure", "text"]
    subject: str
    measure: str
    value: str
    source: Source
    printed: str = ""
    unit: str = ""
    period: str = ""
    qualifiers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    row: str = ""
    short: str = ""
    also: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    correction: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def number(self) -> Decimal | None:
        """The value as an exact number, or None where it is words ("已完成") or a range."""
        if self.kind != "figure":
            return None
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None

    @property
    def shown(self) -> str:
        """The value as it is told: as printed, or the corrected one with its unit."""
        corrected = self.correction and self.value not in self.printed
        return self.value + self.unit if corrected or not self.printed else self.printed

    @property
    def former(self) -> bool:
        """Whether it is what was before a change, and is called by that: 审批时间压缩前."""
        return not self.row and self.kind == "figure" and self.measure.endswith("前")

    @property
    def document(self) -> str:
        """The id of the document that says it."""
        return self.source.document

    @property
    def label(self) -> str:
        """The path a reader sees: subject · measure."""
        return " · ".join(filter(None, (self.subject, self.measure)))

    @property
    def full_name(self) -> str:
        """The name that tells it from its neighbours: its short one, or else its label with its qualifiers."""
        return self.short or " · ".join(filter(None, (self.label, *self.qualifiers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: a subject with a fact for each of its columns (``cells``, by column name)."""

    id: str
    table: str
    name: str
    cells: Mapping[str, Fact]
    number: str = ""
    group: str = ""
    unit: str = ""
    short: str = ""
    also: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    correction: str = ""

    @property
    def title(self) -> str:
        """The name people use for it: the short one where an editor gave one."""
        return self.short or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled list of rows that share columns; ``each`` is what the head over their names calls a row (企业).

    The rows of a large table are read when they are asked for (`knowledge.stored`).
    """

    id: str
    document: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    each: str = ""
    period: str = ""
    also: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of a document; offsets as in `Source`."""

    title: str
    start: int
    end: int
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document as a whole; ``notices`` are corrections that are not applied, and why.

    ``collection`` is the id of the file of many tables that it is one of, if it is.
    """

    id: str
    title: str
    publisher: str
    date: str
    period: str
    place: str
    file: str
    sha256: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    english: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()
    collection: str = ""

    @property
    def folder(self) -> str:
        """The name of the folder that it is read from."""
        return self.collection or self.id


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that can be asked for, by full id; ``facts`` holds the cells of tables as well.

    ``problems`` are to be mended: the faults of documents that are left out or in use as they were before, and what
    was noticed in the others. ``figures`` counts those of each document.
    """

    documents: tuple[Document, ...]
    facts: Mapping[str, Fact]
    rows: Mapping[str, Row]
    tables: Mapping[str, Table]
    vocabulary: Vocabulary
    loaded: datetime
    thresholds: Thresholds
    weights: Weights
    likelihood: Likelihood
    problems: tuple[Problem, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)

    def document_of(self, fact: Fact) -> Document:
        """The document that a fact stands in."""
        return next(one for one in self.documents if one.id == fact.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing given in an answer: a fact, a name, or a value computed from facts.

    ``sources`` holds one place for a printed value and one for each input of a derived one.
    """

    value: str
    label: str
    kind: Literal["figure", "text", "name", "derived"]
    unit: str = ""
    printed: str = ""
    period: str = ""
    fact: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def derived(self) -> bool:
        """Whether it was computed rather than printed."""
        return self.kind == "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something offered: its label and value can be shown.

    Its ``id`` is the fact's in an answer, and the fact's mark (`knowledge.marks`) in a reply; there ``told`` is its
    value with its unit, in the language of the reply.
    """

    id: str
    label: str
    value: str
    unit: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The documents say it.

    ``context`` are figures of the same row shown beside, ``working`` the sum done, ``verdict`` the answer to a
    question that asks whether something is so. ``turned`` where a question asks how much higher a figure is that
    is the lower one, or how much what fell has grown, ``likened`` where it is told in other words than the question
    says it in.
    """

    entries: tuple[Entry, ...]
    context: tuple[Entry, ...] = ()
    working: str = ""
    verdict: Literal["", "yes", "no"] = ""
    turned: bool = False
    likened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Several facts fit equally; the user picks. 2 to 6 options.

    ``topic`` is the word they are about, where nothing more was said.
    """

    options: tuple[Choice, ...]
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The documents do not say. ``reason`` names why where it can be seen, ``named`` the words it hangs on.

    Where a figure went the other way (``opposite``) it is that one, and where figures do not go together
    (``rates``, ``kinds``, ``zero``, ``part``) it is those, as they are printed.
    """

    reason: Literal[
        "period",
        "place",
        "measure",
        "column",
        "negation",
        "opposite",
        "operation",
        "unexplained",
        "rates",
        "kinds",
        "zero",
        "part",
        "tied",
        "few",
        "several",
        "untold",
        "nothing",
        "empty",
        "long",
    ]
    named: str = ""
    suggestions: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """Small talk: no figure is given. ``topic`` is a key of the vocabulary's small talk ("hello", "thanks")."""

    topic: str


Answer = Found | Choices | Unknown | Greeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer in the words of one language, still in parts, so that each channel can lay it out.

    ``headline`` is the figure or the one line that says most; ``quotes`` pair the verbatim words with the line
    that names their source.
    """

    headline: str
    lines: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and what came of it. ``score`` is 0 to 1, ``milliseconds`` the time spent inside.

    ``earlier`` is the question it goes on from; empty for one that stands by itself. ``knowledge`` is what the
    answer was made of; ids mean something in that only, and another may be in use by now.
    """

    question: str
    language: Literal["zh", "en"]
    answer: Answer
    reply: Reply
    knowledge: Knowledge = field(repr=False)
    score: float = 0.0
    milliseconds: float = 0.0
    earlier: str = ""


def title_in(language: Language, thing: Document | Section | Table | Row) -> str:
    """The title of a document, of a part of one, or of a row; in English where that is asked for, if it has one."""
    return thing.english[0] if language == "en" and thing.english else thing.title
