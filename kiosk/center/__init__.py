"""What runs in the county: reading and checking what clerks write, serving the feed."""
