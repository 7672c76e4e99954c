"""A report written to a file: which file, in the format that its name ends in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from screener.tui.screens.question import FieldFault, Question, text_field

if TYPE_CHECKING:
    from screener.desk import Desk

ENDINGS = {".html", ".txt"}


class ReportScreen(Question[Path]):
    """Writes all that is on file about one caller; what is there already is never overwritten."""

    def __init__(self, party: str) -> None:
        super().__init__()
        self._party = party
        self.heading = f"{party}: report"
        self.lead = "Calls, ledger, broken rules and complaint sheets in one file."

    def fields(self) -> Iterable[Widget]:
        """The file."""
        yield text_field("File", "file", "~/report.html", "ends in .html or .txt")

    def order(self) -> Callable[[Desk], Path]:
        """Writes the report."""
        name = self.value("file")
        path = Path(name).expanduser().absolute()
        if not name or path.suffix.lower() not in ENDINGS:
            raise FieldFault("file", "Name a file that ends in .html or .txt.")
        return lambda desk: write(desk, self._party, path)


def write(desk: Desk, party: str, path: Path) -> Path:
    """Writes the report. A Fault stands at the file's field."""
    from screener.faults import Fault  # noqa: PLC0415 - in the desk's own thread, as all below
    from screener.reports.complaint import MOST_SHEETS  # noqa: PLC0415
    from screener.reports.files import check_target, write_private  # noqa: PLC0415
    from screener.reports.html import to_html  # noqa: PLC0415
    from screener.reports.telling import report_document  # noqa: PLC0415
    from screener.reports.txt import to_txt  # noqa: PLC0415

    try:
        check_target(path, force=False)
        document = report_document(desk.report(party, str(path)), MOST_SHEETS)
        text = to_html(document) if path.suffix.lower() == ".html" else to_txt(document)
        write_private(path, text.encode(), force=False)
    except Fault as fault:
        raise FieldFault("file", str(fault).replace("; --force writes over it", "")) from None
    return path
