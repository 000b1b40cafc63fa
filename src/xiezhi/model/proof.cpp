#include "xiezhi/model/proof.h"

namespace xiezhi {

const char* proof_state_name(ProofState state) noexcept {
    switch (state) {
        case ProofState::Live:
            return "live";
        case ProofState::Deleted:
            return "deleted";
        case ProofState::Carved:
            return "carved";
        case ProofState::Derived:
            return "derived";
    }
    return "live";
}

const char* time_meaning_name(TimeMeaning meaning) noexcept {
    switch (meaning) {
        case TimeMeaning::None:
            return "";
        case TimeMeaning::KeyLastWritten:
            return "key_last_written";
        case TimeMeaning::FileModified:
            return "file_modified";
        case TimeMeaning::FileCreated:
            return "file_created";
        case TimeMeaning::LastRun:
            return "last_run";
        case TimeMeaning::Registered:
            return "registered";
        case TimeMeaning::Logged:
            return "logged";
        case TimeMeaning::Detected:
            return "detected";
    }
    return "";
}

}  // namespace xiezhi
