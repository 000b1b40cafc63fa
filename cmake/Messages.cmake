# lang/*.tsv -> xiezhi/base/message_ids.h (one function per message) and the two text tables.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB XIEZHI_LANG_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lang/*.tsv)
set(XIEZHI_GENERATED ${CMAKE_BINARY_DIR}/generated)
add_custom_command(
    OUTPUT ${XIEZHI_GENERATED}/xiezhi/base/message_ids.h ${XIEZHI_GENERATED}/xiezhi/base/message_table.h
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/generate_messages.py
            ${XIEZHI_GENERATED}/xiezhi/base ${XIEZHI_LANG_FILES}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate_messages.py ${XIEZHI_LANG_FILES}
    VERBATIM)
add_custom_target(xiezhi_messages_generate DEPENDS
    ${XIEZHI_GENERATED}/xiezhi/base/message_ids.h ${XIEZHI_GENERATED}/xiezhi/base/message_table.h)
add_library(xiezhi_messages INTERFACE)
target_include_directories(xiezhi_messages INTERFACE ${XIEZHI_GENERATED})
add_dependencies(xiezhi_messages xiezhi_messages_generate)
