"""Binding PDF files into volumes: the files of strangers are only opened in a confined child process."""
