"""Who is who on Matrix: the account's own keys, their safe keeping, and how people check that we are who we say."""
