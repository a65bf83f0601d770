/* conflicts_out - every act that contradicts the book: who was taken to hold it, who says
 * otherwise (SEMANTICS section 3). */
#include "tools/study/rows.h"

void conflicts_out(struct study *study, const struct study_life *life)
{
    FILE *out = study->out[STUDY_CONFLICTS];
    const struct names *names = &study->past->names;
    char at[INSTANT_TEXT_SIZE];
    for (int i = 0; i < life->custody.conflicts; i++) {
        const struct conflict *conflict = &life->custody.conflict[i];
        study_field(out, life->code);
        (void)fprintf(out, ",%s,%s,", instant_text(conflict->at, at),
                      conflict_kind_name((enum conflict_kind)conflict->kind));
        study_field(out, names_text(names, conflict->holder));
        (void)fputc(',', out);
        study_field(out, names_text(names, conflict->party));
        (void)fprintf(out, ",%s\n", conflict->moved ? "yes" : "no");
    }
}
