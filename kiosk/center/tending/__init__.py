"""``kiosk center``: setting a county up, looking after it, and putting its years away."""
