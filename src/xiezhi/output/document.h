#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/output/json.h"
#include "xiezhi/output/sentence.h"

namespace xiezhi::output {

/// Writes findings as JSON objects in ECS names (docs/output.md describes every member). What all
/// findings of a rule share is made once, so the rules must outlive the writer.
class DocumentWriter {
public:
    /// `more`: members for the object `xiezhi` besides the finding's own, as a JsonText wrote them.
    void write(JsonText& out, const hunt::Finding& finding, std::string_view more = {});

private:
    struct RuleTexts {
        std::string rule;  // members of the document
        std::string own;   // members of `xiezhi`
    };
    const RuleTexts& texts_of(const rules::RuleHead& rule);

    std::unordered_map<const rules::RuleHead*, RuleTexts> rules_;
    SentenceWriter sentences_;
};

}  // namespace xiezhi::output
