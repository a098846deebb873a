/* base/parallel.h - independent tasks on any number of threads. */
#ifndef ETHO_BASE_PARALLEL_H
#define ETHO_BASE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

/* One task; false when out of memory. Called from several threads at once: it writes to its own place only.
 */
typedef bool etho_task_fn(void *job, size_t task);

/* Run tasks 0 .. n - 1. threads: 0 = all processors. work is the whole job's expected time in nanoseconds:
 * small jobs stay on the calling thread, whatever threads says. false when any task ran out of memory. */
bool etho_parallel(etho_task_fn *run, void *job, size_t n, int threads, double work);

#endif
