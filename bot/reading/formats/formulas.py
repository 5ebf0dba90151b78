"""Formulas whose results a workbook does not hold: the plain arithmetic of its cells, worked out exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils import column_index_from_string, get_column_letter

Values = Mapping[str, object]
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<function>[A-Z]+)\(|(?P<area>[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"
    r"|(?P<cell>[A-Z]{1,3}\d{1,7})(?![\w!(:])|(?P<sign>[-+*/(),]))\s*"
)
_DEEPEST = 50
_LARGEST_AREA = 100_000


def _rounded(numbers: Sequence[Decimal]) -> Decimal:
    number, places = numbers
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SUM": lambda numbers: sum(numbers, Decimal()),
    "AVERAGE": lambda numbers: sum(numbers, Decimal()) / len(numbers),
    "MAX": max,
    "MIN": min,
    "ROUND": _rounded,
}


class Arithmetic:
    """Works out formulas of one sheet; ``cells`` holds the numbers, words and formulas by their places.

    >>> sheet = Arithmetic({"A1": 1.1, "A2": 2.2, "A3": "=SUM(A1:A2)", "A4": "=-A3*2/(1+$A$1)", "A5": "=TODAY()"})
    >>> sheet.result("A3"), sheet.result("A4").quantize(Decimal("0.01")), sheet.result("A5")
    (Decimal('3.3'), Decimal('-3.14'), None)
    """

    def __init__(self, cells: Values) -> None:
        self._cells = cells
        self._known: dict[str, Decimal | None] = {}
        self._depth = 0

    def result(self, place: str) -> Decimal | None:
        """The result of the formula in a cell; None where it is more than plain arithmetic of numbers."""
        if place not in self._known:
            self._known[place] = None  # what leads back to itself has no result
            self._depth += 1
            with suppress(ValueError, TypeError, ArithmeticError):
                self._known[place] = _Formula(str(self._cells[place])[1:], self).result()
            self._depth -= 1
        return self._known[place]

    def number(self, place: str, *, counted: bool = False) -> Decimal | None:
        """The number in a cell; where numbers are ``counted``, words and empty cells are none, else these are 0.

        Raises:
            TypeError: there is something else.
        """
        value = self._cells.get(place)
        if isinstance(value, str) and value.startswith("=") and self._depth < _DEEPEST:
            value = self.result(place)
        elif value is None or (counted and isinstance(value, str) and not value.startswith("=")):
            return None if counted else Decimal()
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise TypeError(place)
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


class _Formula:
    """Reads a formula from left to right."""

    def __init__(self, text: str, sheet: Arithmetic) -> None:
        self._text = text.upper().replace("$", "")
        self._place = 0
        self._sheet = sheet

    def result(self) -> Decimal:
        """What it comes to; raises ValueError where it says what is not known here."""
        found = self._sum()
        if self._place < len(self._text):
            raise ValueError(self._text)
        return found

    def _next(self, kind: str, signs: str = "") -> str:
        """The next token, if it is of a kind; it is passed over then."""
        match = _TOKEN.match(self._text, self._place)
        if not match or match[kind] is None or (signs and match[kind] not in signs):
            return ""
        self._place = match.end()
        return str(match[kind])

    def _sum(self) -> Decimal:
        found = self._product()
        while sign := self._next("sign", "+-"):
            found += self._product() if sign == "+" else -self._product()
        return found

    def _product(self) -> Decimal:
        found = self._atom()
        while sign := self._next("sign", "*/"):
            found = found * self._atom() if sign == "*" else found / self._atom()
        return found

    def _atom(self) -> Decimal:
        if sign := self._next("sign", "+-"):
            return self._atom() if sign == "+" else -self._atom()
        if self._next("sign", "("):
            found = self._sum()
            self._close()
            return found
        if number := self._next("number"):
            return Decimal(number)
        if cell := self._next("cell"):
            return self._sheet.number(cell) or Decimal()
        function = _FUNCTIONS.get(self._next("function"))
        if not function:
            raise ValueError(self._text)
        numbers = self._argument()
        while self._next("sign", ","):
            numbers += self._argument()
        self._close()
        return function(numbers)

    def _argument(self) -> list[Decimal]:
        area = self._next("area")
        if not area:
            return [self._sum()]
        (left, top), (right, bottom) = (re.split(r"(?<=\D)(?=\d)", corner) for corner in area.split(":"))
        columns = range(column_index_from_string(left), column_index_from_string(right) + 1)
        rows = range(int(top), int(bottom) + 1)
        if len(columns) * len(rows) > _LARGEST_AREA:
            raise ValueError(area)
        places = (f"{get_column_letter(column)}{row}" for row in rows for column in columns)
        numbers = (self._sheet.number(place, counted=True) for place in places)
        return [number for number in numbers if number is not None]

    def _close(self) -> None:
        if not self._next("sign", ")"):
            raise ValueError(self._text)
