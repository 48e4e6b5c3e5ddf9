// Office: first sources follow.
