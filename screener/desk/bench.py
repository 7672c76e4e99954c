"""What every part of the desk works with: store, screener, household, numbers, names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from screener.call import Call
from screener.dates import local
from screener.faults import Fault
from screener.known import NONE_SO_FAR, SoFar, Taught
from screener.store import Store
from screener.store.place import default_path, rules_folder_of_user
from screener.vendor import Household, Vendor

if TYPE_CHECKING:
    from screener.aftercare import AftercareBook
    from screener.identity import Directory, Identity
    from screener.phone import Number
    from screener.screening import Screener
    from screener.store import Record


def _load_screener() -> "Screener":
    from screener.rulebook import load_rulebook  # noqa: PLC0415 - a look-up loads no rulebook
    from screener.screening import Screener  # noqa: PLC0415

    return Screener(load_rulebook(rules_folder_of_user()))


class Bench:
    """A store and a screener, and how both are reached. One desk belongs to one thread."""

    store: Store

    def __init__(
        self,
        store: Store,
        *,
        load_screener: Callable[[], "Screener"] = _load_screener,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self.store = store
        self.clock = clock
        self._load_screener = load_screener
        self._screener: Screener | None = None
        self._household: Household | None = None
        self._words: Mapping[str, Taught] | None = None
        self._directory: tuple[Household, Directory] | None = None
        self._aftercare: AftercareBook | None = None
        self._version = store.data_version()

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """A desk on the database at `path`, or at the person's usual place."""
        return cls(Store.open(path or default_path()))

    def close(self) -> None:
        """Closes the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def screener(self) -> "Screener":
        """The screener, with the rulebook loaded when it is first needed."""
        if self._screener is None:
            self._screener = self._load_screener()
        return self._screener

    def preparing(self) -> "Callable[[], Screener] | None":
        """What loads the screener and warms it up, so that another thread can do that while
        this one goes on with the desk; None where it is loaded. `prepared` takes what it gives."""
        load = self._load_screener

        def prepare() -> "Screener":
            screener = load()
            screener.screen(Call(company="-", said="-"), Household())
            return screener

        return prepare if self._screener is None else None

    def prepared(self, screener: "Screener") -> None:
        """Takes a screener that was loaded elsewhere."""
        self._screener = self._screener or screener

    def household(self) -> Household:
        """The household as it stands, read again when anything was written."""
        self._reread()
        if self._household is None:
            self._household = self.store.household()
        return self._household

    def _reread(self) -> None:
        """Lets go of what was read before somebody else wrote to the file."""
        version = self.store.data_version()
        if version != self._version:
            self._version, self._household, self._words = version, None, None

    def version(self) -> int:
        """A number that changes when another program writes to the file."""
        return self.store.data_version()

    @property
    def region(self) -> str:
        """The country that numbers are read in."""
        return self.household().region

    def vendor(self, name: str) -> Vendor:
        """The vendor of that name or alias."""
        return self.store.vendor(name)

    def _so_far(self, vendor: Vendor | None, call: Call) -> SoFar:
        """How often the vendor called before, where a preference of the person limits that."""
        if vendor is None or not any(said.conditions.at_most for said in vendor.preferences):
            return NONE_SO_FAR
        at = local(call.at or self.clock(), self.household().time_zone)
        return self.store.so_far(vendor, at, without=call.id)

    def record(self, call_id: str) -> "Record":
        """A call with everything that is kept of it. `call_id` may be the start of an id."""
        return self.store.record(call_id)

    def _number(self, text: str) -> "Number | None":
        """A text as a number, None for one that is a name."""
        from screener.phone import NumberKind, read_number  # noqa: PLC0415 - only for numbers

        if not any(char.isdigit() for char in text):
            return None
        number = read_number(text, self.region)
        return None if number.kind is NumberKind.INVALID else number

    def _e164(self, text: str) -> str:
        number = self._number(text)
        return number.e164 if number else ""

    def _numbers(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        read = []
        for number in numbers:
            e164 = self._e164(number)
            if not e164:
                raise Fault(f"numbers: {number!r} is no telephone number.")
            read.append(e164)
        return tuple(read)

    def _vendor_on_file(self, number: "Number | None", name: str) -> Vendor | None:
        if number is not None:
            vendors = self.household().vendors
            return next((v for v in vendors if number.e164 and number.e164 in v.numbers), None)
        try:
            return self.store.vendor(name)
        except Fault:
            return self._vendor_of(Call(company=name))

    def _vendor_of(self, call: Call) -> Vendor | None:
        return self._identity_of(call).vendor

    def _identity_of(self, call: Call) -> "Identity":
        from screener.identity import Directory, identify  # noqa: PLC0415 - names need rapidfuzz

        household = self.household()
        if self._screener is not None:
            return self._screener.identity_of(call, household)
        if self._directory is None or self._directory[0] is not household:
            self._directory = (household, Directory(household))
        return identify(call, self._directory[1])
