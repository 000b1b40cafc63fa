#include "xiezhi/schema/signing.h"

#include "xiezhi/schema/signing_tables.h"

namespace xiezhi::schema {

std::span<const SigningRoot> signing_roots() noexcept {
    return tables::kSigningRoots;
}
std::span<const std::string_view> test_roots() noexcept {
    return tables::kTestRoots;
}

}  // namespace xiezhi::schema
