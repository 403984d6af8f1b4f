"""The table of notices that the desk ordered."""
