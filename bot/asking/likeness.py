"""What speaks for and against a figure a question may mean, as numbers that are weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.asking.asked import Asked
from bot.asking.index import Index
from bot.asking.interpretations import Candidate, Match
from bot.asking.linker import Link, Linker, Word
from bot.asking.naming import _against, _fit, cells
from bot.asking.objections import missing
from bot.asking.tagging import Question
from bot.knowledge.model import Fact, Row
from bot.language import words as general

KINDS = ("place", "period", "contrast", "name", "part", "measure", "former", "unit", "column", "negation", "operation")
NEAR = ("name", "clause")


def candidate_features(link: Link, asked_words: Sequence[Word], question: Question, asked: Asked, index: Index, linker: Linker) -> dict[str, float]:
    fact = link.fact
    target = index.knowledge.rows[fact.row] if fact.row else fact
    match = index.explain(target.id, question, asked)
    objections = {one.kind for one in _against(question, asked, fact, match, index)}
    f: dict[str, float] = {}
    total = sum(w.weight for w in asked_words) or 1.0
    lost = 0.0
    worst = 0.0
    for w, c, where, how in zip(asked_words, link.credits, link.where, link.how):
        if not w.weight:
            continue
        if c:
            key = ("near" if where in NEAR else where) + "_" + ("same" if how == "same" else how)
            f[key] = f.get(key, 0.0) + w.weight * c / total
        left = w.weight * (1 - c)
        lost += left
        worst = max(worst, left)
    head = head_word(asked_words, question)
    for at, (w, c) in enumerate(zip(asked_words, link.credits)):
        if not w.weight or question.clauses[w.start] not in question.asking:
            continue
        left = w.weight * max(0.0, 1 - c / 0.6) if c < 0.6 else 0.0
        known = any(how == "same" for _, how in w.related.values())
        key = "lost_known" if known else "lost_alien"
        f[key] = max(f.get(key, 0.0), left)
        if at == head:
            f["lost_head"] = left
    f["lost"] = lost
    f["worst"] = worst
    f["recall"] = linker.recall(link.number, asked_words)
    unsaid = [general.weight(own) * linker.rarity(own) * (1 - max((w.related.get(own, (0.0,))[0] for w in asked_words), default=0.0)) for own in linker.contexts.names[link.number]]
    f["unsaid"] = max(unsaid, default=0.0)
    f["unsaid_sum"] = sum(unsaid)
    f["twin"] = min(worst, f["unsaid"])
    f["lost_share"] = lost / total
    f["fit"] = _fit(question.names("ask"), fact, asked, index)
    own_unit = index.vocabulary.unit_class(fact.unit)
    f["unit_same"] = float(bool(asked.unit) and asked.unit == own_unit)
    f["unit_other"] = float(bool(asked.unit) and bool(own_unit) and asked.unit != own_unit)
    f["text"] = float(fact.kind == "text")
    f["text_asked"] = float(fact.kind == "text" and bool(question.names("ask") & {"which", "who", "where", "name", "what"}))
    f["coverage"] = match.coverage
    f["mrecall"] = match.recall
    f["support"] = match.support
    f["measured"] = float(match.measured)
    f["missing"] = float(bool(missing(question, asked, match, index)))
    for kind in objections:
        f["obj_" + kind] = 1.0
    if isinstance(target, Row):
        meant = cells(target, question, asked, index)
        f["meant"] = float(any(m.id == fact.id for m in meant)) / max(1, len(meant)) ** 0.5
        f["cell_other"] = float(not any(m.id == fact.id for m in meant))
    return f


def question_features(asked_words: Sequence[Word], question: Question, asked: Asked, size: int) -> dict[str, float]:
    f: dict[str, float] = {}
    alien = [w.weight for w in asked_words if w.weight and not w.related]
    f["alien"] = max(alien, default=0.0)
    f["alien_sum"] = sum(alien)
    f["ops"] = float(bool(question.tagged("op:max", "op:min", "op:sum", "op:average", "op:difference", "op:more", "op:less", "op:ratio", "op:compare", "op:count")))
    f["and"] = float(bool(question.seams) or bool(question.tagged("op:and")))
    f["nofigure"] = float(not question.names("ask"))
    f["short"] = float(sum(1 for w in asked_words if w.weight > 0) < 2)
    f["words"] = float(sum(1 for w in asked_words if w.weight > 0))
    f["size"] = math.log(size)
    f["neg"] = float(bool(asked.turned))
    return f


def head_word(asked_words: Sequence[Word], question: Question) -> int:
    """The last content word before the first word that asks, in its clause; else the last content word."""
    asks = [p for p in question.tagged("ask") if question.clauses[p.start] in question.asking]
    end = asks[0].start if asks else len(question.tokens)
    clause = question.clauses[end] if asks else -1
    before = [at for at, w in enumerate(asked_words) if w.weight and w.end <= end and (clause < 0 or question.clauses[w.start] == clause)]
    after = [at for at, w in enumerate(asked_words) if w.weight and w.start >= end]
    return before[-1] if before else (after[-1] if after else -1)
