/* link_fake - a device's line whose far end is the test. */
#ifndef FAKES_LINK_FAKE_H
#define FAKES_LINK_FAKE_H

#include "ports/link.h"
#include "tests/fakes/mailbox.h"

enum { LINK_FAKE_WATERMARK = 4 }; /* messages on the way, as the real line's SNDHWM */

struct link_fake {
    struct link port; /* give &port away; do not copy or move this */
    struct mailbox sent;
    struct mailbox coming;
    bool up;
    bool refused;
    bool came_up;
    unsigned renewed;
};

void link_fake_init(struct link_fake *link); /* the line is up */
void link_fake_fini(struct link_fake *link);
/* Down: what was on the way is lost, and nothing more goes. */
void link_fake_down(struct link_fake *link);
void link_fake_up(struct link_fake *link);
void link_fake_refuse(struct link_fake *link); /* the server's door says no; down until renewed */
/* The far end takes the oldest message sent; STATUS_NOT_FOUND: there is none. */
enum status link_fake_take(struct link_fake *link, uint8_t *out, size_t room,
                           size_t *out_size) MUST_CHECK;
bool link_fake_give(struct link_fake *link,
                    struct span message); /* false: lost, the line is down */

#endif
