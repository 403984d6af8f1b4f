"""How a clerk writes: from what is owed to what is sent off, and nothing typed is ever lost."""
