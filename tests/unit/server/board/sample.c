#include "tests/unit/server/board/sample.h"

static struct minute after(struct minute now, int32_t minutes)
{
    return (struct minute){now.m + minutes};
}

/* What all of them share. */
static struct book_dossier dossier_of(const char *code, enum flag_level level, struct minute now)
{
    return (struct book_dossier){.code = text_of(code),
                                 .procedure = TEXT("1.004194"),
                                 .agency = TEXT("so-khdt"),
                                 .received = after(now, -4000),
                                 .promised = after(now, 600),
                                 .status = 2,
                                 .holder = TEXT("so-khdt"),
                                 .since = after(now, -95),
                                 .level = level,
                                 .forecast = after(now, 500),
                                 .butfor = MINUTE_NEVER,
                                 .last_safe_run = {.departs = MINUTE_NEVER},
                                 .extra_before = MINUTE_NEVER,
                                 .from = TEXT("so-khdt"),
                                 .to = TEXT("center"),
                                 .raised_at = after(now, -30)};
}

static bool put(struct flag_book *book, const struct book_dossier *dossier)
{
    return flag_book_put_dossier(book, dossier) == STATUS_OK;
}

static bool put_soon(struct flag_book *book, const char *code, struct minute departs,
                     struct minute now)
{
    struct book_dossier dossier = dossier_of(code, FLAG_DUE_SOON, now);
    dossier.slack_minutes = 35;
    dossier.last_safe_run =
        (struct book_run){.route = TEXT("vong-1"), .round = TEXT("chieu"), .departs = departs};
    dossier.offer_to = text_equal(text_of(code), TEXT(SAMPLE_TRACED)) ? TEXT("post") : TEXT("");
    return put(book, &dossier);
}

static bool put_late(struct flag_book *book, struct minute now)
{
    struct book_dossier overdue = dossier_of("000.00.19.H41-261123-0004", FLAG_OVERDUE, now);
    struct book_dossier risk = dossier_of("000.00.19.H41-261123-0005", FLAG_AT_RISK, now);
    struct book_dossier miss = dossier_of("000.00.19.H41-261123-0006", FLAG_WILL_MISS, now);
    overdue.slack_minutes = -2810;
    overdue.promised = after(now, -4320);
    overdue.forecast = after(now, 400);
    overdue.cause = CAUSE_TRANSFER;
    overdue.leg = LEG_BACK;
    overdue.butfor = after(now, -4500);
    overdue.minutes_gained = 2900;
    overdue.minutes_spare = 90;
    overdue.minutes_taken = 3100;
    overdue.minutes_standard = 200;
    risk.slack_minutes = -55;
    risk.cause = CAUSE_TRANSFERS;
    risk.butfor = after(now, 300);
    risk.minutes_gained = 175;
    risk.minutes_spare = 120;
    risk.minutes_taken = 640;
    risk.minutes_standard = 420;
    risk.saver = SAVER_EXTRA_RUN;
    risk.saver_leg = LEG_BACK;
    risk.extra_before = after(now, 40);
    miss.slack_minutes = -300;
    miss.cause = CAUSE_PROCESSING;
    miss.butfor = after(now, 200);
    miss.minutes_gained = 480;
    miss.minutes_spare = 180;
    miss.minutes_taken = 1440;
    miss.minutes_standard = 960;
    miss.holder = TEXT("so-la");
    return put(book, &overdue) && put(book, &risk) && put(book, &miss);
}

static bool put_others(struct flag_book *book, struct minute now)
{
    struct book_dossier no_act = dossier_of("000.00.19.H41-261123-0007", FLAG_UNKNOWN, now);
    struct book_dossier no_date = dossier_of("000.00.19.H41-261123-0008", FLAG_UNKNOWN, now);
    struct book_dossier track = dossier_of("000.00.19.H41-261123-0009", FLAG_ON_TRACK, now);
    struct book_dossier done = dossier_of("000.00.19.H41-261123-0010", FLAG_DONE, now);
    no_act.missing = MISSING_ACT;
    no_act.forecast = MINUTE_NEVER;
    no_act.holder = TEXT("");
    no_date.missing = MISSING_PROMISE;
    no_date.promised = MINUTE_NEVER;
    no_date.forecast = MINUTE_NEVER;
    track.slack_minutes = 900;
    return put(book, &no_act) && put(book, &no_date) && put(book, &track) && put(book, &done);
}

