"""The manual: what the lessons tell, as pages to read and to print. Text in, text out; it knows no screen."""
