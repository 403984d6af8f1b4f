"""Codes at the center: its keys, what each code is about, and whether its mark is right."""
