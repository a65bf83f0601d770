#include "tests/sim/oracle/life.h"

#include <stdlib.h>
#include <string.h>

/* --- until when --- */

void look_until(struct glance *look, int32_t at)
{
    if (at > look->now && at < look->until) {
        look->until = at;
    }
}

void look_moves(struct glance *look)
{
    const int32_t working = hours_add(look->calendar, look->now, 0);
    look_until(look, working == NOT_THERE ? look->now + 1 : working + 1);
    look_until(look, (hours_day(look->now) + 1) * MINUTES_A_DAY);
}

int32_t look_not_before_now(struct glance *look, int32_t at)
{
    if (at == NOT_THERE) {
        return at;
    }
    if (at >= look->now) {
        look_until(look, at + 1);
        return at;
    }
    look_moves(look);
    return look->now;
}

/* A time of the feed: NOT_THERE while it lies ahead. */
static int32_t known(struct glance *look, int32_t minute)
{
    if (minute != NOT_THERE && minute > look->now) {
        look_until(look, minute);
        return NOT_THERE;
    }
    return minute;
}

static int32_t minute_of(int64_t instant)
{
    return instant == NEVER_TOLD ? NOT_THERE : instant_minute((struct instant){instant}).m;
}

/* --- parties --- */

bool life_is_static(const struct all_told *told, const char *party)
{
    return party != told->post && party != told->citizen && party != told->nothing;
}

bool life_is_agency(const struct all_told *told, const char *party)
{
    return life_is_static(told, party) && party != told->center;
}

/* --- when it began and ended --- */

static int64_t received_at(const struct glance *look)
{
    int64_t first = NEVER_TOLD;
    int64_t intake = NEVER_TOLD;
    if (look->dossier->in_feed && look->dossier->received != NEVER_TOLD) {
        return look->dossier->received;
    }
    for (size_t i = look->act_count; i-- > 0;) {
        const struct told_act *act = &look->acts[i];
        if (act->subject == look->dossier->code) {
            first = act->at;
            intake = act->kind == ACT_INTAKE ? act->at : intake;
        }
    }
    return intake == NEVER_TOLD ? first : intake;
}

static enum journey_mode mode_of(const struct lived *life)
{
    if (life->received == NOT_THERE) {
        return MODE_PAPER;
    }
    const struct budget_row *budget =
        timetable_budget(&life->look->told->plan, life->procedure, life->agency,
                         hours_day(life->received), MODE_ANY);
    return budget ? budget->mode : MODE_PAPER;
}

static void find_end(struct lived *life)
{
    const struct told_dossier *row = life->look->dossier;
    life->finished = row->in_feed ? known(life->look, row->finished) : NOT_THERE;
    life->end = minute_of(life->fold.returned);
    if (life->end == NOT_THERE && row->in_feed) {
        life->end = known(life->look, row->returned);
        if (life->end == NOT_THERE && (row->status == 3 || row->status == 7 || row->status == 10)) {
            life->end = life->finished;
        }
    }
    life->ended = life->end != NOT_THERE;
    life->end = life->ended ? life->end : life->look->now;
}

/* --- pauses --- */

struct mark {
    int64_t at;
    bool resume;
};

static int by_time(const void *left, const void *right)
{
    const struct mark *a = left;
    const struct mark *b = right;
    return a->at != b->at ? (a->at < b->at ? -1 : 1) : a->resume - b->resume;
}

static size_t pause_marks(struct lived *life, struct mark *out)
{
    struct glance *look = life->look;
    const struct told_dossier *row = look->dossier;
    size_t count = 0;
    for (size_t i = 0; i < look->act_count; i++) {
        const struct told_act *act = &look->acts[i];
        if (act->subject == row->code && (act->kind == ACT_PAUSE || act->kind == ACT_RESUME)) {
            out[count++] = (struct mark){act->at, act->kind == ACT_RESUME};
        }
    }
    for (size_t i = 0; i < row->supplement_count; i++) {
        const struct told_supplement *each = &row->supplements[i];
        if (known(look, minute_of(each->asked)) != NOT_THERE) {
            out[count++] = (struct mark){each->asked, false};
        }
        if (each->asked != NEVER_TOLD && known(look, minute_of(each->brought)) != NOT_THERE) {
            out[count++] = (struct mark){each->brought, true};
        }
    }
    qsort(out, count, sizeof *out, by_time);
    return count;
}

