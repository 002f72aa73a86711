"""The tab Financieel: paying, the runs, the bank, the till, overviews."""
