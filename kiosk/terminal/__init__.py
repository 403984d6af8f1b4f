"""What runs in the village hall: sync, the local library, and the screen (`ui`)."""
