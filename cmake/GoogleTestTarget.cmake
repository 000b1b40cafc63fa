# GoogleTest from Debian's source package, so that one version serves Linux, sanitizers and mingw.
add_subdirectory(/usr/src/googletest ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)
add_library(xiezhi_gtest INTERFACE)
target_link_libraries(xiezhi_gtest INTERFACE gtest gmock gtest_main)
