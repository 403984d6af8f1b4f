"""How each kind of document is laid out in pieces; pure layout, no touch of the library."""
