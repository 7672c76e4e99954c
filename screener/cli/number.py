"""The number of a record, as a command is given it."""

import click

NUMBER = click.IntRange(max=2**63 - 1)
"""As large as SQLite can count (https://sqlite.org/datatype3.html)."""
