"""Text on the screen: where Chinese lines end, how wide they are, and the font they are set in.

Kivy breaks Chinese wrongly and in quadratic time, so lines are made here; its Label only
draws finished ones.
"""
