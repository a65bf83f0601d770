#include "tests/fakes/link_fake.h"

#include <string.h>

static enum status send_message(void *self, struct span message)
{
    struct link_fake *link = self;
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    if (!link->up || link->sent.count >= LINK_FAKE_WATERMARK) {
        return STATUS_FULL;
    }
    return mailbox_put(&link->sent, NULL, NULL, message) ? STATUS_OK : STATUS_FULL;
}

static enum status take(struct mailbox *box, uint8_t *out, size_t room, size_t *out_size)
{
    struct mailbox_letter letter;
    enum status status = mailbox_take(box, &letter, out, room);
    if (status == STATUS_OK) {
        *out_size = letter.size;
    }
    return status;
}

static enum status receive_message(void *self, uint8_t *out, size_t room, size_t *out_size)
{
    struct link_fake *link = self;
    return take(&link->coming, out, room, out_size);
}

static enum status renew(void *self)
{
    struct link_fake *link = self;
    mailbox_clear(&link->sent);
    mailbox_clear(&link->coming);
    link->renewed++;
    link->came_up = link->up;
    return STATUS_OK;
}

static bool refused(void *self)
{
    struct link_fake *link = self;
    bool was = link->refused;
    link->refused = false;
    return was;
}

static bool came_up(void *self)
{
    struct link_fake *link = self;
    bool was = link->came_up;
    link->came_up = false;
    return was;
}

static const struct link_ops ops = {
    .send = send_message,
    .receive = receive_message,
    .renew = renew,
    .refused = refused,
    .came_up = came_up,
};

void link_fake_init(struct link_fake *link)
{
    memset(link, 0, sizeof *link);
    link->port = (struct link){.ops = &ops, .self = link};
    link_fake_up(link);
}

void link_fake_fini(struct link_fake *link)
{
    if (link) {
        mailbox_clear(&link->sent);
        mailbox_clear(&link->coming);
    }
}

void link_fake_down(struct link_fake *link)
{
    mailbox_clear(&link->sent);
    link->up = false;
}

void link_fake_up(struct link_fake *link)
{
    link->came_up = link->came_up || !link->up;
    link->up = true;
}

void link_fake_refuse(struct link_fake *link)
{
    link_fake_down(link);
    link->refused = true;
}

enum status link_fake_take(struct link_fake *link, uint8_t *out, size_t room, size_t *out_size)
{
    return take(&link->sent, out, room, out_size);
}

bool link_fake_give(struct link_fake *link, struct span message)
{
    return link->up && mailbox_put(&link->coming, NULL, NULL, message);
}
