"""The tab Reserveringen: kastlijst, what stands ready, what was not collected, queues; acts on a reservation."""
