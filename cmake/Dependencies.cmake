# Third-party libraries. Linux: Debian's packages. Windows: static ones under XZ_DEPS_PREFIX
# (tools/build-deps). All reach our code as SYSTEM includes through one target.
find_package(Threads REQUIRED)
add_library(xiezhi_deps INTERFACE)
target_link_libraries(xiezhi_deps INTERFACE Threads::Threads)
target_compile_definitions(xiezhi_deps INTERFACE FMT_HEADER_ONLY XXH_INLINE_ALL RAPIDJSON_HAS_STDSTRING=1)
find_library(XZ_YAML yaml REQUIRED)
find_library(XZ_RE2 re2 REQUIRED)
find_library(XZ_SIMDJSON simdjson REQUIRED)
target_link_libraries(xiezhi_deps INTERFACE ${XZ_YAML} ${XZ_RE2} ${XZ_SIMDJSON})
