"""The staff panel behind the hidden door: for a technician on a ladder."""
