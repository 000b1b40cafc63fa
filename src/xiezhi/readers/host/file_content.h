#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xiezhi/base/byte_source.h"

namespace xiezhi::readers {

/// What the content of a file says, held against its ending (schema/file_types.tsv).
struct FileContent {
    std::string_view kind;               // pe, archive, document, image, text, script, hive, other
    std::optional<bool> type_matches{};  // nothing for endings whose content begins anyhow
    bool embedded_script = false;        // a picture or document with code of a web page
    int head_entropy = -1;               // hundredths of a bit a byte; -1: too short to say
    int middle_entropy = -1;
};

/// Reads at most the first 64 KiB, and 4 KiB in the middle of what does not match its ending.
[[nodiscard]] Result<FileContent> content_of(const ByteSource& source, std::string_view extension);

/// The kind by content of bytes at the beginning of a file; `extension`: lower case.
[[nodiscard]] std::string_view kind_of_content(std::string_view head, std::string_view extension);

/// The text of a file that is one: UTF-8 with or without mark, UTF-16LE, or an ANSI code page. At
/// most `size_max` bytes of it are read.
[[nodiscard]] Result<std::string> text_of(const ByteSource& source, std::size_t size_max);

/// Hundredths of a bit a byte.
[[nodiscard]] int entropy_of(std::string_view bytes);

}  // namespace xiezhi::readers
