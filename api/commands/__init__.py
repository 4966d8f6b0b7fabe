"""The commands of `talent`, a file per room."""
