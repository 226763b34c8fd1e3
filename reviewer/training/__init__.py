"""What makes models/ from data/: the corpus, its checks, the encoder, the scorer and the evaluation (extra: train)."""
