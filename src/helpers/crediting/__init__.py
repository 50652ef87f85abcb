"""Who wrote an article, where and when: the rules behind `helpers.credits`."""
