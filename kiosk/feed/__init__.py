"""The contract between center and terminal: documents, signing, publishing, fetching, verifying.

Knows the domain (`kiosk.affairs`); knows neither Kivy nor Django.
"""
