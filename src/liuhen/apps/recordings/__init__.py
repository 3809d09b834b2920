"""RECORDINGS 音像记录: intake into the vault, the rejected lane, links to steps, marks at a second."""
