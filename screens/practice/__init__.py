"""Practising: lessons on the real screens, with a coach beside them or played by the desk itself."""
