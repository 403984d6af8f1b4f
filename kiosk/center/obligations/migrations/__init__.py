"""The tables of obligations."""
