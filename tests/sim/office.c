#include "tests/sim/office.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"

enum {
    CONCERN_OFFICE = 800,
    FILE_SIZE = 1200,
    TIME_SIZE = 16,
    MINUTE_MS = 60000,
    HOUR_MS = 3600000,
    DAY_MS = 86400000,
};

void office_init(struct office *office, uint64_t seed)
{
    memset(office, 0, sizeof *office);
    office->dice = dice_of(seed, CONCERN_OFFICE);
}

static bool one_in(struct office *office, uint64_t count)
{
    return dice_below(&office->dice, count) == 0;
}

/* As the feed writes it: 20260302091500. */
static void compact(struct instant instant, char out[TIME_SIZE])
{
    const struct civil at = instant_civil(instant);
    struct line line = line_of(out, TIME_SIZE);
    line_digits(&line, (uint64_t)at.year, 4);
    line_digits(&line, (uint64_t)at.month, 2);
    line_digits(&line, (uint64_t)at.day, 2);
    line_digits(&line, (uint64_t)at.hour, 2);
    line_digits(&line, (uint64_t)at.minute, 2);
    line_digits(&line, (uint64_t)at.second, 2);
}

/* Asked for a while ago; brought since, or not yet, or on a day to come; a new promise, or none. */
static void state_supplement(struct office *office, struct desk *desk, const struct paper *paper,
                             struct instant now)
{
    char file[FILE_SIZE];
    char asked[TIME_SIZE];
    char brought[TIME_SIZE] = "";
    char promised[TIME_SIZE] = "";
    const int64_t since = dice_between(&office->dice, MINUTE_MS, 20 * (int64_t)HOUR_MS);
    compact((struct instant){now.ms - since}, asked);
    if (!one_in(office, 3)) {
        compact((struct instant){now.ms - since + dice_between(&office->dice, 0, DAY_MS)}, brought);
    }
    if (one_in(office, 2)) {
        const int64_t days = dice_between(&office->dice, 1, 4);
        compact((struct instant){now.ms + days * DAY_MS}, promised);
    }
    (void)snprintf(file, sizeof file, "%s,%s,%s,,%s\n", paper->code, asked, brought, promised);
    desk_file(desk, FILE_SUPPLEMENTS, text_of(file));
}

static void state_cancelled(struct office *office, struct desk *desk, struct instant now)
{
    uint8_t bytes[128];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const int32_t ahead = (int32_t)dice_below(&office->dice, 3);
    const struct run_body run = {.route = TEXT("R1"),
                                 .round = one_in(office, 2) ? TEXT("1") : TEXT("2"),
                                 .day = {minute_day(instant_minute(now)).d + ahead}};
    enum status status = run_encode(&run, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(desk, ENTRY_RUN_CANCELLED, writer_span(&writer), "AN");
}

/* What may stand in the old ledger: {0} instant, {1} dossier, {2} its agency. */
static const char *const pages[] = {
    /* three acts at one instant, of which the middle one in the list comes last */
    "{0},give,{1},center,,post,,,\n{0},give,{1},post,,{2},,,\n{0},take,{1},post,,center,,,\n",
    "{0},take,{1},{2},,post,,,\n",
    "{0},ready,{1},{2},,,,,\n",
    "{0},pause,{1},{2},,,,,supplement\n",
    "{0},resume,{1},{2},,,,,\n",
    "{0},give,{1},post,,{2},,,\n{0},refuse,{1},{2},,post,,,\n",
    "{0},exception,{1},post,,,,,lost\n",
    "{0},exception,{1},post,,,,,found\n",
    "{0},pack,{1},center,,,,BTTG0042303211007,\n{0},give,BTTG0042303211007,center,,post,,,\n",
    "{0},take,BTTG0042303211007,post,,center,,,\n",
    "{0},exception,{1},post,,,,,short\n",
    "{0},unpack,{1},post,,,,BTTG0042303211007,\n",
    "{0},return,{1},center,,citizen,,,\n",
};

static void fill_in(struct line *line, const char *page, const char *const values[3])
{
    for (const char *at = page; *at; at++) {
        if (*at == '{') {
            line_put(line, values[at[1] - '0']);
            at += 2;
        } else {
            line_char(line, *at);
        }
    }
}

/* The first act of PAGE is remembered: somebody may say that it is wrong. */
static void remember(struct office *office, const struct paper *paper, const char *page,
                     const char *at, const char *agency)
{
    const char *act = page + strlen("{0},");
    const char *party = strchr(strstr(page, "{1},") ? strstr(page, "{1},") : page, ',') + 1;
    (void)snprintf(office->code, sizeof office->code, "%s", paper->code);
    (void)snprintf(office->wrong, sizeof office->wrong, "%s/%.*s/%.*s", at, (int)strcspn(act, ","),
                   act, *party == '{' ? (int)strlen(agency) : (int)strcspn(party, ","),
                   *party == '{' ? agency : party);
}

static void state_ledger(struct office *office, struct desk *desk, const struct paper *paper,
                         struct instant now)
{
    char text[FILE_SIZE];
    char at[INSTANT_TEXT_SIZE];
    struct line line = line_of(text, sizeof text);
    const char *agency = people_party(paper->agency).at;
    const char *page = pages[dice_below(&office->dice, sizeof pages / sizeof pages[0])];
    const int64_t back = dice_between(&office->dice, 0, now.ms - paper->received.ms);
    instant_text((struct instant){(now.ms - back) / 1000 * 1000}, at);
    fill_in(&line, page, (const char *const[3]){at, paper->code, agency});
    assert(!line.cut);
    desk_file(desk, FILE_ACTS, line_done(&line));
    if (strstr(page, "{1},")) {
        remember(office, paper, page, at, agency);
    }
}

/* By another party than whose act it is: that says nothing. */
static void state_void(struct office *office, struct desk *desk, struct instant now)
{
    static const char *const parties[] = {"center", "post", "H41.04"};
    char file[FILE_SIZE];
    char at[INSTANT_TEXT_SIZE];
    (void)snprintf(file, sizeof file, "%s,void,%s,%s,,,,%s,undo\n",
                   instant_text((struct instant){now.ms / 1000 * 1000}, at), office->code,
                   parties[dice_below(&office->dice, 3)], office->wrong);
    desk_file(desk, FILE_ACTS, text_of(file));
}

static void state_ruling(struct office *office, struct desk *desk)
{
    uint8_t bytes[256];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct ruling_body ruling = {.dossier = text_of(office->code),
                                       .wrong = text_of(office->wrong),
                                       .reason = TEXT("heard"),
                                       .person_one = TEXT("AN"),
                                       .person_two = TEXT("BINH")};
    enum status status = ruling_encode(&ruling, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(desk, ENTRY_RULING, writer_span(&writer), "AN");
}

void office_work(struct office *office, struct desk *desk, const struct people *people,
                 struct instant now)
{
    if (people->paper_count == 0 || office->stated == OFFICE_PAPERS_MAX || one_in(office, 2)) {
        return;
    }
    const struct paper *paper = &people->papers[dice_below(&office->dice, people->paper_count)];
    office->stated++;
    switch (dice_below(&office->dice, 10)) {
    case 0:
        state_cancelled(office, desk, now);
        break;
    case 1:
    case 2:
    case 3:
        state_supplement(office, desk, paper, now);
        break;
    case 4:
        if (office->code[0]) {
            state_ruling(office, desk);
        }
        break;
    case 5:
    case 6:
        if (office->code[0]) {
            state_void(office, desk, now);
        }
        break;
    default:
        state_ledger(office, desk, paper, now);
        break;
    }
}
