#include "core/position.h"

enum { DEGREE = 10000000, LAT_MAX = 90, LON_MAX = 180, DECIMALS = 7, SHOWN = 100 };

/* One 1e-7 degree of a great circle of 40,030 km, in 1e-5 cm. */
enum { ARC = 111195 };

bool position_is_sound(struct position position)
{
    int64_t lat = position.lat_e7;
    int64_t lon = position.lon_e7;
    bool on_earth = lat >= -(int64_t)LAT_MAX * DEGREE && lat <= (int64_t)LAT_MAX * DEGREE &&
                    lon >= -(int64_t)LON_MAX * DEGREE && lon <= (int64_t)LON_MAX * DEGREE;
    return on_earth && (lat != 0 || lon != 0);
}

bool position_equal(struct position a, struct position b)
{
    return a.lat_e7 == b.lat_e7 && a.lon_e7 == b.lon_e7;
}

/* The cosine of a latitude, in millionths: Bhaskara's formula, right within 0.2 %. */
static int64_t cosine_e6(int64_t lat_e7)
{
    const int64_t degree = 10000; /* 1e-4 of a degree is fine enough, and squares fit */
    int64_t x = lat_e7 / (DEGREE / degree);
    int64_t square = x * x;
    int64_t whole = 32400 * degree * degree;
    return (whole - 4 * square) * 1000 / ((whole + square) / 1000);
}

static uint64_t root(uint64_t square)
{
    uint64_t low = 0;
    uint64_t high = UINT32_MAX;
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        if (middle <= square / middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

uint32_t position_apart_cm(struct position a, struct position b)
{
    const int64_t turn = 360 * (int64_t)DEGREE;
    int64_t north = (int64_t)b.lat_e7 - a.lat_e7;
    int64_t east = (int64_t)b.lon_e7 - a.lon_e7;
    if (east > turn / 2) { /* over the line of the date it is nearer */
        east -= turn;
    } else if (east < -turn / 2) {
        east += turn;
    }
    int64_t y = north * ARC / 100000;
    int64_t x = east * ARC / 100000 * cosine_e6(((int64_t)a.lat_e7 + b.lat_e7) / 2) / 1000000;
    return (uint32_t)root((uint64_t)(x * x) + (uint64_t)(y * y));
}

static void degrees(int64_t e7, struct line *line)
{
    int64_t rounded = (e7 + (e7 < 0 ? -SHOWN / 2 : SHOWN / 2)) / SHOWN;
    uint64_t size = (uint64_t)(rounded < 0 ? -rounded : rounded);
    if (rounded < 0) {
        line_char(line, '-');
    }
    line_unsigned(line, size / (DEGREE / SHOWN));
    line_char(line, '.');
    line_digits(line, size % (DEGREE / SHOWN), DECIMALS - 2);
}

void position_words(struct position position, struct line *line)
{
    degrees(position.lat_e7, line);
    line_char(line, ' ');
    degrees(position.lon_e7, line);
}

bool position_degrees(struct text text, int32_t limit, int32_t *out_e7)
{
    bool south = text.size > 0 && text.at[0] == '-';
    struct text rest = {.at = text.at + south, .size = text.size - south};
    struct text whole = text_split(&rest, '.');
    uint64_t degree = 0;
    uint64_t part = 0;
    if (!text_unsigned(whole, &degree) || degree > (uint64_t)limit || rest.size > DECIMALS ||
        (rest.at && !text_unsigned(rest, &part))) {
        return false;
    }
    for (size_t i = rest.size; i < DECIMALS; i++) {
        part *= 10;
    }
    int64_t e7 = (int64_t)(degree * DEGREE + part);
    if (e7 > (int64_t)limit * DEGREE) {
        return false;
    }
    *out_e7 = (int32_t)(south ? -e7 : e7);
    return true;
}
