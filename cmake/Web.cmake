# web/dist/report.html (built from web/ and committed) -> xiezhi/output/report_page_data.h, for
# src/xiezhi/output/report_page.cpp. No Node is needed here.
set(XIEZHI_PAGE ${CMAKE_SOURCE_DIR}/web/dist/report.html)
add_custom_command(
    OUTPUT ${XIEZHI_GENERATED}/xiezhi/output/report_page_data.h
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_page.py
            ${XIEZHI_GENERATED}/xiezhi/output/report_page_data.h ${XIEZHI_PAGE}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_page.py ${XIEZHI_PAGE}
    VERBATIM)
add_custom_target(xiezhi_page_generate DEPENDS ${XIEZHI_GENERATED}/xiezhi/output/report_page_data.h)
add_dependencies(xiezhi_output xiezhi_page_generate)
