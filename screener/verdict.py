"""Signals and identity → Verdict, with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screener.signals import Signal
from screener.words import Label, Purpose, Role


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the call was, how sure that is, and why.

    `confidence` is `probabilities[label]`; `probabilities` covers the four labels and
    `purposes` the nine purposes, each summing to 1. `signals` are sorted by how much they
    weighed for the purpose. `would_change` says in sentences what would change the label.
    """

    label: Label
    purpose: Purpose
    role: Role = Role.UNKNOWN
    scam: bool = False
    also_selling: bool = False
    confidence: float = 0.0
    probabilities: Mapping[Label, float] = field(default_factory=dict)
    purposes: Mapping[Purpose, float] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    would_change: tuple[str, ...] = ()
