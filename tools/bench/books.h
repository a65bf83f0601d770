/* books - the verbs that measure books instead of the line: watch, history, due, ledger, growth. */
#ifndef BENCH_BOOKS_H
#define BENCH_BOOKS_H

int bench_watch(int argc, char **argv);
int bench_history(int argc, char **argv);
int bench_due(int argc, char **argv);
int bench_ledger(int argc, char **argv);
int bench_growth(int argc, char **argv);

#endif
