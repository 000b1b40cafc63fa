# schema/*.tsv -> xiezhi/schema/tables.h: knowledge as constant tables.
file(GLOB XIEZHI_SCHEMA_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schema/*.tsv)
add_custom_command(
    OUTPUT ${XIEZHI_GENERATED}/xiezhi/schema/tables.h
           ${XIEZHI_GENERATED}/xiezhi/schema/ecs_rule_tables.h
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/generate_schema.py
            ${XIEZHI_GENERATED}/xiezhi/schema ${CMAKE_SOURCE_DIR}/schema
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate_schema.py ${CMAKE_SOURCE_DIR}/tools/ecs_rule_tables.py
            ${XIEZHI_SCHEMA_FILES}
    VERBATIM)
add_custom_target(xiezhi_schema_generate DEPENDS ${XIEZHI_GENERATED}/xiezhi/schema/tables.h)
add_library(xiezhi_schema_tables INTERFACE)
target_include_directories(xiezhi_schema_tables INTERFACE ${XIEZHI_GENERATED})
add_dependencies(xiezhi_schema_tables xiezhi_schema_generate)
