#include "xiezhi/model/observation.h"

namespace xiezhi {

const char* outcome_name(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::Read:
            return "read";
        case Outcome::Partly:
            return "partly";
        case Outcome::Absent:
            return "absent";
        case Outcome::Damaged:
            return "damaged";
        case Outcome::Denied:
            return "denied";
    }
    return "absent";
}

}  // namespace xiezhi
