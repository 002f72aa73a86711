"""The tab Catalogus: titles are searched and looked at."""
