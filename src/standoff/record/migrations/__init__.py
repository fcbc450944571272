"""The steps from each format of a record to the next, run by `standoff.record.upgrade`.

A step is a module in `versions` whose `revision` is the number of the format it leads to. It
runs inside the writer's transaction, so it may not commit, and it may not use the live tables
of `schema`, which move on; the full-text index alone is taken as it is today, since it is
derived and can be built anew at any time.
"""
