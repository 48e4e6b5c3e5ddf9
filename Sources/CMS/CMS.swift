// CMS: first sources follow.
