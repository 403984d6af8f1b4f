"""Who did what, when and from where: a chain that nobody can change unseen."""
