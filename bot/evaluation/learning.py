"""Learning what signs are worth: a conditional logistic model with bounds on its weights.

Of the figures a question may mean, and none of them, one is meant; the probability of each is in proportion to the
exponential of what its signs are worth together (McFadden, "Conditional logit analysis of qualitative choice
behavior", 1974). Needs NumPy and SciPy, which nothing at ask time does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from bot.knowledge.signs import Direction

HELD = 0.0002
"""How strongly weights are held to nothing (L2); so little that only what tells nothing stays there."""
STEPS = 400
_BOUNDS: Mapping[Direction, tuple[float | None, float | None]] = {
    "for": (0, None),
    "against": (None, 0),
    "either": (None, None),
}


def available() -> bool:
    """Whether NumPy and SciPy are installed; loads nothing."""
    return all(find_spec(name) for name in ("numpy", "scipy"))


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the figures it may mean.

    Attributes:
        figures: The signs of each figure.
        none: The signs that none is meant.
        meant: Whether each figure is; none is where no figure is.
        weight: How much the example counts.
    """

    figures: Sequence[Mapping[str, float]]
    none: Mapping[str, float]
    meant: Sequence[bool]
    weight: float


def learn(
    examples: Sequence[Example],
    directions: Mapping[str, Direction],
    start: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """What each sign is worth, by the greatest likelihood of the examples.

    Args:
        examples: At least one.
        directions: The signs to learn, with the way each speaks.
        start: What other signs are worth, which is held.
    """
    import numpy as np
    from scipy.optimize import minimize

    names = list(directions)
    place = {name: at for at, name in enumerate(names)}
    held = start or {}
    count = len(examples)
    figures, figures_held = _matrix([signs for one in examples for signs in one.figures], place, held)
    nones, nones_held = _matrix([one.none for one in examples], place, held)
    owner = np.repeat(np.arange(count), [len(one.figures) for one in examples])
    meant = np.array([float(told) for one in examples for told in one.meant])
    weight = np.array([one.weight for one in examples])
    no_figure = np.array([not any(one.meant) for one in examples], dtype=float)

    def loss(worth: Any) -> tuple[float, Any]:
        own, none = figures @ worth + figures_held, nones @ worth + nones_held
        most = none.copy()
        np.maximum.at(most, owner, own)
        own, none = np.exp(own - most[owner]), np.exp(none - most)
        total = none + np.bincount(owner, own, count)
        right = none * no_figure + np.bincount(owner, own * meant, count)
        value = -(weight * np.log((right + 1e-300) / total)).sum() / weight.sum()
        share = own / total[owner] - own * meant / np.maximum(right, 1e-300)[owner]
        rest = none / total - none * no_figure / np.maximum(right, 1e-300)
        slope = figures.T @ (weight[owner] * share) + nones.T @ (weight * rest)
        return value + HELD / 2 * (worth @ worth), slope / weight.sum() + HELD * worth

    bounds = [_BOUNDS[directions[name]] for name in names]
    done = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}
    )
    return {name: round(float(value), 3) for name, value in zip(names, done.x, strict=True)}


def _matrix(
    rows: Sequence[Mapping[str, float]], place: Mapping[str, int], held: Mapping[str, float]
) -> tuple[Any, Any]:
    """Signs as numbers, a row each, and what those that are held are worth."""
    import numpy as np

    values = np.zeros((len(rows), len(place)))
    fixed = np.zeros(len(rows))
    for number, signs in enumerate(rows):
        for name, value in signs.items():
            if name in place:
                values[number, place[name]] = value
            else:
                fixed[number] += value * held.get(name, 0.0)
    return values, fixed
