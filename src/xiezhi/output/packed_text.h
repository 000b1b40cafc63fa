#pragma once

#include <memory>
#include <string_view>

#include "xiezhi/output/text_sink.h"

namespace xiezhi::output {

/// Text handed on as the base64 of a gzip member (RFC 1952, RFC 4648): letters, digits, `+`, `/`
/// and
/// `=` alone, whatever it says, and a fraction of its size.
class PackedText {
public:
    explicit PackedText(TextSink sink);
    PackedText(const PackedText&) = delete;
    PackedText& operator=(const PackedText&) = delete;
    PackedText(PackedText&&) = delete;
    PackedText& operator=(PackedText&&) = delete;
    ~PackedText();

    // Both say false when the sink wants no more.
    bool write(std::string_view text);
    bool end();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::output
