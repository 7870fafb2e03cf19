"""What every test may ask for, and what none may inherit from the machine."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from analysis import cli

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# The same examples on every run: a test that fails, fails again.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None, max_examples=100)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def no_claimtrail_environment(monkeypatch):
    """Folders that the machine's environment moves are moved back: tests read this checkout unless they say otherwise."""
    monkeypatch.delenv("CLAIMTRAIL_HOME", raising=False)
    monkeypatch.delenv("CLAIMTRAIL_EDITION", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold and benchmarks beside the checkout; a test that needs it is skipped without."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder ../shared beside the checkout, which is not here")
    return SHARED


@pytest.fixture
def claimtrail(monkeypatch, capfd):
    """Runs the command in this process; gives exit code, standard output and standard error."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["claimtrail", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return ended.value.code or 0, said.out, said.err

    return command


@pytest.fixture
def home(tmp_path, monkeypatch, root) -> Path:
    """A project folder of our own, with the committed vocabulary and no edition."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "vocabulary").symlink_to(root / "data" / "vocabulary")
    monkeypatch.setenv("CLAIMTRAIL_HOME", str(tmp_path))
    return tmp_path
