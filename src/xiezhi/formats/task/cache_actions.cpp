#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digest.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/task/cache.h"

namespace xiezhi::task {
namespace {

enum class Magic : std::uint16_t {
    Exec = 0x6666,
    ComHandler = 0x7777,
    Email = 0x8888,
    Message = 0x9999
};

/// A size in bytes and UTF-16 text.
std::string sized_text(Cursor& in) {
    const auto size = in.read<std::uint32_t>();
    std::string text;
    append_utf8(text, in.take(size));
    return text;
}

std::string class_id(Cursor& in) {
    std::string text;
    append_text(text, Value{ValueType::Guid, in.take(16)});
    return text;
}

EmailAction read_email(Cursor& in, std::string id) {
    EmailAction email;
    email.id = std::move(id);
    email.from = sized_text(in);
    email.to = sized_text(in);
    email.cc = sized_text(in);
    email.bcc = sized_text(in);
    email.reply_to = sized_text(in);
    email.server = sized_text(in);
    email.subject = sized_text(in);
    email.body = sized_text(in);
    for (auto left = in.read<std::uint32_t>(); left > 0 && in.ok(); --left) {
        email.attachments.push_back(sized_text(in));
    }
    for (auto left = in.read<std::uint32_t>(); left > 0 && in.ok(); --left) {
        std::string name = sized_text(in);
        email.headers.emplace_back(std::move(name), sized_text(in));
    }
    return email;
}

/// Nothing: an unknown kind, whose size nobody knows.
std::optional<Action> read_action(Cursor& in, std::uint16_t version) {
    const auto magic = Magic{in.read<std::uint16_t>()};
    std::string id = sized_text(in);
    switch (magic) {
        case Magic::Exec: {
            ExecAction exec;
            exec.id = std::move(id);
            exec.command = sized_text(in);
            exec.arguments = sized_text(in);
            exec.working_directory = sized_text(in);
            if (version >= 3) in.read<std::uint16_t>();  // flags
            return exec;
        }
        case Magic::ComHandler: {
            ComHandlerAction handler;
            handler.id = std::move(id);
            handler.class_id = class_id(in);
            handler.data = sized_text(in);
            return handler;
        }
        case Magic::Email:
            return read_email(in, std::move(id));
        case Magic::Message: {
            MessageAction message;
            message.id = std::move(id);
            message.title = sized_text(in);
            message.body = sized_text(in);
            return message;
        }
    }
    return std::nullopt;
}

}  // namespace

CachedActions parse_cached_actions(Bytes data, const DamageSink& damages) {
    CachedActions cached;
    Cursor in(data);
    cached.version = in.read<std::uint16_t>();
    if (cached.version >= 2) cached.context = sized_text(in);
    while (in.ok() && in.remaining() > 0) {
        const std::uint64_t offset = in.offset();
        auto action = read_action(in, cached.version);
        if (!action || !in.ok()) {
            damages({offset, msg::task_cache_cut()});
            return cached;
        }
        cached.actions.push_back(std::move(*action));
    }
    if (!in.ok()) damages({in.offset(), msg::task_cache_cut()});
    return cached;
}

std::optional<DynamicInfo> parse_dynamic_info(Bytes data) {
    Cursor in(data);
    DynamicInfo info;
    info.version = in.read<std::uint32_t>();
    info.created = {in.read<std::uint64_t>()};
    info.last_run = {in.read<std::uint64_t>()};
    info.state = in.read<std::uint32_t>();
    info.last_error = in.read<std::uint32_t>();
    if (!in.ok()) return std::nullopt;
    if (in.remaining() >= 8) info.last_successful_run = {in.read<std::uint64_t>()};
    return info;
}

HashMatch match_hash(Bytes hash, Bytes xml_file) {
    const DigestValue digest = digest_of(DigestKind::Sha256, xml_file);
    if (hash.size() != digest.bytes().size()) return HashMatch::Unknown;
    const bool same = std::ranges::equal(hash, digest.bytes());
    return same ? HashMatch::Same : HashMatch::Different;
}

}  // namespace xiezhi::task
