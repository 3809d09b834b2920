"""Threads for what blocks: receiving and reading have their own, so no reader waits for a disk being flushed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

RECEIVING = ThreadPoolExecutor(16, thread_name_prefix="receiving")
READING = ThreadPoolExecutor(16, thread_name_prefix="reading")
