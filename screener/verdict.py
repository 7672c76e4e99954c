"""Signals and identity → Verdict, with its reasons.

Each purpose gathers the weights of its signals (log-odds) and what the learned part adds. The
table of the design joins purpose and relationship to a label, and a nested logit makes the sums
probabilities: first of the labels, then of the purposes under each (McFadden 1978, Modelling the
choice of residential location). Purposes of one label are mistaken for each other more often than
for others, so that two of them that are likely say more together than one softmax of all would
have it. The label is the most probable of the four, the purpose the most probable one under it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from screener.identity import Identity
from screener.signals import Signal
from screener.words import Label, Purpose, Relation, Role

PURPOSES = tuple(Purpose)

_PRIOR: Mapping[Purpose, float] = {
    Purpose.SALES: 0.9,
    Purpose.SERVICE: 0.9,
    Purpose.ACCOUNT: 0.0,
    Purpose.FRAUD: -0.6,
    Purpose.SURVEY: -1.0,
    Purpose.FUNDRAISING: -1.2,
    Purpose.POLITICAL: -1.4,
    Purpose.COLLECTIONS: -1.4,
    Purpose.UNKNOWN: 0.6,
}
"""Log-odds before anything is heard, used where no learned part brings its own."""

NAME_ALONE: Mapping[Purpose, float] = {**_PRIOR, Purpose.UNKNOWN: 2.5}
"""Log-odds of a call of which no more than a name is known: what was learned from words has
nothing to say of it, and most likely it cannot be told yet."""

_SERVED = {Purpose.SERVICE: Label.SERVICE, Purpose.ACCOUNT: Label.SERVICE}
_COLD = {
    Purpose.FUNDRAISING: Label.SOLICITATION,
    Purpose.POLITICAL: Label.SOLICITATION,
    Purpose.FRAUD: Label.SOLICITATION,
    Purpose.UNKNOWN: Label.UNDETERMINED,
}
_WITH_VENDOR = (
    _SERVED
    | _COLD
    | {
        Purpose.SALES: Label.UPSELL,
        Purpose.SURVEY: Label.SERVICE,
        Purpose.COLLECTIONS: Label.SERVICE,
    }
)
_WITH_STRANGER = (
    _SERVED
    | _COLD
    | {
        Purpose.SALES: Label.SOLICITATION,
        Purpose.SURVEY: Label.SOLICITATION,
        Purpose.COLLECTIONS: Label.UNDETERMINED,
    }
)

_CUSTOMER = frozenset([Relation.CURRENT, Relation.INQUIRY])
_TABLES: Mapping[Relation, Mapping[Purpose, Label]] = {
    relation: _WITH_VENDOR if relation in _CUSTOMER else _WITH_STRANGER for relation in Relation
}
_UNDER: Mapping[Relation, Mapping[Label, tuple[Purpose, ...]]] = {
    relation: {label: tuple(p for p in PURPOSES if table[p] is label) for label in Label}
    for relation, table in _TABLES.items()
}
"""The purposes that come out as a label."""

_TOGETHER: Mapping[Relation, tuple[tuple[int, ...], ...]] = {
    relation: tuple(tuple(map(PURPOSES.index, some)) for some in under.values())
    for relation, under in _UNDER.items()
}
"""Their places, label by label in the order of `Label`: what is looked up by an enumeration's member costs more."""
_NO_SHARES = dict.fromkeys(Label, 0.0)

# Naming a member of an enumeration costs eight times as much as a name does (Python 3.11).
_FRAUD, _SALES, _UNKNOWN = Purpose.FRAUD, Purpose.SALES, Purpose.UNKNOWN
_SERVICE, _UPSELL, _UNDETERMINED = Label.SERVICE, Label.UPSELL, Label.UNDETERMINED

ALSO_SELLING_SHARE = 0.25
"""From this probability of sales on, a service call counts as *also selling*, where nothing
was learned."""

SELLING_SHARE = 0.4
"""From this probability of the learned part on, it counts as *also selling*: on authors left
out that finds 1,019 of 1,251 such calls and says it of 1,195 (docs/verdict.md)."""

CERTAIN_SHARE = 0.9
"""What fraud weighs at least when a certain sign of it was heard."""

ASKING_SHARE = 0.6
"""What fraud weighs at least when a caller asks for a secret, remote access or a payment that
cannot be taken back and the call would otherwise pass as genuine service."""

PERHAPS_SHARE = 0.12
"""The same where the caller perhaps asks for that: enough to be told of as a possible scam
(`scam.DOUBT`). Of the calls of authors left out that are told of so, one in nine is a scam
(docs/verdict.md)."""


