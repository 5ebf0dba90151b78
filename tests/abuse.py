"""Messages nobody means: words, names and signs repeated until a message is full, made from the knowledge itself.

They are the same every time. What is repeated is all that the vocabulary has a tag for, what the documents call
things, and what a keyboard can do; some keep a question for the end of the part that is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from bot.asking.question import join
from bot.knowledge.model import Knowledge
from bot.language.text import MAX_QUESTION

_WORDS_A_TAG = 2
_SIGNS = (
    *(
        "a",
        "z",
        "ma",
        "shi",
        "yi",
        "xian",
        "zhuang",
        "hello ",
        "x y ",
        "the ",
        "may ",
        "january to ",
        "Ａ",
        "ß",
    ),
    *(
        "a1",
        "长a",
        "ü",
        "q'",
        "0",
        "7",
        "12 ",
        "1,",
        "0.",
        "3.5% ",
        "2022",
        "12345 ",
        "٣",
        "九",
        "一",
        "十",
        "万",
    ),
    *(
        "一千",
        "百分之",
        "点五",
        "第二",
        "前三",
        "2022年",
        "21年",
        "去年",
        "3月",
        "1-5月",
        "前三季度",
        "上半年",
    ),
    *(
        "，",
        "。",
        "、",
        "?",
        "? ",
        "!",
        "：",
        "(",
        "【",
        "「",
        "“",
        "-",
        " - ",
        "…",
        "\n",
        "\t",
        " ",
        "_",
        "·",
    ),
    *("🙂", "👨\u200d👩\u200d👧", "🇨🇳", "e\u0301", "\u0301", "\u0315\u0300", "\u200b", "\u202e", "\x00"),
    *("\ud800", "\udfff长", "\ufdfa", "㎡", "½", "が", "한", "ا", "कि", "滿", "臺灣", "龘"),
    *("的", "度", "率", "数", "市", "县", "长"),
)
_FRAMES = (
    *("{a}和{b}一共多少", "{a}和{b}哪个高", "{a}比{b}高多少,", "{a}多少,{b}多少,", "{a}和{b}各有多少"),
    *(
        "{a}是{b}的几倍,",
        "{a}占{b}多少",
        "{a}超过90%吗",
        "{a}和",
        "{a}比",
        "和{b}比呢",
        "那{a}呢",
        "{a}、{b}、",
    ),
    *(
        "2019年和2021年{a}哪年高",
        "2021年{a}比2022年多多少",
        "3月和5月{a}",
        "前三个{a}",
        "第12项{a}",
        "{a}目标多少",
    ),
    *(
        "城乡{a}差多少",
        "{a}里面{b}占多少",
        "两项{a}一共多少",
        "哪些{a}下降",
        "{a}平均",
        "{a}最高的三项",
        "{c}和",
    ),
    *("how many {a} ", "is {a} over 90% ", "{a} and {b} ", "{a} versus {b} ", "manyilv{a}", "{c}负责哪些,"),
    *("长沙{a}", "长沙和{a}"),
)
_TAILS = (
    *("一共多少", "哪个最高", "相差多少", "各有多少", "比目标多多少", "平均是多少", "哪年最高"),
    *("超过90%吗", "多少"),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something repeated; ``tail`` stands at the end of what is read of a message."""

    body: str
    tail: str = ""

    def message(self, size: int) -> str:
        """A message of so many characters."""
        read = min(size, MAX_QUESTION) - len(self.tail)
        repeated = self.body * (size // len(self.body) + 1)
        return (repeated[:read] + self.tail + repeated)[:size]

    def __str__(self) -> str:
        return ascii(self.body[:24])[1:-1] if not self.body.isprintable() else self.body[:24] + self.tail


def patterns(knowledge: Knowledge, count: int = 400) -> list[Pattern]:
    """So many things to repeat, of all kinds; the same for the same knowledge."""
    chosen = Random(20).sample  # noqa: S311  # the same every time is what is wanted
    names = sorted({fact.label for fact in knowledge.facts.values()})
    rows = sorted({row.title for row in knowledge.rows.values()})
    offices = sorted(
        {cell.value for row in knowledge.rows.values() for cell in row.cells.values() if cell.kind == "text"}
    )
    frames = (
        frame.format(a=one, b=other, c=office)
        for frame, one, other, office in zip(
            _FRAMES, _turning(names), _turning(rows[::-1]), _turning(offices or names), strict=False
        )
    )
    words = _words(knowledge)
    mixes = ["".join(chosen(words, min(len(words), 400))) for _ in range(6)]
    known = sorted(set("".join(words)))
    mixes += ["".join(map(chr, chosen(range(0x4E00, 0x9FFF), 4096))) for _ in range(2)]
    mixes += ["".join(one + chr(other) for one in known for other in chosen(range(0x4E00, 0x9FFF), 5))]
    lists = ["、".join(chosen(names, min(len(names), 60))), "和".join(chosen(rows, min(len(rows), 60)))]
    lists += ["".join(f"{year}年" for year in range(1901, 2100)), "和".join(f"{at}月" for at in range(1, 13))]
    found = [
        *map(Pattern, _SIGNS),
        *map(Pattern, frames),
        *(Pattern(body, tail) for body in (*lists, mixes[0]) for tail in _TAILS),
        *map(Pattern, mixes),
        *map(Pattern, _tagged(knowledge)),
        *map(Pattern, chosen(names, min(len(names), 20))),
        *map(Pattern, chosen(rows, min(len(rows), 20))),
    ]
    return list(islice(dict.fromkeys(found), count))


def _turning(items: Sequence[str]) -> Iterator[str]:
    """Some things over and over, none of them near itself."""
    at = 0
    while items:
        yield items[at % len(items)]
        at += 7


def _tagged(knowledge: Knowledge) -> Iterable[str]:
    """Some words of each tag of the vocabulary, and units."""
    by_tag: defaultdict[str, set[str]] = defaultdict(set)
    for phrase, tags in knowledge.vocabulary.phrases.items():
        for tag in tags:
            by_tag["place" if tag.startswith("place:") else tag].add(_written(phrase))
    for unit in knowledge.vocabulary.units:
        by_tag["unit"].add(_written(unit))
    for tag, words in sorted(by_tag.items()):
        known = sorted(words)
        wanted = 5 * _WORDS_A_TAG if tag in ("place", "unit", "filler", "term") else _WORDS_A_TAG
        yield from known[:: max(1, len(known) // wanted)][:wanted]


def _written(phrase: tuple[str, ...]) -> str:
    return f"{join(phrase)} " if phrase[-1].isascii() else join(phrase)


def _words(knowledge: Knowledge) -> list[str]:
    """What the documents are made of, a few characters at a time."""
    texts = sorted(
        {document.title for document in knowledge.documents}.union(
            *({fact.subject, fact.measure, fact.source.section} for fact in knowledge.facts.values())
        )
    )
    return [text[at : at + 4] for text in texts for at in range(0, len(text), 4)]
