"""The shared words of the house: closed lists with their Chinese terms, the facts of a case, and the verdict."""
