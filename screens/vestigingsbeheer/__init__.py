"""The tab Vestigingsbeheer: the working date, who works here, and when the branch is open."""
