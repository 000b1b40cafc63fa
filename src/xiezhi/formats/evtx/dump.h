#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/formats/evtx/damage.h"

namespace xiezhi::evtx {

enum class DumpFormat : std::uint8_t { JsonLines, Xml, Csv };

struct DumpOptions {
    std::size_t threads = 1;
    bool carve = false;      // records from slack and from slots without a signature, marked
    bool checksums = false;  // verify them; a wrong one is a damage and nothing more
    std::string file;        // CSV: what stands in the column `file`
};

struct DumpSummary {
    std::uint64_t records = 0;
    std::uint64_t damages = 0;
    bool stopped = false;  // by the sink
};

/// Pieces of text in order; false: stop (the pipe is closed).
using TextSink = std::function<bool(std::string_view)>;

/// What stands before and behind the records of all files of one output.
[[nodiscard]] std::string_view dump_prologue(DumpFormat format) noexcept;
[[nodiscard]] std::string_view dump_epilogue(DumpFormat format) noexcept;

/// Writes all records of a log in file order, the same bytes for any number of threads. Damages are
/// listed in order too, those of a block after its text. Fails only when the source is no log.
[[nodiscard]] Result<DumpSummary> dump(const ByteSource& source, DumpFormat format,
                                       const DumpOptions& options, const TextSink& text,
                                       const DamageSink& damages);

}  // namespace xiezhi::evtx
