"""Makes a PDF of a scanned JPEG or TIFF, in a confined child process."""
