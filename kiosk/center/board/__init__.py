"""What is disclosed: versions, the signatures under them, and what of it is public (公开内容)."""
