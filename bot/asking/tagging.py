"""Marking the pieces of a question: what asks, which time and place it names, what is only polite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from bot.asking import clauses
from bot.asking.question import TERM, Moment, Piece, Question, carried
from bot.language import periods, pinyin, quantities, segmenter
from bot.language.numerals import NUMERALS
from bot.language.periods import Period
from bot.language.speech import Language, spoken
from bot.language.spelling import Lexicon, mend, spell_out
from bot.language.text import HANZI, MAX_QUESTION, fold
from bot.language.vocabulary import FILLER, Tokens, Vocabulary, tokens

_SEAM = re.compile(r"[、+]")
"""What stands between names side by side; people who type key words put spaces there."""
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?![\d.])")
_NAMED = frozenset({"told", "loose", "short"})
"""The ways a time is named by itself: 今年 is of the vocabulary, and a plan spans years that are no figure's."""
_LOOSE = frozenset({"soft", "row", "change"})
"""Single characters with only these tags are as often a slip for another character."""
_NAME = 3
"""Tokens of the shortest name that no place runs into."""
_WHOLE = 4
"""Tokens of the shortest name that is no word of the language besides."""
_OF_LANGUAGE = frozenset({"place", "op", "joint", "claim", "neg", "ask", "year", "period", "role", "thing"})
"""What words mean in a question, and not within the name of a thing."""
_ORDERS = {"op:max": "op:more", "op:min": "op:less"}
"""What an adjective of an order says behind 比: 比…高."""
_SURPLUS = {"多": "op:more", "少": "op:less"}
"""What more or less was done of something."""
_LONGEST_VERB = 3
"""Tokens of the longest verb that stands between 多 or 少 and what asks for a figure."""
_OPERATING = frozenset({"op", "ask"})
_PLACING = frozenset("前第")
"""What stands before a number that puts in order: 前三, 第二高."""
_DAYS = (("日",), ("号",))
_UNTIL = "截至止到"
"""What may stand before a time and is no part of it."""
_ESTIMATED = (("a",), ("e",), ("f",))
"""What is said behind a year that is over, or only expected: 2023A, 2026E."""
_CALLED_A_YEAR = (("年",), *_ESTIMATED)
_YEAR_DIGITS = 4
_BEFORE = frozenset({"前", "之前", "以前"})
"""What stands behind a word for a change and asks for what was before it."""
_DIGITS_SAID = re.compile("[零〇幺一二三四五六七八九]{5,}")
"""Numerals one by one are the digits of a number that is a name, as whoever speaks says 12345."""
_DIGITS = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_LATIN_RUN = re.compile(r"[a-zü\u00e0-\u01dc]+[1-5]?(?:[ '][a-zü\u00e0-\u01dc]+[1-5]?)*")


