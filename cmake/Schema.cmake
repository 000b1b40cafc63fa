# schema/*.tsv -> xiezhi/schema/*_tables.h: knowledge as constant tables.
file(GLOB XIEZHI_SCHEMA_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schema/*.tsv)
function(xiezhi_schema_headers tool)  # tool, then the headers that it makes
    list(TRANSFORM ARGN PREPEND ${XIEZHI_GENERATED}/xiezhi/schema/ OUTPUT_VARIABLE headers)
    add_custom_command(
        OUTPUT ${headers}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/${tool}.py
                ${XIEZHI_GENERATED}/xiezhi/schema ${CMAKE_SOURCE_DIR}/schema
        DEPENDS ${CMAKE_SOURCE_DIR}/tools/${tool}.py
                ${CMAKE_SOURCE_DIR}/tools/generate_schema.py
                ${CMAKE_SOURCE_DIR}/tools/ecs_rule_tables.py
                ${CMAKE_SOURCE_DIR}/tools/logging_tables.py ${XIEZHI_SCHEMA_FILES}
        VERBATIM)
    set(XIEZHI_SCHEMA_HEADERS ${XIEZHI_SCHEMA_HEADERS} ${headers} PARENT_SCOPE)
endfunction()
xiezhi_schema_headers(generate_schema tables.h sentence_tables.h host_tables.h software_tables.h
    ecs_rule_tables.h logging_tables.h)
xiezhi_schema_headers(generate_ecs ecs_tables.h)
xiezhi_schema_headers(generate_datasets dataset_tables.h)
xiezhi_schema_headers(generate_signing signing_tables.h)
add_custom_target(xiezhi_schema_generate DEPENDS ${XIEZHI_SCHEMA_HEADERS})
add_library(xiezhi_schema_tables INTERFACE)
target_include_directories(xiezhi_schema_tables INTERFACE ${XIEZHI_GENERATED})
add_dependencies(xiezhi_schema_tables xiezhi_schema_generate)
