"""The command that draws the pictures of the documents."""

from itertools import product
from pathlib import Path
from xml.etree import ElementTree

from docs.screenshots import FOLDER, PICTURES, SIZES, THEMES, draw


def test_pictures_are_drawn_without_anything_from_the_network(tmp_path: Path) -> None:
    draw(tmp_path, "rights")
    made = sorted(tmp_path.glob("*.svg"))
    assert [each.stem for each in made] == [
        "rights-120x40-dark",
        "rights-120x40-light",
        "rights-80x24-dark",
        "rights-80x24-light",
    ]
    for each in made:
        text = each.read_text("utf-8")
        assert "url(http" not in text
        assert len(text) < 100_000
        words = "".join(ElementTree.fromstring(text).itertext()).replace("\N{NO-BREAK SPACE}", " ")
        assert "[Rights]" in words


def test_the_folder_of_pictures_holds_what_the_command_draws() -> None:
    drawn = {
        f"{picture.name}-{width}x{height}-{theme}.svg"
        for picture, (width, height), theme in product(PICTURES, SIZES, THEMES)
    }
    assert {each.name for each in FOLDER.glob("*.svg")} == drawn
