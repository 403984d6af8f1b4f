"""The resident's phone: filing a case, following it, saying whether it was solved, rating."""
