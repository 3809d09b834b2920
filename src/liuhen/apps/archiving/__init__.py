"""ARCHIVING 归档: the volume of a closed case, as one file to read and as the folder an archive takes in."""
