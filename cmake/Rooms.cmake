# xiezhi_room(<folder>): every .cpp directly in or below src/xiezhi/<folder> becomes the library
# xiezhi_<folder with _>. What a room links is what the include table lets it include. Sources in an
# inner folder posix/ or windows/ are built for that system alone.
set(XIEZHI_ROOM_LINKS_base xiezhi_deps xiezhi_messages)
set(XIEZHI_ROOM_LINKS_platform xiezhi_base)
set(XIEZHI_ROOM_LINKS_schema xiezhi_base xiezhi_schema_tables)
set(XIEZHI_ROOM_LINKS_model xiezhi_base xiezhi_schema)
set(XIEZHI_ROOM_LINKS_formats_evtx xiezhi_base)
set(XIEZHI_ROOM_LINKS_formats_pe xiezhi_base)
set(XIEZHI_ROOM_LINKS_formats_authenticode xiezhi_base)
set(XIEZHI_ROOM_LINKS_evidence xiezhi_base xiezhi_platform xiezhi_formats_evtx xiezhi_model)
set(XIEZHI_ROOM_LINKS_readers xiezhi_base xiezhi_formats_evtx xiezhi_formats_pe
    xiezhi_formats_authenticode xiezhi_schema xiezhi_model xiezhi_evidence)
set(XIEZHI_ROOM_LINKS_rules xiezhi_base xiezhi_schema xiezhi_model)
set(XIEZHI_ROOM_LINKS_hunt xiezhi_platform xiezhi_evidence xiezhi_readers xiezhi_rules)
set(XIEZHI_ROOM_LINKS_output xiezhi_platform xiezhi_rules xiezhi_hunt)
set(XIEZHI_ROOM_LINKS_cli xiezhi_output)

function(xiezhi_room folder)
    string(REPLACE "/" "_" name ${folder})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/xiezhi/${folder}/*.cpp)
    if(WIN32)
        list(FILTER sources EXCLUDE REGEX "/posix/[a-z_]+\\.cpp$")
    else()
        list(FILTER sources EXCLUDE REGEX "/windows/[a-z_]+\\.cpp$")
    endif()
    if(sources)
        add_library(xiezhi_${name} STATIC ${sources})
        target_include_directories(xiezhi_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(xiezhi_${name} PUBLIC ${XIEZHI_ROOM_LINKS_${name}} PRIVATE xiezhi_room_warnings)
        xiezhi_precompile(xiezhi_${name})
    else()
        add_library(xiezhi_${name} INTERFACE)
        target_include_directories(xiezhi_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(xiezhi_${name} INTERFACE ${XIEZHI_ROOM_LINKS_${name}})
    endif()
endfunction()

# One precompiled header for all rooms: the standard headers that nearly every file has. Made once,
# with the first room that has sources, and used again by those with the same flags.
set(XIEZHI_PRECOMPILED
    <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string>
    <string_view> <tl/expected.hpp> <unordered_map> <utility> <variant> <vector>)
function(xiezhi_precompile target)
    if(XIEZHI_NO_PCH)
        return()
    endif()
    if(target STREQUAL xiezhi_base OR NOT TARGET xiezhi_base)
        target_precompile_headers(${target} PRIVATE ${XIEZHI_PRECOMPILED})
    else()
        target_precompile_headers(${target} REUSE_FROM xiezhi_base)
    endif()
endfunction()
