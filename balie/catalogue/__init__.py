"""What the library has: titles and their items (exemplaren), and finding them. Knows no loans."""
