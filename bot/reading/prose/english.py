"""Figures of English prose, and what each is called: the words of its own part of the sentence around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.knowledge.doubts import UNREAD
from bot.language import periods
from bot.language.units import ENGLISH
from bot.reading.figures import Quantity
from bot.reading.prose.naming import Label
from bot.reading.quantities import ADDRESS, Skip
from bot.reading.words import any_of, words

_NUMBER = r"(?:[-−](?=\d))?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SYMBOL = "|".join(map(re.escape, words("english_symbols")))
_SYMBOL_PER = any_of("english_symbols_per")
_FIGURE = re.compile(
    rf"(?P<currency>(?:[A-Z]{{1,3}})?[$£€] ?|(?<![A-Za-z])(?:{any_of('english_currencies')}) ?)?"
    rf"(?<![\w.,'’‘-])(?P<number>{_NUMBER})(?![\d,]*\d|\.\d)"
    rf"(?: (?P<scale>{'|'.join(ENGLISH)}))?(?P<symbol> ?(?:{_SYMBOL})(?:/(?:{_SYMBOL_PER}))?(?![\w°%²³/]))?"
    r"(?P<percent> ?%| per ?cent(?:age points?)?| percentage points?)?(?![\w°])"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_YEAR = r"(?:19|20)\d\d(?:[-–/]\d{2,4})?"
_SKIPPED = (
    ("an address", ADDRESS),
    ("a date", re.compile(rf"\d{{1,2}} {_MONTH}(?: {_YEAR})?|{_MONTH} \d{{1,2}}(?:, {_YEAR})?")),
    ("a date", re.compile(rf"(?<![\d,.$£€]){_YEAR}(?![\d,.]*\d)(?! ?%)")),
    ("a date", re.compile(r"\b(?<=[Ii]n )1[0-8]\d\d(?=[,;:.)](?!\d)|$| (?:and|but|by|before|after|when)\b)")),
    ("a date", re.compile(r"\b(?<=[Ss]ince )1[0-8]\d\d(?![\d,.]*\d)")),
    ("a table or picture number", re.compile(rf"(?:{any_of('english_numbered')}) ?\d+(?:\.\d+)*")),
    ("part of a unit", re.compile(r"(?<=['’‘])000\b")),
    ("part of a name", re.compile(r"[A-Za-z]+[-–]?\d[\w.]*|\d+(?:st|nd|rd|th)\b|\d+[-–][a-z]+")),
    (
        "part of a name",
        re.compile(
            r"\b(?:aged?|ages) (?:from |between |over |under )?\d{1,3}\b(?:(?: to | and |[-–])\d{1,3}\b)?"
            r"|\bwithin (?:the )?\d{1,3} (?:working )?(?:minute|hour|day|week|month|year)s?\b"
        ),
    ),
)
_PARTING = re.compile(rf"[,;:(] ?|\s(?:{any_of('english_partings')})\s")
_PREPOSITION = re.compile(rf"\b(?:{any_of('english_prepositions')})\b")
_CHANGE = re.compile(
    rf"(?P<what>.*?)\b(?<!made )(?P<how>{any_of('english_changes')})\b(?P<after>.*)", re.DOTALL
)
_CHANGED = re.compile(any_of("english_changes"))
_NEAR = 24
"""So many characters behind a figure the year before belongs to it, and not to what else is said."""
_IDLE = frozenset(words("english_idle"))
_HALF = re.compile(r": |; |, (?:and|but|while|whereas) ")
_LED_BY = frozenset(words("english_idle", "english_prepositions", "english_partings")) - {
    *words("english_verbs"),
    "with",
}
_TIMED = re.compile(
    r"\b(?:(?:in|by|during|since|for|at the end of|on|from|to) )?"
    r"(?:(?:the )?(?:(?:calendar|fiscal|financial|school) )?year (?:(?:ending|ended|to) )?)?"
    rf"(?:(?:\d{{1,2}} )?{_MONTH} |FY ?)?{_YEAR}\b"
    r"|\b(?:last|this|the previous|the same) year\b|\b(?:a|one) year (?:earlier|ago|before)\b"
    r"|\b(?:in|since) 1[0-8]\d\d\b"
)
_OPENING = re.compile(r"[^,;:(]*")
_BASE = re.compile(r".*\b(?:on|from|over|than|since|with|against|to) (?:the )?$", re.DOTALL)
_YEAR_BEFORE = re.compile(
    r"\b(?:a|one) year (?:earlier|ago|before)\b|\bthe (?:previous|preceding|prior) year\b"
)
_ITEM = re.compile(r"[ \t]*[-*•·●■–] |[ \t]")
_LED = re.compile(
    r"^(?:(?:made up of|consisting of|comprising|including|namely|for|of|by|in) (?:(?:the|an?) )?)+(?=\S)",
    re.IGNORECASE,
)
_AGAINST = re.compile(r" (?:over|from|against|versus|than|above|below) (?:the )?")
_BRACKET = re.compile(r"[,;:)(] ?")
_LISTING = re.compile(r"\b(?:are|is|were|was|includes?|including)\b")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIZED = re.compile(r"(?:square|cubic) \S+$")
_FEWEST_WORDS = 3
_LONGEST_NOUN = 4
_COUNTED = re.compile(rf"(?:{any_of('english_counted')}|[a-z-]+[^s]s)")
_BACKWARD = frozenset(word.replace("-", " ") for word in words("english_backward"))


def is_english(text: str) -> bool:
    """Whether a sentence is English prose.

    >>> is_english("It spent $3 million on repairs."), is_english("GDP增长5%"), is_english("CPI 2.1")
    (True, False, False)
    """
    return not _HAN.search(text) and len(_LETTERS.findall(text)) >= _FEWEST_WORDS


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure with its part of the sentence, from ``start`` to ``end``, and the words on both sides."""

    match: re.Match[str]
    start: int
    end: int

    @property
    def before(self) -> str:
        return self.match.string[self.start : self.match.start()]

    @property
    def after(self) -> str:
        return self.match.string[self.match.end() : self.end]


