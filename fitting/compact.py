"""Weights → the file that the program reads: fewer features, a byte for each weight."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fitting.features import Block, Floats
from fitting.fit import HAND, PURPOSES, Material, Weights
from fitting.requests import Sound
from screener.learned import MAGIC, Lines
from screener.learned_rows import ZERO, packed_names
from screener.verdict import Calibration

Bytes = NDArray[np.uint8]

KEPT_TEXT = 90_000
KEPT_NAMES = 12_000
CLIPPED = 99.95
"""Weights beyond this percentile are cut off, so that the others have finer steps."""

DIGITS = 5


class Scale(NamedTuple):
    """How the fit's unit becomes probabilities: a calibration for the purposes, and a factor
    and a constant for selling."""

    calibration: Calibration
    selling: float
    selling_base: float


def rounded(given: Material, weights: Weights) -> Weights:
    """The weights as they will be after pruning and rounding, so that they can be scored."""
    text, name = (
        _rounded(block, of, kept)
        for block, of, kept in (
            (given.text, weights.text, KEPT_TEXT),
            (given.name, weights.name, KEPT_NAMES),
        )
    )
    return weights._replace(text=text, name=name)


def write(
    path: Path, given: Material, weights: Weights, scale: Scale, sound: Sound, lines: Lines
) -> None:
    """Write the file, in the unit of the rules: `rules/learned/README.md` tells its format."""
    unit = np.array([1 / HAND] * len(PURPOSES) + [scale.selling])
    text_step, name_step = _step(weights.text), _step(weights.name)
    request_step = _step(sound.weights[:, None])
    said = np.hstack([weights.text, sound.weights[:, None]])
    text, names = (
        _best(given.text, said, KEPT_TEXT),
        _best(given.name, weights.name, KEPT_NAMES),
    )
    words = [at for at in text if " " not in given.text.keys[at]]
    pairs = sorted(set(text) - set(words), key=lambda at: given.text.keys[at].split(" "))
    named = np.hstack([weights.name[names], np.zeros((len(names), 1))])
    planes = [
        _bytes(said[words + pairs], np.append(text_step, request_step)),
        _bytes(named, np.append(name_step, request_step)),
    ]
    base = weights.base * unit
    base[-1] += scale.selling_base
    header = {
        "features": [len(words), len(pairs), len(names)],
        "purposes": list(PURPOSES),
        "calibration": {
            **{
                name: round(one, DIGITS)
                for name, one in scale.calibration._asdict().items()
                if name != "constants"
            },
            "constants": _list(np.array(scale.calibration.constants)),
        },
        "words": _list(np.append(text_step * unit, request_step)),
        "company": _list(np.append(name_step * unit, 0.0)),
        "request": [round(sound.base, DIGITS)],
        "lines": _list(np.array(lines)),
        "base": _list(base),
        "manner": _table(given.manner, weights.manner * unit),
        "signals": _table(given.signals, weights.signals * unit),
    }
    line = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    weights_by_output = np.vstack(planes).T.tobytes()
    called = packed_names(
        (given.text.keys[at] for at in words),
        ((first, second) for first, second in (given.text.keys[at].split(" ") for at in pairs)),
        (given.name.keys[at] for at in names),
    )
    path.write_bytes(b"\n".join([MAGIC, line, weights_by_output + called]))


def _rounded(block: Block, of: Floats, kept: int) -> Floats:
    best = _best(block, of, kept)
    step = _step(of)
    result = np.zeros_like(of)
    result[best] = (_bytes(of[best], step).astype(float) - ZERO) * step
    return result


def _best(block: Block, of: Floats, kept: int) -> list[int]:
    """The features that move most calls furthest, in their old order."""
    often = np.diff(block.matrix.tocsc().indptr)
    spread = of - of.mean(axis=1, keepdims=True)
    worth = np.round(np.sqrt((spread**2).sum(axis=1) * often), 9)
    order = np.argsort(-worth, kind="stable")[:kept]
    return sorted(int(at) for at in order)


def _step(of: Floats) -> Floats:
    """The size of one step of each output's bytes."""
    largest = np.percentile(np.abs(of), CLIPPED, axis=0)
    return np.asarray(np.maximum(largest, 1e-9) / (ZERO - 1))


def _bytes(of: Floats, step: Floats) -> Bytes:
    whole = np.clip(np.round(of / step), 1 - ZERO, ZERO - 1)
    return (whole + ZERO).astype(np.uint8)


def _list(row: Floats) -> list[float]:
    return [round(float(value), DIGITS) for value in row]


def _table(block: Block, of: Floats) -> dict[str, list[float]]:
    return {key: _list(row) for key, row in zip(block.keys, of, strict=True)}
