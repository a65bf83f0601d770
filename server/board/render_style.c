#include "server/board/render.h"
#include "server/board/style.h"

void render_style(struct body *body)
{
    body_text(body, (struct text){.at = style_css, .size = style_css_size});
}
