"""What speaks for and against a figure that a question may mean: each sign with what it means.

``calibration.yaml`` says how much each is worth: the weights of a conditional logistic model (McFadden 1974) of
which figure is meant, or none, learned by ``python -m bot fit``. A sign that speaks for a figure is never worth
less than nothing, one that speaks against it never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["for", "against", "either"]

OF_FIGURES: Mapping[str, tuple[Direction, str]] = {
    "lead": ("for", "how well it is aligned, beside the one that is best aligned"),
    "aligned": ("for", "how much of what matters in the question it accounts for, by rarity"),
    "near_same": ("for", "the share of the question that its name or clause says in the same words"),
    "near_sense": ("for", "the share that its name or clause says in words of the same sense"),
    "near_part": ("for", "the share that its name or clause says in words with the same characters"),
    "sentence_same": ("for", "the share that its sentence says in the same words"),
    "sentence_sense": ("for", "the share that its sentence says in words of the same sense"),
    "sentence_part": ("for", "the share that its sentence says in words with the same characters"),
    "around_same": ("for", "the share that headings, captions or neighbours say in the same words"),
    "around_sense": ("for", "the share that headings, captions or neighbours say in words of the same sense"),
    "around_part": (
        "for",
        "the share that headings, captions or neighbours say in words with the same characters",
    ),
    "named": ("for", "the share of its own name that the question says"),
    "explained": ("for", "the share of the question that its card explains, character by character"),
    "suits": ("for", "how well its kind and its unit suit what is asked"),
    "same_unit": ("for", "it is told in the unit that is asked for"),
    "very_unit": ("for", "how rare a unit it is told in is, where the very unit is asked for"),
    "no_unit": ("against", "a unit is asked for, and it is told in none"),
    "words": ("against", "it is told in words"),
    "words_asked": ("for", "it is told in words, and who, which or what is asked"),
    "meant_cell": ("for", "it is the cell of its row that the question means"),
    "other_cell": ("against", "the question means another cell of its row"),
    "head_lost": (
        "against",
        "what matters of the last word before the one that asks, and is not accounted for",
    ),
    "known_lost": ("against", "the most that matters of a word of the documents that is not accounted for"),
    "unsaid": ("against", "the most that matters of a word of its name that the question does not say"),
    "exchanged": ("against", "the lesser of what matters most that is not accounted for on either side"),
    "same_period": ("for", "it is of the time that is asked for"),
    "of_place": ("against", "another place is asked for"),
    "of_period": ("against", "another time is asked for"),
    "of_contrast": ("against", "the opposite or another name is asked for"),
    "of_pieces": ("against", "it says a name that is asked for only in pieces"),
    "of_part": ("against", "it is only a part of what is asked for"),
    "of_measure": ("against", "another measure of the same thing is asked for"),
    "of_unit": ("against", "it is told in another unit than is asked for"),
    "of_column": ("against", "a column is asked for that it does not stand in"),
    "of_negation": ("against", "the question turns round what it does not, or the other way"),
    "of_operation": ("against", "something is to be worked out, which it is not"),
}
"""Signs of one figure: which way they speak, and what they mean."""

GOING_ON: Mapping[str, tuple[Direction, str]] = {
    "own_sense": ("for", "the share of the new question alone that its name or clause says in other words"),
    "alone": ("for", "how probable it is by the new question alone"),
    "led": ("for", "the words of both questions lead to it"),
    "alike": (
        "for",
        "the share of its name, without what the question says, that the figure told has as well",
    ),
    "again": ("against", "it is the very figure that was told"),
    "same_row": ("for", "it stands in the row of the figure told"),
    "own_column": (
        "for",
        "how much of the new question it accounts for, where it stands in the column of the figure told",
    ),
    "same_sentence": ("for", "it is told in the sentence of the figure told"),
    "same_section": ("for", "it is told under the heading of the figure told"),
    "told_unit": ("for", "it is told in the unit of the figure told"),
}
"""Signs of one figure where a question goes on from another; the others are of both questions together."""

OF_NONE_GOING_ON: Mapping[str, tuple[Direction, str]] = {
    "goes_on": ("either", "always, for none being meant where a question goes on from another"),
    "none_alone": ("either", "how probable it is that none is meant by the new question alone"),
}
"""Signs that none is meant there; learned with what they are beside, and with the others held."""

OF_NONE: Mapping[str, tuple[Direction, str]] = {
    "none": ("either", "always, for none being meant"),
    "size": ("for", "the logarithm of how many figures there are: among many some are like anything"),
    "length": ("either", "how many words of the question matter"),
    "short": ("for", "one word of the question matters, or none"),
    "several": ("for", "several things are named"),
    "worked_out": ("for", "something is to be counted, compared or worked out"),
    "turned": ("for", "what is named is turned round, and no figure carries that"),
    "uncarried": ("for", "what is to be worked out is carried by no figure"),
    "chosen": ("for", "figures could be chosen by conditions, too"),
    "still_near_same": (
        "for",
        "the share that the best aligned figure says in the same words, and was not given for",
    ),
    "still_explained": ("for", "the share that the card of that figure explains, and it was not given for"),
    "strange": ("for", "the share of the question that nothing in the documents is like"),
    "settled": ("against", "it was answered without this; only while learning"),
}
"""Signs that none of the figures is meant."""

OF_MEANING: Mapping[str, tuple[Direction, str]] = {
    "like_name": ("for", "how like the question is its name, by the sentence encoder"),
    "like_clause": ("for", "how like the question is its clause"),
    "less_like": ("for", "how much less like it is than the one that is most like the question"),
    "unlike": ("either", "always, for none being meant where the encoder is asked"),
}
"""Signs by the meaning of whole sentences, where the encoder is installed; learned with the others held."""

ALL: Mapping[str, tuple[Direction, str]] = {
    **OF_FIGURES,
    **GOING_ON,
    **OF_NONE,
    **OF_NONE_GOING_ON,
    **OF_MEANING,
}
MEANINGS: Mapping[str, str] = {name: meaning for name, (_, meaning) in ALL.items()}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What each sign is worth, and what is made of the probabilities that come of them.

    Attributes:
        worth: What each sign is worth, in logits.
        sure: A figure that is meant this probably is given.
        onward: Where a question goes on from another, one that is meant this probably is.
        offer: The first few are offered where one of them is meant this probably.
    """

    worth: Mapping[str, float]
    sure: float
    offer: float
    onward: float = 1.0
