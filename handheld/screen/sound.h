/* sound - tones through SDL's audio: opened with the first tone, closed when it has been quiet for
 * a while, so that an idle unit has no audio thread. */
#ifndef HANDHELD_SCREEN_SOUND_H
#define HANDHELD_SCREEN_SOUND_H

#include "base/instant.h"
#include "handheld/screen/tone.h"

enum { SOUND_QUIET_MS = 3000 };

struct sound {
    uint32_t device; /* SDL's number; 0: closed */
    bool broken;     /* there is none: not tried again */
    struct instant close_at;
    int16_t samples[TONE_SAMPLES_MAX];
};

void sound_init(struct sound *sound);
void sound_close(struct sound *sound);
/* At once: what was sounding is cut. LINE: now. */
void sound_play(struct sound *sound, enum tone tone, struct instant line);
/* Closes what has been quiet long enough. */
void sound_turn(struct sound *sound, struct instant line);
struct instant sound_wakeup(const struct sound *sound); /* INSTANT_NEVER */

#endif
