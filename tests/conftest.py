"""What every test may ask for, and what none may inherit from the machine."""

from pathlib import Path

import pytest
from hypothesis import settings

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
