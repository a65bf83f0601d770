/* vibrator - a motor that a hand feels. Kept by handheld/screen/vibrator_log.c, which only tells
 * the log: there is no such motor here to be tested with. */
#ifndef PORTS_VIBRATOR_H
#define PORTS_VIBRATOR_H

struct vibrator_ops {
    void (*buzz)(void *self, int ms);
};

struct vibrator {
    const struct vibrator_ops *ops;
    void *self; /* borrowed */
};

static inline void vibrator_buzz(const struct vibrator *vibrator, int ms)
{
    vibrator->ops->buzz(vibrator->self, ms);
}

#endif