def tag(text: str, vocabulary: Vocabulary, lexicon: Lexicon, otherwise: Language = "zh") -> Question:
    """Read a message as a question; in the language ``otherwise`` where its letters tell none."""
    text = text[: MAX_QUESTION * 4]
    spoke = spoken(text, vocabulary)
    language = spoke or otherwise
    folded = fold(text)
    if len(folded) > MAX_QUESTION:
        text = folded = folded[:MAX_QUESTION]  # what is not read is no part of the question
    folded = _in_digits(folded)
    spelled = _spelled(folded, vocabulary, lexicon)
    if spelled != folded and HANZI.search(spelled):
        language = "zh"
    found: list[str] = []
    pieces: list[Piece] = []
    numbers: list[int] = []
    mended: set[int] = set()
    said = _Times()
    seams: set[int] = set()
    gaps: set[int] = set()
    for number, clause in enumerate(clauses.CLAUSE.split(spelled)):
        told = periods.as_written(clause, lexicon.named)
        typed = _asked_both_ways(vocabulary.exchange(tokens(told)), vocabulary)
        apart = list(_cuts(told, _SEAM, len(typed), vocabulary))
        part, slips = _corrected(typed, apart, vocabulary, lexicon)
        if len(part) == len(typed):
            seams.update(len(found) + at for at in apart)
            gaps.update(len(found) + at for at in _cuts(told, _GAP, len(typed), vocabulary))
        cuts = apart if len(part) == len(typed) else []
        spans = _phrases(part, cuts, vocabulary, lexicon)
        mended.update(len(found) + at for at in slips)
        spans = said.read(clause, part, spans, len(found), vocabulary, lexicon)
        pieces += (Piece(len(found) + start, len(found) + end, tags) for start, end, tags in spans)
        found += part
        numbers += [number] * len(part)
    corrected = tuple(found)
    read = clauses.read(corrected, pieces, numbers, mended, spelled, vocabulary, lexicon)
    return Question(
        text=text,
        language=language,
        tokens=corrected,
        clauses=tuple(read.numbers),
        pieces=tuple(read.pieces),
        asking=read.asking,
        mended=frozenset(mended),
        years=tuple(said.years),
        times=tuple(said.times),
        alone=frozenset(_alone(corrected, pieces, lexicon)),
        seams=frozenset(seams),
        gaps=frozenset(gaps),
        headed=frozenset(at for span in lexicon.heads_in(corrected) for at in range(*span)),
        origin=tuple(range(len(corrected))),
        spots=said.spots
        | {
            year: _year_spots(year[:4], corrected) or _spots(vocabulary.exchange(tokens(words)), corrected)
            for year, words in said.years.items()
        },
        moments=tuple(_complete(said.moments)),
        spoken=spoke,
    )


@dataclass(slots=True)
class _Times:
    """The times that the clauses of a question name: years and times within a year with their words, and where."""

    years: dict[str, str] = field(default_factory=dict)
    times: list[tuple[Period, str]] = field(default_factory=list)
    spots: dict[str, frozenset[int]] = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)

    def read(  # noqa: PLR0913, PLR0917  # a clause as typed and as read
        self,
        clause: str,
        part: Tokens,
        spans: list[tuple[int, int, frozenset[str]]],
        offset: int,
        vocabulary: Vocabulary,
        lexicon: Lexicon,
    ) -> list[tuple[int, int, frozenset[str]]]:
        """Notes the times of a clause; its phrases, with one for the words of each."""
        begin = 0
        for mention in periods.mentions(clause, asked=True):
            if mention.how not in _NAMED:
                continue
            whole = clause[mention.start : mention.end].strip()
            self.years |= dict.fromkeys((f"{year}年" for year in mention.period.years), whole)
            named = periods.as_written(whole.lstrip(_UNTIL), lexicon.named)
            words = vocabulary.exchange(tokens(named))
            if not mention.compared and (places := _spots(words, part, begin)):
                begin = _time_end(part, max(places) + 1)
                places = frozenset(range(offset + min(places), offset + begin))
                self.moments.append(Moment(mention.period, places))
            if mention.period.months and not mention.compared:
                said = clause[slice(*mention.within)].strip() or whole  # 2024-05
                self.times.append((mention.period.within, said))
                words = vocabulary.exchange(tokens(periods.as_written(f" {said}", lexicon.named)))
                spans = list(_timed(spans, part, words))
                inside = [range(a, b) for a, b, tags in spans if "period:within" in tags]
                self.spots[said] = frozenset(offset + at for at in (inside[-1] if inside else ()))
        return spans


def _complete(moments: Sequence[Moment]) -> Iterator[Moment]:
    """Times with what is said once for all of them: the year before, and the part of a year; each time once.

    That is 2023年1月和2月, and 2022年和2023年的1月.
    """
    inner = {one.time.within: one.time for one in moments if one.time.months}
    alone = next(iter(inner.values())) if len(inner) == 1 else periods.NEVER
    year = next((one.time for one in moments if one.time.years), periods.NEVER)
    found: dict[Period, frozenset[int]] = {}
    for one in moments:
        time = one.time if one.time.months or one.time.point or not alone else alone.within.placed(one.time)
        year = time if time.years else year
        time = time.placed(periods.whole(f"{year.years[0]}年")) if year else time
        found[time] = found.get(time, frozenset()) | one.places
    yield from (Moment(time, places) for time, places in found.items())


