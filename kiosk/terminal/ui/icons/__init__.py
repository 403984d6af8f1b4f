"""The icons: our own drawing, white on nothing, in one atlas that every colour can tint.

``python -m kiosk.terminal.ui.icons.draw`` makes the atlas anew after a change of the drawing.
"""
