"""The one place above both the command line and the screen."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.config_calls import ListenTo
    from screener.store.newest import Glance


def _open_screen(
    make_desk: Callable[[], object],
    demo: bool,
    listen: "ListenTo | None" = None,
    glance: "Callable[[], Glance | None] | None" = None,
) -> None:
    from screener.tui import memory  # noqa: PLC0415 - as the next line

    memory.hold()
    from screener.tui.opening import run  # noqa: PLC0415 - only the screen pays for Textual

    run(make_desk, demo=demo, listen=listen, glance=glance)  # type: ignore[arg-type]


def main() -> None:
    """The `screener` command."""
    from screener.cli.defects import Watched  # noqa: PLC0415 - `import screener.__main__` stays light
    from screener.cli.quick import answered  # noqa: PLC0415 - as above
    from screener.cli.unlock import ask  # noqa: PLC0415 - as above
    from screener.store.keys import ask_with  # noqa: PLC0415 - as above

    ask_with(ask)
    with Watched():
        code = answered(sys.argv[1:], _open_screen)
        if code is not None:
            sys.exit(code)
        from screener.cli import run_command  # noqa: PLC0415

        sys.exit(run_command(sys.argv[1:], _open_screen))


if __name__ == "__main__":
    main()
