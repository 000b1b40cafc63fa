#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "xiezhi/base/message.h"

namespace xiezhi {

/// What the user should know about how the evidence was read: nothing fails silently.
enum class NoteKind : std::uint8_t {
    Unreadable,  // a whole file, entry or folder could not be read
    Damaged,     // a part of a file was damaged; the rest was read
    Assumed,     // something was assumed about the collection (layout, code page …)
    Skipped,     // left out on purpose (duplicate file, not a log)
    Blind,       // a rule could not apply (no such channel, refused …)
};

/// Machine names: "unreadable" … "blind".
[[nodiscard]] const char* note_kind_name(NoteKind kind) noexcept;

struct Note {
    NoteKind kind = NoteKind::Damaged;
    std::string path;          // as given by the user, with '/'; a rule's path for Blind
    std::uint64_t offset = 0;  // in the file; 0 with has_offset false
    bool has_offset = false;
    Message what;
};

/// Called from one thread at a time, in output order.
using NoteSink = std::function<void(const Note&)>;

}  // namespace xiezhi
