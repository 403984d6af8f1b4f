"""Paper and pictures with a code: posters for the wall, the receipt to keep on a phone."""
