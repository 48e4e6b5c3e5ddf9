// CMS tests follow.
