#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "handheld/screen/sound.h"

static struct sound sound;

static void the_device_is_open_only_while_there_is_something_to_hear(void **unused)
{
    (void)unused;
    assert_int_equal(setenv("SDL_AUDIODRIVER", "dummy", 1), 0);
    sound_init(&sound);
    assert_true(sound_wakeup(&sound).ms == INSTANT_NEVER.ms);
    sound_play(&sound, TONE_INFO, (struct instant){1000});
    assert_int_equal(sound.device, 0);
    sound_play(&sound, TONE_OK, (struct instant){1000});
    assert_int_not_equal(sound.device, 0);
    assert_true(sound_wakeup(&sound).ms == 1000 + SOUND_QUIET_MS);
    sound_turn(&sound, (struct instant){1000 + SOUND_QUIET_MS - 1});
    assert_int_not_equal(sound.device, 0);
    sound_turn(&sound, (struct instant){1000 + SOUND_QUIET_MS});
    assert_int_equal(sound.device, 0);
    assert_true(sound_wakeup(&sound).ms == INSTANT_NEVER.ms);
}

static void without_a_device_the_unit_is_silent_and_does_not_try_again(void **unused)
{
    (void)unused;
    assert_int_equal(setenv("SDL_AUDIODRIVER", "nosuchdriver", 1), 0);
    sound_init(&sound);
    sound_play(&sound, TONE_OK, (struct instant){1000});
    assert_true(sound.broken || sound.device != 0); /* the dummy of the case before may be there */
    sound_play(&sound, TONE_REFUSED, (struct instant){1000});
    sound_close(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_device_the_unit_is_silent_and_does_not_try_again),
        cmocka_unit_test(the_device_is_open_only_while_there_is_something_to_hear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
