"""Speed and memory, as ratios in one run against something named.  ``make bench`` runs all."""
