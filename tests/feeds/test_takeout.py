"""Google Voice: a page for each call, in a folder or an archive."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.feeds import recognise
from screener.feeds.protocol import Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import LARGEST_ENTRY, opened
from screener.words import Status
from tests.feeds.conftest import Read

PAGE = """<html><body><div class="haudio"><span class="fn">Voicemail from
Ann</span>
<div class="contributor vcard">Voicemail from
<a class="tel" href="tel:{number}"><span class="fn">{name}</span></a></div>
<abbr class="published" title="{at}">then</abbr>
<span class="description"><span class="full-text">{said}</span></span>
<abbr class="duration" title="PT1M18S">(00:01:18)</abbr>
<div class="tags">Labels: <a rel="tag" href="http://www.google.com/voice#{kind}">x</a></div>
</div></body></html>"""
AT = "2018-07-23T09:23:31.000-07:00"
NAME = "Takeout/Voice/Calls/Ann - Voicemail - 2018-07-23T16_23_31Z.html"


def page(
    kind: str = "voicemail", said: str = "Your order", at: str = AT, number: str = "+16145550133"
) -> str:
    return PAGE.format(kind=kind, said=said, at=at, number=number, name="Ann &amp; Co")


def items_of(path: Path) -> list[Item]:
    source = opened(path)
    feed = recognise(source.head)
    assert feed.NAME == "google-voice"
    return list(feed.read(source, Place()))


def archive(path: Path, **entries: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(NAME, page())
        for name, content in entries.items():
            made.writestr(name, content)
    return path


def test_real_pages(shared: Path) -> None:
    items = items_of(shared / "formats" / "takeout_voice")
    calls = [item.call for item in items if isinstance(item, Incoming)]
    assert [call.status for call in calls].count(Status.VOICEMAIL) == 2
    assert {call.number for call in calls} >= {"+17323215555", "+12123214444"}
    said = "Hi, it's me. I'm just calling to say that I'm coming home."
    found = next(call for call in calls if call.said == said)
    assert found.caller_id == "Edson Arantes do Nascimento"
    assert found.at == datetime.fromisoformat("2014-05-16T19:54:27-07:00")
    assert sum(isinstance(item, Rang) for item in items) == 2


@pytest.mark.parametrize("kind", ["voicemail", "missedcall", "sms"])
def test_real_single_pages(shared: Path, kind: str) -> None:
    (item,) = items_of(shared / "formats" / f"google_voice_takeout_{kind}.html")
    if kind == "sms":
        assert item == Skipped(1, "text messages are no calls", "google_voice_takeout_sms.html")
    else:
        assert isinstance(item, Incoming)
        assert bool(item.call.said) == (kind == "voicemail")


def test_a_page(read: Read) -> None:
    (item,) = read(page(said="It&#39;s <br />me"), expected="google-voice")
    assert isinstance(item, Incoming)
    call = item.call
    assert (call.said, call.caller_id, call.duration) == ("It's me", "Ann & Co", 78)
    assert call.source_id == "2018-07-23T16:23:31.000-+16145550133-voicemail"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (page(at="2018-07-23"), "no time that can be read"),
        (page(at="2018-07-23T09:23:31"), "no time that can be read"),
        (page(at="9999-99-99T09:23:31Z"), "no time that can be read"),
        (page(kind="sms"), "text messages are no calls"),
        (page(kind="inbox"), "the page is no call"),
        ("<a class=tel" * 90_000, "the page is no call"),
        (page(said="a\0b"), "the page holds NUL bytes"),
        (page(said="<![foo[x]]>"), "the page is no HTML"),
        (page().encode() + b"\xff", "the page is not UTF-8"),
    ],
)
def test_pages_that_are_no_calls(read: Read, content: str | bytes, reason: str) -> None:
    assert read(content, "google-voice") == [Skipped(1, reason, "file")]


def test_an_archive_is_read_in_place(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "takeout.zip",
        **{
            "../../evil.html": page(),
            "/etc/x - Missed - 2018-07-23T16_23_31Z.html": page(),
            "Takeout\\..\\..\\y.html": page(),
            "Takeout/huge.html": " " * (LARGEST_ENTRY + 1),
            "Takeout/archive_browser.txt": "no page",
        },
    )
    items = items_of(path)
    assert isinstance(items[0], Incoming)
    assert [item.reason for item in items[1:] if isinstance(item, Skipped)] == [
        "its name leads out of the archive",
        "its name leads out of the archive",
        "its name leads out of the archive",
        "the file is larger than 1 MiB",
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["takeout.zip"]


def test_an_archive_that_unpacks_to_more_than_anyone_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.feeds.source.MOST_UNPACKED", 3 << 20)
    path = archive(tmp_path / "bomb.zip", **{f"{n}.html": " " * LARGEST_ENTRY for n in range(10)})
    assert path.stat().st_size < 50_000
    with pytest.raises(Fault, match="unpacks to more than"):
        items_of(path)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "takeout.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[:80] + b"\x00" * 40 + whole[120:])
    with pytest.raises(Fault, match="is a damaged archive"):
        items_of(path)


@pytest.mark.parametrize("nth", [0, 1], ids=["before the page", "in the list"])
def test_a_name_that_is_not_the_utf_8_that_it_says_is_refused(tmp_path: Path, nth: int) -> None:
    path = archive(tmp_path / "takeout.zip", **{"ä.html": page()})
    whole, mark = path.read_bytes(), "ä.html".encode()
    at = (whole.find(mark), whole.rfind(mark))[nth]
    path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
    with pytest.raises(Fault, match=r"takeout\.zip: is a damaged archive\."):
        items_of(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_page_that_is_packed_as_takeout_never_does_is_left_out(
    tmp_path: Path, method: int
) -> None:
    path = archive(tmp_path / "takeout.zip")
    with zipfile.ZipFile(path, "a", method) as made:
        made.writestr("b.html", page())
    assert items_of(path)[1:] == [
        Skipped(2, "it is neither deflated nor stored as it is", "b.html")
    ]


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(page(), encoding="utf-8")
    folder = tmp_path / "Calls"
    folder.mkdir()
    (folder / "Ann - Voicemail - 2018-07-23T16_23_31Z.html").write_text(page(), encoding="utf-8")
    (folder / "b.html").symlink_to(tmp_path / "secret")
    assert [type(item) for item in items_of(folder)] == [Incoming, Skipped]
