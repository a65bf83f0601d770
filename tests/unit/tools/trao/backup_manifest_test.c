#include "tools/trao/backup_manifest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char text[4096];

static struct manifest a_manifest(void)
{
    struct manifest manifest = {.program = "trao 0.1.0",
                                .schema = 1,
                                .made = {1679645467000},
                                .server = "Qc!5R<[(mxw7R@NtaAv%Ora/{hFgaoee48uyTq65",
                                .rows = 312500};
    struct manifest_file file = {.name = "acts.db", .size = 4096};
    memset(manifest.row.byte, 0x5A, sizeof manifest.row.byte);
    memset(file.hash.byte, 0xA5, sizeof file.hash.byte);
    assert_int_equal(manifest_add_file(&manifest, &file), STATUS_OK);
    for (uint64_t i = 1; i <= 3; i++) {
        struct manifest_stream stream = {
            .device = {i << 60           },
              .head = { .place = {1, i * 100}, .hash = file.hash}
        };
        assert_int_equal(manifest_add_stream(&manifest, &stream), STATUS_OK);
    }
    return manifest;
}

static struct text written(void)
{
    struct manifest manifest = a_manifest();
    struct line line = line_of(text, sizeof text);
    manifest_write(&manifest, &line);
    assert_false(line.cut);
    manifest_fini(&manifest);
    return line_done(&line);
}

static void a_manifest_comes_back_as_it_was(void **unused)
{
    (void)unused;
    struct manifest back;
    assert_int_equal(manifest_parse(written(), &back), STATUS_OK);
    assert_string_equal(back.program, "trao 0.1.0");
    assert_int_equal(back.schema, 1);
    assert_int_equal(back.made.ms, 1679645467000);
    assert_string_equal(back.server, "Qc!5R<[(mxw7R@NtaAv%Ora/{hFgaoee48uyTq65");
    assert_int_equal(back.rows, 312500);
    assert_int_equal(back.row.byte[31], 0x5A);
    assert_int_equal(back.file_count, 1);
    assert_string_equal(back.files[0].name, "acts.db");
    assert_int_equal(back.files[0].size, 4096);
    assert_int_equal(back.files[0].hash.byte[0], 0xA5);
    assert_int_equal(back.stream_count, 3);
    const struct manifest_stream *stream = manifest_stream(&back, (struct device){2ULL << 60});
    assert_non_null(stream);
    assert_int_equal(stream->head.place.seq, 200);
    assert_null(manifest_stream(&back, (struct device){7}));
    manifest_fini(&back);
}

static void no_byte_of_it_can_be_another(void **unused)
{
    (void)unused;
    struct manifest back;
    const struct text whole = written();
    for (size_t at = 0; at < whole.size; at++) {
        for (int bit = 0; bit < 8; bit++) {
            text[at] = (char)(text[at] ^ 1 << bit);
            assert_int_not_equal(manifest_parse(whole, &back), STATUS_OK);
            text[at] = (char)(text[at] ^ 1 << bit);
        }
    }
    assert_int_equal(manifest_parse(whole, &back), STATUS_OK);
    manifest_fini(&back);
}

static void no_piece_of_it_is_one(void **unused)
{
    (void)unused;
    struct manifest back;
    const struct text whole = written();
    for (size_t size = 0; size < whole.size; size++) {
        const struct text piece = {whole.at, size};
        assert_int_not_equal(manifest_parse(piece, &back), STATUS_OK);
    }
}

static void a_later_form_is_said_to_be_so(void **unused)
{
    (void)unused;
    struct manifest back;
    assert_int_equal(manifest_parse(TEXT("trao-backup 2\nanything\n"), &back), STATUS_TOO_NEW);
    assert_int_equal(manifest_parse(TEXT("trao-backup 0\n"), &back), STATUS_MALFORMED);
    assert_int_equal(manifest_parse(TEXT("something else\n"), &back), STATUS_MALFORMED);
    assert_int_equal(manifest_parse(TEXT(""), &back), STATUS_MALFORMED);
}

