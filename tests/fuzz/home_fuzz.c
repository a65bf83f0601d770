/* home_fuzz - a unit's folder with anything in its files: it comes up as the device its key says,
 * and again as the same, or says in a sentence why not; a key that is there is never replaced. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handheld/home/home.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

enum { FILES = 5 };

static struct scratch folder;
static const char *const names[FILES] = {"sign.key", "link.curve", "unit.pub", "epoch",
                                         "journal.db"};

/* Somebody else's links and folders, where the line's key is looked for and written. */
static void put_foreign(uint32_t which)
{
    static const char *const foreign[] = {"link.curve", "link.curve.new"};
    const char *path = scratch_path(&folder, foreign[which & 1]);
    int made = which & 2 ? mkdir(path, 0700) : symlink("nowhere", path);
    assert(made == 0 || errno == EEXIST);
}

/* The first byte says which files are there; two of its bits, whether others may read the keys. */
static bool put_files(struct reader *reader)
{
    uint8_t there = read_u8(reader);
    if (there & 32) {
        put_foreign(fuzz_choose(reader, 4));
        there &= (uint8_t)~2U;
    }
    for (int i = 0; i < FILES; i++) {
        if (!(there & 1 << i)) {
            continue;
        }
        size_t size = read_u16(reader);
        size = size < reader->left ? size : reader->left;
        scratch_put(&folder, names[i], read_span(reader, size));
        bool shown = i < 2 && there & 64 << i;
        int changed = chmod(scratch_path(&folder, names[i]), shown ? 0644 : 0600);
        assert(changed == 0);
    }
    return there & 1;
}

static void check_same(const struct home *home)
{
    struct home again;
    enum home_saying why = HOME_SAYINGS;
    enum status status = home_open(&again, folder.path, &why);
    assert(status == STATUS_OK && !again.made && again.epoch == home->epoch);
    assert(memcmp(&again.sign_key, &home->sign_key, sizeof again.sign_key) == 0);
    assert(memcmp(&again.link_keys, &home->link_keys, sizeof again.link_keys) == 0);
    home_note_epoch(&again, again.epoch + 1);
    home_close(&again);
    status = home_open(&again, folder.path, &why);
    assert(home->epoch == UINT32_MAX - 1 || (status == STATUS_OK && again.epoch > home->epoch));
    home_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct home home;
    enum home_saying why = HOME_SAYINGS;
    struct reader reader = reader_of(span_of(at, size));
    enum status status = sign_start();
    assert(status == STATUS_OK);
    scratch_make(&folder);
    scratch_clear(&folder);
    bool has_key = put_files(&reader);
    struct span key = scratch_take(&folder, names[0]);
    status = home_open(&home, folder.path, &why);
    if (status == STATUS_OK) {
        assert(home.card.device.id == device_of(&home.sign_key).id);
        assert(strlen(home.name) > 0 && home.epoch < UINT32_MAX);
        check_same(&home);
        home_close(&home);
    } else {
        assert(why < HOME_SAYINGS && said_valid(home_said(why)));
    }
    struct span left = scratch_take(&folder, names[0]);
    assert(!has_key || span_equal(key, left));
    free((void *)key.at);
    free((void *)left.at);
    return 0;
}
