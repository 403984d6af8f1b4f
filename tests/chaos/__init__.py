"""Kills and power cuts: ``python -m tests.chaos`` in full, a short form among the tests."""