/* A second pause inside and a lone resume are nothing. */
static void find_pauses(struct lived *life)
{
    struct glance *look = life->look;
    const size_t room = look->act_count + 2 * look->dossier->supplement_count + 1;
    struct mark *marks = arena_take(look->arena, room * sizeof *marks);
    life->pauses = arena_take(look->arena, room * sizeof *life->pauses);
    if (!marks || !life->pauses) {
        abort();
    }
    const size_t count = pause_marks(life, marks);
    bool running = false;
    for (size_t i = 0; i < count; i++) {
        if (!marks[i].resume && !running) {
            life->pauses[life->pause_count++] =
                (struct pause){.from = minute_of(marks[i].at), .to = NOT_THERE};
            running = true;
        } else if (marks[i].resume && running) {
            life->pauses[life->pause_count - 1].to = minute_of(marks[i].at);
            running = false;
        }
    }
}

int32_t life_paused(const struct lived *life, int32_t begin, int32_t end,
                    const struct calendar *calendar)
{
    int32_t sum = 0;
    begin = life->received != NOT_THERE && life->received > begin ? life->received : begin;
    end = life->end < end ? life->end : end;
    for (size_t i = 0; i < life->pause_count; i++) {
        const struct pause *pause = &life->pauses[i];
        const int32_t to = pause->to == NOT_THERE ? life->look->now : pause->to;
        if (pause->to == NOT_THERE) {
            look_moves(life->look);
        }
        sum += hours_between(calendar, hours_later(begin, pause->from), hours_earlier(end, to));
    }
    return sum;
}

/* --- visits --- */

/* No `ready`: NgayKetThucXuLy inside the visit, else the next one's take. */
static int32_t ready_by_feed(const struct lived *life, const struct visit *visit)
{
    const int32_t finished = life->finished;
    if (finished != NOT_THERE && visit->start <= finished &&
        (visit->end == NOT_THERE || finished <= visit->end)) {
        return finished;
    }
    return visit->end;
}

static void find_visits(struct lived *life)
{
    const struct all_told *told = life->look->told;
    const int32_t begin = life->received == NOT_THERE ? 0 : life->received;
    life->visits = arena_take(life->look->arena, life->fold.count * sizeof *life->visits);
    if (!life->visits) {
        abort();
    }
    for (size_t i = 0; i < life->fold.count; i++) {
        const struct holding *holding = &life->fold.holdings[i];
        const int32_t start = hours_later(minute_of(holding->since), begin);
        if (i > 0) {
            life->visits[i - 1].end = start;
        }
        life->visits[i] = (struct visit){
            .holder = holding->holder, .start = start, .end = NOT_THERE, .ready = NOT_THERE};
        if (holding->ready != NEVER_TOLD) {
            life->visits[i].ready = hours_later(minute_of(holding->ready), begin);
        }
    }
    life->visit_count = life->fold.count;
    for (size_t i = 0; i < life->visit_count; i++) {
        if (life_is_agency(told, life->visits[i].holder)) {
            life->agencies_end = i + 1;
            if (life->visits[i].ready == NOT_THERE) {
                life->visits[i].ready = ready_by_feed(life, &life->visits[i]);
            }
        }
    }
}

/* J: the result back at the Center; on the spot: ready there. */
static int32_t result_back(const struct lived *life)
{
    const char *center = life->look->told->center;
    const bool on_the_spot = life->mode == MODE_ON_THE_SPOT;
    if (!on_the_spot && life->agencies_end == 0) {
        return NOT_THERE;
    }
    for (size_t i = on_the_spot ? 0 : life->agencies_end; i < life->visit_count; i++) {
        const struct visit *visit = &life->visits[i];
        if (visit->holder == center && (!on_the_spot || visit->ready != NOT_THERE)) {
            return on_the_spot ? visit->ready : visit->start;
        }
    }
    return NOT_THERE;
}

