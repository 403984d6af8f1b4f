"""The domain: divisions, catalogues, what is due, disclosures, money and masking.

Pure Python: no files, no network, no framework.  msgspec gives the typed records (they are
also what travels in the feed) and chinesecalendar the official working days; nothing else
may be imported here, and a test holds it.
"""
