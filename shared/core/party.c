#include "core/party.h"

enum status parties_give(struct names *names, struct parties *out_parties)
{
    struct parties parties;
    enum status status = names_give(names, TEXT("center"), &parties.center);
    if (status == STATUS_OK) {
        status = names_give(names, TEXT("post"), &parties.post);
    }
    if (status == STATUS_OK) {
        status = names_give(names, TEXT("citizen"), &parties.citizen);
    }
    if (status == STATUS_OK) {
        status = names_give(names, TEXT("timetable"), &parties.timetable);
    }
    if (status == STATUS_OK) {
        *out_parties = parties;
    }
    return status;
}
