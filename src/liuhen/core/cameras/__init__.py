"""What a camera's files say by name and place: templates, written as data in cameras/ (docs/formats/camera.md)."""
