"""The second factor of those who sign: a code from their phone, or from a sheet of paper."""
