"""`screener rules`: what the program knows, checked."""

import click

from screener.cli.output import emit, emit_json
from screener.rulebook import check_rules, load_rulebook
from screener.store.place import rules_folder_of_user


@click.group()
def rules() -> None:
    """Check the rulebook: the bundled rules and your own.

    \b
    Example:
      screener rules check
    """


@rules.command("check")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(as_json: bool) -> int:
    """Check every rule and run all its examples. Faults are told by file and rule; then the
    exit code is 1.

    \b
    Example:
      screener rules check
    """
    faults = check_rules(rules_folder_of_user())
    signals = 0 if faults else len(load_rulebook(rules_folder_of_user()).signals)
    if as_json:
        emit_json({"signals": signals, "faults": faults})
    else:
        emit(faults or [f"{signals} signals, all in order."])
    return int(bool(faults))
