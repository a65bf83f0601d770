#include "tools/sim/sim_said.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { PLACES = 4 };

/* clang-format off */
static const struct said rows[SIM_SAIDS] = {
    [SIM_SAID_USAGE] = {"SIM-01",
     "cách dùng: trao-sim [--seed N] [--count M] [tùy chọn]\n"
     "  --seed N          hạt giống đầu tiên (1)\n"
     "  --count M         bao nhiêu hạt giống từ đó trở đi (1)\n"
     "  --storage KIND    abstract, hoặc sqlite: kho thật trên hệ tệp hay sập\n"
     "  --units K         chừng ấy máy, 1 đến 8, thay cho số hạt giống rút ra\n"
     "  --days D          chừng ấy ngày có lỗi, 1 đến 120\n"
     "  --only KIND       chỉ loại lỗi này, hoặc các loại này; --without KIND: trừ loại này\n"
     "  --signatures S    keyed hoặc real; bỏ trống thì cứ 16 hạt giống một lần ký Ed25519\n"
     "  --story           mỗi điều xảy ra một dòng\n"
     "  --shrink          thu nhỏ một lần hỏng và in ra thành tệp kịch bản\n"
     "  --scenario FILE   chạy đúng như FILE tả\n"
     "  --report          năm-máy mỗi giờ của một lõi, và mỗi loại lỗi xảy ra mấy lần\n"
     "  --jobs J          bao nhiêu tiến trình; kết quả như nhau\n"
     "Kết thúc bằng một dòng: số vi phạm và vết. Mã thoát: 0 không có, 1 không chạy được, 2 "
     "dùng sai,\n"
     "3 một bất biến không giữ được.",
     "usage: trao-sim [--seed N] [--count M] [options]\n"
     "  --seed N          the first seed (1)\n"
     "  --count M         how many seeds from there on (1)\n"
     "  --storage KIND    abstract, or sqlite: the real one on a file system that crashes\n"
     "  --units K         so many units, 1 to 8, instead of what the seed draws\n"
     "  --days D          so many days with faults, 1 to 120\n"
     "  --only KIND       only this kind of fault, or these; --without KIND: not this one\n"
     "  --signatures S    keyed or real; without it every 16th seed signs with Ed25519\n"
     "  --story           one line for each thing that happens\n"
     "  --shrink          a failure is made small, and printed as a scenario file\n"
     "  --scenario FILE   the run that FILE describes\n"
     "  --report          device-years an hour of one core, and how often each fault struck\n"
     "  --jobs J          so many processes; the results are the same\n"
     "Ends in one line with the violations and the trace. Exit: 0 none, 1 it could not run, "
     "2 usage,\n"
     "3 an invariant did not hold."},
    [SIM_SAID_NO_LINE] = {"SIM-02",
     "trao-sim: {0}:{1}: không hiểu dòng này",
     "trao-sim: {0}:{1}: this line is not understood"},
    [SIM_SAID_NO_FILE] = {"SIM-03",
     "trao-sim: {0}: {1}",
     "trao-sim: {0}: {1}"},
    [SIM_SAID_DIED] = {"SIM-04",
     "trao-sim: tiến trình chạy hạt giống {0} đã chết",
     "trao-sim: the process that had seed {0} died"},
    [SIM_SAID_NO_SODIUM] = {"SIM-05",
     "trao-sim: libsodium không khởi động",
     "trao-sim: libsodium does not start"},
    [SIM_SAID_VIOLATION] = {"SIM-06",
     "hạt giống {0}: bất biến {1}: {2} (tất cả {3})",
     "seed {0}: invariant {1}: {2} ({3} in all)"},
    [SIM_SAID_TO_GO] = {"SIM-07",
     "hạt giống {0}, còn {1}  ",
     "seed {0}, {1} to go  "},
    [SIM_SAID_KEYED] = {"SIM-08",
     "băm có khóa",
     "keyed signatures"},
    [SIM_SAID_REAL] = {"SIM-09",
     "chữ ký thật",
     "real signatures"},
    [SIM_SAID_SHARE] = {"SIM-10",
     "{0} hạt giống, {1} lượt quét, {2} mục",
     "{0} seeds, {1} scans, {2} entries"},
    [SIM_SAID_YEARS] = {"SIM-11",
     "{0} ngày-máy, {1} năm-máy/giờ-lõi",
     "{0} device-days, {1} device-years/core-hour"},
    [SIM_SAID_FAULT] = {"SIM-12",
     "lỗi",
     "fault"},
    [SIM_SAID_STRUCK] = {"SIM-13",
     "xảy ra",
     "struck"},
    [SIM_SAID_IN_SEEDS] = {"SIM-14",
     "ở hạt giống",
     "in seeds"},
    [SIM_SAID_CABINETS] = {"SIM-15",
     "cùng các tủ",
     "with the cabinets"},
    [SIM_SAID_NEVER] = {"SIM-16",
     "chưa lần nào",
     "never"},
};
/* clang-format on */

static enum language language_now(void)
{
    const char *said = getenv("TRAO_LANG");
    return said && strncmp(said, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_VI;
}

const struct said *sim_said(enum sim_sentence sentence)
{
    assert(sentence < SIM_SAIDS);
    return &rows[sentence];
}

void sim_put(FILE *out, enum sim_sentence sentence, const char *const *values, size_t count)
{
    char bytes[SIM_SAID_MAX];
    struct text texts[PLACES];
    struct line line = line_of(bytes, sizeof bytes);
    assert(count <= PLACES);
    for (size_t i = 0; i < count; i++) {
        texts[i] = text_of(values[i]);
    }
    said_line(&line, sim_said(sentence), language_now(), texts, count);
    (void)fwrite(bytes, 1, line.size, out);
}

static void fill(FILE *out, int columns)
{
    for (; columns > 0; columns--) {
        (void)fputc(' ', out);
    }
}

void sim_cell(FILE *out, enum sim_sentence sentence, int columns)
{
    const char *word = said_in(sim_said(sentence), language_now());
    int size = 0;
    for (const char *at = word; *at != '\0'; at++) {
        size += ((unsigned char)*at & 0xC0) != 0x80;
    }
    fill(out, columns - size);
    (void)fputs(word, out);
    fill(out, -columns - size);
}

char *sim_number(uint64_t value, char out[SIM_NUMBER_SIZE])
{
    (void)snprintf(out, SIM_NUMBER_SIZE, "%" PRIu64, value);
    return out;
}
