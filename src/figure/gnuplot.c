#define _GNU_SOURCE /* posix_spawn_file_actions_addchdir_np */
#include "figure/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct etho_gnuplot {
  pid_t pid; /* 0 once it has been waited for */
  int commands, messages;
};

enum { MESSAGE_LIMIT = 64 * 1024 };

static void close_one(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

/* The caller's environment, except what would change gnuplot's output. */
static char **child_environment(void) {
  static const char *const dropped[] = {"LC_ALL=",           "LC_NUMERIC=",     "GNUTERM=", "GNUPLOT_LIB=",
                                        "GNUPLOT_FONTPATH=", "GNUPLOT_PS_DIR=", "FIT_LOG="};
  static char locale[] = "LC_ALL=C.UTF-8";
  size_t n = 0, kept = 0;
  while (environ && environ[n]) n++;
  char **list = calloc(n + 2, sizeof *list);
  if (!list) return NULL;
  for (size_t i = 0; i < n; i++) {
    bool drop = false;
    for (size_t k = 0; k < sizeof dropped / sizeof *dropped; k++)
      drop = drop || strncmp(environ[i], dropped[k], strlen(dropped[k])) == 0;
    if (!drop) list[kept++] = environ[i];
  }
  list[kept] = locale;
  return list;
}

static etho_status missing(etho_error *error, int code) {
  etho_error_set(error, ETHO_ERR_IO, "cannot start gnuplot: %s",
                 code == ENOENT ? "it is not installed, or not on the PATH" : strerror(code));
  etho_error_hint(error,
                  "install it (Debian, Ubuntu: sudo apt install gnuplot-nox) and run the command again; "
                  "statistics and tables do not need it");
  return ETHO_ERR_IO;
}

/* Everything gnuplot prints goes to one pipe; its commands come from a socket, where a dead reader is an
 * error code (MSG_NOSIGNAL) and not a SIGPIPE that would end the caller. */
static int spawn(const char *folder, int commands, int messages, pid_t *pid) {
  static char name[] = "gnuplot", plain[] = "-d";
  char *arguments[] = {name, plain, NULL};
  char **environment = child_environment();
  if (!environment) return ENOMEM;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  int code = posix_spawn_file_actions_init(&actions);
  if (code == 0 && (code = posix_spawnattr_init(&attributes)) != 0)
    posix_spawn_file_actions_destroy(&actions);
  if (code == 0) {
    code = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!code) code = posix_spawn_file_actions_adddup2(&actions, commands, 0);
    if (!code) code = posix_spawn_file_actions_adddup2(&actions, messages, 1);
    if (!code) code = posix_spawn_file_actions_adddup2(&actions, messages, 2);
    if (!code) code = posix_spawnattr_setsigdefault(&attributes, &defaults);
    if (!code) code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    if (!code) code = posix_spawnp(pid, name, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  free(environment);
  return code;
}

static void close_on_exec(int descriptor) {
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

etho_status etho_gnuplot_start(const char *folder, etho_gnuplot **process, etho_error *error) {
  int socket_pair[2] = {-1, -1}, message_pipe[2] = {-1, -1};
  etho_gnuplot *p = calloc(1, sizeof *p);
  if (!p) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  int code = 0;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, socket_pair) != 0 || pipe(message_pipe) != 0) code = errno;
  for (int i = 0; i < 2 && !code; i++) close_on_exec(socket_pair[i]), close_on_exec(message_pipe[i]);
  if (!code) code = spawn(folder, socket_pair[1], message_pipe[1], &p->pid);
  close_one(&socket_pair[1]);
  close_one(&message_pipe[1]);
  if (code) {
    close_one(&socket_pair[0]);
    close_one(&message_pipe[0]);
    free(p);
    return missing(error, code);
  }
  p->commands = socket_pair[0];
  p->messages = message_pipe[0];
  *process = p;
  return ETHO_OK;
}

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Send what the socket takes; closes it when all is sent or nobody reads. */
static void send_some(etho_gnuplot *p, const char **data, size_t *length) {
  ssize_t sent = *length ? send(p->commands, *data, *length, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
  if (sent > 0) *data += sent, *length -= (size_t)sent;
  if (*length == 0 || (sent < 0 && errno != EAGAIN && errno != EINTR)) close_one(&p->commands);
}

bool etho_gnuplot_send(etho_gnuplot *p, const char *commands) {
  size_t length = strlen(commands);
  while (length && p->commands >= 0) {
    struct pollfd wait = {p->commands, POLLOUT, 0};
    if (poll(&wait, 1, 1000) <= 0) return false;
    ssize_t sent = send(p->commands, commands, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) commands += sent, length -= (size_t)sent;
  }
  return length == 0;
}

static void receive_some(etho_gnuplot *p, etho_text *messages) {
  char buffer[4096];
  ssize_t got = read(p->messages, buffer, sizeof buffer);
  if (got > 0 && messages->length < MESSAGE_LIMIT) etho_text_append_n(messages, buffer, (size_t)got);
  if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) close_one(&p->messages);
}

/* Talk until gnuplot closes its side. false: the time is over. */
static bool converse(etho_gnuplot *p, const char *data, double timeout_s, etho_text *messages) {
  size_t length = strlen(data);
  double end = now_s() + timeout_s;
  while (p->messages >= 0) {
    double left = end - now_s();
    if (left <= 0) return false;
    struct pollfd wait[2] = {{p->messages, POLLIN, 0}, {p->commands, POLLOUT, 0}};
    int ready = poll(wait, p->commands >= 0 ? 2 : 1, left > 3600 ? 3600000 : 1 + (int)(left * 1000));
    if (ready < 0 && errno != EINTR) return false;
    if (ready > 0 && p->commands >= 0 && wait[1].revents) send_some(p, &data, &length);
    if (ready > 0 && wait[0].revents) receive_some(p, messages);
  }
  return true;
}

static int reap(etho_gnuplot *p) {
  int state = 0;
  while (waitpid(p->pid, &state, 0) < 0 && errno == EINTR) continue;
  p->pid = 0;
  return state;
}

etho_status etho_gnuplot_finish(etho_gnuplot *p, const char *commands, double timeout_s, etho_text *messages,
                                etho_error *error) {
  bool in_time = converse(p, commands, timeout_s, messages);
  if (!in_time) kill(p->pid, SIGKILL);
  int state = reap(p);
  if (!in_time) {
    etho_error_set(error, ETHO_ERR_IO, "gnuplot did not finish within %g s and was stopped", timeout_s);
    return ETHO_ERR_IO;
  }
  if (WIFSIGNALED(state))
    return etho_error_set(error, ETHO_ERR_IO, "gnuplot was stopped by signal %d", WTERMSIG(state));
  if (WEXITSTATUS(state) != 0)
    return etho_error_set(error, ETHO_ERR_IO, "gnuplot ended with status %d", WEXITSTATUS(state));
  return ETHO_OK;
}

void etho_gnuplot_free(etho_gnuplot *p) {
  if (!p) return;
  close_one(&p->commands);
  close_one(&p->messages);
  if (p->pid > 0) {
    kill(p->pid, SIGKILL);
    reap(p);
  }
  free(p);
}
