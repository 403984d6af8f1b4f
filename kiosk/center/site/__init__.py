"""Pages of the center for a browser.  So far one: what this server is and how fresh it is."""
