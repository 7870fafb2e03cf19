"""From a sentence in a news report to a number in a brief, and back."""

__version__ = "0.1.0"
