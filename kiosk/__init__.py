"""Openaffairs Kiosk: a village's open-affairs board, from the county's feed to the hall."""
