"""What surrounds a draft: the notice, earlier appeals, the account's metrics, channel and time."""
