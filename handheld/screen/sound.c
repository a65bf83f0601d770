#include "handheld/screen/sound.h"

#include <SDL.h>
#include <string.h>

enum { BUFFER_SAMPLES = 512 }; /* 23 ms */

void sound_init(struct sound *sound)
{
    memset(sound, 0, sizeof *sound);
    sound->close_at = INSTANT_NEVER;
}

static void open_device(struct sound *sound)
{
    const SDL_AudioSpec wanted = {
        .freq = TONE_RATE, .format = AUDIO_S16SYS, .channels = 1, .samples = BUFFER_SAMPLES};
    if (sound->device == 0 && !sound->broken) {
        const bool ready = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
        sound->device = ready ? SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0) : 0;
        sound->broken = sound->device == 0;
    }
}

void sound_close(struct sound *sound)
{
    if (sound->device != 0) {
        SDL_CloseAudioDevice(sound->device);
    }
    sound->device = 0;
    sound->close_at = INSTANT_NEVER;
}

void sound_play(struct sound *sound, enum tone tone, struct instant line)
{
    const size_t count = tone_samples(tone, sound->samples);
    if (count == 0) {
        return;
    }
    open_device(sound);
    if (sound->device != 0) {
        SDL_ClearQueuedAudio(sound->device);
        (void)SDL_QueueAudio(sound->device, sound->samples,
                             (Uint32)(count * sizeof sound->samples[0]));
        SDL_PauseAudioDevice(sound->device, 0);
        sound->close_at.ms = line.ms + SOUND_QUIET_MS;
    }
}

void sound_turn(struct sound *sound, struct instant line)
{
    if (!instant_before(line, sound->close_at)) {
        sound_close(sound);
    }
}

struct instant sound_wakeup(const struct sound *sound)
{
    return sound->close_at;
}
