"""Where the household's files lie."""

import os
from collections.abc import Mapping
from pathlib import Path

from screener.faults import Fault


def default_path(db: Path | str | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """The database to use: `db` (as given on the command line), else the variable
    SCREENER_DB, else screener.db in the person's data folder (XDG where there is one)."""
    named = db or (os.environ if environ is None else environ).get("SCREENER_DB")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only where nothing is named

    return user_data_path("screener", appauthor=False) / "screener.db"


def rules_folder_of_user() -> Path | None:
    """The folder of the person's own rules, None while there is none. Raises Fault where what
    is around it belongs to somebody else."""
    folder = config_folder() / "rules"
    try:
        return folder if folder.is_dir() else None
    except PermissionError as error:
        raise Fault(f"{folder}: your own rules cannot be looked for: permission denied.") from error


def config_folder() -> Path:
    """The folder of the person's own rules and settings, which need not be there."""
    from platformdirs import user_config_path  # noqa: PLC0415 - a look-up needs no rules

    return user_config_path("screener", appauthor=False)
