# cmake -DFROM=style.css -DTO=style_css.c -P embed.cmake: a file's bytes as a C array (style.h).
file(READ ${FROM} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${TO} "#include \"server/board/style.h\"\n"
  "const char style_css[] = {${bytes}};\n"
  "const size_t style_css_size = sizeof style_css;\n")
