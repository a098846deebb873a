#include "base/file.h"

#include <errno.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

static etho_status cannot(etho_error *error, const char *verb, const char *path) {
  int code = errno;
  etho_error_set(error, ETHO_ERR_IO, "cannot %s '%s': %s", verb, path, strerror(code));
  if (code == ENOENT) etho_error_hint(error, "check the spelling and the folder you are in");
  if (code == EACCES || code == EROFS || code == EPERM)
    etho_error_hint(error, "choose a place you may write to, or change its permissions");
  if (code == ENOSPC) etho_error_hint(error, "free some space or choose another disk");
  return ETHO_ERR_IO;
}

static etho_status read_stream(FILE *stream, const char *path, size_t limit, char **data, size_t *length,
                               etho_error *error) {
  size_t capacity = 64 * 1024, n = 0;
  char *buffer = malloc(capacity + 1);
  while (buffer) {
    n += fread(buffer + n, 1, capacity - n, stream);
    if (n < capacity) break;
    if (limit && n > limit) break;
    char *larger = realloc(buffer, capacity * 2 + 1);
    if (!larger) {
      free(buffer);
      buffer = NULL;
      break;
    }
    buffer = larger;
    capacity *= 2;
  }
  if (!buffer) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory while reading '%s'", path);
  etho_status status = ETHO_OK;
  if (ferror(stream)) status = cannot(error, "read", path);
  else if (limit && n > limit)
    status = etho_error_set(error, ETHO_ERR_DATA, "'%s' is larger than %zu bytes", path, limit);
  if (status != ETHO_OK) {
    free(buffer);
    return status;
  }
  buffer[n] = '\0';
  *data = buffer;
  *length = n;
  return ETHO_OK;
}

etho_status etho_file_read(const char *path, size_t limit, char **data, size_t *length, etho_error *error) {
  if (strcmp(path, "-") == 0) return read_stream(stdin, "standard input", limit, data, length, error);
  struct stat info;
  if (stat(path, &info) != 0) return cannot(error, "open", path);
  if (S_ISDIR(info.st_mode)) return etho_error_set(error, ETHO_ERR_IO, "'%s' is a folder, not a file", path);
  FILE *stream = fopen(path, "rb");
  if (!stream) return cannot(error, "open", path);
  etho_status status = read_stream(stream, path, limit, data, length, error);
  fclose(stream);
  return status;
}

static etho_status write_stdout(const char *data, size_t length, etho_error *error) {
  if (fwrite(data, 1, length, stdout) != length || fflush(stdout) != 0) return cannot(error, "write to", "standard output");
  return ETHO_OK;
}

/* A device or pipe (/dev/full, /dev/stdout) cannot be renamed onto: it is written directly. */
static bool is_special(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static etho_status write_and_close(FILE *stream, const char *path, const char *data, size_t length,
                                   etho_error *error) {
  bool whole = fwrite(data, 1, length, stream) == length && fflush(stream) == 0;
  int code = errno;
  if (fclose(stream) != 0 && whole) {
    code = errno;
    whole = false;
  }
  errno = code;
  return whole ? ETHO_OK : cannot(error, "write", path);
}

etho_status etho_file_write(const char *path, const char *data, size_t length, etho_error *error) {
  if (strcmp(path, "-") == 0) return write_stdout(data, length, error);
  bool special = is_special(path);
  etho_text temporary = {0};
  etho_text_append(&temporary, path);
  if (!special) etho_text_append(&temporary, ".XXXXXX");
  if (temporary.failed) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  int descriptor = special ? -1 : mkstemp(temporary.data);
  FILE *stream = special ? fopen(path, "wb") : descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
  etho_status status = stream ? write_and_close(stream, path, data, length, error) : cannot(error, "write", path);
  if (!special && descriptor >= 0) {
    mode_t mask = umask(0);
    umask(mask);
    if (status == ETHO_OK && (chmod(temporary.data, 0666 & ~mask) != 0 || rename(temporary.data, path) != 0))
      status = cannot(error, "write", path);
    if (status != ETHO_OK) unlink(temporary.data);
  }
  etho_text_free(&temporary);
  return status;
}

etho_status etho_file_create(const char *path, const char *data, size_t length, etho_error *error) {
  FILE *stream = fopen(path, "wb");
  return stream ? write_and_close(stream, path, data, length, error) : cannot(error, "write", path);
}

etho_status etho_directory_make(const char *path, etho_error *error) {
  etho_text partial = {0};
  etho_status status = ETHO_OK;
  for (const char *p = path; status == ETHO_OK; p++) {
    if ((*p == '/' && p != path) || *p == '\0') {
      etho_text_clear(&partial);
      etho_text_append_n(&partial, path, (size_t)(p - path));
      if (partial.failed) status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
      else if (mkdir(etho_text_get(&partial), 0777) != 0 && errno != EEXIST)
        status = cannot(error, "make the folder", path);
    }
    if (*p == '\0') break;
  }
  etho_text_free(&partial);
  struct stat info;
  if (status == ETHO_OK && stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
    status = etho_error_set(error, ETHO_ERR_IO, "'%s' exists and is not a folder", path);
  if (status == ETHO_OK && access(path, W_OK) != 0) status = cannot(error, "write into", path);
  return status;
}

static void finish_sha256(SHA2_CTX *context, char hex[65]) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Final(digest, context);
  for (size_t i = 0; i < sizeof digest; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void etho_sha256(const void *data, size_t length, char hex[65]) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, data, length);
  finish_sha256(&context, hex);
}

etho_status etho_file_sha256(const char *path, char hex[65], etho_error *error) {
  FILE *file = fopen(path, "rb");
  if (!file) return cannot(error, "open", path);
  SHA2_CTX context;
  uint8_t buffer[65536];
  size_t n;
  SHA256Init(&context);
  while ((n = fread(buffer, 1, sizeof buffer, file)) > 0) SHA256Update(&context, buffer, n);
  etho_status status = ferror(file) ? cannot(error, "read", path) : ETHO_OK;
  fclose(file);
  finish_sha256(&context, hex);
  return status;
}
