#include "core/item_check.h"

#include "base/check.h"

enum { S10_DIGITS = 8, S10_MODULUS = 11, ALPHABET = 36 };

char item_check_s10(struct text eight_digits)
{
    static const int weights[S10_DIGITS] = {8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    assert(eight_digits.size == S10_DIGITS);
    for (int i = 0; i < S10_DIGITS; i++) {
        sum += weights[i] * (eight_digits.at[i] - '0');
    }
    int check = S10_MODULUS - sum % S10_MODULUS;
    return "012345678905"[check]; /* 10 is written 0, and 11 is written 5 */
}

static int value_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10;
}

char item_check_37_36(struct text value)
{
    int product = ALPHABET;
    for (size_t i = 0; i < value.size; i++) {
        int sum = (product + value_of(value.at[i])) % ALPHABET;
        product = (sum == 0 ? ALPHABET : sum) * 2 % (ALPHABET + 1);
    }
    int check = (ALPHABET + 1 - product) % ALPHABET;
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[check];
}

bool item_check_is_printed(char c)
{
    switch (c) {
    case 'B':
    case 'C':
    case 'G':
    case 'H':
    case 'K':
    case 'L':
    case 'M':
    case 'N':
    case 'P':
    case 'Q':
    case 'T':
    case 'V':
        return true;
    default:
        return c >= '0' && c <= '9';
    }
}
