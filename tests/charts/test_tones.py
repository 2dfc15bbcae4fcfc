"""The colours, by the formulas of WCAG 2.2 and by a simulation of colour blindness that the module does not contain."""

from __future__ import annotations

from itertools import combinations

import pytest

from torgau.charts import TONES

TEXT = ("ink", "muted", "accent", "blue", "orange", "green", "purple", "red", "grey")
GROUNDS = ("paper", "panel")
MARKS = ("blue", "orange")
"""The tones that one chart sets against each other as marks: known and unknown day."""

# Machado, Oliveira and Fernandes 2009, severity 1.0: matrices on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> tuple[float, float, float]:
    def channel(text: str) -> float:
        value = int(text, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(colour[1:3]), channel(colour[3:5]), channel(colour[5:7])


def luminance(rgb: tuple[float, float, float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(linear(a)), luminance(linear(b))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_every_tone_of_text_and_marks_has_contrast_on_both_grounds(name: str, ground: str, mode: str) -> None:
    tones = {tone.name: getattr(tone, mode) for tone in TONES}
    assert contrast(tones[name], tones[ground]) >= 4.5


def test_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("blindness", list(BLINDNESS))
def test_the_marks_of_one_chart_differ_for_every_kind_of_colour_blindness(blindness: str, mode: str) -> None:
    tones = {tone.name: getattr(tone, mode) for tone in TONES}
    for a, b in combinations(MARKS, 2):
        seen = [
            [sum(m * c for m, c in zip(row, linear(tones[name]), strict=True)) for row in BLINDNESS[blindness]] for name in (a, b)
        ]
        distance = sum((x - y) ** 2 for x, y in zip(*seen, strict=True)) ** 0.5
        assert distance > 0.1  # black to white is 1.73 on this scale


def test_every_light_value_is_unique_because_the_drawn_chart_is_recoloured_by_it() -> None:
    values = [tone.light for tone in TONES]
    assert len(set(values)) == len(values)
