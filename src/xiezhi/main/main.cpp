#include <string_view>
#include <tuple>

#include "xiezhi/cli/run.h"
#include "xiezhi/platform/output.h"
#include "xiezhi/platform/process.h"

namespace {

#ifdef _WIN32
constexpr bool kQuotesMaySwallow = true;  // no path of Windows holds a quote
#else
constexpr bool kQuotesMaySwallow = false;
#endif

}  // namespace

int main(int count, char** values) {
    using namespace xiezhi;
    using platform::Stream;
    platform::prepare_process();
    platform::Output out = platform::Output::standard(Stream::Out);
    platform::Output err = platform::Output::standard(Stream::Err);

    cli::Environment environment;
    environment.version = XIEZHI_VERSION;
    environment.out = [&](std::string_view text) { return out.write(text); };
    environment.flush_out = [&] { return out.flush(); };
    environment.err = [&](std::string_view text) {
        // Results first, so that on a terminal the two stand in the order in which they were said.
        // Nobody can be told that telling failed.
        std::ignore = out.flush();
        std::ignore = err.write(text);
        std::ignore = err.flush();
    };
    environment.err_is_terminal = platform::is_terminal(Stream::Err);
    const auto no_color = platform::environment("NO_COLOR");
    environment.out_colours =
        (!no_color || no_color->empty()) && platform::enable_colours(Stream::Out);
    environment.out_width = platform::terminal_width(Stream::Out);
    environment.err_width = platform::terminal_width(Stream::Err);
    environment.lang = platform::user_language();
    environment.now = platform::now;
    environment.local_offset_minutes = platform::local_offset_minutes;
    environment.cores = platform::core_count();
    environment.interrupted = &platform::interrupted();
    environment.quotes_may_swallow = kQuotesMaySwallow;
    return cli::run(platform::arguments(count, values), environment);
}
