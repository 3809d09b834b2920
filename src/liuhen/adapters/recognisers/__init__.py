"""Recognisers as installed: Silero for speech, sherpa-onnx and PocketSphinx for words, RapidOCR for letters."""
