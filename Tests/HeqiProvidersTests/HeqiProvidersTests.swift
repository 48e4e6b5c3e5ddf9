// HeqiProviders tests follow.
