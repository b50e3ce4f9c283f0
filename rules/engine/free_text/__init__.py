"""Reads what a person wrote in their own words: which clinical things are mentioned, and whether they are claimed.

After the NegEx and ConText algorithms: phrases that name something (targets), phrases around them that change what
is said about it (markers, each with a direction and a reach), and words that end a marker's reach. Everything is a
look-up in tries over words, so the time grows with the length of the text and with nothing else.

Text can raise and never clears: what cannot be classified is read by a person.
"""
