# The law of STYLE.md section 4: warnings are errors, for our code only.
add_library(xiezhi_warnings INTERFACE)
target_compile_options(xiezhi_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-align
    -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2 -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC bug 105651: false -Wrestrict on string concatenation; the other two misfire with sanitizers.
    target_compile_options(xiezhi_warnings INTERFACE
        -Wno-restrict -Wno-error=maybe-uninitialized -Wno-error=null-dereference)
endif()