def read(text: str) -> tuple[list[Label], list[Skip]]:
    """Every figure of a sentence with its name, and the numbers that are none.

    >>> named, _ = read("It carried 48.6 million passengers on buses and 12.3 million on trams, up 3% on 2022.")
    >>> for one in named:
    ...     print(one.quantity.value, one.quantity.unit, "|", one.subject, "|", one.measure)
    48.6 million passengers |  | carried passengers on buses
    12.3 million |  | carried passengers on trams
    3 % | carried passengers on trams | up
    """
    text = text.replace("\n", " ")
    skips = [Skip(*match.span(), why) for why, pattern in _SKIPPED for match in pattern.finditer(text)]
    taken = [(skip.start, skip.end) for skip in skips]
    found = [
        match
        for match in _FIGURE.finditer(text)
        if not any(start < match.end("number") and match.start("number") < end for start, end in taken)
    ]
    spans = [*taken, *(match.span() for match in found)]
    skips += [
        Skip(*run.span(), UNREAD)
        for run in re.finditer("[0-9]+", text)
        if not any(start <= run.start() and run.end() <= end for start, end in spans)
    ]
    return list(_named(_parts(text, found))), sorted(skips, key=lambda skip: skip.start)


def when(text: str, one: Label, time: str) -> str:
    """The time of a figure: what its part of the sentence says, its brackets, else what the sentence begins with.

    >>> (label,) = read("In 2023, the library lent 5,120 books.")[0]
    >>> when("In 2023, the library lent 5,120 books.", label, "2024年")
    '2023年'
    >>> text = "It supplied 214 homes (2022/23: 221)."
    >>> [when(text, one, "2024年") for one in read(text)[0]]
    ['2024年', '2022年']
    >>> text = "It carried 48.6 million passengers, up 3% on 2022, and lost 6%, down from 8% a year earlier."
    >>> [when(text, one, "2024年") for one in read(text)[0]]
    ['2024年', '2024年', '2024年', '2023年']
    """
    start, end = one.clause
    text = text.replace("\n", " ")
    dated = [one for one in periods.mentions(text) if one.period.years]
    behind = one.quantity.end
    if _CHANGED.fullmatch(one.measure):  # what it is held against is of another time
        dated = [
            told for told in dated if not (told.start >= behind and _BASE.match(text[behind : told.start]))
        ]
    elif earlier := _YEAR_BEFORE.search(text, behind, end):
        then = periods.resolve("上年同期", periods.whole(time))
        return then.words if earlier.start() - behind <= _NEAR and then else time
    opening = _OPENING.match(text)
    bracket = text.rfind("(", 0, start)
    inside = bracket if bracket > text.rfind(")", 0, start) else start
    for begin, stop in ((start, end), (inside, start), (0, min(start, opening.end() if opening else start))):
        # A part may begin in the middle of a day: At 31 March | 2024 there were 486 households.
        told = (one.period for one in dated if begin < one.end <= stop)
        if said := next(told, None):
            return said.words
    return time


