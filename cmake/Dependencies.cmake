# Third-party libraries behind one target, xiezhi_deps; their headers come as SYSTEM includes.
# Static wherever there is a static library. What Debian has not, or not static, is built from
# Debian's sources by tools/build-deps, which prints its prefix and does nothing the second time.
if(WIN32)
    set(XZ_TARGET windows)
else()
    set(XZ_TARGET linux)
endif()
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tools/build-deps ${XZ_TARGET}
    OUTPUT_VARIABLE XZ_DEPS_BUILT OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE XZ_DEPS_RESULT)
if(NOT XZ_DEPS_RESULT EQUAL 0)
    message(FATAL_ERROR "tools/build-deps ${XZ_TARGET} failed")
endif()
set(XZ_DEPS_PREFIX ${XZ_DEPS_BUILT} CACHE PATH "what tools/build-deps made" FORCE)
list(PREPEND CMAKE_FIND_ROOT_PATH ${XZ_DEPS_PREFIX})  # before one of an earlier configure

find_package(Threads REQUIRED)
add_library(xiezhi_deps INTERFACE)
target_include_directories(xiezhi_deps SYSTEM INTERFACE ${XZ_DEPS_PREFIX}/include)
target_compile_definitions(xiezhi_deps INTERFACE
    XXH_INLINE_ALL RAPIDJSON_HAS_STDSTRING=1 YAML_DECLARE_STATIC ZIP_STATIC
    PUGIXML_NO_XPATH PUGIXML_NO_STL PUGIXML_NO_EXCEPTIONS)

# xiezhi_library(NAME): the static library, a shared one if there is no other.
function(xiezhi_library name)
    find_library(found NAMES lib${name}.a ${name} PATHS ${XZ_DEPS_PREFIX}/lib REQUIRED NO_CACHE)
    target_link_libraries(xiezhi_deps INTERFACE ${found})
endfunction()
xiezhi_library(fmt)
xiezhi_library(yaml)
xiezhi_library(re2)
xiezhi_library(simdjson)
xiezhi_library(zip)
xiezhi_library(pugixml)
xiezhi_library(z)
xiezhi_library(crypto)
if(WIN32)
    target_link_libraries(xiezhi_deps INTERFACE bcrypt crypt32 ws2_32 advapi32 user32 shell32)
endif()
target_link_libraries(xiezhi_deps INTERFACE Threads::Threads)
