// HeqiProviders: first sources follow.