/* BODY with a hash that fits it: what is left are the rules of the lines themselves. */
static enum status parse_sealed_bytes(struct text body)
{
    char hex[HASH_TEXT_SIZE];
    struct manifest back;
    struct line line = line_of(text, sizeof text);
    line_text(&line, body);
    const struct hash own = hash_of(span_of(text, line.size));
    line_put(&line, "sha256 ");
    line_put(&line, hash_text(&own, hex));
    line_char(&line, '\n');
    const enum status status = manifest_parse(line_done(&line), &back);
    if (status == STATUS_OK) {
        manifest_fini(&back);
    }
    return status;
}

static enum status parse_sealed(const char *body)
{
    return parse_sealed_bytes(text_of(body));
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD                                                                                       \
    "trao-backup 1\nprogram trao\nschema 1\nmade 2023-03-24T15:41:07\nserver key\nrows 1\n"        \
    "row " ZEROS "\n"

static void lines_out_of_form_are_refused_under_a_good_hash_too(void **unused)
{
    (void)unused;
    assert_int_equal(parse_sealed(HEAD), STATUS_OK);
    assert_int_equal(parse_sealed(HEAD "file acts.db 1 " ZEROS "\n"), STATUS_OK);
    assert_int_equal(parse_sealed(HEAD "file acts.db x " ZEROS "\n"), STATUS_MALFORMED);
    assert_int_equal(parse_sealed(HEAD "file acts.db 1 00\n"), STATUS_MALFORMED);
    assert_int_equal(parse_sealed(HEAD "stream 0000000000000001 1/2 " ZEROS "\n"), STATUS_OK);
    assert_int_equal(parse_sealed(HEAD "stream 0000000000000001 5000000000/2 " ZEROS "\n"),
                     STATUS_MALFORMED);
    assert_int_equal(parse_sealed(HEAD "stream 1 1/2 " ZEROS "\n"), STATUS_MALFORMED);
    assert_int_equal(parse_sealed(HEAD "colour red\n"), STATUS_MALFORMED);
    assert_int_equal(parse_sealed("trao-backup 1\nschema 1\n"), STATUS_MALFORMED);
}

/* It would read as another text than the one its hash is of. */
static void a_nul_in_a_text_is_refused_under_a_good_hash_too(void **unused)
{
    (void)unused;
    static const char *const parts[] = {"program", "server", "file"};
    static char body[1024];
    const struct text whole = TEXT(HEAD "file acts.db 1 " ZEROS "\n");
    assert_int_equal(parse_sealed_bytes(whole), STATUS_OK);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        assert_true(text_copy(whole, body, sizeof body));
        char *part = strstr(body, parts[i]);
        assert_non_null(part);
        part[strlen(parts[i]) + 1] = '\0';
        assert_int_equal(parse_sealed_bytes((struct text){body, whole.size}), STATUS_MALFORMED);
    }
}

static void more_files_than_a_backup_has_are_refused(void **unused)
{
    (void)unused;
    struct manifest manifest = {.rows = 1};
    const struct manifest_file file = {.name = "acts.db"};
    for (int i = 0; i < MANIFEST_FILES_MAX; i++) {
        assert_int_equal(manifest_add_file(&manifest, &file), STATUS_OK);
    }
    assert_int_equal(manifest_add_file(&manifest, &file), STATUS_FULL);
    assert_int_equal(manifest.file_count, MANIFEST_FILES_MAX);
    manifest_fini(&manifest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manifest_comes_back_as_it_was),
        cmocka_unit_test(no_byte_of_it_can_be_another),
        cmocka_unit_test(no_piece_of_it_is_one),
        cmocka_unit_test(a_later_form_is_said_to_be_so),
        cmocka_unit_test(lines_out_of_form_are_refused_under_a_good_hash_too),
        cmocka_unit_test(a_nul_in_a_text_is_refused_under_a_good_hash_too),
        cmocka_unit_test(more_files_than_a_backup_has_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