def opening(text: str) -> str:
    """The time that the words before a list begin with.

    >>> opening("In the year ending June 2023, the council:"), opening("The council has:")
    ('2023年', '')
    """
    told = _OPENING.match(text)
    said = next((one for one in periods.mentions(told[0] if told else "") if one.period.years), None)
    return said.period.words if said else ""


def listed(sentence: str, source: str, start: int) -> bool:
    r"""Whether a sentence that starts at a place of a text is an item of a list, or a part of one.

    >>> listed("granted 12 permits;", "granted 12 permits;", 0), listed("It rose by 3%.", "- It rose by 3%.", 2)
    (True, True)
    >>> listed("In all 5 were sold.", "In all 5 were sold.", 0)
    False
    """
    begin = source.rfind("\n", 0, start) + 1
    return sentence.lstrip()[:1].islower() or _ITEM.match(source, begin) is not None


def _parts(text: str, found: Sequence[re.Match[str]]) -> list[_Part]:
    """Part a sentence among its figures, at the commas and conjunctions between them."""
    if not found:
        return []
    opening = text.rfind(", ", 0, found[0].start()) + 1
    starts, ends = [_bracketed(text, 0, found[0].start(), opening and opening + 1)], []
    for one, other in pairwise(found):
        end, start = _between(text, one.end(), other.start())
        ends.append(end)
        starts.append(_bracketed(text, one.end(), other.start(), start))
    last = found[-1].end()
    closing = re.compile(r"[,;:(.](?!\d)|$").search(text, last)
    ends.append(closing.start() if closing else len(text))
    return [_Part(*part) for part in zip(found, starts, ends, strict=True)]


