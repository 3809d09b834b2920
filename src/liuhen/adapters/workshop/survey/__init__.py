"""The survey: one pass over picture and sound for the storyboard, the sound levels and what is missing or wrong."""
