#include "xiezhi/formats/evtx/csv.h"

namespace xiezhi::evtx {
namespace {

/// Quoted when it must be; text that a spreadsheet would take for a formula gets a `'` in front.
void put_cell(Writer& out, std::string_view text, char end) {
    out.reserve(2 * text.size() + 4);
    const bool formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out.put(text);
    } else {
        out.put('"');
        if (formula) out.put('\'');
        for (const char c : text) {
            if (c == '"') out.put('"');
            out.put(c);
        }
        out.put('"');
    }
    out.put(end);
}

}  // namespace

bool CsvWriter::write(Writer& out, const Document& document, std::string_view state,
                      std::string_view file) {
    const FactMap& map = maps_.of(document);
    out.begin();
    cell_.clear();
    append_iso(cell_, time_of(fact_value(document, map, Fact::Time)), 7);
    put_cell(out, cell_, ',');
    for (const Fact fact : {Fact::Computer, Fact::Channel, Fact::Provider, Fact::EventId,
                            Fact::Level, Fact::RecordId}) {
        cell_.clear();
        append_text(cell_, fact_value(document, map, fact));
        put_cell(out, cell_, ',');
    }
    put_cell(out, state, ',');
    put_cell(out, file, ',');
    fields_.clear();
    if (!renderer_.json_fields(document, map)) {
        out.rollback();
        return false;
    }
    put_cell(out, fields_.text(), '\r');
    out.reserve(1);
    out.put('\n');
    if (!out.overflow()) return true;
    out.rollback();
    return false;
}

}  // namespace xiezhi::evtx
