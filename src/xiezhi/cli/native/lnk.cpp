#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/lnk/dump.h"

namespace xiezhi::cli {

Result<void> dump_lnk(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    const std::uint64_t size = input.bytes.size();
    std::vector<std::byte> bytes(
        static_cast<std::size_t>(std::min<std::uint64_t>(size, lnk::kSizeMax)));
    auto got = input.bytes.read(0, bytes);
    if (!got) return std::move(got.error());
    bytes.resize(*got);
    bool whole = true;
    auto link = lnk::parse(bytes, 0, [&](const Damage& damage) {
        whole = false;
        damages(damage);
    });
    if (!link) return std::move(link.error());
    // Behind a link that was read to its end stands what somebody put there: a program, a script.
    if (whole && link->size < size) damages({link->size, msg::lnk_trailing(size - link->size)});
    (void)lnk::write(*link, sink);
    return {};
}

}  // namespace xiezhi::cli
