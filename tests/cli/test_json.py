"""What commands answer to programs holds to the JSON Schemas in docs/schemas, key for key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from screener import regions, rule, violations
from screener.call import Call
from screener.chain import RecordKind
from screener.cli.listen import _Ear
from screener.cli.main import screener
from screener.config import THEMES
from screener.config_calls import ListenTo
from screener.desk import Desk
from screener.exports import FORMATS
from screener.ledger import EntryKind, How, PartyKind
from screener.live.address import address_of
from screener.phone import NumberKind
from screener.rule_values import ASKS
from screener.store.finding import State
from screener.store.verify import QUOTED, Damage
from screener.words import (
    PREFERENCE_PURPOSES,
    WEEKDAYS,
    Allowed,
    Choice,
    IdentityState,
    Label,
    Purpose,
    Relation,
    Role,
    Status,
)
from tests.cli.living import Answer, each_key, lived
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "schemas"
SCHEMAS: Mapping[str, Any] = {
    file.name: json.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.json")
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
OTHERS = {
    "common",
    "report",
    *(f"export-{what}" for what, forms in FORMATS.items() if "jsonl" in forms),
}
"""What is no answer to --json: parts that are shared, a document, and lines of exports."""


def told(path: str) -> str:
    """The file of the schema for a command's path ("vendor add")."""
    return f"{path.replace(' ', '-')}.schema.json"


NOT_LIVED = {told("common"), told("listen")}
"""Parts that are shared, and what needs a server."""


def validator(name: str) -> Draft202012Validator:
    """Resolves what is referred to among the schemas, and nowhere else."""
    return Draft202012Validator({"$ref": name}, registry=REGISTRY)


def with_json(command: click.Command, path: str = "") -> Iterator[str]:
    """The paths of all commands that answer in JSON."""
    if any("--json" in parameter.opts for parameter in command.params):
        yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from with_json(inner, f"{path} {name}".strip())


PATHS = list(with_json(screener))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Answer]:
    """What all commands answered over a life."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
            patch.setenv(name, str(home / name))
        return lived(tmp_path_factory.mktemp("life"))


def test_every_command_with_json_has_a_schema_and_every_schema_a_command() -> None:
    assert {told(path) for path in (*PATHS, *OTHERS)} == set(SCHEMAS)
    assert len(PATHS) > 50


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["title"]


@pytest.mark.slow
def test_every_answer_of_a_life_holds_to_its_schema(answers: Sequence[Answer]) -> None:
    assert {told(each.path) for each in answers} == set(SCHEMAS) - NOT_LIVED
    checks = {name: validator(name) for name in SCHEMAS}
    faults = [
        f"{each.path} {' '.join(each.arguments)}: {fault.json_path}: {fault.message[:200]}"
        for each in answers
        for fault in checks[told(each.path)].iter_errors(each.told)
    ]
    assert faults == []


def test_a_line_of_listening_holds_to_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk.open(tmp_path / "calls.db") as desk:
        ear = _Ear(desk, ListenTo(address_of("ncid://localhost")), as_json=True)
        for call in (Call(company="Acme", said="hello"), Call(number="614 555 0133")):
            ear._tell(desk.log(call))
    for line in capsys.readouterr().out.splitlines():
        validator(told("listen")).validate(json.loads(line))


@pytest.mark.slow
def test_every_key_of_a_schema_was_met_in_a_life(answers: Sequence[Answer]) -> None:
    met = {key for each in answers for key in each_key(each.told)}
    named = {key for name in set(SCHEMAS) - {told("listen")} for key in keys(SCHEMAS[name])}
    assert sorted(named - met) == []


@pytest.mark.slow
def test_a_key_that_no_schema_knows_is_a_fault(answers: Sequence[Answer]) -> None:
    for each in answers:
        if isinstance(each.told, dict) and each.path != "tag":
            assert not validator(told(each.path)).is_valid({**each.told, "unheard of": 1}), each


def keys(schema: object) -> Iterator[str]:
    """Every key that a schema names."""
    if isinstance(schema, Mapping):
        named = schema.get("properties")
        yield from named if isinstance(named, Mapping) else ()
        for inner in schema.values():
            yield from keys(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keys(inner)


COMMON = SCHEMAS["common.schema.json"]["$defs"]


def enumerated(schema: str, *path: str) -> list[object]:
    found = SCHEMAS[told(schema)]
    for step in path:
        found = found[step]
    return list(found["enum"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("label", Label),
        ("purpose", Purpose),
        ("preference_purpose", PREFERENCE_PURPOSES),
        ("role", Role),
        ("identity", IdentityState),
        ("relationship", Relation),
        ("allowed", Allowed),
        ("choice", Choice),
        ("status", Status),
        ("entry_kind", EntryKind),
        ("how", How),
        ("confidence", regions.Confidence),
        ("quoted", (*QUOTED, "")),
    ],
)
def test_shared_words_are_those_of_the_program(name: str, words: Any) -> None:
    assert enumerated("common", "$defs", name) == [str(word) for word in words]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("common $defs party properties kind", PartyKind),
        ("common $defs violation_facts properties breach", regions.Breach),
        ("common $defs violation_facts properties sure", violations.Sure),
        ("common $defs conditions properties days items", WEEKDAYS),
        ("config properties theme", THEMES),
        ("doctor items properties state", State),
        ("export properties what", FORMATS),
        ("export-everything anyOf 2 properties record", RecordKind),
        ("lookup properties number anyOf 0 properties kind", NumberKind),
        ("rules-show properties speaker", rule.Whose),
        ("rules-show properties negated", rule.Negated),
        ("rules-show properties where", rule.Where),
        ("rules-show properties asks", ASKS),
        ("verify $defs broken properties damage", Damage),
    ],
)
def test_words_of_one_command_are_those_of_the_program(where: str, words: Any) -> None:
    schema, *path = where.split()
    found = SCHEMAS[told(schema)]
    for step in path:
        found = found[int(step) if isinstance(found, list) else step]
    assert sorted(found["enum"]) == sorted(str(word) for word in words)


def test_the_page_lists_every_schema() -> None:
    page = Path(ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert [name for name in SCHEMAS if f"(schemas/{name})" not in page] == []
