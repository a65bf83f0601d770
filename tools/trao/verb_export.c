/* verb_export - `trao export`: the books as files, for comparison, for others, for safe keeping. */
#include <string.h>

#include "tools/trao/answer.h"
#include "tools/trao/exports.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

typedef int export_run(const struct call *call, const struct config *config, struct out_file *out,
                       uint64_t *out_count);

static int tell(const struct call *call, const char *what, const char *path, uint64_t count)
{
    char digits[24];
    struct line number = line_of(digits, sizeof digits);
    line_unsigned(&number, count);
    if (strcmp(path, "-") == 0) {
        return CALL_OK; /* standard output holds the export itself */
    }
    if (call->json) {
        (void)answer_json(
            json_pack("{s:s, s:s, s:I}", "export", what, "file", path, "count", (json_int_t)count));
    }
    const struct text values[] = {text_of(path), line_done(&number)};
    if (!call->json) {
        call_tell(call, trao_said(SAID_EXPORTED), values, 2);
    }
    return CALL_OK;
}

static int run(const struct call *call, const char *what, export_run *export, const char *path)
{
    struct config config;
    struct out_file out;
    uint64_t count = 0;
    int result = config_read(call, &config);
    if (result == CALL_OK) {
        result = out_file_open(&out, call, path);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = export(call, &config, &out, &count);
    if (result == CALL_OK) {
        result = out_file_keep(&out);
    } else {
        out_file_drop(&out);
    }
    return result == CALL_OK ? tell(call, what, path, count) : result;
}

int verb_export(struct call *call, int argc, char **argv)
{
    bool canonical = false;
    const char *entries = NULL;
    const char *acts = NULL;
    const char *path = NULL;
    const struct call_option options[] = {
        {"canonical", NULL,     &canonical},
        {"out",       &path,    NULL      },
        {"entries",   &entries, NULL      },
        {"acts",      &acts,    NULL      }
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result != CALL_OK) {
        return result;
    }
    if (canonical + (entries != NULL) + (acts != NULL) != 1 || (path && !canonical)) {
        return call_refuse_plain(call, CALL_USAGE, trao_said(SAID_ONE_EXPORT));
    }
    if (canonical) {
        return run(call, "canonical", export_canonical, path ? path : "-");
    }
    return entries ? run(call, "entries", export_entries, entries)
                   : run(call, "acts", export_acts, acts);
}
