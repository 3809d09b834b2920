"""FINDINGS 所见: what machines see and hear in stored objects, as advice; keyed by digest, made by jobs."""
