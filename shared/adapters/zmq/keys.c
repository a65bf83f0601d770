#include "adapters/zmq/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "base/check.h"

enum { FILE_SIZE_MAX = 512, PATH_ROOM = 1024 };

char *keys_text(const struct link_key *key, char out[KEYS_TEXT_SIZE])
{
    char *made = zmq_z85_encode(out, key->byte, sizeof key->byte);
    assert(made); /* 32 bytes are a multiple of 4 */
    return made;
}

bool keys_parse(struct text z85, struct link_key *out_key)
{
    char closed[KEYS_TEXT_SIZE];
    struct link_key key;
    if (z85.size != KEYS_TEXT_SIZE - 1 || !text_copy(z85, closed, sizeof closed) ||
        strlen(closed) != z85.size || !zmq_z85_decode(key.byte, closed)) {
        return false;
    }
    *out_key = key;
    return true;
}

enum status keys_make(struct curve_keypair *out_pair)
{
    char public_text[KEYS_TEXT_SIZE];
    char secret_text[KEYS_TEXT_SIZE];
    if (zmq_curve_keypair(public_text, secret_text) != 0) {
        return STATUS_IO;
    }
    uint8_t *public_made = zmq_z85_decode(out_pair->public_key.byte, public_text);
    uint8_t *secret_made = zmq_z85_decode(out_pair->secret, secret_text);
    explicit_bzero(secret_text, sizeof secret_text);
    assert(public_made && secret_made);
    return STATUS_OK;
}

static enum status status_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return STATUS_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
    case EEXIST:
        return STATUS_DENIED;
    case ENOSPC:
    case EDQUOT:
        return STATUS_FULL;
    default:
        return STATUS_IO;
    }
}

/* `public KEY` or `secret KEY`; other lines are comments. */
static void parse_line(struct text line, struct curve_keypair *pair, unsigned *found)
{
    struct text rest = text_trim(line);
    struct text word = text_split(&rest, ' ');
    struct link_key key;
    if (!keys_parse(text_trim(rest), &key)) {
        return;
    }
    if (text_is(word, "public")) {
        pair->public_key = key;
        *found |= 1;
    } else if (text_is(word, "secret")) {
        memcpy(pair->secret, key.byte, sizeof pair->secret);
        *found |= 2;
    }
    explicit_bzero(&key, sizeof key);
}

static bool belong_together(const struct curve_keypair *pair)
{
    char secret_text[KEYS_TEXT_SIZE];
    char derived[KEYS_TEXT_SIZE];
    char public_text[KEYS_TEXT_SIZE];
    (void)zmq_z85_encode(secret_text, pair->secret, sizeof pair->secret);
    bool same = zmq_curve_public(derived, secret_text) == 0 &&
                strcmp(derived, keys_text(&pair->public_key, public_text)) == 0;
    explicit_bzero(secret_text, sizeof secret_text);
    return same;
}

static enum status parse_file(struct text rest, struct curve_keypair *out_pair)
{
    struct curve_keypair pair = {0};
    unsigned found = 0;
    while (rest.at) {
        parse_line(text_split(&rest, '\n'), &pair, &found);
    }
    bool whole = found == 3 && belong_together(&pair);
    if (whole) {
        *out_pair = pair;
    }
    explicit_bzero(&pair, sizeof pair);
    return whole ? STATUS_OK : STATUS_MALFORMED;
}

enum status keys_load(const char *path, struct curve_keypair *out_pair)
{
    char bytes[FILE_SIZE_MAX];
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return status_of_errno();
    }
    enum status status = STATUS_MALFORMED;
    if (fstat(fd, &about) != 0) {
        status = STATUS_IO;
    } else if (S_ISREG(about.st_mode) && about.st_size <= FILE_SIZE_MAX) {
        bool ours = (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
        ssize_t size = ours ? read(fd, bytes, sizeof bytes) : 0;
        status = !ours      ? STATUS_DENIED
                 : size < 0 ? STATUS_IO
                            : parse_file((struct text){bytes, (size_t)size}, out_pair);
        explicit_bzero(bytes, sizeof bytes);
    }
    (void)close(fd);
    return status;
}

static struct text file_text(const struct curve_keypair *pair, char *room, size_t size)
{
    char key[KEYS_TEXT_SIZE];
    struct line line = line_of(room, size);
    line_put(&line, "Trao link key, CURVE, Z85. The secret stays on this machine.\npublic ");
    line_put(&line, keys_text(&pair->public_key, key));
    line_put(&line, "\nsecret ");
    line_put(&line, zmq_z85_encode(key, pair->secret, sizeof pair->secret));
    line_put(&line, "\n");
    explicit_bzero(key, sizeof key);
    return line_done(&line);
}

static enum status sync_folder_of(const char *path)
{
    char folder[PATH_ROOM];
    const char *slash = strrchr(path, '/');
    struct text above = {.at = path, .size = slash ? (size_t)(slash - path) + 1 : 0};
    bool fits = text_copy(slash ? above : TEXT("."), folder, sizeof folder);
    assert(fits); /* keys_save() has refused longer paths */
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return status_of_errno();
    }
    enum status status = fsync(fd) == 0 ? STATUS_OK : STATUS_IO;
    (void)close(fd);
    return status;
}

static enum status write_file(const char *path, struct text text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return status_of_errno();
    }
    bool whole = fchmod(fd, S_IRUSR | S_IWUSR) == 0 &&
                 write(fd, text.at, text.size) == (ssize_t)text.size && fsync(fd) == 0;
    enum status status = whole ? STATUS_OK : status_of_errno();
    (void)close(fd);
    return status;
}

/* Written beside and then linked: link(2), unlike rename(2), never replaces what is there. */
enum status keys_save(const char *path, const struct curve_keypair *pair)
{
    char text_room[FILE_SIZE_MAX];
    char beside[PATH_ROOM];
    struct line line = line_of(beside, sizeof beside);
    line_put(&line, path);
    line_put(&line, ".new");
    if (line.cut) {
        return STATUS_MALFORMED;
    }
    enum status status = write_file(beside, file_text(pair, text_room, sizeof text_room));
    explicit_bzero(text_room, sizeof text_room);
    if (status == STATUS_OK && link(beside, path) != 0) {
        status = status_of_errno();
    }
    (void)unlink(beside);
    return status == STATUS_OK ? sync_folder_of(path) : status;
}

void keys_wipe(struct curve_keypair *pair)
{
    if (pair) {
        explicit_bzero(pair, sizeof *pair);
    }
}
