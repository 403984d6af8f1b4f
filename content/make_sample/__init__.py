"""Writes the sample county (示例县): made-up content, the same to the byte on every run."""
