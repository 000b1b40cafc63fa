# The law of STYLE.md section 4: warnings are errors, for our code only.
add_library(xiezhi_warnings INTERFACE)
target_compile_options(xiezhi_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-align
    -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2 -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC bug 105651: false -Wrestrict on string concatenation; the other two misfire with sanitizers.
    target_compile_options(xiezhi_warnings INTERFACE
        -Wno-restrict -Wno-error=maybe-uninitialized -Wno-error=null-dereference)
    # GCC bug 105329 and its kin: inside libstdc++'s string at -O2. Clang watches bounds for us.
    target_compile_options(xiezhi_warnings INTERFACE
        -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # libstdc++ 12's stable_sort and stable_partition call what they themselves deprecate.
    target_compile_options(xiezhi_warnings INTERFACE -Wno-deprecated-declarations)
endif()

# For the rooms, not for tests: no pointer arithmetic. A span made of pointer and size is the boundary
# to the system and to C libraries, so it stays allowed.
add_library(xiezhi_room_warnings INTERFACE)
target_link_libraries(xiezhi_room_warnings INTERFACE xiezhi_warnings)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(xiezhi_room_warnings INTERFACE
        -Wunsafe-buffer-usage -Wno-unsafe-buffer-usage-in-container)
endif()
