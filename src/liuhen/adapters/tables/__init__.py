"""Reads tables of other systems, CSV, XLSX and JSON, in a confined child process."""