static struct book_act act_of(enum act_kind kind, struct text subject, struct instant at)
{
    return (struct book_act){
        .subject = subject,
        .at = at,
        .early_ms = 1500,
        .late_ms = 500,
        .kind = kind,
        .party = TEXT("center"),
        .person = TEXT("nguyen.van.an"),
        .source = {.device = {0x1d55cef82b693336}, .place = {1, 7}, .line = 0}
    };
}

static bool put_trace(struct flag_book *book, struct minute now)
{
    struct text code = TEXT(SAMPLE_TRACED);
    struct text bundle = TEXT("TUI-000042");
    struct instant start = minute_instant(after(now, -3000));
    struct book_act intake = act_of(ACT_INTAKE, code, start);
    struct book_act pack = act_of(ACT_PACK, code, (struct instant){start.ms + 60000});
    struct book_act give = act_of(ACT_GIVE, bundle, (struct instant){start.ms + 120000});
    struct book_change change = {.code = code,
                                 .at = after(now, -30),
                                 .level = FLAG_DUE_SOON,
                                 .slack_minutes = 35,
                                 .forecast = after(now, 500),
                                 .promised = after(now, 600),
                                 .raised_at = after(now, -30)};
    const struct book_conflict conflict = {.code = code,
                                           .at = give.at,
                                           .kind = (enum conflict_kind)1,
                                           .holder = TEXT("center"),
                                           .party = TEXT("post")};
    pack.parent = bundle;
    give.counterpart = TEXT("post");
    return flag_book_put_act(book, &intake) == STATUS_OK &&
           flag_book_put_act(book, &pack) == STATUS_OK &&
           flag_book_put_act(book, &give) == STATUS_OK &&
           flag_book_put_change(book, &change) == STATUS_OK &&
           flag_book_put_conflicts(book, code, &conflict, 1) == STATUS_OK;
}

/* The holder of the traced one has been told; its officer is in a list to come. */
static bool put_told(struct flag_book *book, struct minute now)
{
    struct book_notice notice = {
        .code = TEXT(SAMPLE_TRACED),
        .raised_at = after(now, -30),
        .rung = RUNG_HOLDER,
        .reached = after(now, -20),
        .told = after(now, -20),
        .party = TEXT("so-khdt"),
        .level = FLAG_DUE_SOON,
        .slack_minutes = 35,
        .run = {TEXT("vong-1"), TEXT("chieu"), after(now, 75)},
        .saver = SAVER_RUN,
        .extra_before = MINUTE_NEVER
    };
    if (flag_book_put_notice(book, &notice) != STATUS_OK) {
        return false;
    }
    notice.rung = RUNG_OFFICER;
    notice.told = after(now, 600);
    return flag_book_put_notice(book, &notice) == STATUS_OK;
}

static bool put_offices(struct flag_book *book)
{
    struct book_office offices[] = {
        {.code = TEXT("center"),  .kind = TEXT("center")},
        {.code = TEXT("so-khdt"), .kind = TEXT("agency")},
        {.code = TEXT("so-la"),   .kind = TEXT("agency")},
    };
    offices[0].label = TEXT("Trung tâm Phục vụ hành chính công");
    offices[0].short_label = TEXT("Trung tâm");
    offices[1].label = TEXT("Sở Kế hoạch và Đầu tư");
    offices[1].short_label = TEXT("Sở KH&ĐT");
    offices[2].label = TEXT(SAMPLE_HOSTILE);
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++) {
        if (flag_book_put_office(book, &offices[i]) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

bool sample_write(struct flag_book *book, struct minute now)
{
    const struct book_position position = {.n = 42,
                                           .received = minute_instant(after(now, -1)),
                                           .clock = now,
                                           .fold = 1,
                                           .acts = 3,
                                           .written = minute_instant(now)};
    return flag_book_begin(book) == STATUS_OK &&
           put_soon(book, SAMPLE_TRACED, after(now, 75), now) &&
           put_soon(book, "000.00.19.H41-261123-0002", after(now, 75), now) &&
           put_soon(book, "000.00.19.H41-261123-0003", after(now, 1500), now) &&
           put_late(book, now) && put_others(book, now) && put_trace(book, now) &&
           put_offices(book) && put_told(book, now) &&
           flag_book_commit(book, &position) == STATUS_OK;
}
