"""Where an article begins and ends on a page: the rules behind `helpers.segments`."""
