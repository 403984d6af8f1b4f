"""Sheets as clerks keep them, read with patience: what cannot be told is asked once.

The folder reader (`kiosk.center.folder`) refuses what is not in order, for nobody is there to
ask.  Here somebody sits in front of the page: titles, merged heads, unit rows, balances and
signatures are understood, private columns dropped, and what is wrong is named with its row and
column, so that it can be mended in place.  No Django, no network.
"""
