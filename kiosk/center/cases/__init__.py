"""Feedback (诉求): filed by residents, answered by staff, judged by residents."""
