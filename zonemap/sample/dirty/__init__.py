"""Synthetic ledgers (模拟数据) as bad as real ones come, and the truth beside them.

Written apart from what reads ledgers: no table of words, formats or codes is shared with it.
"""
