// HeqiPostgres: first sources follow.
