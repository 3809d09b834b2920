"""DEVICES 设备: cameras, their holders, checks before use, faults and their reports."""
