"""What residents ask for: errands, booked times, interest in a tender; pages for phone and staff.

They are cases (`kiosk.center.cases`); here are their forms, and the sheets of those who serve.
"""
