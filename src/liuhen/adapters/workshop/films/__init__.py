"""Sound and moving pictures written anew as MP4: track by track moved over unchanged or encoded, whole or cut."""
