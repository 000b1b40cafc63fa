#include "xiezhi/model/note.h"

namespace xiezhi {

const char* note_kind_name(NoteKind kind) noexcept {
    switch (kind) {
        case NoteKind::Unreadable:
            return "unreadable";
        case NoteKind::Damaged:
            return "damaged";
        case NoteKind::Assumed:
            return "assumed";
        case NoteKind::Skipped:
            return "skipped";
        case NoteKind::Blind:
            return "blind";
    }
    return "unreadable";
}

}  // namespace xiezhi
