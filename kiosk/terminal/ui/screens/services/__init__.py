"""办事找人: guides by what happened, by class and by letters; who is there now."""
