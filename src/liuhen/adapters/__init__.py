"""The outside world itself: disk, media libraries, keys, the law folder, the system clock."""
