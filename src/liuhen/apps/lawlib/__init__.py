"""LAWLIB 法规: which regulations bind an agency, and the shelves on screen: articles, duties, coverage."""
