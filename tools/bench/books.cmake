# What measures books: watch, history, due, growth.
list(APPEND bench_sources
  books_due.c
  books_ended.c
  books_kernels.c
  books_maker.c
  books_null.c
  books_open.c
  books_run.c
  books_watch.c)
