"""Synthetic ledgers (模拟数据): places, people, their course over the weeks, and the forms."""
