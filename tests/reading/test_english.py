"""What figures of English prose are called, and the time they are of."""

from __future__ import annotations

import pytest

from bot.reading.prose import english
from bot.reading.prose.facts import prose
from bot.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            (
                "The largest are the Elm Bridge ($12.5 million, open in May 2026), the North main ($8.2 million, "
                "11 miles of pipe), and the new branch library ($6.9 million)."
            ),
            [
                ("Elm Bridge", "12.5", "2025年"),
                ("North main", "8.2", "2025年"),
                ("North main miles of pipe", "11", "2025年"),
                ("new branch library", "6.9", "2025年"),
            ],
        ),
        (
            "Property taxes bring in $51.3 million, fees and charges $11.6 million and other sources $3.6 million.",
            [
                ("Property taxes bring in", "51.3", "2025年"),
                ("fees and charges", "11.6", "2025年"),
                ("other sources", "3.6", "2025年"),
            ],
        ),
        (
            "The city added 14 posts: 3 in Parks and Recreation, and 2 in Libraries.",
            [
                ("city added posts", "14", "2025年"),
                ("city added posts in Parks and Recreation", "3", "2025年"),
                ("city added posts in Libraries", "2", "2025年"),
            ],
        ),
        (
            "The budget totals $214 million, an increase of 3.7% over the FY2024 budget of $206 million.",
            [
                ("budget totals", "214", "2025年"),
                ("increase", "3.7", "2025年"),
                ("budget", "206", "2024年"),
            ],
        ),
        (
            "In calendar year 2023 the fire service answered 9,412 calls; the police answered 8,100 calls.",
            [("fire service answered calls", "9412", "2023年"), ("police answered calls", "8100", "2023年")],
        ),
        (
            "It supplied 214 homes (2022/23: 221).",
            [("supplied homes", "214", "2025年"), ("supplied homes", "221", "2022年")],
        ),
        (
            "The plan provides 23 lane miles, compared with 19 lane miles in FY2024.",
            [("plan provides lane miles", "23", "2025年"), ("plan provides lane miles", "19", "2024年")],
        ),
        (
            "The mean concentration was 27.4µg/m³, down from 31.0 µg/m³ in 2023.",
            [("mean concentration", "27.4", "2025年"), ("mean concentration", "31.0", "2023年")],
        ),
        (
            "The lighthouse, designed by Samuel Voss, was completed in 1856 and stands 38 m tall.",
            [("completed and stands tall", "38", "2025年")],
        ),
        ("Arrivals and nights by month of 2024 ('000) are set out below.", []),
        (
            "The rate for those aged from 16 to 64 was 71.0 per cent; 31 people aged 65 and over joined.",
            [
                ("rate for those aged from 16 to 64", "71.0", "2025年"),
                ("people aged 65 and over joined", "31", "2025年"),
            ],
        ),
        (
            "It met 88% of cases within 13 weeks, up 2% on the year ending June 2024, down from 57% a year ago.",
            [
                ("met of cases within 13 weeks", "88", "2025年"),
                ("up", "2", "2025年"),
                ("met of cases within 13 weeks", "57", "2024年"),
            ],
        ),
    ],
)
def test_a_figure_is_called_by_the_words_of_its_own_part(
    text: str, figures: list[tuple[str, str, str]]
) -> None:
    found = prose(text, sentences(text, [])[1], "", "2025年")
    read = [(fact.measure, fact.value, fact.period) for part in found for fact in part.facts]
    assert [one for one in read if one[0] != "内容"] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "The highest point, Carn Vean, rises to 412 m.",
            [("highest point", "rises to", "m")],
        ),
        (
            "The main town, Port Ellery, has 1,287 inhabitants, and the second settlement, Trewarne, has 346.",
            [
                ("main town", "inhabitants", "inhabitants"),
                ("second settlement", "inhabitants", "inhabitants"),
            ],
        ),
        (
            "There are two distilleries: Old Kiln, founded in 1823, with a capacity of 1.6 million litres a year.",
            [("Old Kiln", "capacity litres a year", "million litres")],
        ),
        (
            "The island received 68,000 visitors in 2023, up from 61,500 in 2022.",
            [("", "island received visitors", "visitors")] * 2,
        ),
        (
            "It has 29.48 million members, up 201,000 on 2022.",
            [("", "members", "million members"), ("members", "up", "members")],
        ),
        (
            "The share is 8.0%, down 0.2 on the quarter.",
            [("", "share", "%"), ("share", "down", "percentage points")],
        ),
        (
            "It is 14.2 km long, with an area of 71.4 square kilometres.",
            [("", "long", "km"), ("", "area square kilometres", "square kilometres")],
        ),
    ],
)
def test_whom_a_part_of_a_sentence_tells_of(text: str, figures: list[tuple[str, str, str]]) -> None:
    found = [(one.subject, one.measure, one.quantity.unit) for one in english.read(text)[0]]
    assert found == figures


def test_a_list_is_of_the_time_that_the_words_before_it_say() -> None:
    page = (
        "In the year ending September 2024, the council:\n\n- granted 303 permits, down 13% from the year ending "
        "September 2023; and\n- built 33 homes. It sold 5 of them.\n\nIt has 9 offices.\n"
    )
    figures = [fact for part in prose(page, sentences(page, [])[1], "", "2025年") for fact in part.facts]
    assert [(fact.value, fact.period) for fact in figures] == [
        ("303", "2024年"),
        ("13", "2024年"),
        ("33", "2024年"),
        ("5", "2024年"),
        ("9", "2025年"),
    ]
