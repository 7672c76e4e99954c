"""Whether the file and what lies beside it are in order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

from screener.chain import GENESIS, link, record_hash
from screener.faults import Fault
from screener.store.beside import look_at_copies, look_at_permissions
from screener.store.chain import forms, present
from screener.store.copies import SPARE_BYTES, copies_of, listed
from screener.store.driver import Database, open_database
from screener.store.finding import Finding, ok, problem, told, warning
from screener.store.indexed import index_anew, is_as_told
from screener.store.migrate import LATEST
from screener.store.verify import Evidence, quoted_anchors

_LAST_LINKS = 1000
_TABLES_SHOWN = 6


def look_at_file(path: Path, *, full: bool = False, fix: bool = False) -> Iterator[Finding]:
    """All that can be said of the database at `path` and of what lies beside it.

    Nothing of it is changed, except for permissions and the index of words with `fix`. `full`
    reads every page and the whole chain. Never raises Fault: that is a finding.
    """
    path = path.expanduser().resolve()
    if not path.exists():
        yield ok("database", f"{path} is not there yet; the first call makes it")
        return
    yield from look_at_permissions(path, fix=fix)
    try:
        db = open_database(path)
    except Fault as fault:
        yield problem("database", str(fault), _todo(path))
    else:
        try:
            yield ok("database", f"{path}, {told(path.stat().st_size)}")
            yield from _look_at(db, full=full, fix=fix)
        finally:
            db.close()
    yield from look_at_copies(path)


def _todo(path: Path) -> str:
    copies = listed(path)
    newest = f"`screener restore '{copies[0].path}'`" if copies else "`screener restore FILE`"
    return f"restore a backup ({newest}), or give another file with --db"


def _look_at(db: Database, *, full: bool, fix: bool) -> Iterator[Finding]:
    version = int(db.value("PRAGMA user_version"))
    if version > LATEST:
        found = f"step {version}, and this program knows {LATEST}"
        yield problem("schema", found, "update Screener")
        return
    if version < LATEST:
        found = f"step {version} of {LATEST}: {LATEST - version} to do"
        yield warning("schema", found, "open it with any other command; a copy is made first")
    else:
        yield ok("schema", f"step {version}, up to date")
    for look in (_encryption, _integrity, _references, _words, _chain, _sizes):
        try:
            yield from look(db, full, fix)
        except Fault as fault:
            name = look.__name__.strip("_")
            yield problem(name, str(fault), _todo(db.path))


def _integrity(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    check = "integrity_check" if full else "quick_check"
    said = [line[0] for line in db.all(f"PRAGMA {check}(3)")]
    if said == ["ok"]:
        yield ok("integrity", "every page reads well" + ("" if full else " (a quick look)"))
    else:
        yield problem("integrity", "; ".join(said), _todo(db.path))


def _encryption(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    if db.passphrase is not None:
        yield ok("encryption", f"encrypted by SQLCipher {db.value('PRAGMA cipher_version')}")


def _references(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    loose = len(db.all("PRAGMA foreign_key_check"))
    if loose:
        yield problem("references", f"{loose:,} rows name others that are gone", _todo(db.path))
    else:
        yield ok("references", "every row finds those that it names")


_CHECK = "INSERT INTO call_fts (call_fts) VALUES ('integrity-check')"


def _words(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    if db.value("SELECT 1 FROM sqlite_master WHERE name = 'call_fts'") is None:
        return
    compared = full and db.value("PRAGMA user_version") == LATEST
    if _is_sound(db) and (not compared or is_as_told(db)):
        yield ok("word index", "it fits the calls" if compared else "it reads well")
    elif fix:
        index_anew(db)
        yield ok("word index", "it did not fit the calls and was built anew")
    else:
        yield problem("word index", "it does not fit the calls", "`screener doctor --fix`")


def _is_sound(db: Database) -> bool:
    try:
        db.run(_CHECK)
    except Fault:
        return False
    return True


def _chain(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    if db.value("SELECT 1 FROM sqlite_master WHERE name = 'link'") is None:
        return
    head = present(db)
    broken = _whole_chain(db) if full else _last_links(db, head.records)
    if broken:
        yield problem("chain", broken, "`screener verify` names the first record that is wrong")
        return
    looked = "all" if full else f"the last {min(_LAST_LINKS, head.records):,}"
    yield ok("chain", f"{head.records:,} records, {looked} as written; head {head}")


def _whole_chain(db: Database) -> str:
    checked = Evidence(db, lambda: datetime.now(UTC)).verify()
    return "" if checked.whole else (checked.broken.words if checked.broken else "broken")


_LINKS = (
    "SELECT position, salt, head, hash FROM link WHERE position BETWEEN ? AND ? ORDER BY position"
)
_HEAD = "SELECT head FROM link WHERE position = ?"


def _last_links(db: Database, last: int) -> str:
    """What is wrong with the newest records, their number, or an anchor; '' for nothing."""
    count = db.value("SELECT count(*) FROM link")
    if count != last:
        return f"{last - count:,} places are missing"
    first = max(last - _LAST_LINKS + 1, 1)
    before = db.value(_HEAD, (first - 1,)) or GENESIS
    there = forms(db, first, last)
    for position, salt, head, emptied in db.all(_LINKS, (first, last)):
        if emptied is None and position not in there:
            return f"record {position} is missing"
        if link(before, emptied or record_hash(salt, there[position][1])) != head:
            return f"record {position} does not read as it was written"
        before = head
    for quoted in quoted_anchors(db):
        head = db.value(_HEAD, (quoted.anchor.records,)) or GENESIS
        if not head.hex().startswith(quoted.anchor.head):
            return f"the anchor {quoted.anchor} does not hold"
    return ""


_BY_TABLE = (
    "SELECT s.tbl_name, sum(d.pgsize) AS bytes FROM dbstat AS d "
    "JOIN sqlite_master AS s ON s.name = d.name WHERE d.aggregate = TRUE "
    "GROUP BY s.tbl_name ORDER BY bytes DESC"
)


def _sizes(db: Database, full: bool, fix: bool) -> Iterator[Finding]:
    log = db.path.with_name(db.path.name + "-wal")
    beside = [each.stat().st_size for each in copies_of(db.path)]
    free = int(db.value("PRAGMA freelist_count")) * int(db.value("PRAGMA page_size"))
    yield ok(
        "sizes",
        f"file {told(db.path.stat().st_size)} ({told(free)} of it unused), "
        f"log {told(log.stat().st_size if log.exists() else 0)}, "
        f"{len(beside)} copies {told(sum(beside))}",
    )
    if db.value("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'"):
        tables = db.all(_BY_TABLE)[:_TABLES_SHOWN]
        yield ok("tables", ", ".join(f"{name} {told(size)}" for name, size in tables))
    room = disk_usage(db.path.parent).free
    if room < SPARE_BYTES + db.path.stat().st_size:
        yield warning("disk", f"{told(room)} left: no room for a copy", "make room")
    else:
        yield ok("disk", f"{told(room)} left")
