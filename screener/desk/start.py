"""The first time: is there anything yet, and what the person said about themselves."""

from screener.desk.deeds import Deeds

_BEGUN = "begun"


class Start(Deeds):
    """Beginning with an empty file."""

    def is_new(self) -> bool:
        """Whether nothing is on file, nothing is set up, and nobody was asked yet."""
        asked = self.store.setting(_BEGUN) or self.store.setting("region")
        return not asked and not self.vendors() and not self.store.count()

    def begin(self, region: str = "", state: str = "", own_numbers: tuple[str, ...] = ()) -> None:
        """Sets up the household, if a country is given, and asks no more. Raises Fault as
        `set_up` does; then nothing is kept."""
        with self.store.transaction():
            if region:
                self.set_up(region=region, state=state, own_numbers=own_numbers)
            self.store.set_setting(_BEGUN, True)
