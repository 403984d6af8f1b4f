"""Open311 GeoReport v2: other programs file cases and read them as the board shows them."""
