# pack/*.yml, pack/host/*.yml, pack/lists/*.txt, pack/capabilities.tsv and pack/measures.tsv ->
# xiezhi/rules/pack_data.h, for src/xiezhi/rules/pack.cpp. Tests of rules stay outside.
file(GLOB XIEZHI_PACK_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/pack/*.yml ${CMAKE_SOURCE_DIR}/pack/host/*.yml
    ${CMAKE_SOURCE_DIR}/pack/collect/*.yml
    ${CMAKE_SOURCE_DIR}/pack/lists/*.txt ${CMAKE_SOURCE_DIR}/pack/capabilities.tsv ${CMAKE_SOURCE_DIR}/pack/measures.tsv)
list(FILTER XIEZHI_PACK_FILES EXCLUDE REGEX "\\.test\\.yml$")
add_custom_command(
    OUTPUT ${XIEZHI_GENERATED}/xiezhi/rules/pack_data.h
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_pack.py
            ${XIEZHI_GENERATED}/xiezhi/rules/pack_data.h ${CMAKE_SOURCE_DIR}/pack ${XIEZHI_PACK_FILES}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_pack.py ${XIEZHI_PACK_FILES}
    VERBATIM)
add_custom_target(xiezhi_pack_generate DEPENDS ${XIEZHI_GENERATED}/xiezhi/rules/pack_data.h)
add_dependencies(xiezhi_rules xiezhi_pack_generate)
