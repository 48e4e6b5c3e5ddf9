// MerkleLog: first sources follow.
