// Keywords are looked for in a record's own texts before its values are asked: a kept copy of the
// record, which knows no such way, is the slow twin.
#include <gtest/gtest.h>

#include "tests/support/evtx_writer.h"
#include "tests/support/rule_text.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/evtx.h"

namespace xiezhi::testing {
namespace {

namespace format = ::xiezhi::evtx;

EvtxValue ansi(std::string_view text) {
    const Bytes bytes = as_bytes(text);
    return {ValueType::AnsiString, {bytes.begin(), bytes.end()}};
}

EvtxValue array_of(const std::vector<std::string>& texts) {
    std::string bytes;
    for (const std::string& text : texts) {
        append_utf16le(bytes, text);
        append_utf16le(bytes, std::string_view("\0", 1));
    }
    const Bytes all = as_bytes(bytes);
    return {ValueType::String, {all.begin(), all.end()}, true};
}

/// Whether the rule is true of the log's record as it stands, and of a kept copy of it.
struct Answers {
    bool record = false;
    bool copy = false;
};

Answers ask(const rules::RuleSet& set, const EvtxLog& log) {
    const MemorySource source(log.bytes());
    const auto ignore = [](const format::Damage&) {};
    const auto opened = format::Log::open(source, ignore);
    if (!opened) return {};
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    rules::Matcher matcher(set.rules);
    rules::Matcher::Worker worker(matcher);
    std::vector<std::byte> buffer;
    Answers out;
    const auto bytes = opened->read_block(0, buffer);
    if (!bytes) return {};
    reader.for_each(
        *bytes, opened->block_offset(0), {},
        [&](const Event& event) {
            for (int round = 0; round < 2; ++round) {  // the second time its shape is known
                std::vector<rules::Hit> hits;
                worker.match(event, hits);
                out.record = !hits.empty();
            }
            std::vector<rules::Hit> hits;
            const KeptEvent kept = keep(event);
            worker.match(KeptEventView(kept), hits);
            out.copy = !hits.empty();
            return true;
        },
        ignore);
    return out;
}

EvtxLog log_with(const EvtxValue& value, EvtxStyle style, const std::string& provider) {
    EvtxLog log("Security");
    EvtxEvent event{provider, 4624, FileTime{131'124'751'716'816'408}, "host", {{"A", value}}};
    event.style = style;
    event.user = "S-1-5-18";
    EXPECT_TRUE(log.add(event));
    return log;
}

class KeywordsInStyles : public ::testing::TestWithParam<EvtxStyle> {};

TEST_P(KeywordsInStyles, AreFoundWhereverTheyStand) {
    const rules::RuleSet set =
        rules_of({rule_yaml("{keywords: ['sekurlsa::', 'invoke-mimikatz'], condition: keywords}")});
    const std::vector<std::pair<EvtxValue, bool>> cases{
        {"x sekurlsa::logonpasswords", true},
        {"SEKURLSA::", true},
        {"seKurlsa::", true},     // the Kelvin sign folds to k
        {"é sekurlsa::", true},   // behind what is not ASCII
        {"abcsekurlsa::", true},  // at every place of a block
        {"absekurlsa::", true},
        {"asekurlsa::", true},
        {"sekurlsa:", false},
        {"sekurls", false},
        {"", false},
        {ansi("run Invoke-Mimikatz now"), true},
        {ansi("nothing"), false},
        {EvtxValue(std::uint32_t{7}), false}};
    for (const auto& [value, wanted] : cases) {
        const Answers answers = ask(set, log_with(value, GetParam(), "Provider"));
        EXPECT_EQ(answers.record, answers.copy);
        EXPECT_EQ(answers.record, wanted) << as_text(Bytes(value.bytes));
    }
    const Answers fixed = ask(set, log_with("x", GetParam(), "Sekurlsa::Provider"));
    EXPECT_TRUE(fixed.record);  // text of the template
    EXPECT_TRUE(fixed.copy);
}

TEST(Keywords, AreFoundInOneItemOfAnArray) {
    const rules::RuleSet set =
        rules_of({rule_yaml("{keywords: ['sekurlsa::'], condition: keywords}")});
    for (const auto& [value, wanted] : std::vector<std::pair<EvtxValue, bool>>{
             {array_of({"a", "b sekurlsa:: c"}), true}, {array_of({"sekur", "lsa::"}), false}}) {
        const Answers answers = ask(set, log_with(value, EvtxStyle::Template, "Provider"));
        EXPECT_EQ(answers.record, answers.copy);
        EXPECT_EQ(answers.record, wanted);
    }
}

TEST_P(KeywordsInStyles, MayBeShortOrNumbers) {
    const rules::RuleSet set =
        rules_of({rule_yaml("{keywords: ['kiwi', '31337'], condition: keywords}")});
    for (const auto& [value, wanted] : std::vector<std::pair<EvtxValue, bool>>{
             {"a KIWI", true}, {EvtxValue(std::uint32_t{31'337}), true}, {"kiw", false}}) {
        const Answers answers = ask(set, log_with(value, GetParam(), "Provider"));
        EXPECT_EQ(answers.record, answers.copy);
        EXPECT_EQ(answers.record, wanted) << as_text(Bytes(value.bytes));
    }
}

INSTANTIATE_TEST_SUITE_P(Styles, KeywordsInStyles,
                         ::testing::Values(EvtxStyle::Template, EvtxStyle::BareElements,
                                           EvtxStyle::Literal));

}  // namespace
}  // namespace xiezhi::testing
