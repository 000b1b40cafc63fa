#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "xiezhi/formats/authenticode/certificate.h"

namespace xiezhi::authenticode {

/// The roots that the caller knows. They decide whether a chain ends somewhere; that the world's
/// list of roots is longer is why "unknown root" is a verdict of its own.
class TrustAnchors {
public:
    /// False when the bytes are no certificate.
    bool add(Bytes der);
    /// The common name of a root that only machines in test mode trust; `*` at its end: any rest.
    void add_test_root(std::string_view name) { test_roots_.emplace_back(name); }

    [[nodiscard]] bool contains(const Certificate& certificate) const;
    [[nodiscard]] const Certificate* issuer_of(const Certificate& certificate) const;
    [[nodiscard]] bool is_test_root(const Name& name) const;
    [[nodiscard]] std::size_t size() const noexcept { return thumbprints_.size(); }

private:
    std::multimap<std::string, Certificate> by_subject_;
    std::set<DigestValue> thumbprints_;
    std::vector<std::string> test_roots_;
};

enum class ChainEnd : std::uint8_t {
    Cut,  // the next issuer is neither in the file nor known
    KnownRoot,
    UnknownRoot,  // a root of its own, that is not known
    SelfSigned,   // the signer is its own root
    TestRoot,
};

struct Chain {
    std::vector<Certificate> certificates;  // the signer first; a known root last
    ChainEnd end = ChainEnd::Cut;
};

/// The way from a certificate to a root, over the certificates of the file. Of several the first
/// that ends in a known root, else the first.
[[nodiscard]] Chain build_chain(const Certificate& signer, std::span<const Certificate> pool,
                                const TrustAnchors& anchors);

/// All certificates but the known root were in their time at `time`.
[[nodiscard]] bool in_validity(const Chain& chain, FileTime time);

/// `known root`, `unknown root` …, for dumps.
[[nodiscard]] std::string_view chain_end_name(ChainEnd end) noexcept;

}  // namespace xiezhi::authenticode
