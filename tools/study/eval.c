#include "tools/study/eval.h"

#include <math.h>
#include <string.h>

static double squared(double x)
{
    return x * x;
}

static struct minute first_of_next_month(struct minute at)
{
    struct day day = minute_day(at);
    const struct civil civil = day_civil(day);
    const int month = civil.month % 12 + 1;
    (void)civil_day(civil.year + (civil.month == 12), month, 1, &day);
    return day_minute(day, 0);
}

static double share(const struct eval_tenth *tenth)
{
    return 1000.0 * tenth->late / tenth->count;
}

static double stated(const struct eval_tenth *tenth)
{
    return (double)tenth->stated / tenth->count;
}

/* 2.5758 standard deviations: 99 % of a normal distribution; half a case for its steps. */
static void judge(struct eval_tenth *tenth)
{
    if (tenth->count == 0) {
        tenth->right = true;
        return;
    }
    const double p = stated(tenth) / 1000.0;
    tenth->allowed =
        tenth->count >= EVAL_MANY
            ? EVAL_POINTS
            : 1000.0 * (2.5758 * sqrt(p * (1 - p) / tenth->count) + 0.5 / tenth->count);
    tenth->right = fabs(share(tenth) - stated(tenth)) <= tenth->allowed;
}

static void take(struct eval *eval, const struct ask *ask)
{
    const int place = ask->chance >= CHANCE_CERTAIN ? EVAL_TENTHS - 1
                                                    : ask->chance * EVAL_TENTHS / CHANCE_CERTAIN;
    struct eval_tenth *tenth = &eval->tenth[place];
    tenth->count++;
    tenth->late += ask->late;
    tenth->stated += (uint64_t)ask->chance;
    eval->count++;
    eval->brier += squared(ask->chance / 1000.0 - ask->late);
    eval->brier_base += squared(ask->base / 1000.0 - ask->late);
    eval->brier_median += squared(ask->median - (double)ask->late);
    if (ask->back.m != MINUTE_NEVER.m) {
        eval->ended++;
        eval->within_f50 += ask->back.m <= ask->f50.m;
        eval->within_f90 += ask->back.m <= ask->f90.m;
    }
}

void eval_of(const struct asks *asks, struct eval *out_eval)
{
    struct eval eval = {.count = 0};
    const struct minute trained =
        asks->count > 0 ? first_of_next_month(asks->list[0].at) : MINUTE_NEVER;
    for (uint32_t i = 0; i < asks->count; i++) {
        const struct ask *ask = &asks->list[i];
        if (ask->at.m < trained.m) {
            eval.untrained++;
        } else if (!ask->answered || ask->chance < 0) {
            eval.unanswered++;
        } else if (ask->settled.m == MINUTE_NEVER.m) {
            eval.unsettled++;
        } else {
            take(&eval, ask);
        }
    }
    for (int i = 0; i < EVAL_TENTHS; i++) {
        judge(&eval.tenth[i]);
    }
    if (eval.count > 0) {
        eval.brier /= eval.count;
        eval.brier_base /= eval.count;
        eval.brier_median /= eval.count;
    }
    *out_eval = eval;
}

bool eval_right(const struct eval *eval)
{
    bool right =
        eval->count > 0 && eval->brier < eval->brier_base && eval->brier < eval->brier_median;
    for (int i = 0; i < EVAL_TENTHS; i++) {
        right = right && eval->tenth[i].right;
    }
    return right;
}

enum { SIDE = 400, MARGIN = 56, TOP = 40 };

static double across(double thousandths)
{
    return MARGIN + SIDE * thousandths / 1000.0;
}

static double down(double thousandths)
{
    return TOP + SIDE - SIDE * thousandths / 1000.0;
}

static void grid(FILE *out)
{
    for (int i = 0; i <= 10; i += 2) {
        const double at = i * 100.0;
        (void)fprintf(out,
                      "<path class='g' d='M%.1f %.1fH%.1f M%.1f %.1fV%.1f'/>"
                      "<text x='%.1f' y='%d' text-anchor='middle'>%d %%</text>"
                      "<text x='%d' y='%.1f' text-anchor='end'>%d %%</text>\n",
                      across(0), down(at), across(1000), across(at), down(0), down(1000),
                      across(at), TOP + SIDE + 20, i * 10, MARGIN - 8, down(at) + 4, i * 10);
    }
}

static void dots(const struct eval *eval, FILE *out)
{
    for (int i = 0; i < EVAL_TENTHS; i++) {
        const struct eval_tenth *tenth = &eval->tenth[i];
        if (tenth->count == 0) {
            continue;
        }
        const double x = stated(tenth);
        const double low = fmax(0, x - tenth->allowed);
        const double high = fmin(1000, x + tenth->allowed);
        (void)fprintf(
            out,
            "<path class='a' d='M%.1f %.1fV%.1f'/>"
            "<circle class='%s' cx='%.1f' cy='%.1f' r='%.1f'><title>%u</title></circle>\n",
            across(x), down(low), down(high), tenth->right ? "r" : "w", across(x),
            down(share(tenth)), 3.0 + log10(tenth->count), tenth->count);
    }
}

void eval_svg(const struct eval *eval, enum language language, FILE *out)
{
    const bool vi = language == LANGUAGE_VI;
    (void)fprintf(out,
                  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' "
                  "font-family='sans-serif' font-size='12'>\n"
                  "<style>.g{stroke:#ddd;fill:none}.d{stroke:#888;stroke-dasharray:4 3;fill:none}"
                  ".a{stroke:#9bb8d3;stroke-width:8;fill:none}.r{fill:#0b5394}.w{fill:#b3261e}"
                  "text{fill:#333}</style>\n<rect width='100%%' height='100%%' fill='#fff'/>\n"
                  "<text x='%d' y='22' font-size='15' font-weight='bold'>%s</text>\n",
                  SIDE + 2 * MARGIN, SIDE + TOP + MARGIN, MARGIN,
                  vi ? "Xác suất trễ: đã nói và đã xảy ra"
                     : "Chance of being late: stated and true");
    grid(out);
    (void)fprintf(out, "<path class='d' d='M%.1f %.1fL%.1f %.1f'/>\n", across(0), down(0),
                  across(1000), down(1000));
    dots(eval, out);
    (void)fprintf(
        out,
        "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>\n"
        "<text transform='translate(14 %.1f) rotate(-90)' text-anchor='middle'>%s</text>\n"
        "</svg>\n",
        across(500), TOP + SIDE + 42, vi ? "dự báo nói" : "the forecast said", down(500),
        vi ? "thật sự trễ" : "were late");
}
