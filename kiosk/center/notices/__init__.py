"""Urgent notices: from the desk or the command line, at once, ended at once, never deleted."""
