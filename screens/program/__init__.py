"""The program itself: it alone knows the pages."""
