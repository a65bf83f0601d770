/* vibrator_log - a vibrator that tells the log how long it would have run. */
#ifndef HANDHELD_SCREEN_VIBRATOR_LOG_H
#define HANDHELD_SCREEN_VIBRATOR_LOG_H

#include "ports/log.h"
#include "ports/vibrator.h"

/* LOG is borrowed, and must outlive what is returned. */
struct vibrator vibrator_log(const struct log *log);

#endif
