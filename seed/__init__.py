"""The embedded taxonomy and the demo region, the same rows every time."""
