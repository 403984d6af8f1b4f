"""The screen in the village hall (Kivy).  It reads the local library and nothing else."""