const char *life_destination(const struct lived *life, size_t index)
{
    const struct all_told *told = life->look->told;
    const char *here = life->visits[index].holder;
    const char *last = life->visits[life->visit_count - 1].holder;
    for (size_t i = index + 1; i < life->visit_count; i++) {
        const char *there = life->visits[i].holder;
        if (life_is_static(told, there) && !(here == told->center && there == told->center)) {
            return there;
        }
    }
    if (life->fold.offered && life_is_agency(told, life->fold.offer_to) &&
        life->fold.offer_to != last) {
        return life->fold.offer_to;
    }
    return here == told->center ? life->agency : told->center;
}

int32_t life_fit(const struct lived *life, size_t index)
{
    const struct visit *visit = &life->visits[index];
    return visit->holder == life->look->told->center ? visit->start : visit->ready;
}

int32_t life_passed_on(const struct lived *life, int32_t received)
{
    const int32_t after = life->look->told->plan.pass_on_after;
    const int32_t effective = hours_add(life->look->calendar, received, 0);
    if (after == NOT_THERE || effective == NOT_THERE ||
        minute_of_day((struct minute){effective}) <= after) {
        return received;
    }
    const struct minute opening =
        calendar_next_opening(life->look->calendar, (struct minute){effective});
    return opening.m == MINUTE_NEVER.m ? NOT_THERE : opening.m;
}

const struct budget_row *life_budget(const struct lived *life, const char *agency, int32_t minute)
{
    const struct timetable *plan = &life->look->told->plan;
    const int32_t day = hours_day(minute);
    const struct budget_row *found =
        timetable_budget(plan, life->procedure, agency, day, life->mode);
    return found ? found : timetable_budget(plan, life->procedure, agency, day, MODE_ANY);
}

/* --- promise --- */

/* The newest stated one, and since when pauses count against it. */
static int32_t newest_promise(const struct lived *life, int32_t *out_since)
{
    const struct told_dossier *row = life->look->dossier;
    int64_t newest = NEVER_TOLD;
    int32_t promise = row->promise;
    *out_since = life->received;
    for (size_t i = 0; i < row->supplement_count; i++) {
        const struct told_supplement *each = &row->supplements[i];
        const int64_t told = each->brought == NEVER_TOLD ? each->asked : each->brought;
        if (each->promise == NOT_THERE || known(life->look, minute_of(told)) == NOT_THERE) {
            continue;
        }
        if (newest == NEVER_TOLD || told > newest || (told == newest && each->promise > promise)) {
            newest = told;
            promise = each->promise;
            *out_since = minute_of(told);
        }
    }
    if (row->received != NEVER_TOLD && promise < minute_of(row->received)) {
        return NOT_THERE; /* reading 48 */
    }
    return promise;
}

int32_t life_promise_stated(const struct lived *life)
{
    int32_t since;
    return newest_promise(life, &since);
}

int32_t life_promise(const struct lived *life)
{
    int32_t since;
    const struct calendar *calendar = told_promised_by(life->look->told, life->received);
    const int32_t promise = newest_promise(life, &since);
    if (promise == NOT_THERE) {
        return promise;
    }
    const int32_t paused = life_paused(life, since, life->look->now, calendar);
    return paused > 0 ? hours_add(calendar, promise, paused) : promise;
}

/* --- all of it --- */

struct lived life_of(struct glance *look)
{
    const struct all_told *told = look->told;
    const struct told_dossier *row = look->dossier;
    struct lived life = {.look = look,
                         .procedure = row->in_feed ? row->procedure : told->nothing,
                         .agency = row->in_feed ? row->agency : told->nothing};
    const int64_t received = received_at(look);
    life.received = minute_of(received);
    life.mode = mode_of(&life);
    const struct held_start start = {.code = row->code,
                                     .holder =
                                         life.mode == MODE_RESULT_ONLY ? life.agency : told->center,
                                     .since = received == NEVER_TOLD ? 0 : received,
                                     .nothing = told->nothing};
    life.fold = held_of(&start, look->acts, look->act_count, look->arena);
    for (size_t i = 0; i < life.fold.count && life.mode == MODE_ON_THE_SPOT; i++) {
        const char *holder = life.fold.holdings[i].holder;
        if (holder != told->center && holder != told->citizen) {
            life.mode = MODE_PAPER;
        }
    }
    for (size_t i = 0; i < look->act_count; i++) {
        life.has_own_act |= look->acts[i].subject == row->code;
    }
    find_pauses(&life);
    find_end(&life);
    find_visits(&life);
    life.back = result_back(&life);
    return life;
}
