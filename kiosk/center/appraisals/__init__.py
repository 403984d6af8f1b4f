"""Appraisals (民主评议): sessions, one-time codes, and a ballot box that knows nobody.

See DECISIONS.md for why votes are counted and never kept.
"""
