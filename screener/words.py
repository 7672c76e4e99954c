"""The product's words: one name for one thing, everywhere (docs/architecture.md)."""

from enum import StrEnum


class Purpose(StrEnum):
    """What the caller wants."""

    SALES = "sales"
    SERVICE = "service"
    ACCOUNT = "account"
    SURVEY = "survey"
    FUNDRAISING = "fundraising"
    POLITICAL = "political"
    COLLECTIONS = "collections"
    FRAUD = "fraud"
    UNKNOWN = "unknown"


class Label(StrEnum):
    """What the call is to this consumer."""

    SOLICITATION = "solicitation"
    UPSELL = "upsell"
    SERVICE = "service"
    UNDETERMINED = "undetermined"

    @property
    def shown(self) -> str:
        """The words that a person reads."""
        return _SHOWN[self]


_SHOWN = {
    Label.SOLICITATION: "solicitation",
    Label.UPSELL: "existing-vendor upsell",
    Label.SERVICE: "genuine service",
    Label.UNDETERMINED: "undetermined",
}


class Role(StrEnum):
    """What the person on the line is measured by, told from objective and manner."""

    TELEMARKETER = "telemarketer"
    TELESALES = "telesales"
    ACCOUNT_MANAGER = "account_manager"
    CUSTOMER_SERVICE = "customer_service"
    CALL_CENTRE = "call_centre"
    SURVEYOR = "surveyor"
    FUNDRAISER = "fundraiser"
    CAMPAIGNER = "campaigner"
    COLLECTOR = "collector"
    IMPOSTOR = "impostor"
    UNKNOWN = "unknown"


class IdentityState(StrEnum):
    """How we know who calls. None of them is proof: numbers are spoofed, names are claims."""

    NUMBER_ON_FILE = "number_on_file"
    CLAIMED = "claimed"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """What is between the consumer and the vendor on the local day of the call."""

    CURRENT = "current"
    INQUIRY = "inquiry"
    LAPSED = "lapsed"
    NONE = "none"


class Allowed(StrEnum):
    """Whether a call was allowed by the ledger, the preferences and the defaults."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class Choice(StrEnum):
    """A consumer's choice for one purpose.

    On a vendor it is what was said (opt-in: may call; opt-out: may not). As a household's
    default it is the regime (opt-in: refused unless allowed; opt-out: allowed unless refused).
    """

    OPT_IN = "opt-in"
    OPT_OUT = "opt-out"


class Status(StrEnum):
    """What became of the ringing."""

    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    BLOCKED = "blocked"


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as they are typed and written."""

PREFERENCE_PURPOSES = (
    Purpose.SALES,
    Purpose.ACCOUNT,
    Purpose.SERVICE,
    Purpose.SURVEY,
    Purpose.FUNDRAISING,
    Purpose.POLITICAL,
)
"""The purposes that a person can allow or refuse."""

OPT_OUT_PURPOSES = (Purpose.SALES, Purpose.SURVEY, Purpose.FUNDRAISING, Purpose.POLITICAL)
"""What "stop calling me" means when nothing more is said."""
