#include "handheld/devices/hid/hid_keys.h"

/* HID Usage Tables, keyboard page (0x07), as a keyboard of the United States is labelled. Keys that
 * move or change something (Tab, Backspace, Caps Lock, arrows) give no character. */
const struct hid_keymap hid_keymap_us = {
  /* clang-format off */
    .plain = {
        [0x04] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
                 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
        [0x1E] = '1', '2', '3', '4', '5', '6', '7', '8', '9', '0',
        [0x2C] = ' ', '-', '=', '[', ']', '\\', '\\', ';', '\'', '`', ',', '.', '/',
        [0x54] = '/', '*', '-', '+',
        [0x59] = '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '.',
        [0x64] = '\\',
        [0x67] = '=',
    },
    .shifted = {
        [0x04] = 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M',
                 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
        [0x1E] = '!', '@', '#', '$', '%', '^', '&', '*', '(', ')',
        [0x2C] = ' ', '_', '+', '{', '}', '|', '|', ':', '"', '~', '<', '>', '?',
        [0x54] = '/', '*', '-', '+',
        [0x64] = '|',
        [0x67] = '=',
    },
  /* clang-format on */
};
