"""What is due (应公开事项): derived from the feed, shown to those who owe it and to those above."""
