"""Liuhen 留痕: whole-process recording of administrative enforcement, in which the law itself runs."""

__version__ = "0.1.0"
