#include <algorithm>
#include <array>
#include <optional>
#include <pugixml.hpp>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/hunt/ioc/lists.h"

// OpenIOC 1.0 and 1.1 (Mandiant): IndicatorItem with Context/@search and Content.
namespace xiezhi::hunt::ioc {
namespace {

std::optional<Kind> kind_of(std::string_view search) {
    struct Known {
        std::string_view ending;  // of Context/@search, folded
        Kind kind;
    };
    constexpr auto kTerms = std::to_array<Known>({{"/md5sum", Kind::Hash},
                                                  {"/sha1sum", Kind::Hash},
                                                  {"/sha256sum", Kind::Hash},
                                                  {"/filename", Kind::FileName},
                                                  {"/fullpath", Kind::FilePath},
                                                  {"/filepath", Kind::FilePath},
                                                  {"/remoteip", Kind::Address},
                                                  {"/ipv4address", Kind::Address},
                                                  {"network/dns", Kind::Domain},
                                                  {"dnsentryitem/host", Kind::Domain},
                                                  {"dnsentryitem/recordname", Kind::Domain},
                                                  {"/url", Kind::Url},
                                                  {"network/uri", Kind::Url},
                                                  {"registryitem/path", Kind::Registry},
                                                  {"registryitem/keypath", Kind::Registry}});
    const std::string folded_search = folded(search);
    const auto* const found = std::ranges::find_if(
        kTerms, [&](const Known& term) { return folded_search.ends_with(term.ending); });
    return found == kTerms.end() ? std::nullopt : std::optional(found->kind);
}

class OpenIoc {
public:
    OpenIoc(ListSink& sink, std::string about) : sink_(sink), about_(std::move(about)) {}

    bool indicator(const pugi::xml_node& node, std::size_t depth) {
        constexpr std::size_t kDepthMax = 64;
        if (depth > kDepthMax) return true;
        const bool all_of = std::string_view(node.attribute("operator").value()) == "AND";
        for (const pugi::xml_node& child : node.children()) {
            const std::string_view name = child.name();
            if (name == "Indicator" && !indicator(child, depth + 1)) return false;
            if (name == "IndicatorItem" && !item(child, all_of)) return false;
        }
        return true;
    }

private:
    /// `beside`: it counts only together with others; a name says nothing alone.
    bool item(const pugi::xml_node& node, bool beside) {
        const std::string_view text = node.child("Content").text().get();
        const std::string_view condition = node.attribute("condition").value();
        const auto kind = kind_of(node.child("Context").attribute("search").value());
        const bool name = kind == Kind::FileName || kind == Kind::FilePath;
        if (beside && name) return true;
        const bool positive = (condition == "is" || condition.empty()) &&
                              std::string_view(node.attribute("negate").value()) != "true";
        return sink_.take(kind && positive ? classify_as(*kind, text) : Classified{}, text, about_);
    }

    ListSink& sink_;
    std::string about_;
};

}  // namespace

Result<void> read_openioc(std::string_view text, ListSink& sink) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(text.data(), text.size());
    if (!parsed) return Error{Errc::Damaged, msg::ioc_bad_xml(parsed.description()), {}};
    pugi::xml_node root = document.child("ioc");
    if (!root) root = document.child("OpenIOC");
    if (!root) return Error{Errc::Unsupported, msg::ioc_not_a_list(), {}};
    const pugi::xml_node meta = root.child("metadata") ? root.child("metadata") : root;
    OpenIoc reader(sink, meta.child("short_description").text().get());
    const pugi::xml_node criteria =
        root.child("criteria") ? root.child("criteria") : root.child("definition");
    for (const pugi::xml_node& node : criteria.children("Indicator")) {
        if (!reader.indicator(node, 0)) break;
    }
    return {};
}

}  // namespace xiezhi::hunt::ioc
