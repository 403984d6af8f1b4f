"""Urgent notices from the command line: posted at once, ended at once, never deleted."""
