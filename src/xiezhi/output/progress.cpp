#include "xiezhi/output/progress.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"

namespace xiezhi::output {

std::string progress_text(const hunt::Progress& progress, double seconds, Lang lang,
                          std::size_t width) {
    const std::uint64_t total = std::max(progress.bytes_total, progress.bytes_done);
    const double done = static_cast<double>(progress.bytes_done);
    const double rate = seconds > 0 ? done / seconds : 0;
    const double left = rate > 0 ? static_cast<double>(total - progress.bytes_done) / rate : 0;
    const auto percent = total == 0 ? 100.0 : 100.0 * done / static_cast<double>(total);
    std::string text = render(
        msg::progress_line(static_cast<std::uint64_t>(percent), size_text(total),
                           size_text(static_cast<std::uint64_t>(rate)),
                           duration_text(static_cast<std::uint64_t>(left)), progress.findings),
        lang);
    text = wrapped(text, width).front();
    const std::size_t used = display_width(text);
    const std::string path = visible(progress.path);
    if (used + 2 + display_width(path) <= width) text += "  " + path;
    return text;
}

void ProgressLine::show(const hunt::Progress& progress, double seconds) {
    if (seconds - shown_at_ < 0.1) return;
    shown_at_ = seconds;
    // The last column stays free: some consoles go to the next line when it is written.
    const std::string text = progress_text(progress, seconds, lang_, width_ > 1 ? width_ - 1 : 79);
    const std::size_t used = display_width(text);
    const std::size_t rest = shown_width_ > used ? shown_width_ - used : 0;
    sink_("\r" + text + std::string(rest, ' '));
    shown_width_ = used;
}

void ProgressLine::clear() {
    if (shown_width_ == 0) return;
    sink_("\r" + std::string(shown_width_, ' ') + "\r");
    shown_width_ = 0;
}

}  // namespace xiezhi::output
