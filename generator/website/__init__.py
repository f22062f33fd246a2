"""The site (网站): pages that citizens read, and the data behind them that machines read."""
