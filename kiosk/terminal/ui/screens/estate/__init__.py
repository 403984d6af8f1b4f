"""村里的家底: what the village owns, lets and offers, and what looks wrong with it."""
