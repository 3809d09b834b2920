"""Counting periods of law: hours that run on, days that leave the start day out, working days by calendar."""
