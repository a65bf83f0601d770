/* sign_switch - which signatures the simulated world makes: real Ed25519, or a keyed digest that
 * costs a thousandth of it and proves as much to a program that does not cheat.
 *
 * Stands in the place of base/sign.h's functions for everything linked into trao-sim. */
#ifndef SIM_SIGN_SWITCH_H
#define SIM_SIGN_SWITCH_H

#include <stdbool.h>

void sign_switch_real(bool real);

#endif
