"""The words of questions, read from ``vocabulary.yaml``, ``statistics.yaml`` and ``places.yaml``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.knowledge import shapes
from bot.knowledge.wordlists import PlacesFile, StatisticsFile, VocabularyFile, Words
from bot.language import pinyin
from bot.language.places import listed
from bot.language.text import fold
from bot.language.vocabulary import SMALL, Tokens, Vocabulary, heads, tokens


def load(path: Path) -> Vocabulary:
    """Read a vocabulary file with the ``statistics.yaml`` and the ``places.yaml`` beside it, where there are any.

    Raises:
        KnowledgeError: With every fault of the files.
    """
    words, _ = shapes.read(path, VocabularyFile)
    statistics_file, places_file = (path.with_name(f"{name}.yaml") for name in ("statistics", "places"))
    if statistics_file.exists():
        words = _together(words, shapes.read(statistics_file, StatisticsFile)[0])
    places = shapes.read(places_file, PlacesFile)[0].__pydantic_extra__ if places_file.exists() else {}
    return _build(words, places)


def _together(words: VocabularyFile, others: StatisticsFile) -> VocabularyFile:
    """Both files as one: each list with the list of the same name behind it.

    What statistics are called is one word each, whatever words it contains: 衣着 has no 着 in it.
    """
    joined: dict[str, object] = {}
    for name in StatisticsFile.model_fields:
        one, two = getattr(words, name), getattr(others, name)
        if isinstance(one, dict):
            joined[name] = {key: (*one.get(key, ()), *two.get(key, ())) for key in {**one, **two}}
        else:
            joined[name] = one + two
    terms = (*words.terms, *others.terms, *(line[0] for line in others.synonyms))
    return words.model_copy(update=joined | {"terms": terms})


def _build(words: VocabularyFile, places: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Vocabulary:
    # The first word of a line stands for itself too: "平方" in "平方米" is not exchanged again.
    lines = ([tokens(fold(word)) for word in line] for line in words.synonyms)
    swaps = {_plain(word): line[0] for line in lines for word in line}
    bare = Vocabulary({}, {}, swaps, heads(swaps), {}, {}, {}, {}, {}, {}, {}, {}, (), {})
    phrases: defaultdict[Tokens, set[str]] = defaultdict(set)
    for tag, group in _tagged(words):
        for phrase in group:
            phrases[bare.canonical(phrase)].add(tag)
    known = listed(places)
    for name, place in known.items():
        if len(name) < 3:
            continue  # 城区, 郊区 and 忠县 are ordinary words far more often than places
        phrases[tokens(name)].add(f"place:{name}")
        if short := place.short:
            phrases[tokens(short)].add(f"place:{name}")
            spelled = pinyin.letters(short)
            # Shorter ones are English words and syllables of pinyin far more often than places.
            for english in (*([spelled] if len(spelled) > 4 else []), *words.names.get(name, ())):
                phrases[tokens(fold(english))].add(f"place:{name}")
    phrases.pop((), None)
    contrasts: defaultdict[Tokens, tuple[tuple[int, int], ...]] = defaultdict(tuple)
    for number, side, word in _sides(words):
        contrasts[bare.canonical(word)] += ((number, side),)
    explained: defaultdict[Tokens, tuple[Tokens, ...]] = defaultdict(tuple)
    for name, besides in words.explains.items():
        explained[bare.canonical(name)] += tuple(map(bare.canonical, besides))
    return Vocabulary(
        phrases={phrase: frozenset(tags) for phrase, tags in phrases.items()},
        heads=heads(phrases),
        swaps=swaps,
        swap_heads=bare.swap_heads,
        roles={role: entry.columns for role, entry in words.roles.items()},
        units={bare.canonical(unit): kind for kind, units in words.units.items() for unit in units},
        explained=explained,
        explained_heads=heads(explained),
        contrasts=contrasts,
        contrast_heads=heads(contrasts),
        smalltalk={tokens(fold(phrase)): topic for topic, said in words.smalltalk.items() for phrase in said},
        names=words.names,
        parts=words.parts,
        places=known,
        affirms={word.casefold(): yes for yes, said in words.affirms.items() for word in said},
        lists={
            "any_rate": words.any_rate,
            "movements": words.movements,
            "account_year": words.account_year,
            "nation": words.nation,
            **_named("counters", words.counters),
            **_named("since", words.since),
            **_named("offices", words.offices),
        },
        printed={bare.canonical(unit): unit for units in words.units.values() for unit in units},
    )


def _named(name: str, lists: Mapping[str, Words]) -> dict[str, Words]:
    return {f"{name}:{key}": listed for key, listed in lists.items()}


def _sides(words: VocabularyFile) -> Iterator[tuple[int, int, str]]:
    """The words that exclude each other, each with its line and its side."""
    for number, line in enumerate((*words.contrasts, words.deeds)):
        yield from ((number, side, word) for side, alternatives in enumerate(line) for word in alternatives)


def _plain(words: Tokens) -> Tokens:
    """An English name without its small words; anything else as it is."""
    english = all(token < "\u3400" for token in words)
    return tuple(token for token in words if not english or token not in SMALL) or words


def _tagged(words: VocabularyFile) -> Iterator[tuple[str, Iterable[str]]]:
    yield "filler", words.fillers
    yield "soft", words.soft
    yield "overview", words.overview
    yield "row", words.row_words
    yield "thing", words.things
    yield "whole", words.wholes
    yield "outermost", words.outermost
    yield "middle", words.middles
    yield "plan", words.plans
    yield "head", words.heads
    yield "term", words.terms
    yield "increment", words.increments
    yield "stock", words.stocks
    yield "relative", words.relatives
    yield "change", words.changes
    yield "base", words.bases
    yield "portion", words.portions
    yield "followup", words.followups
    yield "decisive", words.decisive
    yield "former", words.formers
    yield "person", words.persons
    yield "contrast", (word for line in words.contrasts for side in line for word in side)
    yield "period:other", words.other_periods
    yield "reported", words.reported
    yield "deed", (word for side in words.deeds for word in side)
    for role, entry in words.roles.items():
        yield f"role:{role}", (*entry.words, *entry.columns)
    yield "whether", words.whether
    yield "met", words.met
    yield "approximate", words.approximations
    yield "versus", words.versus
    for joined, parts in words.both.items():
        yield f"both:{'和'.join(parts)}", [joined]
    grouped: dict[str, Mapping[str, Words]] = {
        "move": words.moves,
        "year": {str(shift): phrases for shift, phrases in words.years.items()},
        "ask": words.asks,
        "claim": words.claims,
        "correction": words.corrections,
        "joint": words.joints,
        "neg": words.negations,
        "op": words.operations,
        "unit": words.unit_hints,
        "size": words.sizes,
        "shift": words.shifts,
        "smalltalk": words.smalltalk,
    }
    counters = [unit for unit in words.units.get("thing", ()) if len(unit) == 1]
    for kind, by_name in grouped.items():
        for name, phrases in by_name.items():
            yield f"{kind}:{name}", [one for phrase in phrases for one in _counted(phrase, counters)]


def _counted(phrase: str, counters: Sequence[str]) -> Iterable[str]:
    """A phrase that ends in * with every word that counts things in its place: 哪一*."""
    return (phrase[:-1] + counter for counter in counters) if phrase.endswith("*") else (phrase,)
