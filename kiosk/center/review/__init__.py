"""Pages of those who sign: what waits for them, what changed, takedowns, going back."""
