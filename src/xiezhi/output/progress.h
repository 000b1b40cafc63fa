#pragma once

#include <string>

#include "xiezhi/base/message.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/output/text_sink.h"

namespace xiezhi::output {

/// One line on a terminal that says how far long work is, with rate and remaining time. It is
/// overwritten in place with blanks, since not every console knows escape sequences.
class ProgressLine {
public:
    ProgressLine(Lang lang, std::size_t width, TextSink sink)
        : lang_(lang), width_(width), sink_(std::move(sink)) {}

    /// `seconds`: since the work began. Shows at most ten states a second, none in the first half.
    void show(const hunt::Progress& progress, double seconds);

    /// Wipes the line, so that something else can be written there.
    void clear();

private:
    Lang lang_;
    std::size_t width_;
    TextSink sink_;
    std::size_t shown_width_ = 0;
    double shown_at_ = 0.4;  // nothing is shown of work that is over at once
};

/// The text of the line, at most `width` columns.
[[nodiscard]] std::string progress_text(const hunt::Progress& progress, double seconds, Lang lang,
                                        std::size_t width);

}  // namespace xiezhi::output
