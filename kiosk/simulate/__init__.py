"""A whole county on one machine: the real server, and the real sync and heartbeat of each box."""
