"""Staff: who they are, what they may, where they log in.  Feedback and publishing share it."""
