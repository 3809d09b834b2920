"""Volumes of closed cases 案卷: their order described as data in law/_volumes, and the number they bear."""
