#include "base/check.h"
#include "tools/gen/vector_file.h"
#include "tools/gen/vectors.h"
#include "wire/message.h"

static uint8_t bytes[MESSAGE_BYTES_MAX];

static void put(FILE *to, const char *name, const char *shows, const struct message *message)
{
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = message_encode(message, &writer);
    assert(status == STATUS_OK);
    struct span span = writer_span(&writer);
    vector_file_message(to, name, shows, span);
}

static struct head a_head(uint32_t epoch, uint64_t seq)
{
    return (struct head){
        {epoch, seq},
        hash_of(span_of(&seq, sizeof seq))
    };
}

static void put_hellos(FILE *to, const struct vector_device *device)
{
    struct message message = {
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION,
                  .device = device->device,
                  .head = a_head(2, 57),
                  .first = {1, 12},
                  .received = {2, 40},
                  .asked = {2, 40},
                  .proof = a_head(2, 40),
                  .clock = {1679386200000, 3600000, 0x0102030405060708},
                  .software = TEXT("trao-handheld 0.1.0"),
                  .unsent = 17,
                  .battery_percent = 81}
    };
    put(to, "hello", "a unit with 17 entries to send", &message);
    message.hello.version = SYNC_VERSION + 1;
    put(to, "hello_newer", "from a unit one version newer", &message);
    message.hello.version = SYNC_VERSION - 1;
    message.hello.battery_percent = -1;
    put(to, "hello_older", "from a unit one version older: without field 100", &message);
    message = (struct message){
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION, .device = device->device, .battery_percent = -1}
    };
    put(to, "hello_new", "of a unit without a journal", &message);
}

static void put_answers(FILE *to)
{
    struct message message = {
        .kind = MESSAGE_WELCOME,
        .welcome = {.version = SYNC_VERSION,
                    .verdict = WELCOME_CONTINUE,
                    .high_water = a_head(2, 40),
                    .server_wall_ms = 1679386200123,
                    .echo_mono_ms = 3600000,
                    .level_two = {2, 31}}
    };
    put(to, "welcome", "send what you have after (2,40)", &message);
    message.welcome.verdict = WELCOME_OPEN_EPOCH;
    message.welcome.epoch = 3;
    put(to, "welcome_epoch", "your tail is lost: open epoch 3", &message);
    message = (struct message){
        .kind = MESSAGE_RECEIPT, .receipt = {.head = a_head(2, 57), .level_two = {2, 31}}
    };
    put(to, "receipt", "durable up to (2,57)", &message);
    message = (struct message){.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = 1500}};
    put(to, "busy", "come again in 1.5 s", &message);
    message = (struct message){.kind = MESSAGE_BUSY};
    put(to, "busy_zero", "an empty message inside the envelope", &message);
    message = (struct message){
        .kind = MESSAGE_REFUSAL,
        .refusal = {.code = REFUSAL_GAP,
                    .high_water = a_head(2, 40),
                    .detail = TEXT("entries 41 to 44 are missing")}
    };
    put(to, "refusal", "a gap: send again from (2,40)", &message);
    message = (struct message){
        .kind = MESSAGE_NOTICE,
        .notice = {.kind = NOTICE_PLAN, .number = 7, .body = span_of("set,grace,15\n", 13)}
    };
    put(to, "notice", "a plan", &message);
}

static void put_batch(FILE *to, const struct vector_device *device)
{
    uint8_t sealed[SEALED_SIZE_MAX];
    uint8_t body_bytes[256];
    uint8_t entries[2 * 1024];
    struct writer body = writer_of(body_bytes, sizeof body_bytes);
    struct writer all = writer_of(entries, sizeof entries);
    struct act_body act = {
        .kind = ACT_TAKE, .party = TEXT("post"), .subject = TEXT("H41.04-230321-0001")};
    enum status status = act_encode(&act, &body);
    assert(status == STATUS_OK);
    for (uint64_t seq = 41; seq <= 42; seq++) {
        struct entry entry =
            vector_entry(device, (struct place){2, seq}, ENTRY_ACT, writer_span(&body));
        size_t size = 0;
        status = entry_seal(&entry, &device->secret, sealed, &size, &entry.prev);
        assert(status == STATUS_OK);
        write_bytes(&all, sealed, size);
    }
    struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = device->device,
                  .epoch = 2,
                  .first_seq = 41,
                  .count = 2,
                  .clock = {1679386260000, 3660000, 0x0102030405060708},
                  .has_offset = true,
                  .offset_ms = -1234,
                  .rtt_ms = 80,
                  .entries = writer_span(&all)}
    };
    put(to, "batch", "two entries back to back", &message);
    message.batch.has_offset = false;
    put(to, "batch_no_offset", "before any offset was measured", &message);
}

void vectors_messages(FILE *to)
{
    struct vector_device device = vector_device_of(1);
    put_hellos(to, &device);
    put_answers(to);
    put_batch(to, &device);
}

void vectors_bad_messages(FILE *to)
{
    static const struct {
        const char *name;
        const char *shows;
        const char *hex;
    } rows[] = {
        {"no_version",    "the version is missing",                "3200"                      },
        {"version_last",  "the version is not in front",           "32000802"                  },
        {"version_zero",  "version 0",                             "08003200"                  },
        {"version_later", "row 73: update needed",                 "08043200"                  },
        {"nothing",       "an envelope without a message",         "0802"                      },
        {"two",           "two messages in one envelope",          "080232003a020801"          },
        {"twice",         "row 66: a field twice",                 "0802320408050805"          },
        {"field_zero",    "row 67: field number 0",                "080232020005"              },
        {"unknown",       "row 67: an unknown field",              "080232021005"              },
        {"unknown_added", "row 67: 100 from our own version",      "08023203a00605"            },
        {"unknown_newer", "a newer peer adds only 100 and more",   "080332021005"              },
        {"skipped_newer", "such a field is skipped",               "080332050807a00605"        },
        {"message_newer", "a newer peer's message is passed over", "0803a20600"                },
        {"wrong_type",    "row 67: bytes where a number belongs",  "080232020a00"              },
        {"group",         "row 67: a group",                       "08023334"                  },
        {"overlong",      "row 68: 5 in two bytes",                "08023203088500"            },
        {"past_end",      "row 68: a length beyond the end",       "08023201"                  },
        {"negative",      "row 68: a length of -1",                "080232ffffffffffffffffff01"},
        {"too_many_bits", "a number of 33 bits in a uint32",       "08023206088080808010"      },
        {"no_such_code",  "a refusal that is not listed",          "08023a02080b"              },
        {"no_utf8",       "row 69: half a character",              "08023a0508011a01c3"        },
        {"nul",           "row 69: NUL in a text",                 "08023a0608011a026100"      },
        {"half_head",     "a head without its hash",               "08022a060a0408011005"      },
        {"half_place",    "a number in no epoch",                  "08022a05a206021005"        },
        {"http",          "row 64: another protocol",              "474554202f0d0a"            },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text hex = text_of(rows[i].hex);
        bool good = hex_bytes(hex, bytes, hex.size / 2);
        assert(good);
        struct span raw = span_of(bytes, hex.size / 2);
        vector_file_message(to, rows[i].name, rows[i].shows, raw);
    }
}
