"""What a dossier owes under the texts that bind it: one pure function, and one small module per kind of duty."""