def _between(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the words between two figures stop being of the first, and begin to be of the second.

    They part at marks where there are any, else at conjunctions, or where the second is held against ("over the
    budget of").
    """
    parting = list(_PARTING.finditer(text, start, end))
    marks = [mark for mark in parting if not mark[0][0].isspace()] or parting or _held(text, start, end)
    if marks:
        return marks[0].start(), marks[-1].end()
    stop = _without_preposition(text, start, end)
    return stop, stop


def _held(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(_AGAINST.finditer(text, start, end))[-1:] if text[start:end].rstrip().endswith(" of") else []


def _bracketed(text: str, start: int, figure: int, begin: int) -> int:
    """Where the part of a figure begins: one right behind a bracket has the words before that, up to a mark."""
    if not text[:figure].endswith("("):
        return begin
    marks = list(_BRACKET.finditer(text, start, figure - 1))
    listed = list(_LISTING.finditer(text, marks[-1].end() if marks else start, figure - 1))
    before = listed or marks
    return before[-1].end() if before else start


def _without_preposition(text: str, start: int, end: int) -> int:
    """Where the words between two figures stop belonging to the first: "5% to $3 billion"."""
    bare = text[start:end].strip()
    return start if _PREPOSITION.fullmatch(bare) else end


def _named(parts: Sequence[_Part]) -> Iterator[Label]:
    lead = noun = about = former = unit = ""
    for part in parts:
        before, after = _bare(part.before), _bare(part.after)
        turn = _CHANGE.fullmatch(part.before) or (_CHANGE.match(part.after) if not before else None)
        if before in ("to", "from") and about:
            name, subject = about, ""
        elif turn and (what := _bare(turn["what"]) or about):
            level = re.search(r"\b(?:to|from)\s*$", part.before)
            subject, name = ("", what) if level else (what, turn["how"])
            about = what
        else:
            if before in _BACKWARD:
                before = noun or about
            if not before:
                before, after = lead, _with_noun(noun, after)
            lead, noun = before, _noun(after)
            subject, name = "", " ".join(filter(None, (before, after)))
            about = name
        quantity = _quantity(part)
        # "received 68,000 visitors, up from 61,500": what is held against a figure counts the same.
        if name == about == former and not quantity.unit:
            quantity = replace(quantity, unit=unit)
        elif name != about == former and not quantity.unit:
            quantity = replace(quantity, unit=_of_change(unit, part.match["number"]))
        unit, former = quantity.unit, name
        subject = subject or _subject(part)
        yield Label(quantity, subject, _LED.sub("", name), (part.start, part.end))


def _of_change(unit: str, number: str) -> str:
    """The unit of a change that is told without one, of what has changed: 29.5 million people, up 5,100.

    >>> _of_change("million people", "201,000"), _of_change("%", "0.4"), _of_change("million people", "0.4")
    ('people', 'percentage points', '')
    """
    scale, _, noun = unit.rpartition(" ")
    return "percentage points" if unit == "%" else "" if scale and "," not in number else noun


def _subject(part: _Part) -> str:
    """Whom a part of a sentence tells of that begins with a verb: "The tower, built of oak, stands 38 m tall".

    It is what the sentence, or its half that the part is of, begins with, before the first comma and figure.
    """
    text = part.match.string
    first = part.before.lstrip().split(" ", 1)[0]
    led = text[: part.start].rstrip()
    if led.endswith(", with"):
        led, first = led.removesuffix(" with"), "with"
    if not (led.endswith(",") and first.islower() and first not in _LED_BY):
        return ""
    halves = [0, *(half.end() for half in _HALF.finditer(text, 0, part.start))]
    openings = (_OPENING.match(text, start) for start in reversed(halves))
    opening = next((one for one in openings if one and one.end() < len(led)), None)
    said = _bare(opening[0]) if opening else ""
    if _FIGURE.search(_TIMED.sub(" ", said)) or _PREPOSITION.match(said.lower()) or not _LETTERS.search(said):
        return ""
    return said


def _bare(text: str) -> str:
    """Words without those that name nothing, at both ends, and without the time.

    >>> _bare(" The authority carried about "), _bare(" passengers on buses in 2023")
    ('authority carried', 'passengers on buses')
    >>> _bare("Total revenue was")
    'Total revenue'
    """
    said = _TIMED.sub(" ", text).split()
    said = [bare for word in said if (bare := word.strip(".,;:()\"'“”"))]
    while said and said[0].lower() in _IDLE and not _is_total(said):
        said = said[1:]
    while said and (said[-1].lower() in _IDLE or (len(said) > 1 and said[-1].lower() == "of")):
        if len(said) > 2 and said[-3].isdigit() and said[-2].lower() in ("and", "or"):
            break  # aged 16 and over
        said = said[:-1]
    return " ".join(said)


def _is_total(said: Sequence[str]) -> bool:
    """Whether "total" is a part of a name, as in "total revenue", and no "total of 300"."""
    return said[0].lower() == "total" and len(said) > 1 and said[1].lower() not in {*_IDLE, "of"}


def _noun(after: str) -> str:
    """What is counted, of the words behind a number."""
    match = _PREPOSITION.search(after)
    return after[: match.start()].rstrip() if match else after


def _with_noun(noun: str, after: str) -> str:
    """Words behind a number with what is counted, where they leave it out ("12.3 million on trams")."""
    return f"{noun} {after}".strip() if not after or _PREPOSITION.match(after) else after


def _counted(noun: str) -> str:
    """The words behind a number up to what it counts.

    >>> _counted(" new members joined "), _counted(" part-time")
    (' new members', '')
    """
    said = noun.split(" ")[: _LONGEST_NOUN + 1]
    last = next((place for place, word in enumerate(said) if _COUNTED.fullmatch(word)), 0)
    return " ".join(said[: last + 1]) if last else ""


def _quantity(part: _Part) -> Quantity:
    match = part.match
    said = match["percent"] or match["currency"] or match["symbol"] or ""
    counted = "" if said else _counted(_noun(part.after))
    sized = _SIZED.search(counted)
    unit = (said or (sized[0] if sized else counted.rpartition(" ")[2])).strip()
    return Quantity(
        start=match.start(),
        end=match.end() + len(counted),
        number=match.span("number"),
        value=re.sub("−", "-", match["number"].replace(",", "")),
        unit=" ".join(filter(None, (match["scale"], "%" if unit in ("per cent", "percent") else unit))),
    )
