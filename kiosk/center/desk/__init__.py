"""The pages of staff: their work list, one case, what is printed, exported and counted."""
