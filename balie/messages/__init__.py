"""What the desk sends and hands out: bons, letters and mails, made from templates and queued in the store."""
