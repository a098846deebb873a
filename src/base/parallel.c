#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };
static const double worth_a_thread = 1e6; /* nanoseconds of work; a thread costs about 3e4 to start */

typedef struct crew {
  etho_task_fn *run;
  void *job;
  size_t n_tasks;
  atomic_size_t next;
  atomic_bool failed;
} crew;

static void *work_along(void *argument) {
  crew *c = argument;
  for (;;) {
    size_t task = atomic_fetch_add(&c->next, 1);
    if (task >= c->n_tasks || atomic_load(&c->failed)) return NULL;
    if (!c->run(c->job, task)) atomic_store(&c->failed, true);
  }
}

static int crew_size(int threads, size_t n_tasks, double work) {
  long wanted = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
  if (wanted > MOST_THREADS) wanted = MOST_THREADS;
  if ((double)wanted > work / worth_a_thread) wanted = (long)(work / worth_a_thread);
  if ((size_t)(wanted < 1 ? 1 : wanted) > n_tasks) wanted = (long)n_tasks;
  return wanted < 1 ? 1 : (int)wanted;
}

bool etho_parallel(etho_task_fn *run, void *job, size_t n, int threads, double work) {
  crew c = {.run = run, .job = job, .n_tasks = n};
  pthread_t helper[MOST_THREADS];
  int started = 0, helpers = crew_size(threads, n, work) - 1;
  while (started < helpers && pthread_create(&helper[started], NULL, work_along, &c) == 0) started++;
  work_along(&c); /* where no thread could be started, everything is done here */
  for (int i = 0; i < started; i++) pthread_join(helper[i], NULL);
  return !atomic_load(&c.failed);
}