class Calibration(NamedTuple):
    """How sums of weights become probabilities.

    The purposes of a label come to `mixing` times the logarithm of the sum of their
    exp(score / `mixing`): the higher, the more do several of them say together. That is divided
    by `labels` (above 1, less sure), and the label's number of `constants` (log-odds, in the order
    of `Label`) is added; between the purposes of one label scores are divided by `purposes`. Where
    the three are equal and no constant differs it is one softmax of all purposes.
    """

    mixing: float = 1.0
    labels: float = 1.0
    purposes: float = 1.0
    constants: tuple[float, ...] = (0.0,) * len(Label)


AS_THEY_STAND = Calibration()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the call was, how sure that is, and why.

    `confidence` is `probabilities[label]`; `probabilities` covers the four labels and
    `purposes` the nine purposes, each summing to 1. `signals` are sorted by how much they
    weighed for the purpose, but what may be a request comes first where the call passes as genuine;
    `words` are the words that weighed most in the learned part, where
    no signal speaks for the purpose. `would_change` says in sentences what would change the label.
    `base` is what the purposes had (log-odds) before the signals were added: the prior, or
    what the learned part says.
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
    base: Mapping[Purpose, float] = field(default_factory=dict)
    words: tuple[Signal, ...] = ()

    @property
    def evidence(self) -> tuple[Signal, ...]:
        """Everything that can be shown for the verdict: signals, else the words that weighed."""
        return self.signals + self.words

    @property
    def has_reason(self) -> bool:
        """Whether a signal speaks for the purpose."""
        purpose = self.purpose
        return any(pull(signal, purpose) > 0 for signal in self.signals)


def label_for(purpose: Purpose, relation: Relation) -> Label:
    """The table of the design: what a purpose is to a consumer with this relationship."""
    return _TABLES[relation][purpose]


def judge(
    signals: Sequence[Signal],
    learned: Mapping[Purpose, float] | None,
    identity: Identity,
    relation: Relation,
    *,
    has_ground: bool = True,
    calibration: Calibration = AS_THEY_STAND,
    selling: float | None = None,
) -> Verdict:
    """The verdict on a call.

    `learned` is what the learned part adds to each purpose (log-odds, its own prior
    included; None: the built-in prior). `has_ground` is `Call.has_ground`: without it the
    purpose is unknown whatever the prior says. `calibration` makes probabilities of the sums.
    `selling` is how likely the learned part finds it that the caller sells something beside the
    main matter (None: nothing was learned).
    """
    if not has_ground:
        return _decided(_NO_GROUND, signals, identity, relation, None, {})
    base = _PRIOR if learned is None else learned
    scores = dict(base)
    for signal in signals:
        scores[signal.purpose] += signal.weight
        for purpose, weight in signal.also.items():
            scores[purpose] += weight
    purposes = _probable(scores, relation, calibration)
    if any(signal.certain for signal in signals):
        purposes = _at_least(purposes, CERTAIN_SHARE)
    elif any(signal.asks for signal in signals):
        purposes = _wary(purposes, relation, least_asking(signals))
    return _decided(purposes, signals, identity, relation, selling, base)


_NO_GROUND = {purpose: float(purpose is _UNKNOWN) for purpose in PURPOSES}


def _probable(
    scores: Mapping[Purpose, float], relation: Relation, by: Calibration
) -> dict[Purpose, float]:
    """The probability of each purpose."""
    values = [scores[purpose] for purpose in PURPOSES]
    top = max(values)
    mixed = [exp((value - top) / by.mixing) for value in values]
    raised = [exp((value - top) / by.purposes) for value in values]
    power = by.mixing / by.labels
    for constant, under in zip(by.constants, _TOGETHER[relation], strict=True):
        label = sum([mixed[at] for at in under]) ** power * exp(constant)
        whole = sum([raised[at] for at in under])
        each = label / whole if whole else 0.0
        for at in under:
            raised[at] *= each
    worth = sum(raised)
    return {purpose: share / worth for purpose, share in zip(PURPOSES, raised, strict=True)}


def _by_label(purposes: Mapping[Purpose, float], relation: Relation) -> dict[Label, float]:
    table = _TABLES[relation]
    labels = _NO_SHARES.copy()
    for purpose, share in purposes.items():
        labels[table[purpose]] += share
    return labels


def least_asking(signals: Iterable[Signal]) -> float:
    """What fraud weighs at least, for what the caller asks; 0 for nothing."""
    doubts = [signal.perhaps for signal in signals if signal.asks]
    if not doubts:
        return 0.0
    return PERHAPS_SHARE if all(doubts) else ASKING_SHARE


def _wary(purposes: dict[Purpose, float], relation: Relation, share: float) -> dict[Purpose, float]:
    """A caller who asks for a secret, remote access or such a payment, or perhaps does, is never
    shown as plain genuine service or as one's own vendor's offer, whoever it seems to be."""
    labels = _by_label(purposes, relation)
    if max(labels, key=labels.__getitem__) not in {_SERVICE, _UPSELL}:
        return purposes
    return _at_least(purposes, share)


