#include "handheld/devices/gps/gps_report.h"

#include <math.h>

static bool whole(double value, double times, double limit, int64_t *out)
{
    double scaled = value * times;
    if (!isfinite(scaled) || fabs(scaled) > limit) {
        return false;
    }
    *out = llround(scaled);
    return true;
}

static uint32_t millimetres(double metres)
{
    int64_t mm = 0;
    bool known = whole(metres, 1000, FIX_NOT_KNOWN - 1.0, &mm);
    return known && mm >= 0 ? (uint32_t)mm : FIX_NOT_KNOWN;
}

static bool read_position(const struct gps_fix_t *fix, struct position *out_position)
{
    int64_t lat = 0;
    int64_t lon = 0;
    if (!whole(fix->latitude, 1e7, INT32_MAX, &lat) ||
        !whole(fix->longitude, 1e7, INT32_MAX, &lon)) {
        return false;
    }
    *out_position = (struct position){(int32_t)lat, (int32_t)lon};
    return true;
}

bool gps_report_read(const struct gps_data_t *report, struct fix_epoch *out_epoch)
{
    const int64_t seconds_max = 1LL << 40;
    const struct gps_fix_t *fix = &report->fix;
    if (!(report->set & MODE_SET)) {
        return false;
    }
    struct fix_epoch epoch = {.accuracy_mm = millimetres(fix->eph)};
    epoch.mode = fix->mode == MODE_3D ? 3 : fix->mode == MODE_2D ? 2 : 0;
    epoch.used = report->satellites_used > 0 ? (uint32_t)report->satellites_used : 0;
    epoch.has_position = read_position(fix, &epoch.position);
    epoch.speed_mm_s = millimetres(fix->speed);
    epoch.has_speed = epoch.speed_mm_s != FIX_NOT_KNOWN;
    epoch.has_time =
        (report->set & TIME_SET) && fix->time.tv_sec > 0 && fix->time.tv_sec < seconds_max;
    if (epoch.has_time) {
        epoch.gnss_ms = (int64_t)fix->time.tv_sec * 1000 + fix->time.tv_nsec / 1000000;
    }
    *out_epoch = epoch;
    return true;
}
