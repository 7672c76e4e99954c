"""Reports and letters written to a file: which file, in the format that its name ends in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Checkbox

from screener.tui.screens.question import FieldFault, Question, text_field
from screener.tui.widgets.field import Field
from screener.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from screener.desk import Desk

RECORD = "I send it now: an opt-out in writing"
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
        path = _path(self.value("file"))
        return lambda desk: write(desk, self._party, path)


class LetterScreen(Question[Path]):
    """Writes the letter that makes an opt-out in writing; name and address are never stored."""

    lead = "In the words of your country's law. Fill in what stands in brackets, then send it."

    def __init__(self, party: str) -> None:
        super().__init__()
        self._party = party
        self.heading = f"{party}: a letter to stop calling"

    def fields(self) -> Iterable[Widget]:
        """The file, and whether it goes into the ledger."""
        yield text_field("File", "file", "~/letter.txt", "ends in .html or .txt")
        yield Field("Ledger", Tick(RECORD, False, id="record", compact=True))

    def on_mount(self) -> None:
        """Begins at the file."""
        self.query_one("#file").focus()

    def order(self) -> Callable[[Desk], Path]:
        """Writes the letter."""
        path, record = _path(self.value("file")), self.query_one("#record", Checkbox).value
        return lambda desk: write_letter(desk, self._party, path, record=record)


def _path(name: str) -> Path:
    path = Path(name).expanduser().absolute()
    if not name or path.suffix.lower() not in ENDINGS:
        raise FieldFault("file", "Name a file that ends in .html or .txt.")
    return path


def write_letter(desk: Desk, party: str, path: Path, *, record: bool) -> Path:
    """Writes the letter, and its opt-out into the ledger if asked. A Fault stands at the file."""
    from hashlib import sha256  # noqa: PLC0415 - in the desk's own thread, as all below

    from screener.faults import Fault  # noqa: PLC0415
    from screener.ledger import EntryKind, How  # noqa: PLC0415
    from screener.reports.files import check_target, write_private  # noqa: PLC0415
    from screener.reports.html import to_html  # noqa: PLC0415
    from screener.reports.txt import to_txt  # noqa: PLC0415

    try:
        check_target(path, force=False)
        made = desk.letter(party, (), str(path))
        whole = to_html if path.suffix.lower() == ".html" else to_txt
        text = whole(made.document).encode()
        with desk.doing():  # what was not written was not said either
            if record:
                told = EntryKind.OPT_OUT
                desk.opt(made.party, made.purposes, told, how=How.LETTER, words=made.request,
                         file_hash=sha256(text).hexdigest())  # fmt: skip
            write_private(path, text, force=False)
    except Fault as fault:
        raise FieldFault("file", str(fault).replace("; --force writes over it", "")) from None
    return path


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