def _at_least(purposes: dict[Purpose, float], share: float) -> dict[Purpose, float]:
    """The same probabilities with fraud at `share` or above."""
    before = purposes[_FRAUD]
    if before >= share:
        return purposes
    rest = (1 - share) / (1 - before)
    return {
        purpose: share if purpose is _FRAUD else other * rest for purpose, other in purposes.items()
    }


def _decided(
    purposes: dict[Purpose, float],
    signals: Sequence[Signal],
    identity: Identity,
    relation: Relation,
    selling: float | None,
    base: Mapping[Purpose, float],
) -> Verdict:
    labels = _by_label(purposes, relation)
    label = max(labels, key=labels.__getitem__)
    purpose = max(_UNDER[relation][label], key=purposes.__getitem__)
    if identity.known_person is not None:
        labels = _NO_SHARES | {_UNDETERMINED: 1.0}
        label = _UNDETERMINED
    ordered = sorted(signals, key=lambda signal: -abs(pull(signal, purpose)))
    if label in {_SERVICE, _UPSELL}:
        ordered.sort(key=lambda signal: not signal.asks)
    return Verdict(
        label=label,
        purpose=purpose,
        role=role_of(purpose, signals, relation),
        scam=purpose is _FRAUD,
        also_selling=label is _SERVICE and _sells(purposes, signals, selling),
        confidence=labels[label],
        probabilities=labels,
        purposes=purposes,
        signals=tuple(ordered),
        would_change=_would_change(label, purpose, identity, relation),
        base=base,
    )


def pull(signal: Signal, purpose: Purpose) -> float:
    """What a signal adds to a purpose, in log-odds."""
    own = signal.weight if signal.purpose is purpose else 0.0
    return own + signal.also.get(purpose, 0.0)


def _sells(
    purposes: Mapping[Purpose, float], signals: Sequence[Signal], selling: float | None
) -> bool:
    if selling is not None:
        return selling >= SELLING_SHARE
    if purposes[_SALES] >= ALSO_SELLING_SHARE:
        return True
    return any(signal.id.startswith("ALSO_") and signal.weight > 0 for signal in signals)


_ROLES: Mapping[Purpose, Role] = {
    Purpose.SERVICE: Role.CUSTOMER_SERVICE,
    Purpose.ACCOUNT: Role.CUSTOMER_SERVICE,
    Purpose.SURVEY: Role.SURVEYOR,
    Purpose.FUNDRAISING: Role.FUNDRAISER,
    Purpose.POLITICAL: Role.CAMPAIGNER,
    Purpose.COLLECTIONS: Role.COLLECTOR,
    Purpose.FRAUD: Role.IMPOSTOR,
    Purpose.UNKNOWN: Role.UNKNOWN,
}


_NO_MANNERS = dict.fromkeys(["next_step", "close_now", "account_manager", "scripted"], 0.0)


def role_of(purpose: Purpose, signals: Sequence[Signal], relation: Relation) -> Role:
    """What the person on the line is measured by: the objective tells callers apart, not the
    job title. Signals of the groups `next_step`, `close_now`, `account_manager` and
    `scripted` say which objective and manner were heard."""
    heard = _NO_MANNERS.copy()
    for signal in signals:
        if signal.group in heard and signal.weight > 0:
            heard[signal.group] += signal.weight
    if purpose is _SALES:
        if relation in _CUSTOMER and heard["account_manager"] > 0:
            return Role.ACCOUNT_MANAGER
        return Role.TELEMARKETER if heard["next_step"] > heard["close_now"] else Role.TELESALES
    if purpose in _SERVED:
        if heard["account_manager"] > 0:
            return Role.ACCOUNT_MANAGER
        if heard["scripted"] > 0:
            return Role.CALL_CENTRE
    return _ROLES[purpose]


def _would_change(
    label: Label, purpose: Purpose, identity: Identity, relation: Relation
) -> tuple[str, ...]:
    """What would change the label, for the consumer to weigh."""
    if identity.known_person is not None or purpose is _FRAUD:
        return ()
    vendor = identity.vendor or identity.claimed_vendor
    name = vendor.name if vendor is not None else identity.claimed_name or "the caller"
    if purpose is _UNKNOWN:
        return ("Would be judged as soon as the caller says what they want.",)
    if label is _SERVICE:
        return ("Would be a scam if they asked for a code, a password or remote access.",)
    if label is _UPSELL:
        return (f"Would be {Label.SOLICITATION.shown} if you were no customer of {name}.",)
    as_vendor = label_for(purpose, Relation.CURRENT)
    lapsed = relation is Relation.LAPSED
    if_so = f"you were still a customer of {name}" if lapsed else f"{name} were one of your vendors"
    return () if as_vendor is label else (f"Would be {as_vendor.shown} if {if_so}.",)