def _in_digits(folded: str) -> str:
    """A folded text with years and what is said digit by digit in digits, and no space within a number."""
    said = _DIGITS_SAID.sub(lambda match: match[0].translate(_DIGITS), folded)
    return _THOUSANDS.sub(lambda match: match[0].replace(" ", ""), periods.in_digits(said))


def _year_spots(year: str, found: Tokens) -> frozenset[int]:
    """Where a year is said: 2022, 2022年, 22年, 2022A."""
    spots: set[int] = set()
    for at, token in enumerate(found):
        called = found[at + 1 : at + 2] in _CALLED_A_YEAR
        if token == year or (called and token == year[2:]):
            spots |= {at, at + 1} if called else {at}
    return frozenset(spots)


def _time_end(found: Tokens, at: int) -> int:
    """Where a time ends with what is said right behind it: 30日 behind 6月, the E of 2026E."""
    dated = found[at - 1 : at] == ("月",) and found[at + 1 : at + 2] in _DAYS
    estimated = found[at : at + 1] in _ESTIMATED and len(found[at - 1]) == _YEAR_DIGITS
    return at + 2 if dated and found[at].isdigit() else at + estimated


def _spots(words: Tokens, found: Tokens, begin: int = 0) -> frozenset[int]:
    """Where some words are said first, from a place on."""
    size = len(words)
    starts = (at for at in range(begin, len(found) - size + 1) if found[at : at + size] == words)
    return frozenset(range(at, at + size) if (at := next(starts, -1)) >= 0 else ())


def _cuts(clause: str, mark: re.Pattern[str], size: int, vocabulary: Vocabulary) -> Iterator[int]:
    """The tokens of a clause that a mark stands before; none where a word goes over it."""
    if mark.search(clause):
        parts = [len(vocabulary.exchange(tokens(part))) for part in mark.split(clause)]
        if sum(parts) == size:
            yield from (at for end in range(1, len(parts)) if 0 < (at := sum(parts[:end])) < size)


