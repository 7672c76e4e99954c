"""`screener log --tell`: what one noticed, by its words or by its rule."""

from tests.cli.conftest import Run


def test_an_unknown_tell_is_refused_and_nothing_is_stored(run: Run) -> None:
    done = run("log", "--company", "Somebody", "--tell", "offers an upgade")
    assert done.code == 2
    assert "did you mean SALES_MOVE_UP (offers an upgrade)?" in done.err
    assert run("history", "--json").json == []


def test_a_tell_by_its_words_moves_the_verdict(run: Run) -> None:
    done = run("log", "--company", "Somebody", "--tell", "Asks for a CODE")
    assert done.code == 0
    assert "SCAM" in done.out
    done = run("explain", "--company", "Somebody", "--tell", "no such thing at all")
    assert done.code == 2
    assert "there is no such tell" in done.err
