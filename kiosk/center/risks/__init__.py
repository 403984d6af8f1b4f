"""Warnings (三资预警): rules look at what is public, what they see becomes a case.

What the county has confirmed stands on the village's board, with the answer.
"""
