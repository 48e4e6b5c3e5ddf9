// Office tests follow.
