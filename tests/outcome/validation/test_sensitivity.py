"""Sensitivity against functions whose indices are known in closed form."""

from __future__ import annotations

import json

import numpy as np
import pytest

from torgau.outcome.validation.sensitivity import indices, posterior_box, screen

pytest.importorskip("SALib", reason="sensitivity is in the extra torgau[outcome]")


def ishigami(z: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990) with a = 7, b = 0.1, on uniform numbers between -pi and pi made of standard normals."""
    from scipy.stats import norm

    x = np.pi * (2 * norm.cdf(z) - 1)
    values: np.ndarray = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return values


def test_ishigamis_function_has_its_published_indices() -> None:
    found = {index.name: index for index in indices(ishigami, ["a", "b", "c"], base=2048).indices}
    # In closed form: D = 49/8 + pi^4/50 + pi^8/1800 + 1/2 = 13.845, D1 = (1 + pi^4/50)^2 / 2, D2 = 49/8, D13 = 8 pi^8 / 22500.
    total = 49 / 8 + np.pi**4 * 0.1 / 5 + 0.01 * np.pi**8 / 18 + 0.5
    first = {"a": 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2 / total, "b": 49 / 8 / total, "c": 0.0}
    joint = 0.01 * np.pi**8 * 8 / 225 / total
    whole = {"a": first["a"] + joint, "b": first["b"], "c": joint}
    assert first["a"] == pytest.approx(0.3139, abs=1e-4)
    assert whole["c"] == pytest.approx(0.2437, abs=1e-4)
    for name in "abc":
        assert found[name].first == pytest.approx(first[name], abs=0.03)
        assert found[name].total == pytest.approx(whole[name], abs=0.03)
        assert abs(found[name].total - whole[name]) < 2 * found[name].total_error


def test_screening_keeps_what_acts_and_drops_what_does_not() -> None:
    found = screen(lambda z: 3 * z[0] + 0.01 * z[1] + z[2] * z[3] + 0 * z[4], list("abcde"))
    assert set(found.kept) == {"a", "c", "d"}
    effects = {effect.name: effect for effect in found.effects}
    assert effects["e"].strength == 0
    # A product has effects of both signs, which the mean hides and the spread shows.
    assert effects["c"].spread > effects["c"].strength > abs(effects["c"].mean)
    json.dumps(found.as_dict())


def test_indices_of_survivors_say_how_much_of_the_variance_is_left() -> None:
    # 9 + 1 + 1: without the last two, 9 of 11 are left.
    found = indices(lambda z: 3 * z[0] + z[1] + z[2], list("abc"), survivors=["a"], base=2048)
    assert found.indices[0].first == pytest.approx(1.0, abs=0.05)
    assert found.covered == pytest.approx(9 / 11, abs=0.08)


def test_the_range_of_a_posterior_is_what_varies() -> None:
    draws = np.stack([np.linspace(-0.1, 0.1, 201), np.linspace(-2, 2, 201)])
    found = {index.name: index for index in indices(lambda z: 10 * z[0] + z[1], ["a", "b"], box=posterior_box(draws)).indices}
    # Uniform ranges of 10 x 0.2 = 2 and 4: variances as 4 to 16.
    assert found["a"].first == pytest.approx(0.2, abs=0.03)
    assert found["b"].first == pytest.approx(0.8, abs=0.03)


def test_an_answer_that_does_not_vary_or_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="does not vary"):
        screen(lambda z: np.zeros(z.shape[1]), ["a", "b"])
    with pytest.raises(ValueError, match="not finite"):
        indices(lambda z: np.where(z[0] > 1, np.inf, z[0]), ["a", "b"], base=64)
    with pytest.raises(ValueError, match="no parameter x"):
        indices(lambda z: z[0], ["a"], survivors=["x"])
