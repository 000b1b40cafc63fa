#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {

Result<void> read_hosts(const ByteSource& source, const Sink<HostsLine>& sink,
                        const DamageSink& damages) {
    LineReader reader(source, damages);
    std::uint64_t blank_lines = 0;
    for (Line line;;) {
        XZ_TRY(const bool more, reader.next(line), "hosts");
        if (!more) return {};
        const std::size_t hash = line.text.find('#');
        const std::string_view text = std::string_view(line.text).substr(0, hash);
        HostsLine entry{.place = {line.number, line.offset},
                        .address = {},
                        .names = {},
                        .comment = {},
                        .blank_lines = blank_lines};
        for (const std::string_view word : words(text)) {
            if (entry.address.empty()) {
                entry.address = word;
                entry.indent = text.find(word);
            } else {
                entry.names.emplace_back(word);
            }
        }
        if (hash != std::string::npos) entry.comment = trimmed(line.text.substr(hash + 1));
        if (entry.address.empty() && hash == std::string::npos) {
            ++blank_lines;
            continue;
        }
        blank_lines = 0;
        if (!sink(entry)) return {};
    }
}

}  // namespace xiezhi::text
