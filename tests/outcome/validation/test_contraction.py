from __future__ import annotations

import json

import numpy as np
import pytest

from torgau.outcome.validation.contraction import of_answer, of_parameters


def test_a_parameter_that_the_data_do_not_touch_is_driven_by_its_prior() -> None:
    rng = np.random.default_rng(1)
    z = np.stack([rng.standard_normal(20_000), 1 + 0.3 * rng.standard_normal(20_000), 3 + 0.5 * rng.standard_normal(20_000)])
    idle, learned, surprised = of_parameters(["idle", "learned", "surprised"], z)
    assert idle.contraction == pytest.approx(0.0, abs=0.03)
    assert idle.label == "prior-driven"
    # 1 - 0.3^2 = 0.91
    assert learned.contraction == pytest.approx(0.91, abs=0.01)
    assert learned.width == pytest.approx(0.3, abs=0.01)
    assert learned.label == "informed"
    assert not learned.at_odds
    assert surprised.at_odds
    json.dumps(surprised.as_dict())


def test_the_threshold_is_a_ratio_of_standard_deviations() -> None:
    prior = np.linspace(-1, 1, 1001)
    assert of_answer("a", prior, 0.81 * prior).label == "prior-driven"
    assert of_answer("a", prior, 0.79 * prior).label == "informed"
    assert of_answer("a", prior, 0.79 * prior, threshold=0.7).label == "prior-driven"


def test_an_answer_that_never_varies_tells_nothing_and_one_that_is_not_finite_is_refused() -> None:
    assert of_answer("a", np.ones(9), np.ones(9)).label == "prior-driven"
    with pytest.raises(ValueError, match="no finite value"):
        of_answer("end", np.array([1.0, np.inf]), np.ones(2))
