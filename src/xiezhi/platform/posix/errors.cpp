#include "xiezhi/platform/posix/errors.h"

#include <cerrno>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::platform {

Error open_error(int code) {
    if (code == ENOENT || code == ENOTDIR) return {Errc::Io, msg::path_missing(), {}};
    if (code == EACCES || code == EPERM) return {Errc::Denied, msg::path_denied(), {}};
    if (code == ENOSPC || code == EDQUOT) return {Errc::DiskFull, msg::disk_full(), {}};
    return {Errc::Io, msg::path_failed(system_code(code)), {}};
}

Error write_error(int code) {
    if (code == ENOSPC || code == EDQUOT) return {Errc::DiskFull, msg::disk_full(), {}};
    if (code == EPIPE) return {Errc::PipeClosed, msg::pipe_closed(), {}};
    return {Errc::Io, msg::write_failed(system_code(code)), {}};
}

}  // namespace xiezhi::platform
