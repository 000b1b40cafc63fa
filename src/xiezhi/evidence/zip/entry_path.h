#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/code_page.h"

namespace xiezhi::evidence {

/// Whether the names look like Velociraptor's: `uploads/` beside `uploads.json`, or a volume
/// component like `C%3A`. Only then may percent signs be undone: KAPE has `…Sysmon%4Admin.evtx`.
class VelociraptorSigns {
public:
    void see(std::string_view raw_name);
    [[nodiscard]] bool decided() const noexcept { return volume_ || (uploads_ && uploads_json_); }

private:
    bool uploads_ = false;
    bool uploads_json_ = false;
    bool volume_ = false;
};

/// The name of an entry as it is shown: '\' taken for '/', percent encoding undone once per
/// component when `percent`, then decoded as a whole. It is shown and sorted, never opened as a
/// path.
[[nodiscard]] DecodedName entry_path(std::string_view raw_name, bool percent);

}  // namespace xiezhi::evidence
