"""Looks into media files from a child process that is limited in memory, time, files and network.

`parent` is the side that the house talks to; everything else runs in the child. This package's own import is
light on purpose: the heavy parsers are loaded by the child only.
"""
