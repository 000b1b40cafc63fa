# GoogleTest from Debian's source package, so that one version serves Linux, sanitizers and mingw.
add_subdirectory(/usr/src/googletest ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)

# main() of all test programs, and the precompiled header that they share.
add_library(xiezhi_gtest STATIC ${CMAKE_SOURCE_DIR}/tests/gtest_main/main.cpp)
target_link_libraries(xiezhi_gtest PUBLIC gtest gmock xiezhi_test_support PRIVATE xiezhi_warnings)
if(NOT XIEZHI_NO_PCH)
    target_precompile_headers(xiezhi_gtest PRIVATE <gtest/gtest.h> ${XIEZHI_PRECOMPILED})
endif()
