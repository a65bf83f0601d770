# cmake -DFROM=style.css -DTO=style_css.h -P embed.cmake: a file's bytes as a C array.
file(READ ${FROM} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" lines "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${lines}")
get_filename_component(name ${TO} NAME_WE)
file(WRITE ${TO} "static const unsigned char ${name}[] = {\n${bytes}\n};\n")
