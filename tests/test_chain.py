"""The chain's forms and hashes: fixed for ever, so that other programs can follow them."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener import chain
from screener.chain import FIELDS, GENESIS, Anchor, Places, RecordKind, canonical
from screener.faults import Fault

values = st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))


def test_the_form_of_a_correction_is_this_one() -> None:
    form = canonical(RecordKind.CORRECTION, (7, "7k3q", "service", 'so "é"\n', 1_700_000, -300))
    assert form.decode() == (
        '{"at":1700000,"at_offset":-300,"call":"7k3q","form":"screener-chain/1","id":7,'
        '"label":"service","note":"so \\"é\\"\\n","record":"correction"}'
    )


def test_hashes_are_these() -> None:
    assert sha256(b"screener-chain/1").digest() == GENESIS
    record = chain.record_hash(b"salt", b"form")
    assert record == sha256(b"saltform").digest()
    assert chain.link(GENESIS, record) == sha256(GENESIS + record).digest()


def test_a_changed_list_of_fields_would_be_another_form() -> None:
    listed = json.dumps({kind: FIELDS[kind] for kind in RecordKind}).encode()
    assert chain.FORM == "screener-chain/1"
    assert sha256(listed).hexdigest()[:16] == "94cc1b3cc8d05476"


@given(st.sampled_from(RecordKind), st.data())
def test_forms_read_back_and_two_records_never_share_one(
    kind: RecordKind, data: st.DataObject
) -> None:
    one, two = (
        data.draw(st.tuples(*[values] * len(FIELDS[kind])), label=label) for label in ("one", "two")
    )
    read = json.loads(canonical(kind, one))
    again = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(kind, one) == again.encode()
    assert [read[field] for field in FIELDS[kind]] == list(one)
    assert (read["form"], read["record"]) == (chain.FORM, kind)
    assert (canonical(kind, one) == canonical(kind, two)) == (one == two)


@given(st.sets(st.integers(1, 10**9)))
def test_places_tell_which_they_are(places: set[int]) -> None:
    told = Places(sorted(places)).told()
    assert told[:3] == (min(places, default=None), max(places, default=None), len(places))
    assert told[3] == sha256("".join(f"{place}\n" for place in sorted(places)).encode()).hexdigest()


def test_an_anchor_reads_back_as_it_is_quoted() -> None:
    anchor = Anchor(GENESIS.hex(), 12)
    assert chain.read_anchor(str(anchor)) == anchor
    assert chain.read_anchor(f" {GENESIS.hex()[:16].upper()}:0 ") == Anchor(GENESIS.hex()[:16], 0)


@pytest.mark.parametrize(
    "text", ["", "abc:1", GENESIS.hex(), f"{GENESIS.hex()}:x", "g" * 64 + ":1"]
)
def test_what_is_no_anchor_is_named(text: str) -> None:
    with pytest.raises(Fault, match="is not HEAD:COUNT"):
        chain.read_anchor(text)
