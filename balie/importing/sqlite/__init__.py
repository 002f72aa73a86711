"""What an import of customers does as only SQLite can: tables packed, copied, and made to take the store's place."""
