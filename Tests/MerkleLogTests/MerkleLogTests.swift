// MerkleLog tests follow.
