"""Terminals: who is one of ours, what each shows, and the proof of what stood where and when."""
