"""ACCESS 查阅与提供: who may view what for which purpose, every viewing journalled, evidence packages."""
