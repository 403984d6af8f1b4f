"""The villages' mobile pages (一村一码): what stands on the boards, for a browser anywhere."""
