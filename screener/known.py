"""The few facts about this caller that are looked up before judging."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screener.words import Label


@dataclass(frozen=True, slots=True)
class Known:
    """What the edge looked up about *this* caller. `classify` passes `NOTHING_KNOWN`.

    `calls` counts earlier calls from this number or company by label; `corrections` counts
    what the person corrected such calls to; `complaints` is the decayed count of public
    complaints about the number and `robocall_share` how many of them told of a recording
    (0 to 1).
    """

    calls: Mapping[Label, int] = field(default_factory=dict)
    corrections: Mapping[Label, int] = field(default_factory=dict)
    complaints: float = 0.0
    robocall_share: float = 0.0


NOTHING_KNOWN = Known()
