"""The first time: is there anything yet?"""

from screener.desk.bench import Bench

BEGUN = "begun"
"""The setting that tells that the person was asked who they are."""


class Start(Bench):
    """Beginning with an empty file."""

    def is_new(self) -> bool:
        """Whether nothing is on file, nothing is set up, and nobody was asked yet."""
        asked = self.store.setting(BEGUN) or self.store.setting("region")
        return not asked and not self.store.vendors() and not self.store.count()
