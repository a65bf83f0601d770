# install - what a province's machine gets: programs, manual pages, the calendar, systemd units.
#
#   cmake --preset release -DCMAKE_INSTALL_PREFIX=/usr && cmake --build --preset release
#   cmake --install build/release [--component server|handheld]
#
# Nothing under /etc or /var is touched: the server makes its configuration and its keys at its
# first start. Two components, because a counter's machine needs no server.
include(GNUInstallDirs)

install(TARGETS trao-server trao RUNTIME COMPONENT server)
install(TARGETS trao-handheld RUNTIME COMPONENT handheld)
install(FILES protocols/calendars/vn.csv
  DESTINATION ${CMAKE_INSTALL_DATADIR}/trao/calendars COMPONENT server)
install(FILES docs/operator.md docs/operator.vi.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT server)

# The unit names the program where it is installed.
configure_file(server/trao-server.service.in ${CMAKE_BINARY_DIR}/trao-server.service @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/trao-server.service
  DESTINATION lib/systemd/system COMPONENT server)
install(FILES server/trao.sysusers
  DESTINATION lib/sysusers.d RENAME trao.conf COMPONENT server)

# install_manual(trao 1 server [vi]): docs/man/trao.1.md as a page that man shows; its first line
# is its title. Without lowdown there are no pages, and the configuration says so.
find_program(LOWDOWN lowdown)
function(install_manual name section component)
  set(language ${ARGN})
  set(source ${CMAKE_SOURCE_DIR}/docs/man/${language}/${name}.${section}.md)
  set(made ${CMAKE_BINARY_DIR}/man/${language}/${name}.${section})
  string(TOUPPER ${name} title)
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man/${language}
    COMMAND sed 1d ${source} | ${LOWDOWN} -s -Tman --out-no-smarty -m title=${title}
      -m section=${section} -m source=Trao -m shiftheadinglevelby=-1 -o ${made}
    DEPENDS ${source} VERBATIM)
  set_property(GLOBAL APPEND PROPERTY house_manuals ${made})
  install(FILES ${made} COMPONENT ${component}
    DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}/man${section})
endfunction()
if(LOWDOWN)
  install_manual(trao 1 server)
  install_manual(trao 1 server vi)
  install_manual(trao-server 8 server)
  install_manual(trao-handheld 1 handheld)
  get_property(manuals GLOBAL PROPERTY house_manuals)
  add_custom_target(manuals ALL DEPENDS ${manuals})
else()
  message(STATUS "lowdown is not there: no manual pages will be installed")
endif()
