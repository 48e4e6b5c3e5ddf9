// HeqiSQLite: first sources follow.
