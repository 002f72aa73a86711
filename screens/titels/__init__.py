"""The tab Titels: titles are added and changed, with their items."""
