"""``kiosk keys``, for the technician who makes, counts, changes and revokes a county's keys."""