def _phrases(
    part: Tokens, apart: Sequence[int], vocabulary: Vocabulary, lexicon: Lexicon
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause, as the names of things in it leave them."""
    held = _no_places(part, vocabulary, lexicon)
    spans = _compared(_spans(part, apart, held, vocabulary, lexicon), part, vocabulary)
    spans = _outside_heads(spans, [*lexicon.heads_in(part)])
    wholes = list(lexicon.wholes_in(part))
    if not wholes:
        return spans
    return sorted(
        [*_outside_names(spans, wholes), *_kinds_of(wholes, spans, part, lexicon)], key=itemgetter(0, 1)
    )


def _spans(
    part: Tokens, apart: Sequence[int], held: frozenset[int], vocabulary: Vocabulary, lexicon: Lexicon
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause; none but a name goes over a 、: "完成、进度" are two columns."""
    spans = [_uncut(span, part, vocabulary, lexicon) for span in vocabulary.spans(part, held)]
    spans = [one for one in spans if "change" not in one[2] or part[one[1] : one[1] + 1] != ("着",)]  # 压着
    asking = {start for start, _, tags in spans if not tags.isdisjoint(("ask:figure", "op:count"))}
    spans = [_before_change(_in_all(span, asking, part), part) for span in spans]
    crossed = [at for at in apart if any(start < at < end and tags != TERM for start, end, tags in spans)]
    if not crossed:
        return spans
    return [
        (first + start, first + end, tags)
        for first, last in pairwise((0, *crossed, len(part)))
        for start, end, tags in vocabulary.spans(part[first:last], frozenset(at - first for at in held))
    ]


def _before_change(span: tuple[int, int, frozenset[str]], part: Tokens) -> tuple[int, int, frozenset[str]]:
    """A phrase, and one for a change as what asks for what was before it: 降低前, 上涨之前."""
    start, end, tags = span
    if not tags & {"move:up", "move:down"} or "move:any" in tags:
        return span
    behind = next((size for size in (1, 2) if "".join(part[end : end + size]) in _BEFORE), 0)
    after = part[end + behind : end + behind + 1]
    first_few = bool(after) and (after[0][0].isdigit() or after[0] in {*NUMERALS, "几"})  # 下降前五的
    return (start, end + behind, frozenset({"former"})) if behind and not first_few else span


def _in_all(
    span: tuple[int, int, frozenset[str]], asking: AbstractSet[int], part: Tokens
) -> tuple[int, int, frozenset[str]]:
    """A phrase, and 共 as what asks for all together where it stands right before what asks: 甲和乙共多少件."""
    start, end, tags = span
    in_all = part[start:end] == ("共",) and end in asking
    return (start, end, tags | {"op:total", "stock"}) if in_all else span


def _uncut(
    span: tuple[int, int, frozenset[str]], part: Tokens, vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[int, int, frozenset[str]]:
    """A phrase that asks for a person, without the half of a word that columns have: 哪个|人口."""
    start, end, tags = span
    shorter = vocabulary.phrases.get(part[start : end - 1])
    cuts = "ask:who" in tags and "".join(part[end - 1 : end + 1]) in lexicon.measured
    return (start, end - 1, shorter) if cuts and shorter else span


def _outside_heads(
    spans: list[tuple[int, int, frozenset[str]]], heads: Sequence[tuple[int, int]]
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause without the orders that columns are called by, where another one is asked for.

    That is 最大指数最低的城市.
    """
    orders = [one for one in spans if not one[2].isdisjoint(_ORDERS)]
    called = [one for one in orders if any(a <= one[0] and one[1] <= b for a, b in heads)]
    return [one for one in spans if one not in called] if len(called) < len(orders) else spans


def _outside_names(
    spans: list[tuple[int, int, frozenset[str]]], wholes: Sequence[tuple[int, int]]
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause without those that only make up the name of a thing: 有 in 有限公司."""
    located = {at for start, end, tags in spans if _only_places(tags) for at in range(start, end)}
    wholes = [(a, b) for a, b in wholes if b - a >= _WHOLE and not located.issuperset(range(a, b))]
    return [
        (start, end, tags)
        for start, end, tags in spans
        if not any(a <= start and end <= b and b - a > end - start for a, b in wholes)
        or not (carried(tags) | tags) & _OF_LANGUAGE
    ]


def _kinds_of(
    wholes: Sequence[tuple[int, int]],
    spans: Sequence[tuple[int, int, frozenset[str]]],
    part: Tokens,
    lexicon: Lexicon,
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """What a thing is, said behind its whole name, which needs no explanation: 小区 in 东方世家花园小区."""
    for _, end in wholes:
        kind = next((one for one in spans if one[0] == end and "thing" in one[2]), None)
        if kind and "".join(part[end : kind[1]]) not in lexicon.measured:
            yield end, kind[1], FILLER


def _compared(
    spans: Sequence[tuple[int, int, frozenset[str]]], part: Tokens, vocabulary: Vocabulary
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause that holds one thing against another, by whatever adjective: 比…大多少, 比…长几天."""
    found = list(spans)
    joined = [start for start, end, _ in spans if part[start:end] == ("比",)]
    for start, end, tags in spans if joined else ():
        orders = vocabulary.phrases.get(("最", *part[start - 1 : start]), frozenset()) & _ORDERS.keys()
        inside = any(one < start - 1 < other for one, other, _ in spans)  # 长 in 增长多少 compares nothing
        if "ask:figure" in tags and orders and joined[0] < start - 1 and not inside:
            way = frozenset(_ORDERS[order] for order in orders)
            found = [one for one in found if one[1] < start or one[0] >= end]
            found.append((start - 1, end, way))
    return _surplus(sorted(found, key=lambda one: one[:2]), part, compared=bool(joined))


def _surplus(
    spans: list[tuple[int, int, frozenset[str]]], part: Tokens, *, compared: bool
) -> list[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause with the 多 or 少 before a verb, by whatever verb: 比…多获奖几项, 多修了多少."""
    for start, *_ in [one for one in spans if one[2] & {"ask:figure", "op:count"}]:
        verb = _surplus_verb(part, start)
        inside = {tag for a, b, own in spans if a < verb.stop and b >= verb.start for tag in carried(own)}
        if verb and (compared or part[verb.stop] == "了") and not inside & _OPERATING:
            at = verb.start - 1
            kept = [one for one in spans if one[1] <= at or one[0] > at]
            return sorted([*kept, (at, at + 1, frozenset({_SURPLUS[part[at]]}))], key=lambda one: one[:2])
        # 超额帮了多少人 asks how far beyond the target that went, by whatever verb.
        done = part[start - 1 : start] == ("了",)
        over = next(
            (one for one in spans if "op:over" in one[2] and 1 < start - one[1] <= _LONGEST_VERB + 1), None
        )
        if done and over:
            return [one if one is not over else (*one[:2], frozenset({"op:beyond"})) for one in spans]
    return spans


def _surplus_verb(part: Tokens, asks: int) -> range:
    """Where a verb stands between 多 or 少 and what asks for a figure."""
    end = asks - (part[asks - 1 : asks] == ("了",))
    for at in range(end - 2, max(end - _LONGEST_VERB - 2, -1), -1):
        if part[at] in _SURPLUS and len(segmenter.word_at(part, at)) == 1:
            return range(at + 1, end)
    return range(0)


def _alone(found: Tokens, pieces: Sequence[Piece], lexicon: Lexicon) -> Iterator[str]:
    inside = {at for piece in pieces if piece.tags != TERM for at in range(piece.start, piece.end)}
    for at, token in enumerate(found):
        if at not in inside and token in lexicon.singles:
            beside = (found[at - 1] + token if at else "", token + "".join(found[at + 1 : at + 2]))
            if lexicon.named.isdisjoint(beside):
                yield token


def _timed(
    spans: Iterable[tuple[int, int, frozenset[str]]], part: Tokens, words: Tokens
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The phrases of a clause with one for the words of a time, in place of those that it crosses."""
    size = len(words)
    at = next((at for at in range(len(part) - size + 1) if part[at : at + size] == words), -1)
    yield from ((start, end, tags) for start, end, tags in spans if at < 0 or end <= at or start >= at + size)
    if at >= 0:
        yield at, at + size, frozenset({"period:within"})


def _asked_both_ways(found: Tokens, vocabulary: Vocabulary) -> Tokens:
    """A clause whose verb is said with and without a 没 or 不, as one that asks whether: 到没到 is 是否到."""
    for at in range(1, len(found) - 1):
        verb, both = found[at - 1], found[at - 1 : at + 2]
        turned = "neg:not" in vocabulary.phrases.get(found[at : at + 1], frozenset())
        if turned and verb == found[at + 1] and both not in vocabulary.phrases:
            return (*found[: at - 1], "是", "否", *found[at + 1 :])
    return found


def _corrected(
    typed: Tokens, apart: Sequence[int], vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[Tokens, frozenset[int]]:
    """The tokens of a clause with slips put right, and where they were; no word goes over what stands ``apart``."""
    certain = _certain(typed, vocabulary)
    right, mended = typed, frozenset[int]()
    for start, end in pairwise((0, *apart, len(typed))):
        inside = {at - start for at in certain if start <= at < end}
        mendable, slips = mend(typed[start:end], inside, lexicon)
        right = right[:start] + mendable + right[end:]
        mended |= {start + at for at in slips}
    if mended:
        # A word put right may be a synonym; one that changes the length moves what was mended out of sight.
        again = vocabulary.exchange(right)
        right, mended = again, (mended if len(again) == len(right) else frozenset())
    return _spelling(right, lexicon), mended


def _certain(typed: Tokens, vocabulary: Vocabulary) -> set[int]:
    """The positions surely meant as typed: words of the vocabulary, what is counted behind a number or "多少"."""
    certain: set[int] = set()
    for start, end, tags in vocabulary.spans(typed):
        if end - start > 1 or not tags <= _LOOSE:
            certain.update(range(start, end))
        if "ask:figure" in tags:
            certain.add(end)
            certain.update(_surplus_verb(typed, start))
    certain.update(at + 1 for at, token in enumerate(typed) if token[0].isdigit())
    for at in range(len(typed)):
        said = quantities.read(typed, at, vocabulary)
        if said and said.end - said.start > 1:
            certain.update(range(said.start, said.end))  # 三成 is no slip of anything
    certain.update(
        at + 1
        for at, token in enumerate(typed[:-1])
        if token in NUMERALS and typed[at + 1 : at + 2] in vocabulary.units
    )
    for at, token in enumerate(typed[:-1]):
        counted = typed[at + 1] in NUMERALS or typed[at + 1][0].isdigit()
        if counted and (token in _PLACING or token in NUMERALS):
            certain.update((at, at + 1, at + 2))
    return certain


def _spelled(folded: str, vocabulary: Vocabulary, lexicon: Lexicon) -> str:
    """A folded text with its stretches of pinyin written in characters; English stays."""

    def write(match: re.Match[str]) -> str:
        run = match[0]
        known = vocabulary.canonical(run)
        covered = sum(e - s for s, e, tags in vocabulary.spans(known) if not _only_places(tags))
        covered = max(covered, sum(token >= "\u3400" for token in known))  # English for a name
        month = next(periods.mentions(run), None)  # june is no ju ne
        if month or covered * 2 >= len(known) or all(token in lexicon.latin for token in known):
            return run
        return spell_out(words, lexicon) if (words := pinyin.words(run)) else run

    return _LATIN_RUN.sub(write, folded)


def _no_places(found: Tokens, vocabulary: Vocabulary, lexicon: Lexicon) -> frozenset[int]:
    """Where no place begins, since a word that names are made of began before: 保定 in "低保定为".

    Nor right before a whole name, of which it would take the beginning: 和龙 in 溪陵区和龙岫县.
    Where a word of questions begins, names that meet there tell nothing: 提高 in 效能提高, beside 效能提升.
    """
    held = {
        at
        for at in range(1, len(found))
        if found[at - 1] + found[at] in lexicon.named and found[at] >= "\u3400"
    }
    if held:
        for _, start, end in segmenter.words(found):
            tags = vocabulary.phrases.get(found[start:end], frozenset())
            if end - start > 1 and tags and not _only_places(tags):
                held.discard(start)
    held |= {start - 1 for start, end in lexicon.wholes_in(found) if end - start >= _NAME}
    return frozenset(held)


def _only_places(tags: frozenset[str]) -> bool:
    return all(tag.startswith("place:") for tag in tags)


def _spelling(found: Tokens, lexicon: Lexicon) -> Tokens:
    """Tokens with misspelt Latin words put right where one known word is close."""
    if not any(len(t) > 4 and "a" <= t[0] <= "z" and t not in lexicon.latin for t in found):
        return found
    from rapidfuzz import fuzz, process

    def right(token: str) -> str:
        if len(token) < 5 or not "a" <= token[0] <= "z" or token in lexicon.latin:
            return token
        near = process.extractOne(token, lexicon.latin, scorer=fuzz.ratio, score_cutoff=84)
        return str(near[0]) if near else token

    return tuple(map(right, found))
