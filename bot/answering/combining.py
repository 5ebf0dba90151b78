"""Questions that are made of others: figures put together, or a figure held against a number or its target.

Each part is asked as a question of its own, so it is answered as surely as if it had been asked alone; only then
is anything worked out. Where a part is not certain, None says that the question is to be read another way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering import aggregating, answering, comparing
from bot.answering.answering import Verdict
from bot.answering.parts import LONGEST, MANY, ask, figure, not_told, span, without
from bot.asking.dialogue import Context, complete
from bot.asking.index import Index
from bot.asking.objecting import HALF
from bot.asking.ordinals import direction
from bot.asking.pairing import Lookup
from bot.asking.selecting import beyond, cell
from bot.asking.tagging import Piece, Question, join, tag
from bot.asking.understanding import understand
from bot.knowledge.model import Fact, Found
from bot.language.quantities import Said
from bot.language.quantities import read as quantity
from bot.language.text import fold
from bot.language.vocabulary import Vocabulary

_ENDS = re.compile(r"[\s,，。.;；:：!！?？\"“”]+")
_WITHIN = re.compile(r"(.+?)(?:里面|当中|[里中])(.+)")
"""A whole and its part: "租赁住房里人才公寓占多少"."""
_CLEAR = 0.95
"""A fact that explains so much of a question is meant by it, whatever else "in total" might add up."""
_FEW = range(2, 7)
_WAYS = ("difference", "compare_low", "compare", "sum", "average", "total")


def answer(question: Question, index: Index, context: Context | None = None) -> Verdict | None:
    """Answer a question that is made of others, or that says something of the figure given last."""
    if spelt := _spelt_out(question, index):
        return answer(spelt, index) or ask(spelt, index)
    if compared := comparing.over_time(question, index):
        return compared
    if asks_whether(question):
        return _whether(question, index, context)
    if "ratio" in question.names("op"):
        return _joined("ratio", _sides(question, "joint:is", "op:ratio"), index) or not_told()
    if question.tagged("joint:share"):
        computed = _joined("share", _sides(question, "joint:share", "ask:figure", "unit", "portion"), index)
        plain = computed or ask(question, index)
        told = isinstance(plain.answer, Found) and plain.answer.entries[0].unit == "%"
        return plain if told or not question.names("ask") else not_told()
    return _several(question, index) or _side_by_side(question, index)


def _spelt_out(question: Question, index: Index) -> Question | None:
    """A question with a word for two things written as both, where they are to be put together: 城乡差多少."""
    joined = question.tagged("both")
    if not joined or not question.names("op") & {*_WAYS, "ratio"}:
        return None
    text = folded = fold(question.text)
    for piece in joined:
        if place := span(text, question.tokens[piece.start : piece.end]):
            text = text[: place[0]] + piece.named("both")[0] + text[place[1] :]
    return tag(text, index.vocabulary, index.lexicon) if text != folded else None


def _several(question: Question, index: Index) -> Verdict | None:
    """What several rows come to that one name fits: "小型水库两项目标一共多少座" names two of them."""
    way = next((op for op in _WAYS if op in question.names("op")), "")
    said = _number_of(question, index.vocabulary) if way else None
    if said is None:
        return None
    number, piece = said
    query = understand(question, index)
    known = getattr(getattr(query, "lookup", query), "candidates", ())
    if any(c.match.credits[piece.start] >= HALF for c in known):
        return None  # "三路" is part of a name
    facts = ask(tag(without(question, (piece,)), index.vocabulary, index.lexicon), index).facts
    if len(facts) != number or not all(fact.row for fact in facts):
        return None
    names = [index.knowledge.rows[fact.row].name for fact in facts]
    computed = aggregating.combine("sum" if way == "total" else way, facts, names)
    return Verdict(computed.answer, 1.0, computed.facts) if computed else None


def _number_of(question: Question, vocabulary: Vocabulary) -> tuple[int, Piece] | None:
    """How many things a question says there are ("两项", "三个"), and where."""
    found = question.tokens
    for at in range(len(found) - 1):
        said = quantity(found, at)
        if said is None or said.quantity.number not in _FEW or found[at - 1 : at] in (("第",), ("前",)):
            continue
        if vocabulary.units.get(found[said.counted : said.counted + 1]) == "thing":
            return int(said.quantity.number), Piece(at, said.counted + 1, frozenset())
    return None


def _side_by_side(question: Question, index: Index) -> Verdict | None:
    """Figures that are named one after the other, to be added up, compared or told apart."""
    operations = question.names("op")
    which = _which_is(question, index.vocabulary)
    way = which[0] if which else next((op for op in _WAYS if op in operations), "")
    if not way or ("and" not in operations and "、" not in question.text):
        return None
    parts = _enumerated(question, which[1] if which else None)
    if len(question.tokens) > LONGEST or len(parts) > MANY:
        return not_told()
    named = all(index.read(tag(part, index.vocabulary, index.lexicon)).content for part in parts)
    if not named or len(parts) < 2:
        return None  # "比目标多" has a column, not a second figure
    query = understand(question, index)
    if way == "total":
        told = any(c.match.coverage >= _CLEAR and not c.conflicts for c in getattr(query, "candidates", ()))
        return _joined("sum", parts, index, alone=told)
    computed = _joined(way, parts, index)
    if computed is None and (len(parts) > 2 or (way == "difference" and isinstance(query, Lookup))):
        return not_told()  # one of the figures is no answer to what they come to
    return computed


def versus(question: Question, context: Context, index: Index) -> Verdict | None:
    """How far a figure is from the one that was just given: "和农村比呢"."""
    said = question.tagged("versus")
    if any(piece.start == 0 for piece in question.tagged("op:and")):
        said += question.tagged("op:difference")  # "比市长的多多少"
    if not said or len(context.facts) != 1:
        return None
    rest = tag(without(question, (*said, *question.tagged("op:and"))), index.vocabulary, index.lexicon)
    first, second = context.facts[0], figure(ask(complete(rest, context), index, context.facts))
    if second is None or second.id == first.id:
        return not_told()
    computed = aggregating.combine("difference", (first, second), ("", ""))
    return Verdict(computed.answer, 1.0, computed.facts) if computed else not_told()


def asks_whether(question: Question) -> bool:
    """Whether a question wants a yes or a no: "…了吗", "有没有…", "Did …"."""
    if question.names("ask") or {"most", "ratio"} & question.names("op"):
        return False
    marks = question.tagged("whether")
    if question.language == "en":
        return bool(marks) and marks[0].start == 0
    ends = {len(question.tokens), _end(question)}
    return any(piece.end in ends or piece.end - piece.start > 1 for piece in marks)


def _end(question: Question) -> int:
    """Where a question ends before what is only polite: "哪个多呀,谢谢"."""
    end = len(question.tokens)
    for piece in reversed(question.pieces):
        if piece.end == end and _is_polite(piece):
            end = piece.start
    return end


def _is_polite(piece: Piece) -> bool:
    return ("filler" in piece.tags or piece.has("smalltalk")) and not piece.has("whether")


def _whether(question: Question, index: Index, context: Context | None) -> Verdict | None:
    """A figure and whether it is what the question says of it."""
    marks = question.tagged("whether")
    if claim := _claim(question, index.vocabulary):
        relation, piece, bound = claim
        ends = Piece(piece.start, bound.end, frozenset())
        percent = bound.quantity.unit.is_percent
        counted = "多少" + ("%" if percent else "".join(question.tokens[bound.counted : bound.end]))
        verdict = _ask_rest(without(question, (*marks, ends)), counted, index, context)
        if (fact := figure(verdict)) is None or fact.number is None:
            return verdict
        against = bound.quantity.in_unit(index.vocabulary.unit(fact.unit))
        if against is None:
            return not_told()
        true = {
            "above": fact.number > against,
            "below": fact.number < against,
            "reach": fact.number >= against,
            "equal": fact.number == against,
        }
        return _told(verdict, fact, true[relation], index)
    over = question.tagged("op:over")
    met = over or question.tagged("role:target") or question.tagged("met")
    if not met or question.tagged("op:and"):
        return None
    verdict = _ask_rest(without(question, (*marks, *met, *question.tagged("role:done"))), "", index, context)
    row = index.knowledge.rows.get(verdict.facts[0].row) if len(verdict.facts) == 1 else None
    done = cell(row, "done", index.vocabulary) if row else None
    if row is None or done is None:
        return None if isinstance(verdict.answer, Found) else verdict
    sign = beyond(row, index.vocabulary)
    return None if sign is None else _told(verdict, done, sign > 0 if over else sign >= 0, index)


def _told(verdict: Verdict, fact: Fact, true: bool, index: Index) -> Verdict:
    found = replace(answering.found(fact, index), verdict="yes" if true else "no")
    return Verdict(found, verdict.score, (fact,))


def _claim(question: Question, vocabulary: Vocabulary) -> tuple[str, Piece, Said] | None:
    """What is said of a figure: above, below or reach, the words for it, and the quantity."""
    names = {
        "op:above": "above",
        "op:below": "below",
        "claim:above": "above",
        "claim:reach": "reach",
        "claim:equal": "equal",
    }
    for piece in question.pieces:
        relation = next((relation for name, relation in names.items() if name in piece.tags), "")
        start = piece.end + (question.tokens[piece.end : piece.end + 1] == ("了",))
        if bound := quantity(question.tokens, start, vocabulary) if relation else None:
            return relation, piece, bound
    return _stated(question, vocabulary)


def _stated(question: Question, vocabulary: Vocabulary) -> tuple[str, Piece, Said] | None:
    """A number that is only said, where the question is whether that is so: "新增了50名,是真的吗"."""
    found, marks = question.tokens, question.tagged("whether")
    if not marks or marks[-1].end - marks[-1].start < 2 or marks[-1].end != len(found):
        return None
    for at in range(marks[-1].start - 1):
        bound = quantity(found, at, vocabulary) if found[at].isdigit() else None
        if bound and bound.end > bound.counted:
            return "equal", Piece(at, at, frozenset()), bound
    return None


def _joined(way: str, parts: Sequence[str], index: Index, *, alone: bool = False) -> Verdict | None:
    """What figures come to; None where one of them is not certain, or they are not of one kind.

    With ``alone`` each part must name its figure by itself.
    """
    if len(parts) < 2 or (len(parts) > 2 and way not in ("sum", "average")):
        return None
    asked = [tag(part, index.vocabulary, index.lexicon) for part in parts]
    if max(len(part.tokens) for part in asked) > LONGEST:
        return not_told()
    told = [figure(ask(part, index)) for part in asked]
    found: list[Fact] = []
    for number, part in enumerate(asked):
        fact = told[number]
        # "小微企业和民营企业的贷款": what one part leaves out, another says.
        beside = next((at for at, known in enumerate(told) if known and at != number), None)
        if fact is None and not alone and beside is not None and (known := told[beside]):
            fact = figure(ask(complete(part, Context(asked[beside], (known,))), index, (known,)))
        if fact is None or fact in found:
            return None
        found.append(fact)
    names = [_name(fact, part, index) for fact, part in zip(found, asked, strict=True)]
    computed = aggregating.combine(way, found, names)
    return Verdict(computed.answer, 1.0, computed.facts) if computed else not_told()


def _name(fact: Fact, part: Question, index: Index) -> str:
    """What one of two figures is called: its row, else the words of its label or of the question that name it."""
    if fact.row:
        return index.knowledge.rows[fact.row].name
    said = "".join(part.tokens)
    told = next((name for name in (fact.subject, fact.measure) if name and fold(name) in said), "")
    quiet = {at for p in part.pieces if _is_polite(p) for at in range(p.start, p.end)}
    own = [at for at, clause in enumerate(part.clauses) if clause in part.asking and at not in quiet]
    return told or (join(part.tokens[own[0] : own[-1] + 1]) if own else fact.label)


def _which_is(question: Question, vocabulary: Vocabulary) -> tuple[str, Piece] | None:
    """Compare or compare_low, and the words that ask it, where a question ends like "哪个进度高"."""
    end = _end(question)
    order = direction(question.tokens, end - 1, vocabulary) if end else ""
    for piece in question.tagged("ask:which") + question.tagged("ask:who"):
        if order and 0 <= end - 1 - piece.end <= 5:
            return ("compare" if order == "max" else "compare_low"), Piece(piece.start, end, piece.tags)
    return None


def _enumerated(question: Question, which: Piece | None) -> list[str]:
    """The things a question names side by side, each with the column and the unit that all share."""
    text, shared = fold(question.text), ""
    drop = [which] if which else []
    ways = {f"op:{way}" for way in _WAYS}
    last = which.start if which else len(question.tokens)
    drop += [piece for piece in question.pieces if piece.tags & ways and piece.start < last]
    if which:
        ask = next(p for p in question.pieces if p.start == which.start)
        shared = "".join(question.tokens[ask.end : which.end - 1])
    text = without(question, drop)
    words = [re.escape(question.words(piece)) for piece in question.tagged("op:and")]
    parts = [part for part in re.split("|".join(("、", "还是", *words)), text) if _ENDS.sub("", part)]
    tails = [question.words(p) for p in question.pieces if p.has("role") and p not in drop]
    tails += [question.words(p) + _unit(question, p) for p in question.tagged("ask:figure")]
    if len(parts) < 2:
        return []
    tail = "".join(word for word in tails if word in parts[-1])
    return [part + shared + (tail if at < len(parts) - 1 else "") for at, part in enumerate(parts)]


def _unit(question: Question, ask: Piece) -> str:
    return "".join(question.tokens[ask.end : ask.end + 1]) if ask.end < len(question.tokens) else ""


def _sides(question: Question, joint: str, *tail: str) -> list[str]:
    """What stands before and behind a joint such as 是 or 占, without the words that ask."""
    asks = [piece for piece in question.pieces if any(map(piece.has, tail))]
    joints = [piece for piece in question.tagged(joint) if asks and piece.start < asks[-1].start]
    asks = [piece for piece in asks if joints and piece.start > joints[-1].start]
    if not asks:
        return []
    text = fold(question.text)
    middle = span(text, question.tokens[joints[-1].start : joints[-1].end])
    end = span(text, question.tokens[asks[0].start : asks[0].end])
    if middle is None or end is None or middle[1] > end[0]:
        return []
    part, whole = text[: middle[0]], text[middle[1] : end[0]].removesuffix("的")
    if not whole.strip() and (within := _WITHIN.fullmatch(part)):
        return [within[2], within[1]]
    return [part, whole]


def _ask_rest(text: str, counted: str, index: Index, context: Context | None) -> Verdict:
    """What is left of a question; where nothing is, the figure given last is meant."""
    rest = tag(text, index.vocabulary, index.lexicon)
    if context and len(context.facts) == 1 and not index.read(rest).content:
        fact = context.facts[0]
        return Verdict(answering.found(fact, index), 1.0, (fact,))
    return ask(tag(text + counted, index.vocabulary, index.lexicon), index)
