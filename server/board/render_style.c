#include "server/board/render.h"
#include "style_css.h"

void render_style(struct body *body)
{
    body_text(body, (struct text){.at = (const char *)style_css, .size = sizeof style_css});
}
