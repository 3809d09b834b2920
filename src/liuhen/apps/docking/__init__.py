"""DOCKING 采集: cameras and cards are noticed, imported, checked byte for byte, and cleared when a person asks."""
