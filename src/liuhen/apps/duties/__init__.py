"""DUTIES 法定义务: the verdict of a case kept at hand, the list of what is mine to do, a person's determinations."""
