"""The tab Klanten: enrolling in three screens, looking customers up, the customer screen."""
