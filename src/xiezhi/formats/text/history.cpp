#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {

Result<void> read_history(const ByteSource& source, const Sink<HistoryCommand>& sink,
                          const DamageSink& damages) {
    LineReader reader(source, damages);
    std::optional<HistoryCommand> open;
    for (Line line;;) {
        XZ_TRY(const bool more, reader.next(line), "history");
        if (!more) break;
        const bool continues = line.text.ends_with('`');
        if (continues) line.text.pop_back();
        if (open) {
            ++open->line_count;
            // A command without an end is cut like a line is: what is lost is told there.
            const bool fits = open->text.size() + line.text.size() < LineReader::kLineSizeMax;
            if (fits) open->text += "\n" + line.text;
        } else {
            open = HistoryCommand{.place = {line.number, line.offset}, .text = line.text};
        }
        if (continues) continue;
        if (!sink(*open)) return {};
        open.reset();
    }
    if (open) (void)sink(*open);
    return {};
}

}  // namespace xiezhi::text
