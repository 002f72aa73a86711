"""What a page may ask of the program: places, settings, colours."""
