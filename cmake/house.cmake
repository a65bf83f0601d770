# house - the flags every target is built with, the libraries we stand on, and the four things
# that can be made here: a room, a program, a test, a fuzz target.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g") # CMake's own adds -DNDEBUG: our asserts stay on
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_MINSIZEREL "-Os")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

option(HOUSE_WERROR "warnings are errors in every build type, not only in Debug" OFF)
option(HOUSE_FUZZ "build the fuzz targets (clang only; the fuzz preset sets this)" OFF)

add_library(house_flags INTERFACE)
target_compile_options(house_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wswitch-enum -Wvla -Wundef
  $<$<C_COMPILER_ID:Clang>:-Wno-string-conversion> # assert(!"why") is how we name the impossible
  $<$<OR:$<CONFIG:Debug>,$<BOOL:${HOUSE_WERROR}>>:-Werror>
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
set(hardened $<NOT:$<CONFIG:Debug>>) # fortify wants an optimiser, and would blind ASan
target_compile_options(house_flags INTERFACE
  $<${hardened}:-D_FORTIFY_SOURCE=3>
  $<${hardened}:-fstack-protector-strong>
  $<${hardened}:-fstack-clash-protection>)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|i.86")
  target_compile_options(house_flags INTERFACE $<${hardened}:-fcf-protection>)
endif()
target_link_options(house_flags INTERFACE
  $<${hardened}:LINKER:-z,relro,-z,now,-z,noexecstack>)

# The libraries. tools/setup names the Debian packages they come in.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(zmq REQUIRED IMPORTED_TARGET libzmq)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(protobuf_c REQUIRED IMPORTED_TARGET libprotobuf-c)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(microhttpd REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(ini REQUIRED IMPORTED_TARGET inih)
pkg_check_modules(usb REQUIRED IMPORTED_TARGET libusb-1.0)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(gps REQUIRED IMPORTED_TARGET libgps)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(sdl REQUIRED IMPORTED_TARGET sdl2)
pkg_check_modules(x11 REQUIRED IMPORTED_TARGET x11)
find_library(ZINT_LIBRARY zint REQUIRED) # nor does libzint
find_path(ZINT_INCLUDE_DIR zint.h REQUIRED)
add_library(PkgConfig::zint INTERFACE IMPORTED)
target_link_libraries(PkgConfig::zint INTERFACE ${ZINT_LIBRARY})
target_include_directories(PkgConfig::zint INTERFACE ${ZINT_INCLUDE_DIR})
find_library(CSV_LIBRARY csv REQUIRED) # libcsv ships no .pc file
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
add_library(PkgConfig::csv INTERFACE IMPORTED)
target_link_libraries(PkgConfig::csv INTERFACE ${CSV_LIBRARY})
target_include_directories(PkgConfig::csv INTERFACE ${CSV_INCLUDE_DIR})

# house_room(NAME core SOURCES a.c b.c LIBS base PRIVATE_LIBS PkgConfig::sodium)
# One static library a room. LIBS are those its headers name; PRIVATE_LIBS only its .c files.
function(house_room)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS;PRIVATE_LIBS;DEFINITIONS")
  house_refuse_leftovers()
  add_library(${arg_NAME} STATIC ${arg_SOURCES})
  target_include_directories(${arg_NAME} PUBLIC ${CMAKE_SOURCE_DIR}/shared ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${arg_NAME} PRIVATE ${arg_DEFINITIONS})
  target_link_libraries(${arg_NAME} PUBLIC ${arg_LIBS} PRIVATE ${arg_PRIVATE_LIBS} house_flags)
endfunction()

# house_program(NAME trao-server SOURCES main.c LIBS server_intake ...): goes to bin/.
function(house_program)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS;DEFINITIONS")
  house_refuse_leftovers()
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_include_directories(${arg_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/shared ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${arg_NAME} PRIVATE ${arg_DEFINITIONS})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} house_flags)
endfunction()

# house_test(NAME unit.core.custody SOURCES custody_test.c LIBS core [DEFINITIONS d] [TIMEOUT s])
# A cmocka program and its ctest case. It runs in the source tree, so that golden files are
# named as protocols/vectors/...; what it writes belongs in a mkdtemp folder.
function(house_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "SOURCES;LIBS;DEFINITIONS")
  house_refuse_leftovers()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(cmocka REQUIRED QUIET IMPORTED_TARGET cmocka)
  add_executable(${arg_NAME} ${arg_SOURCES})
  set_target_properties(${arg_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/test-bin)
  target_include_directories(${arg_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/shared ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${arg_NAME} PRIVATE ${arg_DEFINITIONS})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} PkgConfig::cmocka house_flags)
  house_script(NAME ${arg_NAME} TIMEOUT ${arg_TIMEOUT} COMMAND ${arg_NAME})
endfunction()

# house_script(NAME house.floors COMMAND python3 floors.py [TIMEOUT s] [SERIAL]): a ctest case
# that is a program already, or a small script. SERIAL: nothing else runs beside it.
function(house_script)
  cmake_parse_arguments(PARSE_ARGV 0 arg "SERIAL" "NAME;TIMEOUT" "COMMAND")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${arg_NAME} PROPERTIES TIMEOUT ${arg_TIMEOUT} RUN_SERIAL ${arg_SERIAL})
endfunction()

# house_fuzz(NAME fuzz.item_code SOURCES item_code_fuzz.c LIBS core [CORPUS dir])
# A libFuzzer program in build/fuzz/fuzz-bin, only under the fuzz preset; there it is also a
# ctest case that replays the CORPUS. .ci/run lets every one of them run for a while.
function(house_fuzz)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;CORPUS" "SOURCES;LIBS;DEFINITIONS")
  house_refuse_leftovers()
  if(NOT HOUSE_FUZZ)
    return()
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES})
  set_target_properties(${arg_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz-bin)
  target_include_directories(${arg_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/shared ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${arg_NAME} PRIVATE ${arg_DEFINITIONS})
  target_compile_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
  target_link_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} house_flags)
  if(arg_CORPUS)
    cmake_path(ABSOLUTE_PATH arg_CORPUS)
    house_script(NAME ${arg_NAME} COMMAND ${arg_NAME} -runs=0 ${arg_CORPUS})
  endif()
endfunction()

# A misspelt keyword would be swallowed without a word; say it instead.
macro(house_refuse_leftovers)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${arg_NAME}: what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
endmacro()
