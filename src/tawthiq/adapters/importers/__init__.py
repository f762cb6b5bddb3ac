"""Foreign lists come in: a mapping says what each column means, a bounded subprocess reads the file.

One row's way: `table` decodes the file into rows of cells; `readings` reads one cell into one claim;
`accounts` makes the claims of a row into an Account, or says which cell stopped it; `worker` does that for a
whole file in a process of its own, into a staging folder; `lists` starts the worker and hands the finished
staging to `journey.records`, which takes it into the archive in one commit. What a mapping may say is in
`mapping`.
"""
