#include "xiezhi/formats/authenticode/trust.h"

#include <algorithm>

namespace xiezhi::authenticode {
namespace {

constexpr std::size_t kChainMax = 10;
constexpr int kTriesMax = 64;  // each may cost a verification

class ChainSearch {
public:
    ChainSearch(std::span<const Certificate> pool, const TrustAnchors& anchors)
        : pool_(pool), anchors_(anchors) {}

    Chain run(const Certificate& signer) {
        path_.push_back(&signer);
        extend();
        Chain chain;
        for (const Certificate* one : best_) chain.certificates.push_back(*one);
        chain.end = end_;
        return chain;
    }

private:
    /// True: a known root was reached, nothing better can come.
    bool extend() {
        const Certificate& last = *path_.back();
        if (anchors_.contains(last)) return keep(ChainEnd::KnownRoot);
        if (const Certificate* anchor = anchors_.issuer_of(last)) {
            path_.push_back(anchor);
            return keep(ChainEnd::KnownRoot);
        }
        if (last.self_issued) {
            if (anchors_.is_test_root(last.subject)) return keep(ChainEnd::TestRoot);
            return keep(path_.size() == 1 ? ChainEnd::SelfSigned : ChainEnd::UnknownRoot);
        }
        if (path_.size() < kChainMax && extend_by_pool()) return true;
        return keep(anchors_.is_test_root(last.issuer) ? ChainEnd::TestRoot : ChainEnd::Cut);
    }

    bool extend_by_pool() {
        const Certificate& last = *path_.back();
        for (const Certificate& candidate : pool_) {
            if (tries_ == kTriesMax) return false;
            if (!candidate.is_authority || candidate.sha256 == last.sha256) continue;
            if (name_text(candidate.subject) != name_text(last.issuer)) continue;
            ++tries_;
            if (!has_issued(candidate, last)) continue;
            path_.push_back(&candidate);
            if (extend()) return true;
            path_.pop_back();
        }
        return false;
    }

    bool keep(ChainEnd end) {
        const bool better = best_.empty() || end == ChainEnd::KnownRoot ||
                            (end_ == ChainEnd::Cut && end != ChainEnd::Cut);
        if (better) {
            best_ = path_;
            end_ = end;
        }
        return end == ChainEnd::KnownRoot;
    }

    std::span<const Certificate> pool_;
    const TrustAnchors& anchors_;
    std::vector<const Certificate*> path_;
    std::vector<const Certificate*> best_;
    ChainEnd end_ = ChainEnd::Cut;
    int tries_ = 0;
};

}  // namespace

bool TrustAnchors::add(Bytes der) {
    auto certificate = parse_certificate(der);
    if (!certificate) return false;
    thumbprints_.insert(certificate->sha256);
    by_subject_.emplace(name_text(certificate->subject), std::move(*certificate));
    return true;
}

bool TrustAnchors::contains(const Certificate& certificate) const {
    return thumbprints_.contains(certificate.sha256);
}

const Certificate* TrustAnchors::issuer_of(const Certificate& certificate) const {
    const auto [begin, end] = by_subject_.equal_range(name_text(certificate.issuer));
    const auto found = std::find_if(
        begin, end, [&](const auto& anchor) { return has_issued(anchor.second, certificate); });
    return found == end ? nullptr : &found->second;
}

bool TrustAnchors::is_test_root(const Name& name) const {
    const std::string_view common = name_part(name, "CN");
    return std::ranges::any_of(test_roots_, [&](std::string_view test) {
        if (!test.ends_with('*')) return common == test;
        return common.starts_with(test.substr(0, test.size() - 1));
    });
}

Chain build_chain(const Certificate& signer, std::span<const Certificate> pool,
                  const TrustAnchors& anchors) {
    return ChainSearch(pool, anchors).run(signer);
}

bool in_validity(const Chain& chain, FileTime time) {
    std::size_t count = chain.certificates.size();
    if (chain.end == ChainEnd::KnownRoot && count > 1) --count;
    return std::ranges::all_of(std::span(chain.certificates).first(count), [&](const auto& one) {
        return one.not_before <= time && time <= one.not_after;
    });
}

std::string_view chain_end_name(ChainEnd end) noexcept {
    switch (end) {
        case ChainEnd::Cut:
            return "cut";
        case ChainEnd::KnownRoot:
            return "known_root";
        case ChainEnd::UnknownRoot:
            return "unknown_root";
        case ChainEnd::SelfSigned:
            return "self_signed";
        case ChainEnd::TestRoot:
            return "test_root";
    }
    return {};
}

}  // namespace xiezhi::authenticode
