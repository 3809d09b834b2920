"""Procedures 办案程序 as data: states, the steps between them, and what bars the next one."""
