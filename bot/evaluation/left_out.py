"""Questions left out of the learning: each weighed without its document, and what the replies are worth then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering import likely
from bot.asking.likelihood import Ranking, ranked
from bot.evaluation import judge
from bot.evaluation.gathering import Case, told
from bot.knowledge.calibration import Judged
from bot.knowledge.model import Choices, Found, Unknown
from bot.knowledge.signs import Likelihood

TAKEN_AWAY = 0.12
"""How often a question is counted with its figure taken away: as often as people ask for what is not there."""


@dataclass(frozen=True, slots=True)
class Blind:
    """A question weighed by what was learned without its fold.

    Attributes:
        case: The question.
        ranking: The figures it may mean.
        gone: The same without those that are meant; none where all or none of them are.
    """

    case: Case
    ranking: Ranking
    gone: Ranking | None


def weighed(one: Case, worth: Mapping[str, float], *, by_meaning: bool) -> Blind:
    """A question weighed by what signs are worth, as other questions taught it, and by meaning where it has any."""
    by_meaning = by_meaning and not one.onward
    meant = one.meant
    ranking = replace(ranked(one.figures, one.none, worth, by_meaning=by_meaning), several=one.several)
    if not any(meant) or all(meant):
        return Blind(one, ranking, None)
    rest = [figure for figure, is_meant in zip(one.figures, meant, strict=True) if not is_meant]
    return Blind(one, ranking, ranked(rest, one.none, worth, by_meaning=by_meaning))


def judged(name: str, blind: Sequence[Blind], limits: Likelihood) -> Judged:
    """What came of a set, in percent of its questions."""
    counts: defaultdict[str, int] = defaultdict(int)
    answerable = helped = 0
    own = [(one.case, one.ranking) for one in blind if one.case.name == name and not one.case.behind]
    for one, ranking in own:
        status, given, offered, near = _reply(one, ranking, limits)
        verdict = judge.verdict(one.question, status, given, offered)
        counts[verdict] += 1
        if one.question["values"]:
            answerable += 1
            helped += judge.helps(one.question, verdict, [*given, *offered, *near])
    share = {kind: round(100 * counts[kind] / len(own), 1) for kind in ("right", "near", "missed", "wrong")}
    return Judged(name=name, questions=len(own), helped=round(100 * helped / (answerable or 1), 1), **share)


def _reply(one: Case, ranking: Ranking, limits: Likelihood) -> tuple[str, list[str], list[str], list[str]]:
    """The status of a reply, and the values it gives, offers and suggests."""
    if one.open and (best := likely.given(ranking, _of(one, limits))):
        return "answer", told(best.signed.fact), [], []
    if one.open and (free := likely.offered(ranking, limits)):
        return "choices", [], [own.signed.fact.value for own in free], []
    near = [own.signed.fact.value for own in likely.nearby(ranking)] if one.open else []
    match one.answer:
        case Choices(options=options):
            return "choices", [], [option.value for option in options], []
        case Unknown(suggestions=suggestions):
            return "unknown", [], [], near or [own.value for own in suggestions]
        case Found(entries=entries):
            given = [entry.value for entry in entries]
            return ("unknown", [], [], near) if one.open else ("answer", given, [], [])
        case _:
            return "smalltalk", [], [], []


def _of(one: Case, limits: Likelihood) -> Likelihood:
    """The limits for a question, by whether it goes on from another."""
    return replace(limits, sure=limits.onward) if one.onward else limits
