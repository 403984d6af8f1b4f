"""Drawn pictures: vouchers, site photos and scanned pages, all with Pillow."""
