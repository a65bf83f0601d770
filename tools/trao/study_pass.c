#include "tools/trao/study_pass.h"

#include "tools/study/asks.h"
#include "tools/study/study_said.h"
#include "tools/trao/progress.h"

enum { TURN = 256 };

enum status study_pass(const struct call *call, struct study *study)
{
    struct progress progress;
    progress_begin(&progress, call, study_said(STUDY_AT_WORK), study->past->dossier_count);
    enum status status = study_open(study);
    while (status == STATUS_OK && !study_done(study)) {
        status = study_step(study, TURN);
        progress_at(&progress, study->next);
    }
    progress_end(&progress);
    return status;
}

enum status study_pass_asks(const struct call *call, struct study *study)
{
    struct progress progress;
    bool left = true;
    enum status status = study_order(study);
    progress_begin(&progress, call, study_said(STUDY_ASKING), study->asks->count);
    while (status == STATUS_OK && left) {
        status = study_answer(study, TURN, &left);
        progress_at(&progress, study->asks->next);
    }
    progress_end(&progress);
    return status;
}
