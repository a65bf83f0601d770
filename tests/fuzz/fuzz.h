/* fuzz - what every target here is made of: the name libFuzzer calls, and bytes as choices.
 *
 * A target asserts what must hold of every input; an assert that fails is a bug found. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/span.h"
#include "base/text.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

/* The next byte as a choice among SIDES; 0 when there are none left. */
static inline uint32_t fuzz_choose(struct reader *reader, uint32_t sides)
{
    return read_u8(reader) % sides;
}

static inline struct text fuzz_text(const uint8_t *at, size_t size)
{
    return (struct text){.at = (const char *)at, .size = size};
}

#endif
