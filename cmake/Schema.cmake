# schema/*.tsv -> xiezhi/schema/tables.h and ecs_tables.h: knowledge as constant tables.
file(GLOB XIEZHI_SCHEMA_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schema/*.tsv)
foreach(tool schema ecs)
    string(REPLACE "schema" "tables" header ${tool})
    string(REPLACE "ecs" "ecs_tables" header ${header})
    set(header ${XIEZHI_GENERATED}/xiezhi/schema/${header}.h)
    add_custom_command(
        OUTPUT ${header}
        COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/generate_${tool}.py
                ${XIEZHI_GENERATED}/xiezhi/schema ${CMAKE_SOURCE_DIR}/schema
        DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate_${tool}.py
                ${CMAKE_SOURCE_DIR}/tools/generate_schema.py ${XIEZHI_SCHEMA_FILES}
        VERBATIM)
    list(APPEND XIEZHI_SCHEMA_HEADERS ${header})
endforeach()
add_custom_target(xiezhi_schema_generate DEPENDS ${XIEZHI_SCHEMA_HEADERS})
add_library(xiezhi_schema_tables INTERFACE)
target_include_directories(xiezhi_schema_tables INTERFACE ${XIEZHI_GENERATED})
add_dependencies(xiezhi_schema_tables xiezhi_schema_generate)
